"""The local index as the pane shows it: kept on the real disk, newest first, found by any key, never in the way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest

from console.presenters.workbench.recents import RecentsPresenter, RecentsState
from console.store.archive import Archive
from console.store.database import Database
from console.store.places import find_places
from tests.model import samples
from tests.presenters.given import NOON
from tests.support.jobs import HeldJobs, InlineJobs


@pytest.fixture
def database() -> Iterator[Database]:
    places = find_places(os.environ)
    places.prepare()
    made = Database(places)
    yield made
    made.close()


class Pane:
    """A list and what it showed."""

    def __init__(
        self, database: Database, environment: str = "Shop", disk: HeldJobs | InlineJobs | None = None
    ) -> None:
        self.shown: list[RecentsState] = []
        self.archive = Archive(database)
        self.recents = RecentsPresenter(
            disk or InlineJobs(), self.archive, environment, render=self.shown.append
        )

    @property
    def titles(self) -> list[str]:
        assert self.shown[-1] is self.recents.state
        return [entry.title for entry in self.recents.state.entries]


def test_opened_records_are_listed_newest_first_and_once(database: Database) -> None:
    pane = Pane(database)
    pane.recents.load()
    assert pane.titles == []
    for minutes, record in enumerate((samples.order(), samples.cart(), samples.order())):
        pane.recents.opened(record, NOON + timedelta(minutes=minutes))
    assert pane.titles == ["Order #1001", "Cart C-2207"]
    assert pane.recents.state.entries[0].subtitle == "processed · 25.67 USD · jane@example.com"
    assert pane.recents.state.trouble == ""


def test_the_list_is_there_after_a_restart_and_is_its_environments_own(database: Database) -> None:
    Pane(database).recents.opened(samples.order(), NOON)
    again, other = Pane(database), Pane(database, "Elsewhere")
    again.recents.load()
    other.recents.load()
    assert again.titles == ["Order #1001"]
    assert other.titles == []


def test_what_is_kept_is_the_whole_record_as_it_was_read(database: Database) -> None:
    pane = Pane(database)
    pane.recents.opened(samples.order(), NOON)
    kept = pane.archive.read("Shop", "order", samples.order().id)
    assert kept is not None
    assert type(samples.order()).model_validate(kept[0]) == samples.order()
    assert kept[1] == NOON


@pytest.mark.parametrize("text", ["1001", "jane@", "JANE example.com", samples.order().id[:8]])
def test_every_record_ever_opened_is_found_by_its_keys(database: Database, text: str) -> None:
    pane = Pane(database)
    pane.recents.opened(samples.order(), NOON)
    pane.recents.opened(samples.cart(), NOON)
    pane.recents.find(text)
    assert "Order #1001" in pane.titles
    pane.recents.find("nothing holds this")
    assert pane.titles == []
    pane.recents.find("  ")
    assert len(pane.titles) == 2


def test_the_newest_question_wins(database: Database) -> None:
    Pane(database).recents.opened(samples.order(), NOON)
    disk = HeldJobs()
    pane = Pane(database, disk=disk)
    pane.recents.find("nothing holds this")
    pane.recents.find("1001")
    for job in tuple(disk.held):
        job.finish()
    assert [len(state.entries) for state in pane.shown] == [1]


def test_a_retired_list_shows_nothing_more(database: Database) -> None:
    pane = Pane(database)
    pane.recents.close()
    pane.recents.opened(samples.order(), NOON)
    assert pane.shown == []


def test_a_disk_that_fails_is_told_and_the_list_stays(database: Database) -> None:
    pane = Pane(database)
    pane.recents.opened(samples.order(), NOON)
    database.close()
    database.path.unlink()
    database.path.mkdir()
    pane.recents.opened(samples.cart(), NOON)
    assert pane.recents.state.trouble or pane.titles == ["Cart C-2207"]
