"""The records opened lately, newest first, as the pane at the left lists them.

It must not read them from the server; choosing one asks the look-up for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from console.cancel import Cancel
from console.jobs import Failed, Outcome, Submits
from console.model.checks import summary
from console.presenters.clock import utc_now
from console.presenters.review import name

if TYPE_CHECKING:
    from console.model.records import Cart, Order
    from console.store.recents import Recent, Recents


@dataclass(frozen=True, slots=True)
class RecentsState:
    """What the pane lists, newest first, and a sentence where the list could not be kept."""

    entries: tuple[Recent, ...] = ()
    trouble: str = ""


class RecentsPresenter:
    """Keeps the list of one environment, on a worker, so that the disk never holds the window up."""

    def __init__(
        self,
        jobs: Submits,
        store: Recents,
        environment: str,
        render: Callable[[RecentsState], None],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._jobs, self._store, self._environment = jobs, store, environment
        self._render, self._clock = render, clock
        self.state = RecentsState()

    def load(self) -> None:
        """Read the list."""
        self._jobs.submit(self._read, self._listed)

    def opened(self, record: Order | Cart) -> None:
        """Put a record at the top."""
        from console.store.recents import Recent

        called = name(record)
        entry = Recent(record.kind, record.id, called[0].upper() + called[1:], summary(record), self._clock())

        def remember(_: Cancel) -> list[Recent]:
            return self._store.remember(self._environment, entry)

        self._jobs.submit(remember, self._listed)

    def _read(self, _: Cancel) -> list[Recent]:
        return self._store.load(self._environment)

    def _listed(self, outcome: Outcome[list[Recent]]) -> None:
        if isinstance(outcome, Failed):
            self.state = RecentsState(self.state.entries, str(outcome.error))
        elif entries := getattr(outcome, "value", None):
            self.state = RecentsState(tuple(entries))
        self._render(self.state)
