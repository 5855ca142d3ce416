"""Passes of a run: all lanes go over some rows, a writer beside them where rows are written down, and then it is told.

It must not know what is done with a row or what comes after a pass.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial

from console.presenters.runs.items import RunRow
from console.presenters.runs.lanes import Lanes, Watch
from console.runtime.batch_writer import BatchWriter
from console.runtime.cancel import Cancel
from console.runtime.jobs import Failed, JobResult, Submits
from console.store.database import Connection, Database

RowWork = Callable[[RunRow, Watch, Cancel], RunRow]


class Passes:
    """One pass at a time. `jobs` needs a worker for each lane and one for the writer."""

    def __init__(
        self,
        jobs: Submits,
        at_once: int,
        database: Callable[[], Database],
        *,
        written: Callable[[], object] | None = None,
    ) -> None:
        """`database` makes one for the writer's own thread, on which `written` is called after each transaction."""
        self._jobs, self._at_once, self._database = jobs, at_once, database
        self._written = written
        self._under_way = 0
        self._writer: BatchWriter[Connection] | None = None
        self._over: Callable[[Exception | None], None] = _nobody
        self._error: Exception | None = None

    @property
    def under_way(self) -> bool:
        """Whether a pass is not over yet."""
        return self._under_way > 0

    def go(
        self,
        lanes: Lanes,
        places: Iterable[int],
        work: RowWork,
        over: Callable[[Exception | None], None],
        writer: BatchWriter[Connection] | None = None,
    ) -> None:
        """Begin a pass over these rows; `over` is called once it has ended, with what went wrong inside, if anything."""
        assert not self.under_way
        lanes.queue(places)
        self._over, self._writer, self._error = over, writer, None
        self._under_way = self._at_once

        # A thread is started once it runs, and those that are already at work would have the next one wait its turn.
        all_there = threading.Event()

        def lane(cancel: Cancel) -> None:
            all_there.wait()
            if writer is None:
                lanes.run(work, cancel)
                return
            with writer.writing() as accepted:
                if accepted:
                    lanes.run(work, cancel)

        if writer is not None:
            self._under_way += 1
            self._jobs.submit(lambda cancel: self._write_for(writer, cancel), self._writer_ended)
        for _ in range(self._at_once):
            self._jobs.submit(lane, self._lane_ended)
        all_there.set()

    def _write_for(self, writer: BatchWriter[Connection], cancel: Cancel) -> None:
        forget = cancel.on_cancel(writer.close)
        with closing(self._database()) as database:
            writer.serve(partial(self._transact, database))
        forget()

    def _transact(self, database: Database, work: Callable[[Connection], object]) -> object:
        done = database.write(work)
        if self._written is not None:
            self._written()
        return done

    def _lane_ended(self, result: JobResult[None]) -> None:
        self._note(result)
        if self._writer is not None and self._under_way == 1:
            self._writer.close()
        self._end()

    def _writer_ended(self, result: JobResult[None]) -> None:
        self._note(result)
        self._writer = None
        self._end()

    def _note(self, result: JobResult[None]) -> None:
        self._under_way -= 1
        if isinstance(result, Failed):
            self._error = result.error

    def _end(self) -> None:
        if not self._under_way:
            self._over(self._error)


def _nobody(_: object) -> None:
    """No pass was begun yet."""
