"""Marking an order shipped, from the panel to what the sandbox was asked: exactly that, and nothing typed is lost.

It must not test what follows from what was typed; tests/presenters/shipping/test_panel.py does.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from console.api.client import Client
from console.model import date_form
from console.model.carriers.carriers import carriers
from console.model.records import Order
from console.presenters.notice import READ_AGAIN, SHIP_AGAIN
from console.presenters.shipping.panel import CONFIRM, ShippingPanel
from tests.model import samples
from tests.presenters.given import (
    LINK,
    NOON,
    Between,
    MakeClient,
    Opened,
    Sent,
    answer_lost,
    change,
    new_order,
    passed,
    request_lost,
)
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.sandbox import Sandbox

NUMBER, OTHER = "1Z999AA10123456784", "00340434161094022115"
OTHER_LINK = f"https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode={OTHER}"
TODAY = NOON.astimezone().date().isoformat()
STATES = {"states": {"processed": True, "shipped": True}}
SHIPPED: dict[str, Any] = STATES | {"shippingTrackingUrl": OTHER_LINK, "shippingDate": "2026-11-20"}


def opened_order(client: Client, shared: Sandbox, **fields: Any) -> Opened:
    return Opened(InlineJobs(), client, client.get_order(new_order(shared, **fields)))


def panel_of(opened: Opened) -> ShippingPanel:
    assert opened.state.shipping is not None, opened.said
    return opened.state.shipping


def filled(opened: Opened, *, message: bool, number: str = NUMBER) -> None:
    """Open the panel, paste and answer."""
    shipping = opened.editor.shipping
    shipping.open()
    shipping.pasted(number)
    shipping.answer(message)


def shipped(opened: Opened, *, message: bool) -> None:
    """Fill it, review and send."""
    filled(opened, message=message)
    opened.editor.shipping.review()
    assert opened.state.review is not None
    opened.editor.send()


# -- what is sent -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("message", [True, False])
def test_it_sends_states_link_date_and_details_and_says_whether_workflows_run(
    client: Client, shared: Sandbox, message: bool
) -> None:
    opened = opened_order(client, shared)
    own, sent = opened.state.draft.base.id, Sent(shared)
    shipped(opened, message=message)
    assert sent.methods() == ["GET", "POST"]
    [post] = sent.posts()
    assert post["query"] == {"triggerEvents": "true" if message else "false"}
    rest = {"shippingTrackingUrl": LINK, "shippingDate": TODAY, "shippingDetails": "UPS"}
    assert post["body"] == STATES | rest
    assert [event["event"] for event in shared.events(own)] == (["order shipped"] if message else [])
    assert opened.said.startswith("Saved and verified at ")
    assert opened.said.endswith("The answer holds all 4 changes.")
    assert (opened.state.shipping, opened.state.review, opened.state.draft.dirty) == (None, None, False)


def test_the_sheet_shows_the_choice_and_it_can_still_be_changed_there(
    client: Client, shared: Sandbox
) -> None:
    opened = opened_order(client, shared)
    filled(opened, message=True)
    opened.editor.shipping.review()
    sheet = opened.state.review
    assert sheet is not None
    assert sheet.options.run_workflows
    assert [change.label for change in sheet.changes] == [
        "Shipped",
        "Tracking URL",
        "Shipping date",
        "Shipping details",
    ]
    opened.editor.choose("run_workflows", False)
    assert opened.state.review is not None
    assert opened.state.review.payload == sheet.payload
    assert "triggerEvents=false" in opened.state.review.request
    sent = Sent(shared)
    opened.editor.send()
    assert sent.posts()[0]["query"] == {"triggerEvents": "false"}


def test_other_edits_are_not_sent_and_are_still_there(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    opened.editor.typed("grandTotal", "12.50")
    opened.editor.typed("states.processed", "no")
    opened.editor.lines.cell_typed(0, "quantity", "3")
    opened.editor.typed("originIp", "not an address")
    sent = Sent(shared)
    shipped(opened, message=False)
    [post] = sent.posts()
    assert set(post["body"]) == {"states", "shippingTrackingUrl", "shippingDate", "shippingDetails"}
    assert post["body"]["states"] == {"processed": True, "shipped": True}
    draft = opened.state.draft
    assert draft.base.shipping_tracking_url == LINK
    assert [change.key for change in draft.changes()] == [
        "states.processed",
        "grandTotal",
        "originIp",
        "lineItems",
    ]
    assert "Your other edits are still here, unsent." in opened.said


def test_what_the_form_holds_of_a_shipment_stands_in_the_panel_and_is_sent_from_there(
    client: Client, shared: Sandbox
) -> None:
    opened = opened_order(client, shared)
    opened.editor.typed("states.shipped", "yes")
    opened.editor.typed("shippingTrackingUrl", OTHER_LINK)
    opened.editor.typed("shippingDate", "2026-11-19")
    opened.editor.shipping.open()
    held = panel_of(opened).shipment
    assert (held.link, held.date, held.details) == (OTHER_LINK, "2026-11-19", "DHL Paket")
    opened.editor.shipping.answer(False)
    opened.editor.shipping.review()
    opened.editor.send()
    assert opened.state.draft.base.shipping_tracking_url == OTHER_LINK
    assert not opened.state.draft.dirty


# -- shipped already --------------------------------------------------------------------------------------


def test_fixing_it_silently_fires_nothing(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared, **SHIPPED)
    own, sent = opened.state.draft.base.id, Sent(shared)
    shipped(opened, message=False)
    [post] = sent.posts()
    assert post["query"] == {"triggerEvents": "false"}
    assert post["body"] == {"shippingTrackingUrl": LINK, "shippingDetails": "UPS"}
    assert shared.events(own) == []


def test_fixing_it_and_messaging_again_is_forced_after_it_was_typed(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared, **SHIPPED)
    own, sent = opened.state.draft.base.id, Sent(shared)
    filled(opened, message=True)
    opened.editor.shipping.review()
    assert opened.state.review is None
    assert panel_of(opened).asked
    opened.editor.shipping.confirm(CONFIRM)
    opened.editor.shipping.review()
    assert opened.state.review is not None
    assert opened.state.review.options.force
    opened.editor.send()
    [post] = sent.posts()
    assert post["query"] == {"triggerEvents": "true", "force": "true"}
    assert post["body"] == STATES | {"shippingTrackingUrl": LINK, "shippingDetails": "UPS"}
    assert ("order shipped", True) in [(event["event"], event["forced"]) for event in shared.events(own)]


@pytest.mark.parametrize("link", [OTHER_LINK, LINK])
def test_someone_who_shipped_it_meanwhile_stops_it_and_is_told_in_the_panel(
    client: Client, shared: Sandbox, link: str
) -> None:
    opened = opened_order(client, shared)
    opened.editor.typed("grandTotal", "12.50")
    filled(opened, message=True)
    opened.editor.shipping.review()
    own = opened.state.draft.base.id
    change(shared, f"/orders/{own}?triggerEvents=false", STATES | {"shippingTrackingUrl": link})
    sent = Sent(shared)
    opened.editor.send()
    assert sent.posts() == []
    panel = panel_of(opened)
    assert panel.changed.startswith("Nothing was sent: meanwhile someone changed Shipped (no → yes)")
    assert panel.stands == (
        "Shipped already, with this very link." if link == LINK else "Shipped already, with another link."
    )
    assert (panel.text, panel.message) == (NUMBER, None), "messaging means another thing now"
    assert opened.state.draft.shown("grandTotal") == "12.50"
    opened.editor.shipping.answer(False)
    opened.editor.shipping.review()
    opened.editor.send()
    assert len(sent.posts()) == 1
    assert opened.state.draft.base.shipping_tracking_url == LINK


# -- what was typed is kept -------------------------------------------------------------------------------


def test_put_away_it_is_there_again_and_nothing_was_sent(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    sent = Sent(shared)
    filled(opened, message=True)
    opened.editor.shipping.typed("details", "UPS, by boat")
    before = panel_of(opened)
    for _ in range(2):
        opened.editor.shipping.leave()
        assert opened.state.shipping is None
        opened.editor.shipping.open()
        assert panel_of(opened) == before
    assert sent.all() == []


def test_put_away_untouched_it_takes_what_is_typed_into_the_form_since(
    client: Client, shared: Sandbox
) -> None:
    opened = opened_order(client, shared)
    opened.editor.shipping.open()
    opened.editor.shipping.leave()
    opened.editor.typed("shippingTrackingUrl", LINK)
    opened.editor.shipping.open()
    assert panel_of(opened).shipment.link == LINK


def test_back_from_the_sheet_the_panel_is_as_it_was(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    filled(opened, message=True)
    before = panel_of(opened)
    opened.editor.shipping.review()
    opened.editor.shipping.review()  # the sheet is there already
    opened.editor.keep_editing()
    assert (opened.state.review, panel_of(opened)) == (None, before)


def test_after_a_refusal_it_is_offered_again_with_all_that_was_typed(shared: Sandbox, client: Client) -> None:
    opened = opened_order(client, shared)
    own = opened.state.draft.base.id
    filled(opened, message=False)
    opened.editor.shipping.review()
    change(shared, f"/orders/{own}", None, "DELETE")
    opened.editor.send()
    assert opened.said.startswith("Not saved.")
    assert opened.action == SHIP_AGAIN
    opened.editor.act(SHIP_AGAIN.key)
    assert (panel_of(opened).text, panel_of(opened).message) == (NUMBER, False)


def test_a_lost_answer_is_read_again_and_other_edits_survive(
    shared: Sandbox, make_client: MakeClient
) -> None:
    with Between(shared, passed, answer_lost, passed) as between:
        opened = opened_through(between, shared, make_client)
        opened.editor.typed("grandTotal", "12.50")
        shipped(opened, message=False)
        assert between.methods() == ["GET", "POST", "GET"]
    assert opened.said.startswith("No proper answer came, but it did arrive.")
    assert opened.state.draft.base.shipping_tracking_url == LINK
    assert opened.state.draft.edits == {"grandTotal": "12.50"}
    opened.editor.shipping.open()
    assert panel_of(opened).text == ""


def test_what_was_typed_for_a_request_without_an_answer_is_kept(
    shared: Sandbox, make_client: MakeClient
) -> None:
    with Between(shared, passed, request_lost, passed) as between:
        opened = opened_through(between, shared, make_client)
        sent = Sent(shared)
        shipped(opened, message=True)
        assert opened.said.startswith("No proper answer came. It had not arrived by ")
        assert opened.action == READ_AGAIN
        opened.editor.shipping.open()
        assert panel_of(opened).message is True
    assert sent.posts() == []


@pytest.mark.parametrize("arrived", [True, False])
def test_what_is_not_known_is_asked_about_and_settled_by_reading(
    shared: Sandbox, make_client: MakeClient, arrived: bool
) -> None:
    looks = [request_lost] * 9  # three, each tried three times
    with Between(shared, passed, answer_lost if arrived else request_lost, *looks, passed) as between:
        opened = opened_through(between, shared, make_client)
        opened.editor.typed("grandTotal", "12.50")
        shipped(opened, message=False)
        assert opened.action == READ_AGAIN
        opened.editor.shipping.open()
        opened.editor.shipping.review()
        assert opened.state.review is not None
        assert opened.state.review.may_arrive.startswith("It is not known whether what was sent at ")
        opened.editor.send()
        assert opened.state.review is not None, "it was not sent, since nobody said so"
        opened.editor.keep_editing()
        opened.editor.shipping.leave()
        opened.editor.reload()
    assert opened.state.draft.edits == {"grandTotal": "12.50"}
    assert ("had not arrived by" in opened.said) != arrived
    opened.editor.shipping.open()
    assert panel_of(opened).text == ("" if arrived else NUMBER)


def opened_through(between: Between, shared: Sandbox, make_client: MakeClient) -> Opened:
    """An order of the test's own, read from the sandbox itself; what follows goes through the server between."""
    order = make_client(shared).get_order(new_order(shared))
    client = make_client(shared, api_url=between.url)
    return Opened(InlineJobs(), client, order)


def test_sent_it_starts_anew(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    shipped(opened, message=False)
    opened.editor.shipping.open()
    panel = panel_of(opened)
    assert (panel.text, panel.message, panel.shipment.date) == ("", None, "")
    assert panel.stands.endswith("with this link.")


def test_in_words_today_is_proposed_so_and_sent_as_ever(
    client: Client, shared: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(date_form.IN_USE, "form", "words")
    opened = opened_order(client, shared)
    filled(opened, message=False)
    panel = panel_of(opened)
    assert panel.shipment.date == date_form.written(NOON.astimezone().date())
    assert panel.draft.payload()["shippingDate"] == TODAY


def test_the_date_is_that_of_the_day_it_is_opened_on(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    filled(opened, message=True)
    opened.editor.shipping.leave()
    opened.clock.pass_(timedelta(days=1).total_seconds())
    opened.editor.shipping.open()
    tomorrow = (NOON + timedelta(days=1)).astimezone().date().isoformat()
    assert panel_of(opened).shipment.date == tomorrow


# -- when it cannot be ------------------------------------------------------------------------------------


def test_it_is_not_asked_for_a_cart_or_while_the_order_is_busy(client: Client, shared: Sandbox) -> None:
    cart = Opened(InlineJobs(), client, samples.cart())
    cart.editor.shipping.open()
    assert cart.said == "Mark shipped is not possible now. This is for orders."
    jobs = HeldJobs()
    order = Opened(jobs, client, client.get_order(new_order(shared)))
    order.editor.reload()
    order.editor.shipping.open()
    assert order.state.shipping is None
    assert "The order is being read" in order.said
    jobs.finish_all()


def test_what_is_typed_into_no_panel_goes_nowhere(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    before = opened.state
    shipping = opened.editor.shipping
    shipping.pasted(NUMBER)
    shipping.answer(True)
    shipping.review()
    assert opened.state == before


def test_the_operators_own_carriers_are_among_them(client: Client, shared: Sandbox) -> None:
    own = '[fox]\nname = "Fox"\ntemplate = "https://fox.example.com/t/{n}"\nnumbers = [{ pattern = "FOX\\\\d{6}" }]\n'
    record = client.get_order(new_order(shared))
    assert isinstance(record, Order)
    opened = Opened(InlineJobs(), client, record, known=lambda: carriers(own))
    filled(opened, message=False, number="fox 123 456")
    assert panel_of(opened).shipment.link == "https://fox.example.com/t/FOX123456"
