"""A torn page costs what stands on it and nothing beside: drafts, trail and runs come over into the new file.

It must not damage more than one place at once; `test_database.py` throws dice.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from console.store.archive import Archive
from console.store.database import Database
from console.store.drafts import Drafts
from console.store.files import StoreTrouble
from console.store.places import Places, find_places
from console.store.runs import Runs
from console.store.trail import Trail
from tests.support.disks import Disk, small_disk
from tests.support.old import put_database

PAGE = 4096


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places({"ORDER_CONSOLE_HOME": str(tmp_path)})


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", kilobytes=512) as mounted:
        yield mounted


def torn(places: Places, name: str, *, beyond: int = 0) -> bytes:
    """Blot out the page where a table or index begins, or one so many pages behind it; the file as it then is."""
    file = places.data / "console.db"
    with closing(sqlite3.connect(file)) as there:
        found = there.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    content = bytearray(file.read_bytes())
    start = (found[0] - 1 + beyond) * PAGE
    content[start : start + PAGE] = bytes(PAGE)
    file.write_bytes(content)
    return bytes(content)


@pytest.mark.parametrize(
    "index", ["trail_by_time", "trail_of_a_record", "archive_by_time", "sqlite_autoindex_drafts_1"]
)
def test_a_torn_index_costs_nothing(places: Places, index: str) -> None:
    put_database("3-carriers", places)
    with closing(Database(places)) as whole:
        before = Drafts(whole).all("Shop"), Trail(whole).search(limit=-1), Runs(whole).rows(1)
    torn(places, index)
    with closing(Database(places)) as mended:
        assert (Drafts(mended).all("Shop"), Trail(mended).search(limit=-1), Runs(mended).rows(1)) == before
        assert len(Trail(mended).search("parcels.csv", limit=-1)) > 1, "its words are found as before"
        (notice,) = mended.take_notices()
    assert "begun with what could be read of it: 3 drafts, " in notice
    assert "console.db.bad-1" in notice


@pytest.mark.parametrize("table", ["trail", "trail_words", "archive", "run_rows", "tabs"])
def test_a_torn_table_costs_no_draft(places: Places, table: str) -> None:
    put_database("3-carriers", places)
    with closing(Database(places)) as whole:
        drafts = Drafts(whole).all("Shop")
    torn(places, table)
    with closing(Database(places)) as mended:
        assert Drafts(mended).all("Shop") == drafts
        assert Trail(mended).search() is not None
        assert "3 drafts" in " ".join(mended.take_notices())


@pytest.mark.parametrize("table", ["drafts", "trail", "runs", "run_rows", "archive"])
def test_a_column_that_nobody_knows_costs_no_row(places: Places, table: str) -> None:
    put_database("3-carriers", places)
    with closing(Database(places)) as whole:
        before = everything(whole)
    with closing(sqlite3.connect(places.data / "console.db")) as connection:
        connection.execute(f'ALTER TABLE {table} ADD COLUMN "another ""tool""" TEXT NOT NULL DEFAULT 0')
    with closing(Database(places)) as mended:
        assert everything(mended) == before
        assert "3 drafts" in " ".join(mended.take_notices())


def everything(database: Database) -> tuple[object, ...]:
    """Drafts, trail, rows of the run, and what was opened before."""
    shop, archive = Drafts(database).all("Shop"), Archive(database).recent("Shop")
    return shop, Trail(database).search(limit=-1), Runs(database).rows(1), archive


def test_the_numbers_of_entries_go_on_where_they_were(places: Places) -> None:
    put_database("3-carriers", places)
    with closing(Database(places)) as whole:
        numbers = [one.number for one in Trail(whole).search(limit=-1)]
    torn(places, "archive_by_time")
    with closing(Database(places)) as mended:
        (unknown,) = Trail(mended).unsettled("Cut shop")
        assert Trail(mended).begin(unknown.intent) > max(numbers)


@pytest.mark.parametrize("room", [0, 20 * PAGE, 40 * PAGE])
def test_where_there_is_no_room_for_a_new_file_the_damaged_one_stays_and_is_tried_again(
    disk: Disk, room: int
) -> None:
    places = find_places({"ORDER_CONSOLE_HOME": str(disk.folder)})
    put_database("3-carriers", places)
    damaged = torn(places, "archive_by_time")
    disk.fill()
    filler = disk.folder / "filler"
    os.truncate(filler, filler.stat().st_size - room)
    with closing(Database(places)) as database:
        for _ in range(2):
            with pytest.raises(StoreTrouble, match="disk is full"):
                Drafts(database).all("Shop")
        assert (places.data / "console.db").read_bytes()[PAGE:] == damaged[PAGE:], (
            "all but the header, which opening marks"
        )
        disk.free()
        assert len(Drafts(database).all("Shop")) == 2
