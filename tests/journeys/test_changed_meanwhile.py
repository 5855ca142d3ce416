"""What happens when others act between reading and saving, and when no answer comes.

It must not let the window's own client do what stands for somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from console.api.client import Client
from tests.support.console import Console, environment_of, posts
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox


@pytest.fixture
def colleague(sandbox: Sandbox) -> Iterator[Client]:
    """Somebody else, with a console of their own."""
    with Client(environment_of(sandbox)) as client:
        yield client


@pytest.mark.fault(27)
def test_what_others_changed_elsewhere_joins_and_is_told(
    console: Console, sandbox: Sandbox, colleague: Client
) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    link = "https://example.com/t/1"
    colleague.update_order(SAMPLE_ORDER, {"shippingTrackingUrl": link}, trigger_events=False)
    console.send()
    assert posts(sandbox)[-1]["body"] == {"shippingDetails": "UPS Ground"}
    assert console.said.headline.startswith("Saved and verified")
    assert f"someone else changed Tracking URL (empty → {link})" in console.said.advice
    assert console.text_of("Tracking URL") == link


@pytest.mark.fault(27)
def test_a_clash_is_decided_before_anything_is_sent(
    console: Console, sandbox: Sandbox, colleague: Client
) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    console.type_into("Tax", "3.00")
    colleague.update_order(
        SAMPLE_ORDER, {"shippingDetails": "DHL", "taxAmount": Decimal(4)}, trigger_events=False
    )
    console.send()
    assert len(posts(sandbox)) == 1, "only the colleague's"
    dialog = console.page.questions.clash
    assert dialog is not None
    assert not dialog.resume.isEnabled()
    mine, theirs = (console.all_named(name, within=dialog) for name in ("Keep mine", "Take theirs"))
    console.click_on(theirs[0])
    console.click_on(mine[1])
    console.press("Return", ctrl=True, on=dialog)
    assert len(posts(sandbox)) == 1, "the review sheet comes first"
    assert '"taxAmount": 3.00' in console.sheet.request.toPlainText()
    assert "shippingDetails" not in console.sheet.request.toPlainText()
    console.press("Return", ctrl=True, on=console.sheet)
    console.rest()
    assert posts(sandbox)[-1]["body"] == {"taxAmount": Decimal("3.00")}
    assert console.said.headline.startswith("Saved and verified")
    assert console.text_of("Shipping details") == "DHL"


def test_leaving_a_clash_undecided_sends_nothing_and_asks_again(
    console: Console, sandbox: Sandbox, colleague: Client
) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    colleague.update_order(SAMPLE_ORDER, {"shippingDetails": "DHL"}, trigger_events=False)
    for _ in range(2):
        console.send()
        dialog = console.page.questions.clash
        assert dialog is not None
        console.press("Escape", on=dialog)
        assert console.text_of("Shipping details") == "UPS Ground"
        assert len(posts(sandbox)) == 1
    console.press("F5")
    console.rest()
    console.send()
    assert console.page.questions.clash is not None
    console.press("Escape", on=console.page.questions.clash)


def test_the_identical_change_asks_before_it_goes_out_twice(
    console: Console, sandbox: Sandbox, colleague: Client
) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    console.send()
    colleague.update_order(SAMPLE_ORDER, {"shippingDetails": "DHL"}, trigger_events=False)
    console.press("F5")
    console.rest()
    console.type_into("Shipping details", "UPS Ground")
    console.send()
    assert "the identical change went out" in console.said.headline
    assert len(posts(sandbox)) == 2
    console.click(console.offered)
    console.rest()
    assert console.said.headline.startswith("Saved and verified")
    assert len(posts(sandbox)) == 3


def test_a_cart_that_was_closed_meanwhile_turns_read_only(
    console: Console, sandbox: Sandbox, colleague: Client
) -> None:
    console.look_up(SAMPLE_CART)
    console.type_into("Shipping details", "by courier")
    colleague.abandon_cart(SAMPLE_CART)
    colleague.expire_cart(SAMPLE_CART)
    console.send()
    assert console.said.headline.startswith("Not saved.")
    assert console.text_of("Shipping details") == "by courier"
    console.press("F5")
    console.rest()
    assert console.page.closed.isVisible()
    assert console.text_of("Shipping details") == "by courier"
    assert not console.window.save.isEnabled()
    assert [line["path"] for line in posts(sandbox)] == [
        f"/carts/{SAMPLE_CART}/abandon",
        f"/carts/{SAMPLE_CART}/expire",
    ]


def test_reloading_keeps_edits_and_says_what_changed(console: Console, colleague: Client) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    colleague.update_order(SAMPLE_ORDER, {"originIp": "203.0.113.9"}, trigger_events=False)
    console.press("F5")
    console.rest()
    assert "someone changed Origin IP" in console.said.headline
    assert console.text_of("Shipping details") == "UPS Ground"


@pytest.mark.fault(16)
def test_an_unknown_address_offers_to_create_the_contact(console: Console, sandbox: Sandbox) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("E-mail address", "nobody.knows@example.org")
    console.send()
    assert console.said.headline.startswith("Not saved.")
    assert console.text_of("E-mail address") == "nobody.knows@example.org"
    console.click(console.offered)
    assert "createContact=true" in console.sheet.request.toPlainText()
    console.press("Return", ctrl=True, on=console.sheet)
    console.rest()
    assert posts(sandbox)[-1]["query"] == {"triggerEvents": "false", "createContact": "true"}
    assert console.said.headline.startswith("Saved and verified")


def test_a_server_that_is_gone_is_not_saved_and_nothing_is_lost(console: Console, sandbox: Sandbox) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    sandbox.stop()
    console.send()
    assert console.said.headline.startswith("Not saved.")
    assert console.text_of("Shipping details") == "UPS Ground"
    assert console.window.save.isEnabled()
