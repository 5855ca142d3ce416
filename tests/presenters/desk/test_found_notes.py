"""Notes are found by the words of the trail's search, while somebody looks and a desk is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from console.desk.notes import MOST_NOTES, DeskNote
from console.desk.part import Hint
from console.desk.place import DeskPlace, held
from console.desk.trouble import NotReached
from console.presenters.desk.found_notes import FoundNotes, FoundNotesState, InUse
from tests.support.alarms import Alarms

SHOP, ID = "https://shop.example/api", "0ad24370-96de-4922-9a53-954530fcbb64"
NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


class Given:
    """A search whose desk answers when the test says so."""

    def __init__(self) -> None:
        self.alarms, self.there = Alarms(), True
        self.used: InUse | None = None
        self.asked: list[Callable[[Any], None]] = []
        self.days: list[tuple[datetime, datetime] | None] = []
        self.search = FoundNotes(
            lambda: self if self.there else None,  # type: ignore[arg-type, return-value]
            clock=lambda: NOW,
            alarm=self.alarms,
            in_use=lambda: self.used,
        )

    def post(self, work: partial[object], done: Callable[[Any], None]) -> None:
        self.days.append(work.keywords["days"])
        self.asked.append(done)

    def ask(self, words: str, day: date | None = None) -> None:
        self.search.ask(words, day)

    def pause(self) -> None:
        while self.alarms.set:
            self.alarms.ring()

    @property
    def state(self) -> FoundNotesState:
        return self.search.state


@pytest.fixture
def given() -> Given:
    return Given()


def note(body: str, *, own: bool = False, shop: str = SHOP, id: str = ID) -> DeskNote:
    return DeskNote(str(uuid4()), DeskPlace(shop, "order", held(id)), "bert", own, NOW, body, False)


def test_a_note_is_listed_by_time_author_and_record(given: Given) -> None:
    given.ask("basel")
    given.asked[-1]((note("Moved to Basel"), note("Basel!", own=True, id="a\\b\x00")))
    first, second = given.state.notes
    assert first.headline == f"Today {NOW.astimezone():%H:%M} · bert · Order 0ad24370"
    assert (first.kind, first.id, first.body) == ("order", ID, "Moved to Basel")
    assert ID in first.tip
    assert (second.id, " · you · " in second.headline) == ("a\\b\x00", True)
    assert given.state.title == "2 notes"


def test_where_notes_of_several_environments_are_found_each_says_which(given: Given) -> None:
    given.ask("basel")
    given.asked[-1]((note("one"), note("two", shop="https://other.example")))
    assert [one.headline.rpartition(" · ")[2] for one in given.state.notes] == [SHOP, "https://other.example"]


def test_a_note_of_an_environment_that_is_not_in_use_says_which_and_opens_nothing_here(given: Given) -> None:
    given.used = InUse("https://other.example", {SHOP: "Test shop"})
    given.ask("basel")
    given.asked[-1]((note("one"), note("two", shop="https://other.example")))
    first, second = given.state.notes
    assert (first.headline.rpartition(" · ")[2], first.elsewhere, second.elsewhere) == (
        "Test shop",
        "Test shop",
        "",
    )
    assert given.search.may_open(1)
    assert not given.search.may_open(0)
    assert given.state.trouble == "The record of this note is in Test shop: bring that into use first."
    assert given.state.title == "2 notes"
    given.asked[-1]((note("one"),))
    assert given.state.notes[0].headline.endswith("· Test shop"), "alone, too"


def test_the_newest_question_wins_and_the_same_is_not_asked_again(given: Given) -> None:
    given.ask("bas")
    given.ask("basel")
    given.asked[0]((note("of before"),))
    assert given.state.notes == ()
    given.asked[1]((note("of now"),))
    assert given.state.title == "1 note"
    given.ask(" basel ")
    assert len(given.asked) == 2


def test_a_day_is_asked_for_as_it_is_here_with_words_and_without(given: Given) -> None:
    day = date(2026, 11, 21)
    given.ask("", day)
    given.ask("basel", day)
    given.ask("basel")
    begin, end = (datetime(2026, 11, place).astimezone() for place in (21, 22))
    assert given.days == [(begin, end), (begin, end), None]
    given.ask("")
    assert len(given.asked) == 3


def test_without_words_or_without_a_desk_nothing_is_asked_or_listed(given: Given) -> None:
    given.ask("basel")
    given.asked[-1]((note("one"),))
    given.ask("")
    assert given.state == FoundNotesState()
    given.there = False
    given.ask("basel")
    assert (len(given.asked), given.state.title) == (1, "")


def test_a_desk_that_is_away_is_told_in_its_own_words(given: Given) -> None:
    given.ask("basel")
    given.asked[-1](NotReached("The desk is not reached."))
    assert given.state.trouble == "Notes were not searched. The desk is not reached."
    assert given.state.title == "Notes"


def test_a_new_note_is_found_while_somebody_looks(given: Given) -> None:
    hint = Hint("notes", DeskPlace(SHOP, "order", "1"))
    given.search.heard(frozenset({hint}))
    given.pause()
    assert given.asked == []
    given.ask("basel")
    given.search.heard(frozenset({Hint("presence"), Hint("sends", hint.place)}))
    given.pause()
    assert len(given.asked) == 1
    given.search.heard(frozenset({hint}))
    given.search.heard(None)
    assert len(given.asked) == 1, "more changes are awaited"
    given.pause()
    assert len(given.asked) == 2
    given.search.closed()
    given.search.heard(frozenset({hint}))
    given.pause()
    assert len(given.asked) == 2
    given.asked[-1]((note("late"),))
    assert given.state.notes == ()


def test_of_many_the_newest_are_listed_and_it_is_said(given: Given) -> None:
    given.ask("basel")
    given.asked[-1](tuple(note(f"{place}") for place in range(MOST_NOTES + 1)))
    assert len(given.state.notes) == MOST_NOTES
    assert given.state.title == "The newest 50 notes"
