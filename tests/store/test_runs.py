"""Runs on disk: every row is noted before it is sent, and is found again as it stood."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.store.database import Database
from console.store.files import StoreTrouble
from console.store.places import Places, find_places
from console.store.renaming import rename
from console.store.runs import Run, Runs, StoredRow

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
RUN = Run("Shop", "warehouse.csv", ("Order", "Tracking"), NOON, {"message": False})
ROWS = [StoredRow(place, (f"#{1000 + place}", "1Z…"), {"order": f"id-{place}"}) for place in range(3)]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places({"ORDER_CONSOLE_HOME": str(tmp_path / "home")})


@pytest.fixture
def database(places: Places) -> Iterator[Database]:
    with closing(Database(places)) as opened:
        yield opened


def test_a_run_comes_back_with_every_row(database: Database) -> None:
    runs = Runs(database)
    run = runs.begin(RUN, ROWS)

    assert runs.all("Shop") == [run]
    assert runs.rows(run.number) == ROWS
    assert runs.all("Another") == []


def test_a_row_is_found_as_it_was_noted_last(database: Database, places: Places) -> None:
    runs = Runs(database)
    run = runs.begin(RUN, ROWS)
    sending = replace(ROWS[1], status="sending", number=7)
    sent = replace(ROWS[0], status="sent", number=6, reason="Sent and verified.", at=NOON)
    database.write(runs.note_statement(run.number, sending))
    runs.note(run.number, [sent])
    database.close()

    with closing(Database(places)) as later:
        assert Runs(later).rows(run.number) == [sent, sending, ROWS[2]]


def test_unfinished_runs_come_first(database: Database) -> None:
    runs = Runs(database)
    first, second = runs.begin(RUN, ROWS), runs.begin(replace(RUN, name="later.csv"), [])
    runs.finish(second.number, NOON)

    assert [(run.name, run.finished_at) for run in runs.all("Shop")] == [
        ("warehouse.csv", None),
        ("later.csv", NOON),
    ]
    assert runs.all("Shop", limit=1) == [first]


def test_a_damaged_row_comes_as_unknown_so_that_it_is_not_sent_twice(
    database: Database, places: Places
) -> None:
    runs = Runs(database)
    run = runs.begin(RUN, ROWS)
    with closing(sqlite3.connect(places.data / "console.db")) as other, other:
        other.execute("UPDATE run_rows SET content = 'x' || content WHERE place = 1")

    rows = runs.rows(run.number)

    assert [row.status for row in rows] == ["to send", "unknown", "to send"]
    assert database.take_notices() == ["Row 2 of a run is damaged on the disk."]


def test_a_damaged_run_is_left_out_and_told(database: Database, places: Places) -> None:
    runs = Runs(database)
    runs.begin(RUN, ROWS)
    with closing(sqlite3.connect(places.data / "console.db")) as other, other:
        other.execute("UPDATE runs SET content = 'x' || content")

    assert runs.all("Shop") == []
    assert database.take_notices() == ["Run 1 is damaged on the disk and was left out."]


def test_runs_follow_a_renamed_environment(database: Database) -> None:
    runs = Runs(database)
    run = runs.begin(RUN, ROWS)
    rename(database, "Shop", "Store")

    assert runs.all("Store") == [replace(run, environment="Store")]
    assert runs.all("Shop") == []


def test_a_run_that_is_gone_on_with_is_not_finished(database: Database) -> None:
    runs = Runs(database)
    run = runs.begin(RUN, ROWS)
    runs.finish(run.number, NOON)
    database.write(runs.finish_statement(run.number, None))

    assert runs.all("Shop") == [run]


def test_a_row_of_a_run_that_is_gone_cannot_be_noted(database: Database) -> None:
    runs = Runs(database)
    run = runs.begin(RUN, ROWS)
    database.write(lambda connection: connection.execute("DELETE FROM runs"))

    with pytest.raises(StoreTrouble, match="deleted"):
        runs.note(run.number, [ROWS[0]])


def test_the_rows_of_a_run_are_counted_by_their_ending(database: Database) -> None:
    runs = Runs(database)
    begun = runs.begin(RUN, ROWS)
    runs.note(begun.number, [replace(ROWS[0], status="sent")])
    counted = runs.statuses(begun.number)
    assert sum(counted.values()) == len(ROWS)
    assert counted["sent"] == 1
    assert runs.statuses(begun.number + 1) == {}
