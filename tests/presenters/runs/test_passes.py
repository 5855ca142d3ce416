"""A pass over rows on real threads: lanes beside a writer, an end that is told once, and no thread left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.model.shipments.shipments import RowRequest
from console.presenters.runs.items import RunRow
from console.presenters.runs.lanes import Lanes, Watch
from console.presenters.runs.passes import Passes
from console.runtime.batch_writer import BatchWriter
from console.runtime.brake import Brake
from console.runtime.cancel import Cancel
from console.runtime.jobs import Jobs
from console.store.database import Connection, Database
from console.store.files import StoreTrouble
from console.store.places import find_places
from tests.presenters.given import own_database

AT_ONCE = 4


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs(workers=AT_ONCE + 1)
    yield jobs
    jobs.close(5.0)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("job-")]


class Told:
    """What was told of the end of passes."""

    def __init__(self) -> None:
        self.ends: list[Exception | None] = []

    def __call__(self, error: Exception | None) -> None:
        self.ends.append(error)


def lanes(count: int = 20) -> Lanes:
    return Lanes([RunRow(place, (), RowRequest(str(place))) for place in range(count)], Brake(AT_ONCE))


def found(item: RunRow, _: Watch, __: Cancel) -> RunRow:
    return item.checked("not found")


def writing(writer: BatchWriter[Connection]) -> Callable[[RunRow, Watch, Cancel], RunRow]:
    def work(item: RunRow, watch: Watch, cancel: Cancel) -> RunRow:
        writer.write(lambda connection: connection.execute("UPDATE runs SET finished_at = NULL"))
        return found(item, watch, cancel)

    return work


def test_the_end_is_told_once_when_every_row_is_done(qtbot: QtBot, jobs: Jobs) -> None:
    rows, told = lanes(), Told()
    passes = Passes(jobs, AT_ONCE, own_database)
    passes.go(rows, range(20), found, told)
    assert passes.under_way
    qtbot.waitUntil(lambda: not jobs.busy)

    assert told.ends == [None]
    assert not passes.under_way
    assert rows.done == 20


def test_the_writer_ends_with_the_lanes_and_the_next_pass_may_begin_at_once(qtbot: QtBot, jobs: Jobs) -> None:
    rows, told = lanes(), Told()
    passes = Passes(jobs, AT_ONCE, own_database)

    def again(error: Exception | None) -> None:
        told(error)
        second: BatchWriter[Connection] = BatchWriter()
        passes.go(rows, [1, 2], writing(second), told, second)

    first: BatchWriter[Connection] = BatchWriter()
    passes.go(rows, range(20), writing(first), again, first)
    qtbot.waitUntil(lambda: not jobs.busy)

    assert told.ends == [None, None]
    assert rows.done == 2


def test_an_error_of_a_row_is_told_and_the_others_are_done(qtbot: QtBot, jobs: Jobs) -> None:
    rows, told, trouble = lanes(), Told(), ValueError("a mistake")

    def work(item: RunRow, watch: Watch, cancel: Cancel) -> RunRow:
        if item.place == 7:
            raise trouble
        return found(item, watch, cancel)

    Passes(jobs, AT_ONCE, own_database).go(rows, range(20), work, told)
    qtbot.waitUntil(lambda: not jobs.busy)

    assert told.ends == [trouble]
    assert rows.done == 19


def test_closing_in_the_middle_lets_lanes_write_to_their_end_and_leaves_no_thread(
    qtbot: QtBot, jobs: Jobs
) -> None:
    rows, told = lanes(), Told()
    writer: BatchWriter[Connection] = BatchWriter()
    inside, written = threading.Semaphore(0), []

    def work(item: RunRow, watch: Watch, cancel: Cancel) -> RunRow:
        inside.release()
        cancel.wait(20)
        writer.write(lambda connection: written.append(item.place))
        return found(item, watch, cancel)

    Passes(jobs, AT_ONCE, own_database).go(rows, range(20), work, told, writer)
    for _ in range(AT_ONCE):
        assert inside.acquire(timeout=20)
    jobs.close(5.0)

    assert len(written) == AT_ONCE
    assert rows.left == 20 - AT_ONCE
    assert told.ends == []


def test_what_would_be_gone_after_a_restart_is_not_written(qtbot: QtBot, jobs: Jobs, tmp_path: Any) -> None:
    places = find_places({"ORDER_CONSOLE_HOME": str(tmp_path / "blocked")})
    (places.data / "console.db").mkdir(parents=True)
    rows, told = lanes(1), Told()
    writer: BatchWriter[Connection] = BatchWriter()
    raised: list[Exception] = []

    def work(item: RunRow, watch: Watch, cancel: Cancel) -> RunRow:
        try:
            writer.write(lambda connection: None)
        except StoreTrouble as error:
            raised.append(error)
        return found(item, watch, cancel)

    Passes(jobs, AT_ONCE, lambda: Database(places)).go(rows, [0], work, told, writer)
    qtbot.waitUntil(lambda: not jobs.busy)

    assert [str(places.data / "console.db") in str(error) for error in raised] == [True]


def test_the_writer_lets_go_of_the_file(qtbot: QtBot, jobs: Jobs) -> None:
    opened: list[Database] = []

    def database() -> Database:
        opened.append(own_database())
        return opened[-1]

    rows, told = lanes(3), Told()
    writer: BatchWriter[Connection] = BatchWriter()
    Passes(jobs, AT_ONCE, database).go(rows, range(3), writing(writer), told, writer)
    qtbot.waitUntil(lambda: not jobs.busy)

    assert len(opened) == 1
    with closing(own_database()) as other:  # a lock left behind would be heard of here
        other.write(lambda connection: connection.execute("DELETE FROM runs"))
