"""One open record: every edit undone and redone whole, what locks it, and what reading it again keeps.

What becomes of a save is in test_saving.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from console.api.client import Client
from console.model.drafts.draft import Draft
from console.model.fields.numerals import Marks
from console.model.records import Cart, Order
from console.presenters.notice import READ_AGAIN
from console.presenters.record.editor import Editor
from tests.model import samples
from tests.presenters.given import (
    NOON,
    POT,
    MakeClient,
    Opened,
    Sent,
    change,
    changes_nothing,
    close_cart,
    mutates,
    names,
    new_cart,
    new_order,
    told_time,
)
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.raw_server import RawServer
from tests.support.sandbox import Sandbox

Act = Callable[[Editor], object]


@pytest.fixture
def opened(client: Client, shared: Sandbox) -> Opened:
    """An order of the test's own with a mug and a pot; jobs answer at once."""
    return Opened(InlineJobs(), client, client.get_order(new_order(shared)))


@pytest.fixture
def cart(client: Client, shared: Sandbox) -> Opened:
    """A cart of the test's own with a mug and a pot; jobs answer at once."""
    return Opened(InlineJobs(), client, client.get_cart(new_cart(shared)))


ACTS: dict[str, tuple[Act, str]] = {
    "type": (lambda editor: editor.typed("shippingDetails", "by boat"), "type in Shipping details"),
    "type what is wrong": (lambda editor: editor.typed("grandTotal", "1,5"), "type in Grand total"),
    "clear": (lambda editor: editor.typed("currency", ""), "type in Currency"),
    "cell": (lambda editor: editor.lines.cell_typed(1, "quantity", "3"), "change Quantity of line 2"),
    "add": (lambda editor: editor.lines.add(), "add line"),
    "remove": (lambda editor: editor.lines.remove([0]), "remove Coffee Mug"),
    "remove all": (lambda editor: editor.lines.remove([1, 0]), "remove 2 lines"),
    "duplicate": (lambda editor: editor.lines.duplicate([1]), "duplicate line"),
    "duplicate all": (lambda editor: editor.lines.duplicate([0, 1]), "duplicate 2 lines"),
    "move": (lambda editor: editor.lines.move([0], 1), "move line"),
    "tick": (lambda editor: editor.typed("states.shipped", "yes"), "type in Shipped"),
}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_undone_and_redone_whole(opened: Opened, act: str) -> None:
    mutates(opened, *ACTS[act])
    assert opened.state.draft.dirty


def test_acts_on_top_of_one_another_come_back_one_by_one(opened: Opened) -> None:
    drafts = [opened.state.draft]
    for act, named in ACTS.values():
        if named == "duplicate 2 lines":
            opened.editor.lines.add()
            drafts.append(opened.state.draft)
            opened.editor.lines.add()
            drafts.append(opened.state.draft)
        if opened.state.draft.lines or "line" not in named:
            act(opened.editor)
        if opened.state.draft != drafts[-1]:
            drafts.append(opened.state.draft)
    for draft in reversed(drafts[:-1]):
        opened.editor.undo()
        assert opened.state.draft == draft
    for draft in drafts[1:]:
        opened.editor.redo()
        assert opened.state.draft == draft


def test_discard_is_undone_and_redone_whole(opened: Opened) -> None:
    opened.editor.typed("shippingDetails", "by boat")
    opened.editor.lines.remove([0])
    kept = opened.state.draft
    mutates(opened, lambda editor: editor.discard(), "discard edits")
    assert not opened.state.draft.dirty
    assert "Your edits are discarded. Nothing was sent." in opened.said
    opened.editor.undo()
    assert opened.state.draft == kept


# -- typing -----------------------------------------------------------------------------------------------


def test_typing_in_one_field_is_one_step_and_in_two_are_two(opened: Opened) -> None:
    for text in ("b", "by", "by boat"):
        opened.editor.typed("shippingDetails", text)
    opened.editor.typed("currency", "EUR")
    opened.editor.undo()
    assert opened.state.draft.shown("shippingDetails") == "by boat"
    assert (opened.state.undo, opened.state.redo) == ("type in Shipping details", "type in Currency")
    opened.editor.undo()
    assert not opened.state.draft.dirty
    assert opened.state.undo == ""


def test_numbers_are_kept_as_they_are_sent_and_texts_as_they_are_typed(
    client: Client, shared: Sandbox
) -> None:
    record = client.get_order(new_order(shared))
    opened = Opened(InlineJobs(), client, record, marks=Marks(",", "."))
    for key in ("grandTotal", "shippingDetails"):
        opened.editor.typed(key, "1.234,50")
    for column in ("quantity", "name"):
        opened.editor.lines.cell_typed(1, column, "1.234,50")
    draft = opened.state.draft
    assert [draft.shown(key) for key in ("grandTotal", "shippingDetails")] == ["1234.50", "1.234,50"]
    assert [draft.lines[1].shown(column, 2) for column in ("quantity", "name")] == ["1234.50", "1.234,50"]
    assert opened.state.undo == "change Name of line 2"


def test_typing_the_old_value_back_is_clean_and_no_step(opened: Opened) -> None:
    held = opened.state.draft.shown("currency")
    opened.editor.typed("currency", "E")
    opened.editor.typed("currency", held)
    assert not opened.state.draft.dirty
    assert opened.state.undo == ""


def test_what_changes_nothing_is_no_step(opened: Opened) -> None:
    changes_nothing(opened, lambda editor: editor.typed("currency", "USD"))
    changes_nothing(opened, lambda editor: editor.typed("orderId", "another"))
    changes_nothing(opened, lambda editor: editor.lines.cell_typed(0, "quantity", "1"))
    changes_nothing(opened, lambda editor: editor.discard())
    changes_nothing(opened, lambda editor: editor.undo())
    changes_nothing(opened, lambda editor: editor.redo())


def test_a_cart_is_marked_shipped_by_nothing(cart: Opened) -> None:
    changes_nothing(cart, lambda editor: editor.shipping.open())
    assert cart.state.shipping is None
    assert "This is for orders." in cart.said


# -- locks ------------------------------------------------------------------------------------------------

LINE_ACTS: list[Act] = [
    lambda editor: editor.lines.cell_typed(0, "quantity", "7"),
    lambda editor: editor.lines.add(),
    lambda editor: editor.lines.remove([0]),
    lambda editor: editor.lines.duplicate([0]),
    lambda editor: editor.lines.move([0], 1),
]
ALL_ACTS: list[Act] = [
    *LINE_ACTS,
    lambda editor: editor.typed("shippingDetails", "by boat"),
    lambda editor: editor.typed("states.shipped", "yes"),
    lambda editor: editor.discard(),
    lambda editor: editor.undo(),
    lambda editor: editor.redo(),
]


@pytest.mark.parametrize(("status", "why"), [("EXPIRED", "has expired"), ("COMPLETE", "has become an order")])
def test_a_closed_cart_is_locked_with_the_reason(client: Client, status: str, why: str) -> None:
    opened = Opened(InlineJobs(), client, samples.cart(status=status))
    assert why in opened.state.locked
    assert opened.state.lines_locked == opened.state.locked
    for act in ALL_ACTS:
        changes_nothing(opened, act)
    opened.editor.review()
    assert opened.state.review is None


def test_while_it_is_sent_nothing_can_be_typed(client: Client, shared: Sandbox) -> None:
    jobs = HeldJobs()
    opened = Opened(jobs, client, client.get_order(new_order(shared)))
    opened.editor.typed("currency", "EUR")
    opened.save()
    assert opened.state.busy == "sending"
    assert opened.state.locked == "It is being sent."
    for act in ALL_ACTS:
        changes_nothing(opened, act)
    opened.editor.reload()
    opened.editor.review()
    opened.editor.cancel()
    assert len(jobs.held) == 1
    assert not jobs.held[0].stop.cancelled, "a write is never cut"
    jobs.finish()
    assert opened.state.busy == opened.state.locked == ""


@pytest.mark.fault(46)
def test_lines_with_something_unknown_are_locked_and_the_rest_is_not(client: Client) -> None:
    record = samples.order(lineItems=[samples.MUG | {"giftWrap": "red"}, samples.POT])
    opened = Opened(InlineJobs(), client, record)
    assert "giftWrap" in opened.state.lines_locked
    assert opened.state.locked == ""
    for act in LINE_ACTS:
        changes_nothing(opened, act)
    mutates(opened, *ACTS["type"])


def test_lines_in_a_form_that_nobody_knows_are_locked(client: Client) -> None:
    opened = Opened(InlineJobs(), client, samples.order(lineItems={"0": samples.MUG}))
    assert "in a form this console does not know" in opened.state.lines_locked
    changes_nothing(opened, lambda editor: editor.lines.add())


# -- titles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "title"),
    [
        (samples.order(), "Order #1001"),
        (samples.order(customerOrderId="A-7"), "Order A-7"),
        (samples.order(customerOrderId=None), "Order 0ad24370"),
        (samples.cart(), "Cart C-2207"),
    ],
)
def test_a_record_is_called_by_the_shops_own_id(client: Client, record: Order | Cart, title: str) -> None:
    opened = Opened(InlineJobs(), client, record)
    assert opened.state.title == title
    assert opened.said == f"Read at {told_time()}. Nothing has been sent."


# -- reading again ----------------------------------------------------------------------------------------


def test_reading_again_keeps_the_edits_and_tells_what_others_changed(opened: Opened, shared: Sandbox) -> None:
    opened.editor.typed("shippingDetails", "by boat")
    opened.editor.lines.cell_typed(0, "quantity", "5")
    change(shared, f"/orders/{opened.state.draft.base.id}?triggerEvents=false", {"currency": "EUR"})
    opened.clock.pass_(60)
    opened.editor.reload()
    draft = opened.state.draft
    assert opened.said == (
        "Since you last read it, someone changed Currency (USD → EUR). Your edits are still on top."
    )
    assert draft.read_at == opened.clock.now
    assert draft.base.currency == "EUR"
    assert draft.shown("currency") == "EUR"
    assert draft.edits == {"shippingDetails": "by boat"}
    assert draft.lines[0].shown("quantity", 2) == "5"
    assert (opened.state.undo, opened.state.redo, opened.state.busy) == ("change Quantity of line 1", "", "")
    assert opened.read == [draft.base]


def edited(draft: Draft) -> list[str]:
    """The labels of what is changed, in the order of the form."""
    return [change.label for change in draft.changes()]


def test_undo_goes_back_over_a_reading_to_what_was_typed_on_the_newer_record(
    opened: Opened, shared: Sandbox
) -> None:
    opened.editor.typed("shippingDetails", "by boat")
    opened.editor.lines.cell_typed(0, "quantity", "5")
    change(shared, f"/orders/{opened.state.draft.base.id}?triggerEvents=false", {"currency": "EUR"})
    opened.editor.reload()
    now = opened.state.draft
    for left in ({"shippingDetails": "by boat"}, {}):
        opened.editor.undo()
        draft = opened.state.draft
        assert (draft.base.currency, draft.lines_changed, draft.edits) == ("EUR", False, left)
    assert not opened.state.draft.dirty
    assert opened.state.undo == ""
    changes_nothing(opened, lambda editor: editor.undo())
    opened.editor.redo()
    opened.editor.redo()
    assert opened.state.draft == now
    opened.save()
    assert opened.state.undo == "", "what was saved is put back by the trail, not by undo"


def test_undo_goes_back_over_a_restart_field_by_field(client: Client, shared: Sandbox) -> None:
    order = client.get_order(new_order(shared))
    kept = Draft(order, NOON).typed("shippingDetails", "by boat").typed("taxAmount", "1")
    kept = kept.with_lines([])
    opened = Opened(InlineJobs(), client, order, kept=kept, read_at=NOON + timedelta(minutes=5))
    assert opened.state.undo == "edit lines"
    steps = []
    while opened.state.undo:
        opened.editor.undo()
        steps.append((edited(opened.state.draft), opened.state.undo))
    assert steps == [
        (["Shipping details", "Tax"], "type in Tax"),
        (["Shipping details"], "type in Shipping details"),
        ([], ""),
    ]
    for _ in range(3):
        opened.editor.redo()
    assert opened.state.draft.edits == kept.edits
    assert opened.state.draft.lines == ()


def test_undo_goes_back_over_a_settled_clash_to_the_value_that_was_given_up(
    client: Client, shared: Sandbox
) -> None:
    order = client.get_order(new_order(shared))
    opened = Opened(InlineJobs(), client, order)
    opened.editor.typed("taxAmount", "1")
    opened.editor.typed("shippingDetails", "by boat")
    change(shared, f"/orders/{order.id}?triggerEvents=false", {"shippingDetails": "by car"})
    opened.save()
    assert opened.state.clash is not None
    opened.editor.clash.decide("shippingDetails", "theirs")
    opened.editor.clash.accept()
    opened.editor.keep_editing()
    assert edited(opened.state.draft) == ["Tax"]
    opened.editor.undo()
    draft = opened.state.draft
    assert draft.shown("shippingDetails") == "by boat"
    assert draft.base.shipping_details == "by car", "it is an edit of what is there now"
    opened.editor.undo()
    assert edited(opened.state.draft) == ["Tax"]
    opened.editor.undo()
    assert not opened.state.draft.dirty
    for _ in range(3):
        opened.editor.redo()
    assert opened.state.draft.shown("shippingDetails") == "by car"
    assert edited(opened.state.draft) == ["Tax"]


def test_reading_again_where_nothing_moved_says_so(opened: Opened) -> None:
    opened.clock.pass_(60)
    opened.editor.reload()
    moment = told_time(opened.clock.now)
    assert opened.said == f"Read again at {moment}; nothing had changed."
    opened.editor.typed("currency", "EUR")
    opened.editor.reload()
    assert opened.said == f"Read again at {moment}; nothing had changed. Your edits are still on top."


def test_one_reading_at_a_time_and_typing_goes_on_meanwhile(client: Client, shared: Sandbox) -> None:
    jobs = HeldJobs()
    opened = Opened(jobs, client, client.get_order(new_order(shared)))
    opened.editor.reload()
    opened.editor.reload()
    assert len(jobs.held) == 1
    assert opened.state.busy == "reading"
    opened.editor.typed("currency", "EUR")
    opened.editor.review()
    assert opened.state.review is None, "the sheet would show what is just being read again"
    jobs.finish()
    assert opened.state.draft.edits == {"currency": "EUR"}


def test_reading_can_be_cancelled_and_a_late_answer_is_not_shown(client: Client, shared: Sandbox) -> None:
    jobs = HeldJobs()
    opened = Opened(jobs, client, client.get_order(new_order(shared)))
    opened.editor.typed("currency", "EUR")
    before = opened.state.draft
    opened.editor.reload()
    jobs.held[0].work()
    opened.editor.cancel()
    jobs.finish()
    assert opened.said == "Reading cancelled. What you see is as it was read before."
    assert opened.state.draft is before
    assert opened.state.busy == ""
    assert opened.read == []


def test_a_record_that_cannot_be_read_again_stays_as_it_was(client: Client, shared: Sandbox) -> None:
    order = new_order(shared)
    opened = Opened(InlineJobs(), client, client.get_order(order))
    opened.editor.typed("currency", "EUR")
    change(shared, f"/orders/{order}", None, "DELETE")
    opened.editor.reload()
    assert opened.said.startswith("There is no order with this ID.")
    assert opened.state.draft.edits == {"currency": "EUR"}
    assert opened.state.busy == ""


def test_a_cart_that_was_closed_is_locked_when_read_again(cart: Opened, shared: Sandbox) -> None:
    cart.editor.typed("shippingDetails", "by boat")
    close_cart(shared, cart.state.draft.base.id)
    cart.editor.reload()
    assert "Status (ACTIVE → EXPIRED)" in cart.said
    assert "has expired" in cart.state.locked
    assert cart.state.draft.edits == {"shippingDetails": "by boat"}


# -- the sheet --------------------------------------------------------------------------------------------


def test_with_nothing_to_save_there_is_no_sheet(opened: Opened) -> None:
    opened.editor.review()
    assert opened.state.review is None
    assert opened.said == "There is nothing to save. No field differs from what the server holds."


def test_what_is_wrong_is_named_first(opened: Opened) -> None:
    opened.editor.typed("currency", "euro")
    opened.editor.lines.cell_typed(1, "quantity", "two")
    opened.editor.review()
    assert opened.state.review is None
    assert opened.said == (
        "Not sent yet: mend Currency first. There are 2 such fields. A currency is three letters, such as USD."
    )
    opened.editor.typed("currency", "EUR")
    opened.editor.review()
    assert opened.said == (
        "Not sent yet: mend Quantity of line 2 first. Write a plain number, such as 12.50."
    )


def test_keep_editing_puts_the_sheet_away_and_sends_nothing(opened: Opened, shared: Sandbox) -> None:
    sent = Sent(shared)
    opened.editor.typed("currency", "EUR")
    opened.editor.review()
    opened.editor.keep_editing()
    opened.editor.send()
    assert opened.state.review is None
    assert sent.all() == []
    assert opened.state.draft.edits == {"currency": "EUR"}


def test_a_sheet_never_outlives_the_draft_that_it_shows(opened: Opened) -> None:
    opened.editor.typed("currency", "EUR")
    opened.editor.review()
    opened.editor.typed("currency", "GBP")
    assert opened.state.review is None
    opened.editor.review()
    opened.editor.undo()
    assert opened.state.review is None
    opened.editor.redo()
    opened.editor.review()
    opened.editor.reload()
    assert opened.state.review is None


def test_without_a_sheet_nothing_is_chosen_or_done(opened: Opened) -> None:
    changes_nothing(opened, lambda editor: editor.choose("force", True))
    changes_nothing(opened, lambda editor: editor.act("Something that no notice offers"))
    assert opened.state.review is None


def test_a_new_sheet_has_everything_unticked_again(opened: Opened) -> None:
    opened.editor.typed("currency", "EUR")
    opened.editor.review()
    opened.editor.choose("run_workflows", True)
    opened.editor.keep_editing()
    opened.editor.review()
    assert opened.state.review is not None
    assert not opened.state.review.options.run_workflows


def test_the_notice_offers_to_read_again(opened: Opened) -> None:
    opened.editor.act(READ_AGAIN.key)
    assert opened.said == f"Read again at {told_time(NOON)}; nothing had changed."


def test_unreachable_when_read_again(make_client: MakeClient) -> None:
    with RawServer() as server:
        client = make_client(server)
    opened = Opened(InlineJobs(), client, samples.order())
    opened.editor.reload()
    assert "the connection was refused" in opened.said
    assert POT["name"] in names(opened.state.draft)
