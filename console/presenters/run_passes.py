"""Passes of a run: all lanes go over some rows, a writer beside them where rows are written down, and then it is told.

It must not know what is done with a row or what comes after a pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from console.cancel import Cancel
from console.jobs import Failed, Outcome, Submits
from console.presenters.run_items import Item
from console.presenters.run_lanes import Lanes, Watch
from console.scribe import Scribe
from console.store.database import Connection, Database
from console.store.files import StoreTrouble

Work = Callable[[Item, Watch, Cancel], Item]


class Passes:
    """One pass at a time. `jobs` needs a worker for each lane and one for the writer."""

    def __init__(self, jobs: Submits, at_once: int, database: Callable[[], Database]) -> None:
        """`database` makes one for the writer's own thread."""
        self._jobs, self._at_once, self._database = jobs, at_once, database
        self._under_way = 0
        self._scribe: Scribe[Connection] | None = None
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
        work: Work,
        over: Callable[[Exception | None], None],
        scribe: Scribe[Connection] | None = None,
    ) -> None:
        """Begin a pass over these rows; `over` is called once it has ended, with what went wrong inside, if anything."""
        assert not self.under_way
        lanes.load(places)
        self._over, self._scribe, self._error = over, scribe, None
        self._under_way = self._at_once

        def lane(cancel: Cancel) -> None:
            if scribe is None:
                lanes.run(work, cancel)
                return
            with scribe.at_work() as welcome:
                if welcome:
                    lanes.run(work, cancel)

        if scribe is not None:
            self._under_way += 1
            self._jobs.submit(lambda cancel: self._write_for(scribe, cancel), self._writer_ended)
        for _ in range(self._at_once):
            self._jobs.submit(lane, self._lane_ended)

    def _write_for(self, scribe: Scribe[Connection], cancel: Cancel) -> None:
        forget = cancel.on_cancel(scribe.close)
        with closing(self._database()) as database:
            scribe.serve(lambda work: _lasting(database, work))
        forget()

    def _lane_ended(self, outcome: Outcome[None]) -> None:
        self._note(outcome)
        if self._scribe is not None and self._under_way == 1:
            self._scribe.close()
        self._end()

    def _writer_ended(self, outcome: Outcome[None]) -> None:
        self._note(outcome)
        self._scribe = None
        self._end()

    def _note(self, outcome: Outcome[None]) -> None:
        self._under_way -= 1
        if isinstance(outcome, Failed):
            self._error = outcome.error

    def _end(self) -> None:
        if not self._under_way:
            self._over(self._error)


def _lasting(database: Database, work: Callable[[Connection], Any]) -> None:
    """Write, and take what would be gone after a restart for not written."""
    database.write(work)
    if not database.lasting:
        raise StoreTrouble(f"{database.path} cannot be used, so a run could not be gone on with after a cut.")


def _nobody(_: object) -> None:
    """No pass was begun yet."""
