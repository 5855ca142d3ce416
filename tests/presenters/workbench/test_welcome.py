"""What the page before any record offers, as it is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.presenters.workbench.recents import Opened, RecentsState
from console.presenters.workbench.welcome import SAMPLES, CutRun, WelcomePresenter, WelcomeState
from tests.presenters.given import NOON

MANY = tuple(Opened(f"id-{n}", f"Order #{n}", "shipped", NOON + timedelta(minutes=n)) for n in range(9))


class Page:
    """The page and what it showed last."""

    def __init__(self, *, practising: bool = False) -> None:
        self.shown: list[WelcomeState] = []
        self.presenter = WelcomePresenter(self.shown.append, practising=practising)

    @property
    def state(self) -> WelcomeState:
        return self.shown[-1]


@pytest.mark.parametrize("practising", [True, False])
def test_ids_to_begin_with_are_offered_on_the_sandbox_alone(practising: bool) -> None:
    assert Page(practising=practising).state == WelcomeState(True, SAMPLES if practising else ())


def test_the_newest_few_of_each_are_offered() -> None:
    page = Page()
    page.presenter.show_recent(RecentsState(MANY))
    page.presenter.show_unsaved(RecentsState(MANY[:2]))
    page.presenter.show_runs([CutRun(7, "monday.csv", "3 sent, 2 not sent")])
    assert [one.id for one in page.state.recent] == ["id-0", "id-1", "id-2", "id-3"]
    assert [one.id for one in page.state.unsaved] == ["id-0", "id-1"]
    assert [one.name for one in page.state.runs] == ["monday.csv"]


def test_what_is_found_by_typing_is_no_last_work() -> None:
    page = Page()
    page.presenter.show_recent(RecentsState(MANY[:3]))
    page.presenter.show_recent(RecentsState(MANY[8:], sought="8"))
    assert [one.id for one in page.state.recent] == ["id-0", "id-1", "id-2"]


def test_an_environment_that_was_left_offers_nothing_and_is_heard_no_more() -> None:
    page = Page(practising=True)
    page.presenter.close()
    assert page.state == WelcomeState()
    page.presenter.show_runs([CutRun(7, "monday.csv", "1 not sent")])
    assert page.state == WelcomeState()
