"""The records opened lately, newest first, as the pane at the left lists them.

It must not read them from the server; choosing one asks the look-up for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from console.cancel import Cancel
from console.jobs import Done, Failed, Outcome, Submits
from console.presenters.clock import utc_now
from console.presenters.notice import from_error

if TYPE_CHECKING:
    from console.model.records import Cart, Order
    from console.store.recents import Recent, Recents


class Entry(Protocol):
    """One record in a list: its id, two short texts to know it by, and a time (with its zone)."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def subtitle(self) -> str: ...
    @property
    def when(self) -> datetime: ...


class ListState(Protocol):
    """What a pane that lists records shows."""

    @property
    def entries(self) -> Sequence[Entry]: ...
    @property
    def trouble(self) -> str: ...


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
        self._acts: list[Callable[[str], list[Recent]]] = []
        self.state = RecentsState()

    def retire(self) -> None:
        """Show nothing any more: another environment's list has the pane now."""
        self._render = _nowhere

    def load(self) -> None:
        """Read the list."""
        self._keep(self._store.load)

    def opened(self, record: Order | Cart) -> None:
        """Put a record at the top."""
        from console.model.checks import summary  # not before there is a record: the window is painted first
        from console.presenters.review import name
        from console.store.recents import Recent

        called = name(record)
        entry = Recent(record.kind, record.id, called[0].upper() + called[1:], summary(record), self._clock())
        self._keep(lambda environment: self._store.remember(environment, entry))

    def _keep(self, act: Callable[[str], list[Recent]]) -> None:
        """One act after the other, so that the list shown is always that of the last."""
        self._acts.append(act)
        if len(self._acts) == 1:
            self._next()

    def _next(self) -> None:
        act = self._acts[0]

        def work(_: Cancel) -> RecentsState:
            entries = act(self._environment)
            return RecentsState(tuple(entries), " ".join(self._store.notices))

        self._jobs.submit(work, self._listed)

    def _listed(self, outcome: Outcome[RecentsState]) -> None:
        del self._acts[0]
        if isinstance(outcome, Done):
            self.state = outcome.value
        elif isinstance(outcome, Failed):
            self.state = RecentsState(self.state.entries, from_error(outcome.error).headline)
        self._render(self.state)
        if self._acts:
            self._next()


def _nowhere(_: RecentsState) -> None:
    """A retired list is shown nowhere."""
