"""A write that had not arrived: it is looked for by itself, called one's own when it comes, and guards its record until then.

The writes and readings go to a real sandbox; only the alarms and the clock are the test's.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from console.api.client import Client
from console.model.records import Order
from console.presenters.notice import READ_AGAIN, REVIEW_AGAIN
from console.presenters.saving.joining import MANY
from console.presenters.saving.saving import LOOK_LATER
from console.store.trail import Entry, Trail
from tests.presenters.given import (
    LINE,
    NOON,
    SHOP,
    Between,
    Clock,
    Late,
    MakeClient,
    Opened,
    Sent,
    change,
    new_cart,
    new_order,
    own_database,
    passed,
    request_lost,
    told_time,
)
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.sandbox import Sandbox

LOOKS = (passed, passed, passed)
A_MINUTE = timedelta(minutes=1)


class Slow:
    """An order whose change of the shipping details was answered 504, and is applied when the test says so."""

    def __init__(self, shared: Sandbox, make_client: MakeClient, between: Between, late: Late) -> None:
        self.own = new_order(shared)
        self._shared, self._late = shared, late
        record = make_client(shared).get_order(self.own)
        self.opened = Opened(InlineJobs(), make_client(between), record)
        self.opened.editor.typed("shippingDetails", "by boat")
        self.opened.save()

    def apply(self) -> None:
        """The slow server applies it now."""
        self._late.apply()

    def by_someone_else(self, **fields: Any) -> None:
        """Somebody else changes this meanwhile."""
        change(self._shared, f"/orders/{self.own}?triggerEvents=false", fields)

    @property
    def held(self) -> str:
        """The shipping details as the server holds them."""
        return str(self._shared.read(f"/orders/{self.own}")[1].get("shippingDetails", ""))


def outcomes(opened: Opened) -> list[str]:
    return [entry.outcome for entry in opened.entries]


# -- looks by itself --------------------------------------------------------------------------------------


def test_a_write_that_comes_late_is_found_by_itself_and_called_ones_own(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        assert opened.said.startswith(
            f"No proper answer came. It had not arrived by {told_time()}; a slow server"
        )
        assert opened.state.may_arrive.endswith("a slow server may still apply it.")
        assert outcomes(opened) == ["not arrived"]
        slow.apply()
        assert opened.alarms.ring() == LOOK_LATER[0]
        assert between.methods().count("POST") == 1
    assert opened.said == (
        f"It did arrive, late: what you sent at {told_time()} had not arrived by {told_time()}. "
        f"Read again at {told_time(opened.clock())}: the record holds it."
    )
    assert opened.state.draft.base.shipping_details == "by boat"
    assert not opened.state.draft.dirty
    assert (opened.state.may_arrive, outcomes(opened)) == ("", ["arrived"])
    assert opened.alarms.set == [], "what is settled is looked for no more"


def test_what_someone_else_changed_meanwhile_is_told_apart_from_what_came_late(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        slow.apply()
        slow.by_someone_else(currency="EUR")
        slow.opened.alarms.ring()
    assert slow.opened.said.startswith("It did arrive, late")
    assert slow.opened.said.endswith("Meanwhile someone else changed Currency (USD → EUR).")


def test_what_was_typed_while_it_was_on_its_way_stays_on_top_of_it(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        opened.editor.typed("shippingDetails", "by rail")
        opened.editor.typed("grandTotal", "12.50")
        slow.apply()
        opened.alarms.ring()
    assert opened.said.startswith("It did arrive, late")
    assert opened.said.endswith("Your other edits are still here, unsent.")
    assert opened.state.draft.edits == {"shippingDetails": "by rail", "grandTotal": "12.50"}
    assert opened.state.draft.base.shipping_details == "by boat"


@pytest.mark.parametrize("step", ["typed", "undone", "typed back and typed again"])
def test_what_was_taken_back_while_it_was_on_its_way_is_an_edit_on_what_came_late(
    shared: Sandbox, make_client: MakeClient, step: str
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened, old = slow.opened, slow.opened.state.draft.discarded().shown("shippingDetails")
        if step == "undone":
            opened.editor.undo()
        else:
            opened.editor.typed("shippingDetails", old)
        if step == "typed back and typed again":
            opened.editor.typed("shippingDetails", "by")
            opened.editor.typed("shippingDetails", old)
        assert not opened.state.draft.dirty, "as the record was read it is no change"
        slow.apply()
        opened.alarms.ring()
    assert opened.said.startswith("It did arrive, late")
    assert opened.said.endswith("Your other edits are still here, unsent.")
    assert opened.state.draft.base.shipping_details == "by boat"
    assert opened.state.draft.shown("shippingDetails") == old
    assert opened.state.draft.payload() == {"shippingDetails": old}


def test_a_box_taken_back_while_it_was_on_its_way_is_an_edit_as_well(
    shared: Sandbox, make_client: MakeClient
) -> None:
    own, late = new_order(shared), Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        opened = Opened(InlineJobs(), make_client(between), make_client(shared).get_order(own))
        old = opened.state.draft.shown("states.processed")
        opened.editor.typed("states.processed", "no")
        opened.save()
        opened.editor.typed("states.processed", old)
        late.apply()
        opened.alarms.ring()
    assert opened.said.startswith("It did arrive, late")
    assert opened.state.draft.payload()["states"]["processed"] is True


def test_edits_that_were_discarded_while_they_were_on_their_way_are_none_when_they_come_late(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        opened.editor.discard()
        slow.apply()
        opened.alarms.ring()
    assert opened.state.draft.edits == {}
    assert opened.state.draft.base.shipping_details == "by boat"


def test_a_reading_from_before_a_write_left_tells_nothing_of_it(
    client: Client, shared: Sandbox, make_client: MakeClient
) -> None:
    with Between(shared, passed, request_lost, *LOOKS) as between:
        first = Opened(InlineJobs(), make_client(between), client.get_order(new_order(shared)))
        kept_before = first.state.draft.base
        first.editor.typed("shippingDetails", "by boat")
        first.save()
    seen = outcomes(first), [entry.settled_at for entry in first.entries]
    first.clock.pass_(600)
    again = Opened(
        InlineJobs(), client, kept_before, sending=first.sending, clock=first.clock, read_at=NOON - A_MINUTE
    )
    assert (outcomes(first), [entry.settled_at for entry in first.entries]) == seen
    assert again.state.may_arrive == first.state.may_arrive
    assert "had not arrived by" not in again.said


def test_lines_that_came_late_are_no_edits_where_nobody_has_them_open(
    client: Client, shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS) as between:
        first = Opened(InlineJobs(), make_client(between), client.get_cart(new_cart(shared)))
        first.editor.lines.cell_typed(0, "quantity", "7")
        first.save()
    late.apply()
    fresh = client.get_cart(first.state.draft.base.id)
    again = Opened(InlineJobs(), client, fresh, sending=first.sending, clock=first.clock)
    assert "did arrive" in again.said
    assert not again.state.draft.dirty
    assert again.state.draft.base is fresh


def test_looks_follow_with_growing_pauses_for_two_minutes_and_the_entry_stays_open_after_them(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened, pauses = slow.opened, []
        while opened.alarms.set:
            pauses.append(opened.alarms.ring())
            assert outcomes(opened) == ["not arrived"]
            assert f"had not arrived by {told_time(opened.clock())}" in opened.said, "it is said up to when"
        assert tuple(pauses) == LOOK_LATER
        assert opened.state.draft.edits == {"shippingDetails": "by boat"}, "typing was never locked"
        assert "Each reading (F5) looks again" in opened.said
        opened.clock.pass_(3_600)
        slow.apply()
        opened.editor.reload()
    assert opened.said.startswith("It did arrive, late")
    assert outcomes(opened) == ["arrived"]


def test_a_look_waits_while_the_record_is_busy_and_a_notice_about_something_else_stays(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        slow.apply()
        opened.editor.begin_editing()
        opened.alarms.ring()
        assert opened.state.draft.dirty
        assert opened.alarms.pauses == [1.0], "it is tried again"
        opened.editor.end_editing(None)
        opened.editor.discard()
        opened.alarms.ring()
    assert opened.said.startswith("It did arrive, late")


def test_a_look_that_began_before_a_newer_reading_is_not_believed(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        slow.apply()
        opened.clock.pass_(5)
        opened.editor.reload()
        assert outcomes(opened) == ["arrived"]
        assert not opened.editor.looked(opened.state.draft.base, NOON)
    assert opened.state.draft.base.shipping_details == "by boat"


def test_a_cell_under_edit_is_taken_over_before_the_record_moves(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        opened.editor.take_over = lambda: opened.editor.lines.cell_typed(0, "quantity", "7")
        slow.apply()
        opened.alarms.ring()
    assert opened.said.startswith("It did arrive, late")
    assert opened.state.draft.lines[0].shown("quantity", 2) == "7"


def test_of_many_lines_a_worker_puts_what_was_typed_on_what_came_late(
    shared: Sandbox, make_client: MakeClient
) -> None:
    own = new_cart(shared, lineItems=[LINE] * (MANY + 1))
    jobs, late = HeldJobs(), Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        opened = Opened(jobs, make_client(between), make_client(shared).get_cart(own))
        opened.editor.typed("shippingDetails", "by boat")
        opened.save()
        jobs.finish_all()
        opened.editor.typed("grandTotal", "12.50")
        late.apply()
        opened.alarms.ring()
        jobs.finish()
        assert opened.state.locked, "what came late is being put under what was typed"
        jobs.finish()
    assert jobs.held == []
    assert opened.said.startswith("It did arrive, late")
    assert (opened.state.busy, opened.state.draft.edits) == ("", {"grandTotal": "12.50"})
    assert opened.state.draft.base.shipping_details == "by boat"


@pytest.mark.parametrize("hours", [-48, 48])
def test_a_clock_that_is_set_calls_nobody_else_early_and_ends_neither_looks_nor_guard(
    shared: Sandbox, make_client: MakeClient, hours: float
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        opened.clock.set(hours)
        slow.by_someone_else(shippingDetails="by rail")
        opened.alarms.ring()
        assert outcomes(opened) == ["unknown"], "the slow server may be in the middle of it"
        assert len(opened.alarms.set) == 1
        assert opened.state.may_arrive
        assert opened.sending.ends.may_arrive(opened.entries[0]), (
            "it is asked about before anything else is sent"
        )


# -- the guard --------------------------------------------------------------------------------------------


def test_nothing_more_is_sent_before_somebody_said_all_the_same(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        opened.save()
        assert opened.state.review is not None, "Save alone sends nothing"
        asked = opened.state.review
        assert "all_the_same" in asked.offered
        assert asked.may_arrive == (
            f"What was sent at {told_time()} had not arrived by {told_time()}; a slow server may still apply it. "
            "If this is sent as well, both may be applied: workflows may run twice, and the earlier one, should it "
            "come last, overwrites what you send now."
        )
        assert between.methods().count("POST") == 1
        opened.editor.choose("all_the_same", True)
        opened.editor.send()
        assert between.methods().count("POST") == 2
        assert "Saved and verified" in opened.said
        assert outcomes(opened) == ["saved", "not arrived"], "the first may still come"
        assert opened.state.may_arrive.startswith("It is not known whether what was sent at "), (
            "nothing shows it now"
        )
        opened.alarms.ring()
        assert outcomes(opened) == ["saved", "unknown"], "what the second did is not taken for the first"
        while opened.alarms.set:
            opened.alarms.ring()
        assert opened.state.may_arrive == ""


def test_of_two_that_sent_the_same_the_one_that_shows_is_one_and_the_other_may_still_come(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        opened.clock.pass_(1)
        opened.save(all_the_same=True)
        assert outcomes(opened) == ["not arrived", "not arrived"]
        slow.apply()
        opened.alarms.ring()
        assert opened.said.startswith("It did arrive, late")
        assert outcomes(opened) == ["unknown", "arrived"]
        assert opened.state.may_arrive.startswith("It is not known whether what was sent at ")


def test_the_earlier_write_that_overwrites_a_later_one_is_called_ones_own(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        opened.editor.typed("shippingDetails", "by rail")
        opened.save(all_the_same=True)
        opened.editor.send()
        assert slow.held == "by rail"
        slow.apply()
        opened.alarms.ring()
    assert opened.said.startswith("It did arrive, late")
    assert "someone else" not in opened.said
    assert opened.said.endswith("It overwrote what you sent after it: Shipping details (by rail → by boat).")
    assert opened.state.draft.base.shipping_details == "by boat"
    assert outcomes(opened) == ["saved", "arrived"]


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_that_come_late_only_the_earlier_one_can_overwrite_what_was_sent_after_it(
    shared: Sandbox, make_client: MakeClient, turned: bool
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        opened.editor.typed("shippingDetails", "by rail")
        opened.save(all_the_same=True)
        for last in (turned, False):
            late.apply(last=last)
            opened.alarms.ring()
    assert opened.said.startswith("It did arrive, late")
    told = "It overwrote what you sent after it: Shipping details (by rail → by boat)."
    assert opened.said.endswith(told) == turned
    assert ("overwrote" in opened.said) == turned


def test_a_field_that_nothing_later_touched_is_not_overwritten(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        opened.editor.discard()
        opened.editor.typed("currency", "EUR")
        opened.save(all_the_same=True)
        slow.apply()
        opened.alarms.ring()
    assert opened.said.startswith("It did arrive, late")
    assert "overwrote" not in opened.said


def test_what_came_late_is_found_by_the_reading_before_the_next_save_and_nothing_is_sent(
    shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        opened = slow.opened
        opened.editor.typed("grandTotal", "12.50")
        slow.apply()
        sent = Sent(shared)
        opened.save(all_the_same=True)
    assert sent.posts() == []
    assert opened.state.clash is None
    assert opened.said.startswith("Not sent: what you sent before did arrive, late.")
    assert opened.action == REVIEW_AGAIN
    assert opened.state.draft.edits == {"grandTotal": "12.50"}
    second, first = opened.entries
    assert (second.outcome, second.reason) == (
        "not saved",
        "An earlier change had arrived late. Nothing was sent.",
    )
    assert first.outcome == "arrived"
    assert "status 504" in first.reason, "why nobody knew at first is still there"


def test_a_row_of_a_run_that_may_still_arrive_guards_the_record_as_well(
    client: Client, shared: Sandbox, make_client: MakeClient
) -> None:
    opened = Opened(InlineJobs(), client, client.get_order(new_order(shared)))
    opened.editor.typed("shippingDetails", "by boat")
    from_elsewhere = Opened(InlineJobs(), client, opened.state.draft.base)
    from_elsewhere.editor.typed("currency", "EUR")
    with Between(shared, passed, request_lost, *LOOKS, passed) as between:
        other = Opened(InlineJobs(), make_client(between), opened.state.draft.base)
        other.editor.typed("currency", "EUR")
        other.save()
    sent = Sent(shared)
    opened.save()
    assert sent.all() == []
    assert opened.said.startswith(
        f"Not sent. What was sent at {told_time()} had not arrived by {told_time()}"
    )
    assert opened.action == REVIEW_AGAIN
    opened.editor.act(REVIEW_AGAIN.key)
    assert opened.state.review is not None
    assert not opened.state.review.may_send
    opened.editor.choose("all_the_same", True)
    opened.editor.send()
    assert len(sent.posts()) == 1


@pytest.mark.parametrize(
    ("step", "held"), [("abandon", "ACTIVE"), ("fiddle", "ABANDONED"), ("expire", "ABANDONED")]
)
def test_acts_on_a_cart_wait_for_a_word_too_and_may_come_late_themselves(
    client: Client, shared: Sandbox, make_client: MakeClient, step: str, held: str
) -> None:
    own, late = new_cart(shared), Late()
    if held == "ABANDONED":
        change(shared, f"/carts/{own}/abandon", None, "PUT")
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        opened = Opened(InlineJobs(), make_client(between), client.get_cart(own))
        opened.editor.cart_acts.ask(step)
        assert opened.state.cart_act is not None
        assert opened.state.cart_act.may_arrive == ""
        opened.editor.cart_acts.confirm("TEST SHOP")
        assert outcomes(opened) == ["not arrived"]
        opened.editor.cart_acts.ask(step)
        assert "If this is sent as well" in opened.state.cart_act.may_arrive
        opened.editor.cart_acts.leave()
        opened.editor.typed("shippingDetails", "by boat")
        opened.editor.review()
        assert opened.state.review is not None
        assert not opened.state.review.may_send
        opened.editor.keep_editing()
        late.apply()
        opened.alarms.ring()
    assert opened.said.startswith("It did arrive, late")
    assert outcomes(opened) == ["arrived"]
    assert opened.state.draft.shown("shippingDetails") == "by boat"


# -- after a restart --------------------------------------------------------------------------------------


def left_open(shared: Sandbox, make_client: MakeClient, late: Late) -> tuple[Order, list[Entry]]:
    """What another console left behind: a change that had not arrived, and no draft."""
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
    base = slow.opened.state.draft.base
    assert isinstance(base, Order)
    return base, Trail(own_database(), clock=Clock()).unsettled(SHOP)


def test_looks_and_guard_go_on_after_a_restart(
    client: Client, shared: Sandbox, make_client: MakeClient
) -> None:
    late, clock = Late(), Clock()
    base, entries = left_open(shared, make_client, late)
    clock.pass_(20)
    again = Opened(
        InlineJobs(), client, client.get_order(base.id), read_at=clock(), clock=clock, left_open=entries
    )
    assert f"had not arrived by {told_time(clock())}" in again.said
    assert again.alarms.pauses == [7.0], "of the looks those that were left"
    again.editor.typed("currency", "EUR")
    again.editor.review()
    assert again.state.review is not None
    assert not again.state.review.may_send
    again.editor.keep_editing()
    late.apply()
    again.alarms.ring()
    assert again.said.startswith("It did arrive, late")
    assert again.state.draft.edits == {"currency": "EUR"}
    assert again.state.draft.base.shipping_details == "by boat"
    assert outcomes(again) == ["arrived"]


def test_after_a_day_it_guards_no_longer_and_that_is_said(
    client: Client, shared: Sandbox, make_client: MakeClient
) -> None:
    late, clock = Late(), Clock()
    base, entries = left_open(shared, make_client, late)
    clock.now += timedelta(days=1, seconds=1)
    again = Opened(
        InlineJobs(), client, client.get_order(base.id), read_at=clock(), clock=clock, left_open=entries
    )
    assert again.said.endswith(
        "It was sent more than a day ago, so it is waited for no longer and nothing asks about it any more."
    )
    assert again.state.may_arrive == ""
    assert outcomes(again) == ["not arrived"], "what is known of it stays as it is"
    again.editor.typed("currency", "EUR")
    again.save()
    assert "Saved and verified" in again.said


def test_an_environment_that_is_left_is_looked_at_no_more(shared: Sandbox, make_client: MakeClient) -> None:
    late = Late()
    with Between(shared, passed, late.step, *LOOKS, passed) as between:
        slow = Slow(shared, make_client, between, late)
        slow.opened.sending.ends.close()
    assert slow.opened.alarms.set == []
    assert outcomes(slow.opened) == ["not arrived"]


def test_the_record_says_what_may_still_arrive_until_it_is_known(client: Client, shared: Sandbox) -> None:
    jobs = HeldJobs()
    opened = Opened(jobs, client, client.get_order(new_order(shared)))
    opened.editor.typed("shippingDetails", "by boat")
    opened.save()
    jobs.held[0].cancel()
    jobs.finish()
    assert opened.state.may_arrive.startswith("It is not known whether what was sent at ")
    assert opened.action is None or opened.action == READ_AGAIN
