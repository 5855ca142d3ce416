"""The History card: the newest five of the record in front, read again after each save, told in two short lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from console.desk.part import Hint
from console.desk.place import DeskPlace
from console.presenters.record.editor import Editor
from console.presenters.trail.history_card import HistoryCard, HistoryState
from console.presenters.trail.shared_trail import SharedTrail
from console.store.files import StoreTrouble
from console.store.trail import Entry, FieldChange
from tests.presenters.trail.colleague import ADDRESS, HINTS, AtDesk, at_desk
from tests.presenters.trail.sent import DATE, ID, SHIPPED, TAX, Book, book_in
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.postgres import Desk
from tests.support.postgres import desk as desk
from tests.support.postgres import postgres as postgres


def front(id: str = ID, busy: str = "", kind: str = "order") -> Editor:
    """As much of an editor as the card looks at."""
    base = SimpleNamespace(kind=kind, id=id)
    return cast(Editor, SimpleNamespace(state=SimpleNamespace(draft=SimpleNamespace(base=base), busy=busy)))


class Shown:
    """A card and what it showed."""

    def __init__(
        self,
        book: Book,
        jobs: HeldJobs | InlineJobs | None = None,
        who: str = "jo",
        shared: Callable[[], SharedTrail | None] | None = None,
    ) -> None:
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
            shared=shared,
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


# -- with a desk --------------------------------------------------------------------------------------------------


@pytest.fixture
def two(book: Book, desk: Desk, tmp_path: Path) -> Iterator[AtDesk]:
    with at_desk(book, desk, tmp_path / "bert") as made:
        yield made


def test_what_a_colleague_sent_stands_among_ones_own_by_time(book: Book, two: AtDesk) -> None:
    two.bert_sends()
    book.clock.pass_(-7_200)
    book.write(changes=(SHIPPED,))
    book.clock.pass_(10_000)
    book.write(changes=(DATE,))
    two.push()
    shown = Shown(book, shared=two.shared)
    shown.card.sync(front())
    assert [item.headline.split(" · ")[1] for item in shown.state.items] == ["you", "bert", "you"]
    assert shown.told[1] == "Tax 0.00 → 0.28 · no messages"
    assert [item.number < 0 for item in shown.state.items] == [False, True, False]


def test_ones_own_from_another_computer_is_told_as_ones_own(book: Book, two: AtDesk) -> None:
    book.write()
    two.push()
    elsewhere = Shown(book, shared=two.shared)
    elsewhere.card._trail = book_trail_without(book)
    elsewhere.card.sync(front())
    [item] = elsewhere.state.items
    assert (item.number, item.headline.split(" · ")[1]) == (-1, "you")


def book_trail_without(book: Book) -> Any:
    """The trail of a computer that has nothing of it."""
    return SimpleNamespace(glance=lambda *_, **__: [], not_shared=lambda _: {})


def test_ones_own_are_there_at_once_and_colleagues_when_the_desk_answers(book: Book, two: AtDesk) -> None:
    book.write()
    two.bert_sends()
    two.line.holds = True
    shown = Shown(book, shared=two.shared)
    shown.card.sync(front())
    assert len(shown.state.items) == 1
    two.line.answer()
    assert len(shown.state.items) == 2


def test_the_newest_five_of_both_are_shown_each_once(book: Book, two: AtDesk) -> None:
    for _ in range(6):
        book.write()
    two.push()
    shown = Shown(book, shared=two.shared)
    shown.card.sync(front())
    assert [item.number > 0 for item in shown.state.items] == [True] * 5
    assert shown.state.more


def test_a_hint_has_this_record_read_again_and_one_of_another_asks_nothing(book: Book, two: AtDesk) -> None:
    shown = Shown(book, shared=two.shared)
    shown.card.sync(front())
    two.bert_sends()
    asked = two.line.asked
    other = Hint("sends", DeskPlace.of(ADDRESS, "order", "another"))
    shown.card.hear(frozenset({other, Hint("presence"), Hint("notes", DeskPlace.of(ADDRESS, "order", ID))}))
    assert two.line.asked == asked
    assert shown.state.items == ()
    shown.card.hear(HINTS)
    assert len(shown.state.items) == 1
    shown.card.hear(None)
    assert two.line.asked == asked + 2


def test_a_hint_of_a_long_name_has_the_beginning_of_it(book: Book, two: AtDesk) -> None:
    shown = Shown(book, shared=two.shared)
    shown.card.sync(front("x" * 1_000))
    asked = two.line.asked
    shown.card.hear(frozenset({Hint("endings", DeskPlace(ADDRESS, "order", "x" * 700))}))
    assert two.line.asked == asked + 1


def test_what_colleagues_sent_is_not_shown_while_the_desk_is_away(book: Book, two: AtDesk) -> None:
    book.write()
    two.bert_sends()
    shown = Shown(book, shared=two.shared)
    shown.card.sync(front())
    assert (len(shown.state.items), shown.state.whole) == (2, True)
    two.line.away = True
    shown.card.lose()
    assert (len(shown.state.items), shown.state.trouble, shown.state.whole) == (1, "", False)
    shown.card.refresh()
    assert (len(shown.state.items), shown.state.trouble, shown.state.whole) == (1, "", False)


def test_an_answer_for_the_record_before_is_shown_nowhere(book: Book, two: AtDesk) -> None:
    two.bert_sends()
    two.line.holds = True
    shown = Shown(book, shared=two.shared)
    shown.card.sync(front())
    shown.card.sync(front("another"))
    two.line.answer()
    assert shown.state == HistoryState("another")
    shown.card.close()
    two.line.answer()
    assert shown.state == HistoryState("another")


def test_a_colleagues_entry_is_put_back_with_the_values_that_the_desk_has(book: Book, two: AtDesk) -> None:
    two.bert_sends()
    two.bert_sends("sent")
    shown = Shown(book, shared=two.shared)
    shown.card.sync(front())
    unknown, saved = shown.state.items
    assert [unknown.may_put_back, saved.may_put_back] == [False, True]
    shown.card.put_back(unknown.number)
    assert shown.put == []
    shown.card.put_back(saved.number)
    [entry] = shown.put
    assert (entry.intent.record_id, entry.intent.environment) == (ID, "Shop")
    assert entry.intent.changes == (TAX,)


def test_it_is_said_where_a_colleagues_entry_cannot_be_put_back(book: Book, two: AtDesk) -> None:
    two.bert_sends()
    shown = Shown(book, shared=two.shared)
    shown.card.sync(front())
    two.line.away = True
    shown.card.put_back(-1)
    assert shown.state.trouble == "It was not put back. The desk is not reached."
    assert shown.put == []


def test_what_the_desk_did_not_take_says_why(book: Book, two: AtDesk) -> None:
    book.write(record_id="x" * 2_000)
    two.push()
    shown = Shown(book, shared=two.shared)
    shown.card.sync(front("x" * 2_000))
    assert "not shared: The desk does not take it" in shown.told[0]


def test_a_sandbox_that_is_not_shared_asks_the_desk_nothing(book: Book, two: AtDesk) -> None:
    shown = Shown(book, shared=lambda: SharedTrail(two.line, "anna", "", {}))
    shown.card.sync(front())
    shown.card.hear(None)
    assert two.line.asked == 0


def test_what_colleagues_sent_goes_where_the_desk_was_left(book: Book, two: AtDesk) -> None:
    book.write()
    two.bert_sends()
    desks: list[SharedTrail | None] = [two.shared()]
    shown = Shown(book, shared=lambda: desks[0])
    shown.card.sync(front())
    assert len(shown.state.items) == 2
    desks[0] = None
    shown.card.refresh()
    assert len(shown.state.items) == 1
