"""The search file is brought up to date by and by, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.presenters.workbench.indexing import AGAIN_S, FIRST_S, Indexing
from console.store.archive import Archive
from console.store.database import Database
from console.store.places import find_places
from tests.support.alarms import Alarms
from tests.support.jobs import HeldJobs

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database(find_places({"ORDER_CONSOLE_HOME": str(tmp_path)}))) as made:
        yield made


@pytest.fixture
def disk() -> HeldJobs:
    return HeldJobs()


@pytest.fixture
def alarms() -> Alarms:
    return Alarms()


@pytest.fixture
def indexing(disk: HeldJobs, database: Database, alarms: Alarms) -> Indexing:
    return Indexing(disk, database, wake=alarms)


def keep(database: Database, title: str) -> None:
    Archive(database).remember("Shop", "order", "id", "", title, "", [], {"a": 1}, NOON)


def named(database: Database, run: str) -> int:
    return len(database.search_file.numbers("archive", [run], 9, None))


def test_it_begins_when_look_ups_have_loaded_and_other_work_comes_between_the_slices(
    indexing: Indexing, disk: HeldJobs, database: Database, alarms: Alarms
) -> None:
    keep(database, "Zebra")
    indexing.begin()
    assert disk.held == []
    assert alarms.ring() == FIRST_S
    slices = 0
    while disk.held:
        assert len(disk.held) == 1, "the next is not asked for before this one is done"
        disk.finish()
        slices += 1
    assert slices > 2
    assert named(database, "zeb") == 1
    assert alarms.pauses == [AGAIN_S]


def test_what_is_kept_later_is_taken_in_and_what_a_record_has_no_more_goes_in_a_quiet_moment(
    indexing: Indexing, disk: HeldJobs, database: Database, alarms: Alarms
) -> None:
    keep(database, "Zebra")
    indexing.begin()
    alarms.ring()
    disk.finish_all()
    keep(database, "Okapi")
    alarms.ring()
    disk.finish_all()
    assert (named(database, "oka"), named(database, "zeb")) == (1, 1)
    for _ in range(2):
        alarms.ring()
        disk.finish_all()
    assert (named(database, "oka"), named(database, "zeb")) == (1, 0)


def test_trouble_with_the_database_is_tried_again_later(
    indexing: Indexing, disk: HeldJobs, database: Database, alarms: Alarms
) -> None:
    database.path.parent.parent.mkdir(exist_ok=True)
    database.path.parent.write_text("in the way")
    indexing.begin()
    alarms.ring()
    disk.finish_all()
    database.path.parent.unlink()
    keep(database, "Zebra")
    alarms.ring()
    disk.finish_all()
    assert named(database, "zeb") == 1


def test_when_it_is_closed_no_slice_begins(
    indexing: Indexing, disk: HeldJobs, database: Database, alarms: Alarms
) -> None:
    keep(database, "Zebra")
    indexing.begin()
    alarms.ring()
    indexing.close()
    disk.finish()
    assert disk.held == []
    assert alarms.set == []
