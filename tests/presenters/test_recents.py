"""The records opened lately: kept on the real disk, newest first, and never in the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.presenters.recents import RecentsPresenter, RecentsState
from console.store.places import Places, find_places
from console.store.recents import Recents
from tests.model import samples
from tests.presenters.given import NOON, Clock
from tests.support.jobs import HeldJobs, InlineJobs

OTHER = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def places() -> Places:
    found = find_places(os.environ)
    found.prepare()
    return found


class Pane:
    """A list and what it showed."""

    def __init__(
        self, places: Places, environment: str = "Shop", jobs: HeldJobs | InlineJobs | None = None
    ) -> None:
        self.shown: list[RecentsState] = []
        self.clock = Clock()
        self.recents = RecentsPresenter(
            jobs or InlineJobs(), Recents(places), environment, self.shown.append, self.clock
        )

    @property
    def titles(self) -> list[str]:
        assert self.shown[-1] is self.recents.state
        return [entry.title for entry in self.recents.state.entries]


def test_opened_records_are_listed_newest_first_and_once(places: Places) -> None:
    pane = Pane(places)
    pane.recents.load()
    assert pane.titles == []
    for record in (samples.order(), samples.cart(), samples.order()):
        pane.clock.pass_(60)
        pane.recents.opened(record)
    assert pane.titles == ["Order #1001", "Cart C-2207"]
    newest = pane.recents.state.entries[0]
    assert (newest.kind, newest.id) == ("order", samples.order().id)
    assert newest.subtitle == "processed · 25.67 USD · jane@example.com"
    assert newest.when == pane.clock.now > NOON
    assert pane.recents.state.trouble == ""


def test_the_list_is_there_after_a_restart_and_is_its_environments_own(places: Places) -> None:
    Pane(places).recents.opened(samples.order())
    again, other = Pane(places), Pane(places, "Other shop")
    again.recents.load()
    other.recents.load()
    assert again.titles == ["Order #1001"]
    assert other.titles == []


def test_records_opened_at_once_are_kept_one_after_the_other(places: Places) -> None:
    jobs = HeldJobs()
    pane = Pane(places, jobs=jobs)
    pane.recents.load()
    pane.recents.opened(samples.order())
    pane.recents.opened(samples.cart())
    assert len(jobs.held) == 1, "two at once could land in the wrong order"
    jobs.finish_all()
    assert pane.titles == ["Cart C-2207", "Order #1001"]


def test_a_list_that_another_window_emptied_is_shown_empty(places: Places) -> None:
    pane = Pane(places)
    pane.recents.opened(samples.order())
    Recents(places).path.unlink()
    pane.recents.load()
    assert pane.titles == []


def test_a_damaged_file_is_told_and_begun_anew(places: Places) -> None:
    Recents(places).path.write_text("{")
    pane = Pane(places)
    pane.recents.load()
    assert "is damaged" in pane.recents.state.trouble
    pane.recents.opened(samples.order())
    assert pane.titles == ["Order #1001"]
    assert pane.recents.state.trouble == ""


def test_a_disk_that_refuses_is_a_sentence_and_what_was_listed_stays(places: Places) -> None:
    pane = Pane(places)
    pane.recents.opened(samples.order())
    path = Recents(places).path
    path.unlink()
    places.data.rename(places.data.with_name("elsewhere"))
    Path(places.data).touch()
    pane.recents.opened(samples.cart())
    assert pane.titles == ["Order #1001"]
    assert "in the way" in pane.recents.state.trouble
    assert "Error" not in pane.recents.state.trouble
    pane.recents.opened(samples.order(orderId=OTHER))
    assert "in the way" in pane.recents.state.trouble
