"""The writes of one environment that arrived a moment ago, by which a reading that is behind them is known.

It must not read anything, nor keep a record for longer than a replica is taken to lag.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic

from console.model.fields.field import RecordKind
from console.model.fields.moment import NotAMoment, instant
from console.model.merging.differences import moved
from console.model.records import Cart, Order
from console.presenters.clock import utc_now

LAGS = 120.0
"""For how many seconds a reading that shows what was before is taken for that of a replica, and not for somebody's change."""


@dataclass(frozen=True, slots=True)
class _Arrived:
    before: Order | Cart | None
    after: Order | Cart
    at: datetime
    since: float


class Answered:
    """To be told of every write that arrived; asked by several threads."""

    def __init__(
        self, clock: Callable[[], datetime] = utc_now, elapsed: Callable[[], float] = monotonic
    ) -> None:
        """`clock` is told, and `elapsed` counted by: seconds that only ever grow."""
        self._clock, self._elapsed = clock, elapsed
        self._one_at_a_time = Lock()
        self._newest: dict[tuple[RecordKind, str], _Arrived] = {}

    def note(self, before: Order | Cart | None, after: Order | Cart) -> None:
        """Remember how a record was read `after` a write of one's own; `before` is how it was, where that is at hand."""
        arrived = _Arrived(
            before.as_read() if before is not None else None,
            after.as_read(),
            self._clock(),
            self._elapsed(),
        )
        with self._one_at_a_time:
            self._forget_old()
            self._newest[after.kind, after.id] = arrived

    def behind(self, record: Order | Cart) -> datetime | None:
        """When the newer state was there, where this reading is older than it; None where nothing says so.

        The record's own time of change tells; where that is the same, or it has none, that all of it is as before.
        """
        with self._one_at_a_time:
            self._forget_old()
            newest = self._newest.get((record.kind, record.id))
        if newest is None or not moved(newest.after, record):
            return None
        read_at, there_at = _changed_at(record), _changed_at(newest.after)
        if read_at is not None and there_at is not None and read_at != there_at:
            return newest.at if read_at < there_at else None
        return newest.at if newest.before is not None and not moved(newest.before, record) else None

    def _forget_old(self) -> None:
        since = self._elapsed()
        for key in [key for key, one in self._newest.items() if since - one.since >= LAGS]:
            del self._newest[key]


def _changed_at(record: Order | Cart) -> datetime | None:
    told = record.updated_date
    try:
        return instant(told) if isinstance(told, str) else None
    except NotAMoment:
        return None
