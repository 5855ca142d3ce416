"""A reading that is under way for a record which is shown meanwhile as it was read before.

It must not read anything or know what is shown; it hands one outcome from whoever reads to whoever shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.presenters.waiting import Waiting
from console.runtime.jobs import Job, JobResult

if TYPE_CHECKING:
    from console.model.fields.field import RecordKind
    from console.model.records import Cart, Order

    Hears = Callable[[JobResult[Order | Cart]], None]


class FreshReading:
    """Begun by a look-up. Once it is `taken` the open record has it: a later look-up no longer ends it, Esc there does.

    `waiting` says how it stands, `job` is what is to be cancelled, `shown` the kind and ID of the record that waits for it.
    """

    def __init__(self, waiting: Waiting) -> None:
        self.waiting = waiting
        self.job: Job | None = None
        self.shown: tuple[RecordKind, str] | None = None
        self._hears: Hears | None = None

    @property
    def taken(self) -> bool:
        """Whether a record that is shown waits for it."""
        return self._hears is not None

    def take(self, hears: Hears) -> None:
        """Hand the outcome to this record."""
        self._hears = hears

    def come(self, result: JobResult[Order | Cart]) -> None:
        """Tell whoever took it what came."""
        if self._hears is not None:
            self._hears(result)

    def cancel(self) -> None:
        """Stop reading; the outcome says so."""
        if self.job is not None:
            self.job.cancel()
