"""What is said of a write without a proper answer; that it was lost is never said, since nobody can know that."""

from __future__ import annotations

from datetime import timedelta

from console.model.drafts.draft import Change
from console.presenters.notice import READ_AGAIN, REVIEW_AGAIN
from console.presenters.saving import unanswered
from console.presenters.saving.saved import Saved
from tests.presenters.given import NOON, told_time
from tests.presenters.trail.test_entry import entry

LATER = NOON + timedelta(seconds=24)
EUR = Change("currency", "Currency", "USD", "EUR")


def test_it_is_said_up_to_when_it_had_not_arrived() -> None:
    assert unanswered.not_arrived_by(LATER) == (
        f"It had not arrived by {told_time(LATER)}; a slow server may still apply it."
    )
    assert unanswered.may_arrive(NOON, LATER) == (
        f"What was sent at {told_time()} had not arrived by {told_time(LATER)}; a slow server may still apply it."
    )
    assert unanswered.may_arrive(NOON, None).startswith("It is not known whether what was sent at ")


def test_what_could_happen_is_said_only_where_something_is_open() -> None:
    assert unanswered.at_stake("") == ""
    assert unanswered.at_stake("It had not arrived.").startswith(
        "It had not arrived. If this is sent as well, both"
    )


def test_of_a_later_reading_it_is_said_what_happens_next() -> None:
    looks = unanswered.not_there_yet(
        Saved("not arrived", foreign=(EUR,)), NOON, LATER, looks=True, waits=True
    )
    assert looks.advice == (
        "The console goes on looking by itself. Meanwhile someone else changed Currency (USD → EUR)."
    )
    assert looks.action == READ_AGAIN
    after = unanswered.not_there_yet(Saved("not arrived"), NOON, LATER, looks=False, waits=True)
    assert "whatever else is sent to the record asks first" in after.advice
    old = unanswered.not_there_yet(Saved("not arrived"), NOON, LATER, looks=False, waits=False)
    assert "more than a day ago" in old.advice
    assert old.action is None


def test_why_nothing_was_sent_names_the_earlier_write() -> None:
    waits = unanswered.in_the_way(Saved("may arrive", repeats=entry("unknown")), NOON)
    assert waits.headline.startswith("Not sent. It is not known whether what was sent at ")
    assert waits.action == REVIEW_AGAIN
    landed = unanswered.in_the_way(Saved("landed"), NOON)
    assert landed.headline == "Not sent: what you sent before did arrive, late."


def test_what_arrived_late_is_ones_own_and_what_is_not_is_told() -> None:
    told = unanswered.arrived_late(Saved("arrived", foreign=(EUR,)), NOON, LATER, LATER)
    assert told.headline.startswith("It did arrive, late: what you sent at ")
    assert told.advice.endswith("Meanwhile someone else changed Currency (USD → EUR).")
    assert "order #1001" in unanswered.arrived_elsewhere("order #1001", NOON).headline
    lost = unanswered.arrived_elsewhere("order #1001", NOON, [EUR])
    assert lost.advice == "The trail has it. It overwrote what you sent after it: Currency (USD → EUR)."
