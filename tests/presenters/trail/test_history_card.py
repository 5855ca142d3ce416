"""The History card: the newest five of the record in front, read again after each save, told in two short lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from console.presenters.record.editor import Editor
from console.presenters.trail.history_card import HistoryCard, HistoryState
from console.store.files import StoreTrouble
from console.store.trail import Entry, FieldChange
from tests.presenters.trail.sent import DATE, ID, SHIPPED, TAX, Book, book_in
from tests.support.jobs import HeldJobs, InlineJobs


def front(id: str = ID, busy: str = "", kind: str = "order") -> Editor:
    """As much of an editor as the card looks at."""
    base = SimpleNamespace(kind=kind, id=id)
    return cast(Editor, SimpleNamespace(state=SimpleNamespace(draft=SimpleNamespace(base=base), busy=busy)))


class Shown:
    """A card and what it showed."""

    def __init__(self, book: Book, jobs: HeldJobs | InlineJobs | None = None, who: str = "jo") -> None:
        self.shown: list[HistoryState] = []
        self.put: list[Entry] = []
        self.ended: list[str] = []
        self.card = HistoryCard(
            jobs or InlineJobs(),
            book.trail,
            "Shop",
            render=self.shown.append,
            put_back=self.put.append,
            who=lambda: who,
            clock=book.clock,
            ended=self._note,
        )

    def _note(self) -> None:
        self.ended.append(self.card.state.id)

    @property
    def state(self) -> HistoryState:
        assert self.shown[-1] is self.card.state
        return self.card.state

    @property
    def told(self) -> list[str]:
        return [item.what for item in self.state.items]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with book_in(tmp_path) as made:
        yield made


def test_an_entry_says_when_who_what_and_whether_messages_went(book: Book) -> None:
    book.write()
    shown = Shown(book)
    shown.card.sync(front())
    [item] = shown.state.items
    assert item.headline == f"Today {book.clock.now.astimezone():%H:%M} · you"
    assert item.what == "Tax 0.00 → 0.28 · no messages"
    assert item.may_put_back


def test_another_day_year_and_person_are_told(book: Book) -> None:
    book.write()
    at = book.clock.now.astimezone()
    shown = Shown(book, who="sam")
    book.clock.pass_(3 * 86_400)
    shown.card.sync(front())
    assert shown.state.items[0].headline == f"{at.day} Nov {at:%H:%M} · jo"
    book.clock.pass_(200 * 86_400)
    shown.card.refresh()
    assert shown.state.items[0].headline == f"{at.day} Nov 2026 {at:%H:%M} · jo"


@pytest.mark.parametrize(
    ("outcome", "workflows", "told"),
    [
        ("saved", True, "Tax 0.00 → 0.28 · workflows on"),
        ("arrived", False, "Tax 0.00 → 0.28 · no messages"),
        ("not saved", True, "Tax 0.00 → 0.28 · not saved"),
        ("not arrived", False, "Tax 0.00 → 0.28 · had not arrived · no messages"),
        ("sent", False, "Tax 0.00 → 0.28 · unknown · no messages"),
        ("unknown", True, "Tax 0.00 → 0.28 · unknown · workflows on"),
        ("changed by someone else", False, "Tax 0.00 → 0.28 · changed by someone else · no messages"),
    ],
)
def test_what_became_of_it_is_told(book: Book, outcome: Any, workflows: bool, told: str) -> None:
    number = book.write(outcome, workflows=workflows)
    shown = Shown(book)
    shown.card.sync(front())
    assert shown.told == [told]
    shown.card.put_back(number)
    assert bool(shown.put) == shown.state.items[0].may_put_back == (outcome in ("saved", "arrived"))


@pytest.mark.parametrize(
    ("outcome", "told"), [("saved", ""), ("not saved", " · not done"), ("sent", " · unknown")]
)
def test_an_act_on_a_cart_is_done_or_not_and_never_put_back(book: Book, outcome: Any, told: str) -> None:
    url = f"https://api.example.com/carts/{ID}/expire"
    change = FieldChange("status", "Status", "Abandoned", "Expired", "ABANDONED", "EXPIRED")
    number = book.write(outcome, kind="cart", method="POST", url=url, body="", changes=(change,))
    shown = Shown(book)
    shown.card.sync(front(kind="cart"))
    assert shown.told == [f"Expire cart: Status Abandoned → Expired{told}"]
    assert not shown.state.items[0].may_put_back
    shown.card.put_back(number)
    assert shown.put == []


def test_many_fields_are_counted_and_carts_say_nothing_of_messages(book: Book) -> None:
    book.write(changes=(TAX, SHIPPED, DATE), kind="cart", workflows=False)
    shown = Shown(book)
    shown.card.sync(front(kind="cart"))
    assert shown.told == ["Tax 0.00 → 0.28, Shipped no → yes, 1 more"]


def test_at_most_five_newest_first_of_this_record_here(book: Book) -> None:
    numbers = [book.write() for _ in range(7)]
    book.write(environment="Elsewhere")
    book.write(record_id="other")
    shown = Shown(book)
    shown.card.sync(front())
    assert [item.number for item in shown.state.items] == numbers[:1:-1]
    assert shown.state.more


def test_it_is_read_again_when_a_save_ended_and_not_while_typing(book: Book) -> None:
    jobs = HeldJobs()
    shown = Shown(book, jobs)
    shown.card.sync(front())
    jobs.finish_all()
    for busy in ("", "", "sending", "sending"):
        shown.card.sync(front(busy=busy))
    assert jobs.held == []
    book.write()
    shown.card.sync(front())
    jobs.finish_all()
    assert len(shown.state.items) == 1
    shown.card.sync(front())
    assert jobs.held == []
    assert shown.ended == [ID], "so that the trail window can be read again as well"


def test_another_record_in_front_never_shows_the_history_of_the_one_before(book: Book) -> None:
    book.write()
    jobs = HeldJobs()
    shown = Shown(book, jobs)
    shown.card.sync(front())
    shown.card.sync(front("other"))
    assert shown.state == HistoryState("other")
    jobs.finish_all()
    assert shown.state == HistoryState("other")
    shown.card.sync(None)
    assert shown.state == HistoryState()
    shown.card.sync(front())
    shown.card.close()
    before = len(shown.shown)
    jobs.finish_all()
    assert len(shown.shown) == before


def test_a_disk_in_trouble_is_told_and_what_was_shown_stays(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.write()
    shown = Shown(book)
    shown.card.sync(front())

    def refused(*_: object, **__: object) -> None:
        raise StoreTrouble("The disk is full.")

    monkeypatch.setattr(book.trail, "glance", refused)
    shown.card.refresh()
    assert (shown.state.trouble, len(shown.state.items)) == ("The disk is full.", 1)
