"""Pages of two places as one list: no gap between them, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console.desk.sends import DeskPage
from console.presenters.trail.pages import TwoPages
from console.store.trail import Entry
from tests.presenters.given import NOON
from tests.presenters.trail.sent import INTENT


def entry(number: int, minute: int, shared_id: str = "") -> Entry:
    """An entry that was sent so many minutes after noon."""
    return Entry(number, INTENT, "jo", NOON + timedelta(minutes=minute), shared_id=shared_id)


def minutes(pages: TwoPages) -> list[int]:
    return [int((one.sent_at - NOON).total_seconds()) // 60 for one in pages.shown]


def test_nothing_is_shown_below_what_one_of_both_was_read_down_to() -> None:
    pages = TwoPages()
    pages.take_own([entry(9, 9), entry(1, 1)], more=False)
    pages.take_newest(DeskPage((entry(-8, 8), entry(-7, 7)), last=-7))
    assert (minutes(pages), pages.more) == ([9, 8, 7], True)
    pages.take_older(DeskPage((entry(-6, 0),)))
    assert (minutes(pages), pages.more) == ([9, 8, 7, 1, 0], False)


def test_what_is_here_and_there_is_shown_as_it_is_here() -> None:
    pages = TwoPages()
    pages.take_newest(DeskPage((entry(-2, 5, "a"), entry(-1, 4, "b"))))
    assert len(pages.shown) == 2
    pages.take_own([entry(3, 3, "a")], more=False)
    assert [one.number for one in pages.shown] == [-1, 3]


def test_older_pages_stay_where_the_newest_read_again_reaches_them() -> None:
    pages = TwoPages()
    pages.take_newest(DeskPage((entry(-4, 4), entry(-3, 3)), last=-3))
    pages.take_older(DeskPage((entry(-2, 2), entry(-1, 1))))
    pages.take_newest(DeskPage((entry(-5, 5), replace(entry(-4, 4), outcome="saved")), last=-4))
    assert minutes(pages) == [5, 4, 3, 2, 1]
    assert pages.shown[1].outcome == "saved"
    assert not pages.more


def test_older_pages_are_dropped_where_something_may_lie_between() -> None:
    pages = TwoPages()
    pages.take_newest(DeskPage((entry(-4, 4), entry(-3, 3))))
    pages.take_newest(DeskPage((entry(-9, 9), entry(-8, 8)), last=-8))
    assert (minutes(pages), pages.last) == ([9, 8], -8)


def test_without_the_desk_what_is_here_stays() -> None:
    pages = TwoPages()
    pages.take_own([entry(1, 1)], more=True)
    pages.take_newest(DeskPage((entry(-2, 2),), last=-2))
    pages.drop_theirs()
    assert (minutes(pages), pages.more) == ([1], True)
