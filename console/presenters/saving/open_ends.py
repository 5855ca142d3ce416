"""The writes of one environment of which it is not known whether they arrived, and the looks at their records.

It must not send anything, nor wait in a worker: between two looks an alarm is set, and a look is a job of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from console.model.drafts.checks import looked_over
from console.model.drafts.draft import Draft
from console.model.fields.field import RecordKind
from console.model.records import Cart, Order
from console.presenters.clock import Wake, utc_now, wake
from console.presenters.saving.answered import Answered
from console.presenters.saving.open_end import LOOKED_FOR, OpenEnd, from_entry
from console.presenters.saving.saving import LOOK_LATER, Saved, looks_left
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, JobResult, Submits

if TYPE_CHECKING:
    from console.api.client import Client
    from console.store.trail import Entry

Judged = tuple[tuple[OpenEnd, Saved], ...]
"""The writes that were open, with what a reading told of each; oldest first."""
_Key = tuple[RecordKind, str]
_BUSY_AGAIN = 1.0
"""Seconds after which a record that was busy when a look came back is looked at again."""


class OpenEnds:
    """Keeps them until a reading tells, and looks by itself for about two minutes after each."""

    def __init__(
        self,
        jobs: Submits,
        client: Client,
        note: Callable[[int, Saved], None],
        *,
        answered: Answered,
        set_alarm: Wake = wake,
        clock: Callable[[], datetime] = utc_now,
        elapsed: Callable[[], float] = monotonic,
    ) -> None:
        """`note` writes what became of one into the trail, by its number; `answered` hears of what arrived.

        `elapsed` are seconds that only ever grow: how long a write counts goes by them, whatever the clock is set to.
        """
        self._jobs, self._client, self._note, self._answered = jobs, client, note, answered
        self._set_alarm, self._clock, self._elapsed = set_alarm, clock, elapsed
        self._ends: dict[_Key, list[OpenEnd]] = {}
        self._left: dict[_Key, list[float]] = {}
        self._alarms: dict[_Key, Callable[[], None]] = {}
        self._hear: Callable[[Order | Cart, datetime], bool] = self._nobody
        self._ahead: dict[_Key, tuple[Order | Cart, Judged]] = {}
        self._closed = False

    def hear(self, looked: Callable[[Order | Cart, datetime], bool]) -> None:
        """Give every record that a look has read to `looked`, with when that began; it says whether it could judge it."""
        self._hear = looked

    def restore(self, entries: Iterable[Entry]) -> None:
        """Take over what the trail holds open, in the place of what was known before; looks go on where time is left."""
        for key in list(self._ends):
            self._drop(key)
        for end in map(self._timed, map(from_entry, entries)):
            if end.payload or self._guards(end):
                self._ends.setdefault((end.kind, end.id), []).append(end)
        for key, ends in self._ends.items():
            self._begin(key, looks_left(self._gone(ends[-1])))

    def leave(self, end: OpenEnd) -> None:
        """Take one that was left open just now."""
        if self._closed:
            return
        key = (end.kind, end.id)
        self._ends.setdefault(key, []).append(self._timed(end))
        self._begin(key, LOOK_LATER)

    def learn(self, entry: Entry) -> None:
        """Take one that some other part of the console left open, such as a row of a run."""
        key = (entry.intent.kind, entry.intent.record_id)
        if all(end.number != entry.number for end in self._ends.get(key, ())):
            self.leave(from_entry(entry))

    def overtaken(self, record: Order | Cart) -> None:
        """Take note that another write of one's own was answered with `record`, while those before it are still open."""
        key = (record.kind, record.id)
        if key in self._ends:
            self._ends[key] = [end.on(record) for end in self._ends[key]]

    def guarding(self, kind: RecordKind, id: str) -> tuple[OpenEnd, ...]:
        """The writes to a record that may still arrive, so that nothing else is sent to it without a word."""
        return tuple(end for end in self._ends.get((kind, id), ()) if self._guards(end))

    def may_arrive(self, entry: Entry) -> bool:
        """Whether an open entry of the trail counts for one that may still arrive."""
        known = self._ends.get((entry.intent.kind, entry.intent.record_id), ())
        return self._guards(next((end for end in known if end.number == entry.number), from_entry(entry)))

    def looks_for(self, end: OpenEnd) -> bool:
        """Whether this one is still looked for by itself."""
        return self._gone(end) < LOOKED_FOR

    def landed(self, record: Order | Cart) -> bool:
        """Whether this reading shows that one of them did arrive; nothing is settled by asking."""
        return any(found.became == "arrived" for _, found in self.judge_ahead(record))

    def judge_ahead(self, record: Order | Cart) -> Judged:
        """What `judge` will say of this very reading, worked out by a worker: of ten thousand lines it takes a second."""
        key = (record.kind, record.id)
        if not (ends := tuple(self._ends.get(key, ()))):
            return ()
        told = tuple((end, end.judged(record, self._gone(end))) for end in ends)
        self._ahead[key] = record, told
        return told

    def judge(self, record: Order | Cart) -> Judged:
        """What this reading tells of each; the trail gets it, and what is settled is open no longer."""
        key, now = (record.kind, record.id), self._clock()
        read, known = self._ahead.pop(key, (None, ()))
        ahead = {id(end): found for end, found in known} if read is record else {}
        told = _told_apart(
            tuple(
                (end, ahead.get(id(end)) or end.judged(record, self._gone(end)))
                for end in self._ends.get(key, ())
            )
        )
        last = max((at for at, (_, found) in enumerate(told) if found.became == "arrived"), default=-1)
        moved, still = last >= 0, []
        if moved:
            self._answered.note(None, record)
        for at, (end, found) in enumerate(told):
            if end.number is not None:
                self._note(end.number, found)
            if found.open and self._guards(end):
                end = replace(end, seen_at=now) if found.became == "not arrived" else end
                still.append(end.on(record, later=at < last) if moved else end)
        self._ends[key] = still
        if not still:
            self._drop(key)
        return told

    def close(self) -> None:
        """Look no more; the trail knows what is open."""
        self._closed = True
        for key in list(self._ends):
            self._drop(key)

    def _gone(self, end: OpenEnd) -> timedelta:
        return end.gone(self._clock(), self._elapsed())

    def _guards(self, end: OpenEnd) -> bool:
        return end.guards(self._gone(end))

    def _timed(self, end: OpenEnd) -> OpenEnd:
        """The same with when it left by the seconds of this session."""
        return replace(end, since=self._elapsed() - self._gone(end).total_seconds())

    def _nobody(self, record: Order | Cart, _: datetime) -> bool:
        self.judge(record)
        return True

    # -- looks by itself ----------------------------------------------------------------------------------

    def _begin(self, key: _Key, pauses: Iterable[float]) -> None:
        self._left[key] = list(pauses)
        self._next(key)

    def _next(self, key: _Key) -> None:
        self._put_off(key)
        if self._left.get(key):
            pause = self._left[key].pop(0)
            self._alarms[key] = self._set_alarm(pause, partial(self._look, key))

    def _look(self, key: _Key) -> None:
        self._alarms.pop(key, None)
        self._jobs.submit(partial(self._read, key), partial(self._looked, key, self._clock()))

    def _read(self, key: _Key, cancel: Cancel) -> Order | Cart:
        kind, id = key
        read = self._client.get_order if kind == "order" else self._client.get_cart
        record: Order | Cart = read(id, cancel=cancel)
        looked_over(Draft(record, self._clock()))
        self.judge_ahead(record)
        return record

    def _looked(self, key: _Key, began: datetime, result: JobResult[Order | Cart]) -> None:
        if self._closed or key not in self._ends or key in self._alarms:
            return  # settled meanwhile, or looked for anew since something else was sent
        if isinstance(result, Done) and not self._hear(result.value, began):
            self._left[key].insert(0, _BUSY_AGAIN)
        if key in self._ends:
            self._next(key)

    def _drop(self, key: _Key) -> None:
        self._put_off(key)
        for kept in (self._ends, self._left, self._ahead):
            kept.pop(key, None)

    def _put_off(self, key: _Key) -> None:
        if (put_off := self._alarms.pop(key, None)) is not None:
            put_off()


def _told_apart(told: Judged) -> Judged:
    """The same where what one sent is explained by another that is there: whether that one came as well, nobody can tell."""
    explained: dict[str, Any] = {}
    alone = set()
    for end, found in sorted(told, key=lambda one: -len(one[0].payload)):
        if found.became == "arrived" and any(
            key not in explained or explained[key] != value for key, value in end.payload.items()
        ):
            alone.add(id(end))
            explained |= end.payload
    return tuple(
        (end, found if found.became != "arrived" or id(end) in alone else replace(found, became="unknown"))
        for end, found in told
    )
