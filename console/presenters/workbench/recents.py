"""The records opened lately, newest first, and those ever opened that hold what is being typed.

It must not read them from the server; choosing one asks the look-up for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from console.presenters.notice import from_error
from console.presenters.observable import Observable
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, Job, JobResult, Submits

if TYPE_CHECKING:
    from console.model.records import Cart, Order
    from console.store.archive import Archive, KnownRecord

_MOST = 50
_LONG, _PAINTED = 2_000, 0.05
"""From how many lines on writing a record down would hold up the window, and by how many seconds it has painted it."""


class RecentRecord(Protocol):
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
    def entries(self) -> Sequence[RecentRecord]: ...
    @property
    def trouble(self) -> str: ...
    @property
    def sought(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """A record that was opened at `when`."""

    id: str
    title: str
    subtitle: str
    when: datetime


@dataclass(frozen=True, slots=True)
class RecentsState:
    """What the pane lists, newest first, by which typed words, and a sentence where the list could not be kept."""

    entries: tuple[Opened, ...] = ()
    trouble: str = ""
    sought: str = ""


class RecentsPresenter(Observable[RecentsState]):
    """Keeps and searches the local index of one environment, on the worker that owns the database."""

    def __init__(
        self, disk: Submits, archive: Archive, environment: str, *, render: Callable[[RecentsState], None]
    ) -> None:
        self._disk, self._archive, self._environment = disk, archive, environment
        super().__init__(RecentsState(), render)
        self._typed = ""
        self._asked: Job | None = None

    def close(self) -> None:
        """Show nothing any more: another environment's list has the pane now."""
        self.hide()

    def load(self) -> None:
        """List what was opened lately, or what holds the typed text."""
        if self._asked is not None:
            self._asked.cancel()  # the newest question wins
        self._asked = self._disk.submit(
            partial(self._listed_by, self._typed), partial(self._show, self._typed)
        )

    def find(self, text: str) -> None:
        """List the records that hold every word of a text; an empty one lists what was opened lately."""
        if (typed := text.strip()) != self._typed:
            self._typed = typed
            self.load()

    def opened(self, record: Order | Cart, read_at: datetime) -> None:
        """Keep a record as it was read, and put it at the top."""
        self._typed = ""
        self._disk.submit(partial(self._remember, record, read_at), self._remembered)

    def _listed_by(self, text: str, _: Cancel) -> list[KnownRecord]:
        if text:
            return self._archive.find(text, self._environment, _MOST)
        return self._archive.recent(self._environment, _MOST)

    def _remember(self, record: Order | Cart, read_at: datetime, cancel: Cancel) -> None:
        from console.store.archive import told_of

        if len(record.lines) > _LONG:
            cancel.wait(_PAINTED)
        title, subtitle, keys, content = told_of(record)
        self._archive.remember(
            self._environment,
            record.kind,
            record.id,
            record.customer_id,
            title,
            subtitle,
            keys,
            content,
            read_at,
        )

    def _remembered(self, result: JobResult[None]) -> None:
        if isinstance(result, Failed):
            self._tell(result)
        else:
            self.load()

    def _show(self, sought: str, result: JobResult[list[KnownRecord]]) -> None:
        if isinstance(result, Failed):
            self._tell(result)
        elif isinstance(result, Done):
            entries = (Opened(one.id, one.title, one.subtitle, one.opened_at) for one in result.value)
            self.put(RecentsState(tuple(entries), sought=sought))

    def _tell(self, outcome: Failed) -> None:
        self.put(replace(self.state, trouble=from_error(outcome.error).headline))
