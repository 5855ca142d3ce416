"""Keeps the search file up with what is kept, in the background: a slice at a time, so that other work comes between.

It must not be waited for; what it has not come to is found without it, only more slowly.
"""

from __future__ import annotations

from console.presenters.clock import Wake, wake
from console.runtime.jobs import Done, JobResult, Submits
from console.store.catching_up import catch_up
from console.store.database import Database

FIRST_S = 2.0
"""Seconds after look-ups can be answered, which have enough to load by then."""
AGAIN_S = 20.0


class Indexing:
    """Looks for work every 20 seconds; where it finds none twice, it tidies up."""

    def __init__(self, disk: Submits, database: Database, *, wake: Wake = wake) -> None:
        self._disk, self._database, self._wake = disk, database, wake
        self._stop = _nothing
        self._closed = False
        self._worked = True
        self._tidy = False

    def begin(self) -> None:
        """Begin soon."""
        self._stop = self._wake(FIRST_S, self._look)

    def close(self) -> None:
        """Begin no slice more."""
        self._closed = True
        self._stop()

    def _look(self) -> None:
        self._tidy, self._worked = not self._worked, False
        self._slice()

    def _slice(self) -> None:
        tidy = self._tidy
        self._disk.submit(lambda _: catch_up(self._database, tidy=tidy), self._done)

    def _done(self, result: JobResult[bool]) -> None:
        if self._closed:
            return
        if isinstance(result, Done) and result.value:
            self._worked = True
            self._slice()
        else:
            self._stop = self._wake(AGAIN_S, self._look)


def _nothing() -> None:
    """No alarm is set."""
