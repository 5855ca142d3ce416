"""The review sheet: what may be chosen, what it says of customer messages, and that what it shows is what is sent."""

from __future__ import annotations

import pytest

from console.api.client import Client
from console.model.drafts.draft import Draft
from console.model.lines.lines import DraftLine
from console.model.records import Cart, Order
from console.presenters.saving.review import LineTold, Review, SendOptions, line_told, review
from tests.model import samples
from tests.presenters.given import LINK, NOON, MakeClient, Opened
from tests.support.jobs import InlineJobs
from tests.support.raw_server import RawServer, reply_json


def sheet(client: Client, record: Order | Cart, *ticked: str, **typed: str) -> Review:
    draft = Draft(record, NOON)
    for key, text in typed.items():
        draft = draft.typed(key.replace("__", "."), text)
    return review(client, draft, SendOptions(**dict.fromkeys(ticked, True)))


# -- options ----------------------------------------------------------------------------------------------


def test_everything_is_off_unless_ticked() -> None:
    assert SendOptions() == SendOptions(
        run_workflows=False, force=False, create_contact=False, ignore_invalid_tid=False
    )


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ({"shippingDetails": "x"}, ("run_workflows",)),
        ({"emailAddress": "a@b.example"}, ("run_workflows", "create_contact")),
        ({"tid": "1.2.3.4"}, ("run_workflows", "ignore_invalid_tid")),
        ({"trackingCookieValue": "1.2.3.4"}, ("run_workflows", "ignore_invalid_tid")),
    ],
)
def test_only_what_can_matter_is_offered(
    client: Client, typed: dict[str, str], offered: tuple[str, ...]
) -> None:
    assert sheet(client, samples.order(), **typed).offered == offered


def test_a_cart_is_never_offered_workflows(client: Client) -> None:
    assert sheet(client, samples.cart(), shippingDetails="x").offered == ()
    assert sheet(client, samples.cart(), emailAddress="a@b.example").offered == ("create_contact",)


def test_force_comes_only_after_workflows_and_goes_with_them(client: Client) -> None:
    forced_alone = sheet(client, samples.order(), "force", states__shipped="yes")
    assert "force" not in forced_alone.offered
    assert not forced_alone.options.force
    assert "force" not in forced_alone.outgoing.url
    both = sheet(client, samples.order(), "run_workflows", "force", states__shipped="yes")
    assert both.offered == ("run_workflows", "force")
    assert both.outgoing.url.endswith("?triggerEvents=true&force=true")


def test_unticking_workflows_unticks_force(client: Client) -> None:
    opened = Opened(InlineJobs(), client, samples.order())
    opened.editor.typed("states.shipped", "yes")
    opened.editor.review()
    for option, on in (
        ("run_workflows", True),
        ("force", True),
        ("run_workflows", False),
        ("run_workflows", True),
    ):
        opened.editor.choose(option, on)
    assert opened.state.review is not None
    assert opened.state.review.options == SendOptions(run_workflows=True)


def test_what_is_not_offered_cannot_be_chosen(client: Client) -> None:
    every = ("run_workflows", "force", "create_contact", "ignore_invalid_tid")
    found = sheet(client, samples.cart(), *every, shippingDetails="x")
    assert found.options == SendOptions()
    assert "?" not in found.outgoing.url


# -- customer messages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ticked", "may", "words"),
    [
        ((), False, "No workflow will run for this change."),
        (("run_workflows",), True, "Workflows run if the state changes; they may message the customer."),
        (("run_workflows", "force"), True, "the customer may get the same message twice."),
    ],
)
def test_an_order_says_whether_the_customer_may_hear_of_it(
    client: Client, ticked: tuple[str, ...], may: bool, words: str
) -> None:
    found = sheet(client, samples.order(), *ticked, states__shipped="yes")
    assert found.may_message is may
    assert found.messages.endswith(words)


def test_a_cart_says_that_there_is_no_switch(client: Client) -> None:
    found = sheet(client, samples.cart(), shippingDetails="x")
    assert found.may_message
    assert found.messages == (
        "The API has no switch for carts: the service itself decides whether a workflow runs."
    )


# -- what is shown ----------------------------------------------------------------------------------------


def test_the_sheet_names_the_record_and_every_change(client: Client) -> None:
    found = sheet(client, samples.order(), states__shipped="yes", shippingTrackingUrl=LINK)
    assert found.title == "Review changes to order #1001"
    assert [(change.label, change.before, change.after) for change in found.changes] == [
        ("Shipped", "no", "yes"),
        ("Tracking URL", "empty", LINK),
    ]
    assert found.replaces == ""


@pytest.mark.parametrize(
    ("key", "typed", "told"),
    [
        ("shippingDate", "21.11.2026", "2026-11-21"),
        ("shippingDate", "21 Nov 2026", "2026-11-21"),
        ("currency", " eur ", "EUR"),
        ("originIp", " 203.0.113.7 ", "203.0.113.7"),
        ("states.shipped", "yes", "yes"),
    ],
)
def test_a_value_is_told_as_it_is_sent_however_it_was_typed(
    client: Client, key: str, typed: str, told: str
) -> None:
    made = sheet(client, samples.order(), **{key: typed})
    assert [change.after for change in made.changes] == [told]


def test_sums_that_do_not_add_up_are_named_where_an_amount_is_sent_and_nowhere_else(client: Client) -> None:
    wrong = samples.order(grandTotal=999)
    [said] = sheet(client, wrong, taxAmount="1").sums
    assert "grand total" in said.lower()
    assert sheet(client, wrong, shippingDetails="x").sums == ()


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (7, 8, "Replaces all 7 lines with these 8."),
        (1, 2, "Replaces the 1 line with these 2."),
        (2, 1, "Replaces all 2 lines with this 1."),
        (0, 1, "Adds 1 line; there are none yet."),
        (3, 0, "Removes every line."),
    ],
)
def test_lines_are_said_to_be_replaced_whole(client: Client, before: int, now: int, words: str) -> None:
    draft = Draft(samples.cart(lineItems=[samples.MUG] * before), NOON)
    rows = Draft(samples.cart(lineItems=[samples.POT] * now), NOON).lines
    assert review(client, draft.with_lines(rows), SendOptions()).replaces == words


def test_what_becomes_of_each_line_is_told(client: Client) -> None:
    draft = Draft(samples.order(lineItems=[samples.MUG | {"name": name} for name in "abc"]), NOON)
    a, b, c = draft.lines
    new = DraftLine(None, {"name": "Spoon", "quantity": "2", "totalPrice": "5"})
    found = review(client, draft.with_lines([c.typed("quantity", "3", 2), a, new]), SendOptions())
    assert found.replaces == "Replaces all 3 lines with these 3."
    assert list(map(line_told, found.lines)) == [
        LineTold("↕", "moved, changed", "line 3 → 1", "c", "quantity 1 → 3"),
        LineTold("−", "removed", "line 2", "b", "SKU MUG-1, quantity 1, total price 3.990"),
        LineTold("+", "added", "line 3", "Spoon", "quantity 2, total price 5"),
    ]
    (changed,) = review(client, draft.with_lines([a, b.typed("other", "gift", 2), c]), SendOptions()).lines
    assert line_told(changed) == LineTold("~", "changed", "line 2", "b", "other empty → gift")
    (moved,) = review(client, draft.with_lines([b, a, c]), SendOptions()).lines
    assert line_told(moved) == LineTold("↕", "moved", "line 2 → 1", "b", "")


def test_a_line_is_read_aloud_in_one_sentence() -> None:
    both = LineTold("↕", "moved, changed", "line 3 → 1", "Pot", "quantity 1 → 3")
    assert both.aloud == "moved, changed, line 3 to 1: Pot, quantity 1 → 3"
    assert LineTold("↕", "moved", "line 2 → 1", "Pot", "").aloud == "moved, line 2 to 1: Pot"


def test_no_line_is_told_where_none_is_sent(client: Client) -> None:
    assert sheet(client, samples.order(), shippingDetails="x").lines == ()


def test_a_tick_makes_another_request_of_the_same_changes(client: Client) -> None:
    draft = Draft(samples.order(), NOON).typed("shippingDetails", "x")
    draft = draft.with_lines(draft.lines[:1])
    before, ticked = review(client, draft, SendOptions()), SendOptions(run_workflows=True)
    after = review(client, draft, ticked, before)
    assert after == review(client, draft, ticked)
    assert after.payload is before.payload is not None
    assert after.lines is before.lines


def test_what_is_shown_is_what_is_sent_byte_for_byte(make_client: MakeClient) -> None:
    held = {
        "orderId": samples.ORDER["orderId"],
        "currency": "JPY",
        "states": {"processed": True, "shipped": False},
        "lineItems": [{"name": "急須", "quantity": 1, "totalPrice": 4200}],
    }
    with RawServer(reply_json(held)) as server:
        client = make_client(server)
        record = client.get_order(str(samples.ORDER["orderId"]))
        opened = Opened(InlineJobs(), client, record)
        opened.editor.typed("shippingDetails", "“by boat” 🚢\nor \\ not")
        opened.editor.typed("grandTotal", "4200.10")
        opened.editor.lines.cell_typed(0, "quantity", "2.0")
        opened.editor.typed("states.shipped", "yes")
        opened.editor.review()
        opened.editor.choose("run_workflows", True)
        assert opened.state.review is not None
        shown = opened.state.review.request
        opened.editor.send()
        post = next(request for request in server.requests if request.method == "POST")
    assert shown.encode() == f"POST {server.url}{post.target}\n\n".encode() + post.body
    assert b'"grandTotal": 4200.10' in post.body
    assert b'"quantity": 2.0' in post.body
