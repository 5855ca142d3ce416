"""Notes on the record in front: none is lost, and each says how it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from console.desk.notes import LONGEST_NOTE, MOST_NOTES, DeskNote
from console.desk.part import Hint
from console.desk.place import DeskPlace, held
from console.desk.trouble import NotReached
from console.presenters.desk.notes import ADDED, NotesCard, NotesState
from console.store.database import Database
from console.store.files import StoreTrouble
from console.store.outbox import Outbox, SharedAs
from console.store.places import find_places
from console.store.typed_notes import TypedNotes
from tests.support.alarms import Alarms
from tests.support.jobs import HeldJobs

SHOP = "https://shop.example/api"
ORDER, CART = ("order", "1001"), ("cart", "C-2207")
NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


class DeskAnswers:
    """The line, as far as notes ask it: answers when the test says so, with what the test has there."""

    def __init__(self) -> None:
        self.there: tuple[DeskNote, ...] | NotReached = ()
        self.asked: list[Callable[[Any], None]] = []

    def post(self, work: object, done: Callable[[Any], None]) -> None:
        self.asked.append(done)

    def answer(self) -> None:
        asked, self.asked = self.asked, []
        for done in asked:
            done(self.there)


class Given:
    def __init__(self, database: Database) -> None:
        self.jobs, self.desk, self.woken = HeldJobs(), DeskAnswers(), 0
        self.outbox = Outbox(database, clock=lambda: NOW)
        self.shared = SharedAs(SHOP, uuid4(), held, self._wake)
        self.typed, self.alarms = TypedNotes(database, clock=lambda: NOW), Alarms()
        self.shown: list[NotesState] = []
        self.card = NotesCard(
            self.jobs,
            self.outbox,
            self.desk,  # type: ignore[arg-type]
            typed=self.typed,
            shared=self.shared,
            alarm=self.alarms,
            render=self.shown.append,
            clock=lambda: NOW,
        )

    def _wake(self) -> None:
        self.woken += 1

    def front(self, key: Any = ORDER) -> None:
        self.card.sync(key)
        self.settle()

    def settle(self) -> None:
        self.jobs.finish_all()
        self.desk.answer()

    def add(self, text: str) -> str:
        self.card.typed(text)
        self.card.add()
        self.settle()
        return self.state.items[0].id if self.state.items else ""

    @property
    def state(self) -> NotesState:
        return self.card.state

    @property
    def listed(self) -> list[tuple[str, str, str]]:
        return [(one.headline, one.body, one.mark) for one in self.state.items]


@pytest.fixture
def given(tmp_path: Path) -> Iterator[Given]:
    with closing(Database(find_places({"ORDER_CONSOLE_HOME": str(tmp_path)}))) as database:
        yield Given(database)


def note(body: str, *, own: bool = False, id: str = "", withdrawn: bool = False) -> DeskNote:
    place = DeskPlace(SHOP, "order", "1001")
    at = NOW - timedelta(minutes=5)
    return DeskNote(id or str(uuid4()), place, "anna" if own else "bert", own, at, body, withdrawn)


def test_without_a_record_there_is_no_card(given: Given) -> None:
    given.front()
    assert given.state.id == "1001"
    given.card.sync(None)
    assert given.state == NotesState()
    assert given.jobs.held == given.desk.asked == []


def test_notes_are_told_by_name_and_time(given: Given) -> None:
    given.desk.there = (note("Called; fine."), note("Call first", own=True))
    given.front()
    when = (NOW - timedelta(minutes=5)).astimezone()
    assert given.listed == [
        (f"Today {when:%H:%M} · bert", "Called; fine.", ""),
        (f"Today {when:%H:%M} · you", "Call first", ""),
    ]
    assert [one.may_withdraw for one in given.state.items] == [False, True]


def test_a_note_that_is_added_while_the_desk_is_away_is_on_the_disk_and_waits(given: Given) -> None:
    given.desk.there = NotReached("The desk is not reached.")
    given.front()
    given.add("  Basel \x00 \\ \ud83d  ")
    assert given.listed == [
        (f"Today {NOW.astimezone():%H:%M} · you", "Basel \x00 \\ \ud83d", "Waits for the desk")
    ]
    assert (given.state.text, given.state.said, given.woken) == ("", ADDED, 1)
    [kept] = given.outbox.notes_of(SHOP, "order", "1001")
    assert (kept.status, kept.body) == ("waiting", held("Basel \x00 \\ \ud83d"))


def test_what_is_typed_leaves_the_field_only_once_it_is_on_the_disk(given: Given) -> None:
    given.front()
    given.card.typed("Call first")
    given.card.add()
    assert (given.state.busy, given.state.text) == (True, "Call first")
    given.card.typed("Call first!")
    given.card.add()
    assert len(given.jobs.held) == 1, "Ctrl+Enter twice is one note"
    given.settle()
    assert (given.state.busy, given.state.text) == (False, "")


def test_a_disk_that_does_not_take_it_leaves_the_text_in_the_field(given: Given) -> None:
    given.front()

    def full(*_: object, **__: object) -> str:
        raise StoreTrouble("The disk is full.")

    given.typed.add = full  # type: ignore[method-assign]
    given.add("Call first")
    assert (given.state.text, given.state.trouble, given.state.busy) == (
        "Call first",
        "The disk is full.",
        False,
    )
    given.card.typed("Call first.")
    assert given.state.trouble == ""


def test_what_is_being_added_is_added_once_though_its_record_leaves_the_front_and_comes_back(
    given: Given,
) -> None:
    given.front()
    given.card.typed("Call first")
    given.card.add()
    given.card.sync(CART)
    given.card.sync(ORDER)
    assert (given.state.text, given.state.busy) == ("Call first", True)
    given.card.add()
    given.card.typed("Call first, then")  # the field takes no keys meanwhile
    given.settle()
    assert [one.body for one in given.state.items] == ["Call first"]
    assert (given.state.text, given.state.busy) == ("", False)


def test_what_could_not_be_added_behind_another_record_is_kept_and_told_when_its_own_is_back(
    given: Given,
) -> None:
    given.front()
    plain = given.typed.add

    def full(*_: object, **__: object) -> str:
        raise StoreTrouble("The disk is full.")

    given.card.typed("Call first")
    given.typed.add = full  # type: ignore[method-assign]
    given.card.add()
    given.card.sync(CART)
    given.settle()
    assert given.state.trouble == "", "it is no matter of the cart's"
    assert given.typed.of(given.shared, *ORDER) == "Call first"
    given.front()
    assert (given.state.text, given.state.trouble) == ("Call first", "The disk is full.")
    given.typed.add = plain  # type: ignore[method-assign]
    given.card.add()
    given.settle()
    assert [one.body for one in given.state.items] == ["Call first"]


def test_what_is_typed_stays_with_its_record(given: Given) -> None:
    given.front()
    given.card.typed("for the order")
    given.front(CART)
    assert given.state.text == ""
    given.card.typed("for the cart")
    given.front()
    assert given.state.text == "for the order"
    given.card.add()
    given.front(CART)
    assert given.state.text == "for the cart"
    assert given.state.items == (), "what was added to the order is told there"
    given.front()
    assert (given.state.text, len(given.state.items)) == ("", 1)


def test_what_is_typed_is_on_the_disk_within_a_second_and_there_after_a_start(
    given: Given, tmp_path: Path
) -> None:
    given.front()
    given.card.typed("Call fi")
    given.card.typed("Call first \x00 \ud83d\n")
    assert given.jobs.held == []
    assert given.alarms.ring() < 1
    given.settle()
    assert given.outbox.notes_of(SHOP, "order", "1001") == []
    assert given.outbox.waiting(10, 1_000) == [], "it is no note yet"
    assert given.outbox.counts().waiting == 0
    with closing(Database(find_places({"ORDER_CONSOLE_HOME": str(tmp_path)}))) as database:
        later = Given(database)
        later.front()
        assert later.state.text == "Call first \x00 \ud83d\n"
        later.card.add()
        later.settle()
        assert [one.status for one in later.outbox.notes_of(SHOP, "order", "1001")] == ["waiting"]
        assert later.typed.of(later.shared, "order", "1001") == ""


def test_what_is_typed_is_written_down_at_once_where_another_record_comes_to_the_front_or_all_ends(
    given: Given,
) -> None:
    given.front()
    given.card.typed("for the order")
    given.front(CART)
    assert given.typed.of(given.shared, "order", "1001") == "for the order"
    given.card.typed("for the cart")
    given.card.close()
    given.settle()
    assert given.typed.of(given.shared, "cart", "C-2207") == "for the cart"
    assert given.alarms.set == []
    given.front(CART)
    given.card.typed("")
    given.alarms.ring()
    given.settle()
    assert given.typed.of(given.shared, "cart", "C-2207") == ""


def test_what_comes_from_the_disk_never_takes_the_place_of_what_is_typed_meanwhile(given: Given) -> None:
    given.typed.keep(given.shared, "order", "1001", "of before")
    given.card.sync(ORDER)
    given.card.typed("of now")
    given.settle()
    assert given.state.text == "of now"


def test_nothing_but_words_is_a_note_and_one_that_is_too_long_is_refused_with_its_length(
    given: Given,
) -> None:
    given.front()
    given.add(" \n ")
    assert given.outbox.notes_of(SHOP, "order", "1001") == []
    given.add("x" * (LONGEST_NOTE + 1))
    assert given.state.trouble.startswith("A note has at most 10,000 characters; this one has 10,001.")
    assert len(given.state.text) == LONGEST_NOTE + 1
    given.add("x" * LONGEST_NOTE)
    assert len(given.state.items) == 1


def test_a_note_that_the_desk_has_is_told_once_and_by_the_desks_word(given: Given) -> None:
    given.front()
    id = given.add("Call first")
    given.desk.there = (note("Call first", own=True, id=id),)
    given.card.heard(frozenset({Hint("notes", DeskPlace(SHOP, "order", "1001"))}))
    given.settle()
    [only] = given.state.items
    assert (only.id, only.mark, only.may_withdraw) == (id, "", True)


def test_a_note_that_the_desk_refused_says_why(given: Given) -> None:
    given.front()
    id = given.add("Call first")
    [row] = given.outbox.waiting(10, 1_000)
    given.outbox.mark_refused(row.number, "too long")
    given.card.passed()
    assert given.desk.asked == [], "the desk has nothing to say of it"
    given.settle()
    [only] = given.state.items
    assert (only.id, only.mark, only.trouble) == (id, "Not shared: too long", True)
    assert only.may_withdraw is False
    given.card.passed()
    assert given.jobs.held == [], "where nothing waits nothing is read"


def test_what_was_passed_on_and_is_not_on_the_desk_any_more_was_erased_there(given: Given) -> None:
    given.desk.there = NotReached("The desk is not reached.")
    given.front()
    given.add("Call first")
    [row] = given.outbox.waiting(10, 1_000)
    given.outbox.mark_passed_on([row.number])
    given.card.refresh()
    given.settle()
    assert given.listed[0][1:] == ("Call first", ""), "as long as nothing was read of the desk"
    given.desk.there = ()
    given.card.heard(None)
    given.settle()
    assert given.listed == []


def test_ones_own_note_is_withdrawn_at_once_and_the_desk_hears_of_it_when_it_is_there(given: Given) -> None:
    mine = note("Wrong customer", own=True)
    given.desk.there = (mine, note("Bert's"))
    given.front()
    given.card.withdraw(mine.id)
    given.settle()
    first, second = given.state.items
    assert (first.withdrawn, first.body, first.may_withdraw) == (True, "", False)
    assert first.mark == "Withdrawn here; the desk is still to hear of it"
    [row] = given.outbox.waiting(10, 1_000)
    assert (row.refers_to, row.body, row.of) == (mine.id, "", "note")
    given.card.withdraw(second.id)
    given.card.withdraw(first.id)
    assert given.jobs.held == [], "nobody withdraws another's note, nor one twice"
    given.outbox.mark_passed_on([row.number])
    given.desk.there = (replace(mine, body="", withdrawn=True),)
    given.card.heard(None)
    given.settle()
    assert [(one.withdrawn, one.mark) for one in given.state.items] == [(True, "")]


def test_a_note_that_still_waits_can_be_withdrawn(given: Given) -> None:
    given.desk.there = NotReached("The desk is not reached.")
    given.front()
    given.card.withdraw(given.add("Wrong"))
    given.settle()
    assert [(one.withdrawn, one.body) for one in given.state.items] == [(True, "")]
    assert [row.of for row in given.outbox.waiting(10, 1_000)] == ["note", "note"]


def test_a_withdrawal_that_the_desk_refused_leaves_the_note_and_says_so(given: Given) -> None:
    mine = note("Wrong customer", own=True)
    given.desk.there = (mine,)
    given.front()
    given.card.withdraw(mine.id)
    given.settle()
    [row] = given.outbox.waiting(10, 1_000)
    given.outbox.mark_refused(row.number, "only the author of a note can withdraw it")
    given.card.refresh()
    given.settle()
    [only] = given.state.items
    assert (only.body, only.withdrawn) == ("Wrong customer", False)
    assert only.mark.startswith("Not withdrawn: only the author")


def test_a_hint_for_another_record_or_another_thing_causes_no_question(given: Given) -> None:
    given.front()
    here = DeskPlace(SHOP, "order", "1001")
    given.card.heard(
        frozenset({Hint("notes", DeskPlace(SHOP, "order", "1002")), Hint("sends", here), Hint("presence")})
    )
    assert given.desk.asked == []
    given.card.heard(frozenset({Hint("notes", here)}))
    assert len(given.desk.asked) == 1


def test_an_answer_for_the_record_before_is_not_shown(given: Given) -> None:
    given.card.sync(ORDER)
    given.card.sync(CART)
    before, now = given.desk.asked
    before((note("of the order"),))
    assert given.state.items == ()
    now((note("of the cart"),))
    assert [one.body for one in given.state.items] == ["of the cart"]


def test_of_many_notes_the_newest_are_listed_and_the_rest_is_told(given: Given) -> None:
    given.desk.there = tuple(note(f"note {place}") for place in range(MOST_NOTES + 1))
    given.front()
    assert (len(given.state.items), given.state.more) == (MOST_NOTES, True)


def test_after_closing_nothing_is_shown(given: Given) -> None:
    given.front()
    given.card.close()
    shown = len(given.shown)
    given.card.heard(None)
    assert len(given.shown) == shown
    assert given.desk.asked == []
