"""Who else has a record open is told in words that are true for as long as they stand there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.desk.place import DeskPlace
from console.desk.presence import BELIEVED, Colleague, Colleagues, OpenHere
from console.presenters.desk.company import NOBODY, Company, CompanyState
from console.presenters.desk.presence import CompanyPresenter
from tests.support.alarms import Alarms

SHOP, ORDER, CART = "https://shop.example/api", "1001", "C-2207"
PLACE = DeskPlace(SHOP, "order", ORDER)


class Given:
    """A presenter whose time the test lets pass, with one order and one cart open."""

    def __init__(self) -> None:
        self.now = 10_000.0
        self.alarms = Alarms(self._pass)
        self.open: list[OpenHere] = []
        self.shown: list[CompanyState] = []
        self.presenter = CompanyPresenter(SHOP, self._open, clock=lambda: self.now, alarm=self.alarms)
        self.presenter.follow([("order", ORDER, False), ("cart", CART, True)])
        self.presenter.show(self.shown.append)

    def _pass(self, seconds: float) -> None:
        self.now += seconds

    def _open(self, records: object) -> None:
        self.open = list(records)  # type: ignore[call-overload]

    def one(
        self, name: str, unsaved: float | None = None, *, own: bool = False, at: DeskPlace = PLACE
    ) -> Colleague:
        since = None if unsaved is None else self.now - unsaved
        return Colleague(name.lower(), name, own, self.now + BELIEVED, {at: since})

    def take(self, *others: Colleague) -> Company:
        self.presenter.take(Colleagues(others, 1 + len(others)))
        return self.company

    @property
    def company(self) -> Company:
        return self.presenter.state.of("order", ORDER)


@pytest.fixture
def given() -> Given:
    return Given()


def test_what_is_open_is_told_by_the_name_that_all_consoles_share(given: Given) -> None:
    assert given.open == [OpenHere(PLACE), OpenHere(DeskPlace(SHOP, "cart", CART), True)]


def test_who_has_it_open_is_named_and_who_has_unsaved_changes_with_the_minutes(given: Given) -> None:
    assert given.take(given.one("Bert")).words == "Bert has this open"
    assert given.company.unsaved is False
    assert given.take(given.one("Bert", 30)).words == "Bert has unsaved changes in this order"
    assert given.company.unsaved is True
    assert given.take(given.one("Bert", 185)).words == "Bert has unsaved changes in this order (for 3 min)"
    assert given.company.who == "Bert has unsaved changes in this order"
    assert given.take() == NOBODY


def test_oneself_on_another_computer_is_told_as_such(given: Given) -> None:
    own = given.one("Anna", own=True)
    assert given.take(own).words == "You, on another computer, have this open"
    words = given.take(own, given.one("Bert")).words
    assert words == "Bert and you, on another computer, have this open"
    told = given.take(given.one("Anna", 60, own=True), given.one("Bert"))
    assert (
        told.words
        == "You, on another computer, have unsaved changes in this order (for 1 min); Bert has it open"
    )


def test_of_somebodys_two_consoles_the_one_with_edits_counts(given: Given) -> None:
    told = given.take(given.one("Bert", 70), given.one("Bert"), given.one("Bert", 130))
    assert told.words == "Bert has unsaved changes in this order (for 2 min)"


def test_minutes_go_on_without_a_word_from_the_desk(given: Given) -> None:
    bert = replace(given.one("Bert", 50), until=given.now + 1_000)
    given.take(bert)
    assert [given.alarms.ring() for _ in range(3)] == pytest.approx([10, 60, 60], abs=0.1)
    assert given.company.words == "Bert has unsaved changes in this order (for 3 min)"


def test_who_is_not_heard_of_any_more_vanishes_by_the_own_clock(given: Given) -> None:
    given.take(given.one("Bert"))
    assert given.alarms.ring() == pytest.approx(BELIEVED, abs=0.1)
    assert given.company == NOBODY
    assert given.shown[-1].of("order", ORDER) == NOBODY
    assert given.alarms.set == []


def test_nobody_is_shown_while_the_desk_is_away(given: Given) -> None:
    given.take(given.one("Bert"))
    given.presenter.take(Colleagues())
    assert given.company == NOBODY
    assert given.presenter.state.here == 0


def test_a_beat_shows_nothing_anew(given: Given) -> None:
    given.take(given.one("Bert", 65))
    shown = len(given.shown)
    for _ in range(5):
        given.now += 10
        given.take(given.one("Bert", 65 + (given.now - 10_000)))
    assert len(given.shown) == shown
    assert len(given.alarms.set) == 1


def test_what_is_said_aloud_is_who_has_come_or_begun_to_edit(given: Given) -> None:
    bert, carla = given.one("Bert"), given.one("Carla")
    assert given.take(bert).news == "Bert has this open"
    assert given.take(bert, carla).news == "Carla has this open"
    assert given.take(given.one("Bert", 0), carla).news == "Bert has unsaved changes in this order"
    given.now += 60
    assert (
        given.take(given.one("Bert", 60), given.one("Carla")).news == "Bert has unsaved changes in this order"
    )
    assert given.take(given.one("Bert"), given.one("Carla")).news == "Bert has unsaved changes in this order"
    assert given.take(given.one("Carla")).news == "", (
        "who goes is no news, and is news again when coming back"
    )
    assert given.take(given.one("Bert"), given.one("Carla")).news == "Bert has this open"


def test_who_is_there_again_after_the_desk_was_away_has_not_come_anew(given: Given) -> None:
    given.take(given.one("Bert"))
    given.presenter.take(Colleagues())
    assert given.take(given.one("Bert")).news == ""
    assert given.take(given.one("Bert", 0)).news == "Bert has unsaved changes in this order"


def test_a_record_that_is_opened_has_its_company_at_once(given: Given) -> None:
    given.take(given.one("Bert", at=DeskPlace(SHOP, "order", "1002")))
    given.presenter.follow([("order", ORDER, False), ("order", "1002", False)])
    assert given.shown[-1].of("order", "1002").words == "Bert has this open"
    shown = len(given.shown)
    given.presenter.follow([("order", ORDER, True), ("order", "1002", False)])
    assert len(given.shown) == shown, "typing shows nothing anew"
    assert given.open[0] == OpenHere(PLACE, True)


def test_closing_tells_that_nothing_is_open_and_shows_nothing_more(given: Given) -> None:
    given.take(given.one("Bert"))
    shown = len(given.shown)
    given.presenter.close()
    assert given.open == []
    assert given.alarms.set == []
    given.presenter.take(Colleagues())
    assert len(given.shown) == shown
