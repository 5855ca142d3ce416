"""The trail as it is read: found by any word and day, page by page, the newest question first, and exported whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.presenters.notice import Notice
from console.presenters.trail.shared_trail import SharedTrail
from console.presenters.trail.trail import PAGE, TrailSearch, TrailState
from console.store.trail import Entry
from tests.presenters.given import NOON
from tests.presenters.trail.colleague import HINTS, AtDesk, at_desk
from tests.presenters.trail.sent import ID, SHIPPED, TAX, Book, book_in
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.postgres import Desk
from tests.support.postgres import desk as desk
from tests.support.postgres import postgres as postgres

pytestmark = pytest.mark.usefixtures("qapp")


class Reader:
    """The window's side of a search."""

    def __init__(
        self,
        book: Book,
        jobs: HeldJobs | InlineJobs | None = None,
        shared: Callable[[], SharedTrail | None] | None = None,
    ) -> None:
        self.shown: list[TrailState] = []
        self.put: list[Entry] = []
        self.search = TrailSearch(
            jobs or InlineJobs(),
            book.trail,
            self.put.append,
            who=lambda: "jo",
            clock=lambda: NOON,
            shared=shared,
        )
        self.search.show(self.shown.append)
        self.search.work_in("Shop")

    @property
    def state(self) -> TrailState:
        assert self.shown[-1] is self.search.state
        return self.search.state

    @property
    def numbers(self) -> list[int]:
        return [line.number for line in self.state.lines]

    def ask(self, text: str = "", day: str = "") -> None:
        self.search.ask(text, day)
        self.search.search()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with book_in(tmp_path) as made:
        yield made


def test_everything_is_listed_newest_first_and_the_newest_is_chosen(book: Book) -> None:
    first, second = book.write(), book.write("not saved", "Cart is closed")
    reader = Reader(book)
    assert reader.shown[-1].lines == ()
    reader.search.open()
    assert reader.numbers == [second, first]
    assert reader.state.chosen == second
    line = reader.state.lines[0]
    assert (line.who, line.environment, line.record) == ("you", "Shop", "Order #1001")
    assert (line.changed, line.outcome, line.reason) == ("Tax 0.00 → 0.28", "Not saved", "Cart is closed")
    assert reader.state.counted == "2 entries"


@pytest.mark.parametrize("text", [ID, ID[:8], "JO@example.com", "mug-1", "1Z999AA10123456784", "tax 0.28"])
def test_it_is_found_by_any_word(book: Book, text: str) -> None:
    number = book.write()
    book.write(record_id="other", customer_id="2", changes=(SHIPPED,), body="{}", keys=())
    reader = Reader(book)
    reader.ask(text)
    assert reader.numbers == [number]


def test_it_is_found_by_the_day_of_this_computers_clock(book: Book) -> None:
    number = book.write()
    reader = Reader(book)
    reader.ask(day=f" {book.clock.now.astimezone():%Y-%m-%d} ")
    assert reader.numbers == [number]
    reader.ask(day="2026-01-01")
    assert reader.numbers == []
    assert reader.state.counted == "Nothing in the trail fits."
    assert (reader.state.chosen, reader.state.changes, reader.state.may_put_back) == (None, "", False)


@pytest.mark.parametrize("day", ["2026-11-21", "21.11.2026", "Nov 21, 2026", "20261121", "today", "heute"])
def test_a_day_is_typed_as_in_every_other_field_of_a_date(book: Book, day: str) -> None:
    number = book.write()
    reader = Reader(book)
    reader.search.open()
    reader.ask(day=day)
    assert (reader.state.day_trouble, reader.numbers) == ("", [number])


@pytest.mark.parametrize(
    "day", ["2026-13-01", "01/02/2026", "yesterday", "9999-12-31", "0001-01-01", "2026-11"]
)
def test_what_is_no_day_is_said_and_not_searched(book: Book, day: str) -> None:
    number = book.write()
    reader = Reader(book)
    reader.search.open()
    reader.ask(day=day)
    assert "2026-11-21" in reader.state.day_trouble
    assert reader.numbers == [number], "what was listed stays"
    reader.ask()
    assert reader.state.day_trouble == ""


def test_a_day_half_typed_is_not_yet_wrong(book: Book) -> None:
    reader = Reader(book)
    reader.search.ask("", "2026-1")
    assert reader.state.day_trouble == ""


def test_typing_is_awaited_and_enter_is_not(book: Book, qtbot: QtBot) -> None:
    jobs = HeldJobs()
    reader = Reader(book, jobs)
    for text in ("m", "mu", "mug"):
        reader.search.ask(text, "")
    assert jobs.held == []
    assert reader.state.searched == ("", None), "notes are not looked for sooner either"
    qtbot.waitUntil(lambda: len(jobs.held) == 1)
    assert reader.state.searched == ("mug", None)
    reader.search.ask("mug-1", "2026-11-21")
    reader.search.search()
    assert len(jobs.held) == 2
    assert reader.state.searched == ("mug-1", date(2026, 11, 21))


def test_the_newest_question_wins_whatever_comes_late(book: Book) -> None:
    jobs = HeldJobs()
    book.write()
    reader = Reader(book, jobs)
    reader.ask("nothing like it")
    reader.ask("mug")
    jobs.held[1].finish()
    found = reader.numbers
    assert len(found) == 1
    jobs.finish_all()
    assert reader.numbers == found


def test_pages_follow_one_another_without_gap_or_repetition(book: Book) -> None:
    written = [book.write() for _ in range(2 * PAGE + 3)][::-1]
    reader = Reader(book)
    reader.search.open()
    assert (reader.numbers, reader.state.more) == (written[:PAGE], True)
    assert reader.state.counted == f"The newest {PAGE} entries"
    reader.search.choose(written[3])
    reader.search.older()
    assert reader.state.chosen == written[3]
    reader.search.older()
    assert (reader.numbers, reader.state.more) == (written, False)
    reader.search.older()
    assert reader.numbers == written


def test_a_page_of_an_older_question_is_not_joined_to_the_newer(book: Book) -> None:
    for _ in range(PAGE + 1):
        book.write()
    jobs = HeldJobs()
    reader = Reader(book, jobs)
    reader.search.open()
    jobs.finish()
    reader.search.older()
    reader.search.older()
    assert len(jobs.held) == 1, "one page at a time"
    reader.ask("nothing like it")
    jobs.finish_all()
    assert reader.numbers == []


def test_the_details_are_field_by_field_with_the_request(book: Book) -> None:
    book.write(changes=(TAX, SHIPPED))
    reader = Reader(book)
    reader.search.open()
    assert reader.state.changes.splitlines()[:2] == ["Tax: 0.00 → 0.28", "Shipped: no → yes"]
    assert ID in reader.state.changes
    assert reader.state.request.startswith("POST https://api.example.com/orders/")
    assert reader.state.request.endswith('\n\n{"taxAmount": 0.28}')


def test_only_what_arrived_in_the_environment_in_use_is_put_back(book: Book) -> None:
    saved, arrived = book.write(), book.write("arrived")
    others = [book.write(environment="Elsewhere"), book.write(changes=())]
    others += [
        book.write(outcome)
        for outcome in ("sent", "unknown", "not saved", "not arrived", "changed by someone else")
    ]
    reader = Reader(book)
    reader.search.open()
    for number in others:
        reader.search.choose(number)
        assert not reader.state.may_put_back
        reader.search.put_back()
    assert reader.put == []
    for number in (saved, arrived):
        reader.search.choose(number)
        reader.search.put_back()
    assert [entry.number for entry in reader.put] == [saved, arrived]
    reader.search.work_in("Elsewhere")
    assert not reader.state.may_put_back


def test_in_an_environment_that_is_read_only_nothing_is_put_back_and_what_is_elsewhere_is_told(
    book: Book,
) -> None:
    here, there = book.write(), book.write(environment="Elsewhere")
    reader = Reader(book)
    reader.search.work_in("Shop", read_only=True)
    reader.search.open()
    reader.search.choose(here)
    assert not reader.state.may_put_back
    assert not reader.search.is_elsewhere(ID)
    reader.search.choose(there)
    assert reader.search.is_elsewhere(ID)


def test_a_record_of_another_environment_is_not_opened_in_the_one_in_use(book: Book) -> None:
    here, there = book.write(), book.write(environment="Elsewhere")
    reader = Reader(book)
    reader.search.open()
    reader.search.choose(here)
    assert not reader.search.is_elsewhere(ID)
    reader.search.choose(there)
    assert not reader.search.is_elsewhere("the record of a note below")
    assert reader.state.notice is None
    assert reader.search.is_elsewhere(ID)
    assert reader.state.notice is not None
    assert reader.state.notice.headline == "That record is in Elsewhere: bring that into use first."


def test_nothing_is_read_while_nobody_looks(book: Book) -> None:
    jobs = HeldJobs()
    reader = Reader(book, jobs)
    reader.search.refresh()
    assert jobs.held == []
    reader.search.open(ID)
    jobs.finish_all()
    book.write()
    reader.search.refresh()
    jobs.finish_all()
    assert len(reader.numbers) == 1
    reader.search.ask("x", "")
    reader.search.closed()
    reader.search.refresh()
    assert jobs.held == []
    assert reader.state.searched == ("", None)


def test_all_that_fits_is_exported_not_only_what_is_listed(book: Book, tmp_path: Path) -> None:
    for _ in range(PAGE + 2):
        book.write()
    book.write(record_id="other", customer_id="2", keys=(), body="{}")
    reader = Reader(book)
    reader.ask("jo@example.com")
    reader.search.export(str(tmp_path / "trail.JSON"))
    written = json.loads((tmp_path / "trail.JSON").read_text())
    assert len(written) == PAGE + 2
    assert reader.state.notice == Notice("good", f"Wrote {PAGE + 2} entries to trail.JSON.")
    reader.search.export(str(tmp_path / "trail.csv"))
    assert len((tmp_path / "trail.csv").read_text("utf-8-sig").splitlines()) == PAGE + 3


def test_an_export_that_cannot_be_written_is_a_sentence(book: Book, tmp_path: Path) -> None:
    book.write()
    reader = Reader(book)
    reader.search.open()
    reader.search.export(str(tmp_path / "trail.xlsx"))
    assert reader.state.notice is not None
    assert ".csv or .json" in reader.state.notice.headline
    (tmp_path / "file").write_text("")
    reader.search.export(str(tmp_path / "file" / "trail.csv"))
    assert reader.state.notice.tone == "bad"
    assert "inside the console" not in reader.state.notice.headline


def test_a_disk_in_trouble_is_a_sentence_and_the_list_stays(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.store.files import StoreTrouble

    number = book.write()
    reader = Reader(book)
    reader.search.open()

    def refused(*_: object, **__: object) -> None:
        raise StoreTrouble("The disk is full.")

    monkeypatch.setattr(book.trail, "search", refused)
    reader.search.refresh()
    assert reader.numbers == [number]
    assert reader.state.notice == Notice("bad", "The disk is full.")
    assert not reader.state.busy


# -- with a desk --------------------------------------------------------------------------------------------------


@pytest.fixture
def two(book: Book, desk: Desk, tmp_path: Path) -> Iterator[AtDesk]:
    with at_desk(book, desk, tmp_path / "bert") as made:
        yield made


def test_everybodys_entries_are_listed_with_who_sent_them(book: Book, two: AtDesk) -> None:
    book.write()
    two.push()
    two.bert_sends("unknown")
    reader = Reader(book, shared=two.shared)
    reader.search.open()
    assert sorted((line.who, line.outcome) for line in reader.state.lines) == [
        ("bert", "Unknown"),
        ("you", "Saved"),
    ]
    assert {line.environment for line in reader.state.lines} == {"Shop"}


def test_words_are_looked_for_here_and_at_the_desk(book: Book, two: AtDesk) -> None:
    book.write()
    two.bert_sends(keys=("NEEDLE",))
    reader = Reader(book, shared=two.shared)
    reader.ask("needle")
    assert [line.who for line in reader.state.lines] == ["bert"]
    reader.ask("nothing like it")
    assert reader.state.lines == ()


def test_a_hint_brings_what_is_new_and_keeps_what_is_chosen_and_the_older_pages(
    book: Book, two: AtDesk
) -> None:
    for place in range(PAGE + 5):
        two.bert_sends(record_id=f"r{place}")
    reader = Reader(book, shared=two.shared)
    reader.search.open()
    assert (len(reader.numbers), reader.state.more) == (PAGE, True)
    reader.search.older()
    assert (len(reader.numbers), reader.state.more, reader.state.busy) == (PAGE + 5, False, False)
    reader.search.choose(reader.numbers[3])
    chosen = reader.state.chosen
    two.bert_sends(record_id="new")
    reader.search.hear(HINTS)
    assert len(reader.numbers) == PAGE + 6
    assert reader.state.lines[0].id == "new"
    assert reader.state.chosen == chosen


def test_nothing_is_asked_of_the_desk_while_nobody_looks(book: Book, two: AtDesk) -> None:
    reader = Reader(book, shared=two.shared)
    reader.search.hear(None)
    reader.search.refresh()
    assert two.line.asked == 0
    reader.search.open()
    reader.search.closed()
    asked = two.line.asked
    reader.search.hear(HINTS)
    assert two.line.asked == asked


def test_pages_of_both_follow_one_another_without_gap_or_repetition(book: Book, two: AtDesk) -> None:
    book.clock.pass_(-PAGE * 120)
    for place in range(PAGE + 10):
        book.write(record_id=f"mine{place}")
    two.push()
    for place in range(PAGE + 10):
        two.bert_sends(record_id=f"berts{place}")
    reader = Reader(book, shared=two.shared)
    reader.search.open()
    while reader.state.more:
        before = len(reader.numbers)
        reader.search.older()
        assert not reader.state.busy
        assert len(reader.numbers) >= before
    ids = [line.id for line in reader.state.lines]
    assert sorted(ids) == sorted(f"{who}{place}" for who in ("mine", "berts") for place in range(PAGE + 10))
    assert [line.utc for line in reader.state.lines] == sorted(
        (line.utc for line in reader.state.lines), reverse=True
    )


def test_a_hint_while_an_older_page_is_awaited_is_followed_afterwards(book: Book, two: AtDesk) -> None:
    for place in range(PAGE + 5):
        two.bert_sends(record_id=f"r{place}")
    reader = Reader(book, shared=two.shared)
    reader.search.open()
    two.line.holds = True
    reader.search.older()
    two.bert_sends(record_id="new")
    reader.search.hear(HINTS)
    assert reader.state.busy
    two.line.answer()
    assert (len(reader.numbers), reader.state.busy) == (PAGE + 5, False)
    two.line.answer()
    assert reader.state.lines[0].id == "new"


def test_a_colleagues_entry_is_shown_in_detail_and_put_back_once_all_of_it_was_read(
    book: Book, two: AtDesk
) -> None:
    two.bert_sends()
    reader = Reader(book, shared=two.shared)
    two.line.holds = True
    reader.search.open()
    two.line.answer()
    assert "Tax: 0.00 → 0.28" in reader.state.changes
    assert (reader.state.request, reader.state.may_put_back) == ("", False)
    assert reader.search.as_curl() is None
    two.line.answer()
    assert reader.state.request.endswith('{"taxAmount": 0.28}')
    assert reader.state.may_put_back
    assert reader.search.as_curl() is not None
    reader.search.put_back()
    [entry] = reader.put
    assert entry.intent.changes == (TAX,)
    reader.search.work_in("Another")
    assert not reader.state.may_put_back


def test_what_is_too_long_for_the_desk_says_so_and_is_not_put_back(book: Book, two: AtDesk) -> None:
    two.bert_sends(body="x" * 4_000_000)
    reader = Reader(book, shared=two.shared)
    reader.search.open()
    assert "Too long for the desk, and left out: values, body" in reader.state.changes
    assert (reader.state.request, reader.state.may_put_back) == ("", False)
    assert "By the clock of that computer it was sent at" in reader.state.changes


def test_colleagues_entries_go_with_the_desk_and_come_back_with_it(book: Book, two: AtDesk) -> None:
    book.write()
    two.bert_sends()
    reader = Reader(book, shared=two.shared)
    reader.search.open()
    two.line.away = True
    reader.search.lose()
    assert ([line.who for line in reader.state.lines], reader.state.notice) == (["you"], None)
    reader.ask("tax")
    assert len(reader.numbers) == 1
    two.line.away = False
    reader.search.hear(None)
    assert len(reader.numbers) == 2


def test_what_the_desk_did_not_take_is_marked_in_the_list_and_in_detail(book: Book, two: AtDesk) -> None:
    book.write(record_id="x" * 2_000)
    two.push()
    reader = Reader(book, shared=two.shared)
    reader.search.open()
    assert reader.state.lines[0].reason.startswith("not shared: The desk does not take it: ")
    assert "Not shared: The desk does not take it: " in reader.state.changes


def test_late_answers_for_an_older_question_are_not_shown(book: Book, two: AtDesk) -> None:
    two.bert_sends()
    two.line.holds = True
    reader = Reader(book, shared=two.shared)
    reader.search.open()
    reader.ask("nothing like it")
    two.line.answer()
    two.line.answer()
    assert reader.numbers == []


def test_colleagues_entries_go_where_the_desk_was_left(book: Book, two: AtDesk) -> None:
    book.write()
    two.bert_sends()
    desks: list[SharedTrail | None] = [two.shared()]
    reader = Reader(book, shared=lambda: desks[0])
    reader.search.open()
    assert len(reader.numbers) == 2
    desks[0] = None
    reader.search.refresh()
    assert len(reader.numbers) == 1
