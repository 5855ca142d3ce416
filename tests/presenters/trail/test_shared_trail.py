"""What the trail asks of the desk, by the names that the desk knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from console.desk.place import DeskPlace
from console.desk.sends import DeskQuestion
from console.desk.trouble import NotReached
from console.presenters.trail.shared_trail import SharedTrail, marked, question, together
from tests.presenters.trail.colleague import ADDRESS, AtDesk, at_desk
from tests.presenters.trail.sent import ID, book_in
from tests.support.postgres import Desk
from tests.support.postgres import desk as desk
from tests.support.postgres import postgres as postgres


@pytest.fixture
def two(desk: Desk, tmp_path: Path) -> Iterator[AtDesk]:
    with book_in(tmp_path) as book, at_desk(book, desk, tmp_path / "bert") as made:
        yield made


def test_a_record_is_asked_for_by_the_desks_name_of_it(two: AtDesk) -> None:
    assert two.shared().place("order", "a\x00") == DeskPlace(ADDRESS, "order", "a\\u0000")
    assert SharedTrail(two.line, "anna", "", {}).place("order", ID) is None


def test_a_day_is_asked_for_by_this_computers_clock() -> None:
    asked = question("mug", date(2026, 11, 21), -7)
    begin, end = datetime(2026, 11, 21).astimezone(), datetime(2026, 11, 22).astimezone()
    assert asked == DeskQuestion("mug", (begin, end), -7)
    assert question("", None) == DeskQuestion()


def test_all_of_everything_is_read_and_a_desk_that_is_away_raises(two: AtDesk) -> None:
    for _ in range(3):
        two.bert_sends()
    found = two.shared().everything("", None)
    assert [(one.who, one.intent.body) for one in found] == [("bert", '{"taxAmount": 0.28}')] * 3
    two.line.away = True
    with pytest.raises(NotReached):
        two.shared().everything("", None)


def test_you_are_another_at_the_desk_than_on_this_computer(two: AtDesk) -> None:
    two.book.write()
    two.bert_sends()
    both = together(two.book.trail.search(), two.shared().everything("", None))
    assert {two.shared().teller(one, "jo") for one in both} == {"anna", "jo"}


def test_an_entry_that_the_desk_refused_is_marked_and_no_other(two: AtDesk) -> None:
    two.book.write()
    two.book.write(record_id="x" * 2_000)
    two.push()
    newest, older = marked(two.book.trail, two.book.trail.search())
    assert newest.not_shared.startswith("The desk does not take it: ")
    assert older.not_shared == ""
