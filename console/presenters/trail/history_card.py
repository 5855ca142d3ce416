"""The History card: the newest things that were sent for the record in front, each in two short lines.

It must not touch the disk itself or put anything back; the one worker reads, and whoever listens puts back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from console.presenters.clock import utc_now
from console.presenters.notice import from_error
from console.presenters.observable import Observable
from console.presenters.saving.sent import act_behind, can_be_put_back
from console.presenters.trail.entry import changed, teller
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.model.fields.field import RecordKind
    from console.presenters.record.editor import Editor
    from console.store.trail import Entry, Trail, TrailStatus

MOST = 5
_LONGEST = 40
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOT_SAVED: dict[TrailStatus, str] = {
    "not saved": "not saved",
    "not arrived": "had not arrived",
    "sent": "unknown",
    "unknown": "unknown",
    "changed by someone else": "changed by someone else",
}
_NOT_DONE: dict[TrailStatus, str] = {**_NOT_SAVED, "not saved": "not done"}
"""What became of a change of fields, and of an act; of what was saved nothing is said."""


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One entry on the card: "Today 14:01 · you" and "Tax 0.00 → 0.28 · no messages"."""

    number: int
    headline: str
    what: str
    moment: str
    may_put_back: bool


@dataclass(frozen=True, slots=True)
class HistoryState:
    """What the card shows for the record with `id`; no id, no card."""

    id: str = ""
    items: tuple[HistoryItem, ...] = ()
    more: bool = False
    trouble: str = ""


class HistoryCard(Observable[HistoryState]):
    """Keeps the card of one environment, for whichever record is in front."""

    def __init__(
        self,
        disk: Submits,
        trail: Trail,
        environment: str,
        *,
        render: Callable[[HistoryState], None],
        put_back: Callable[[Entry], None],
        who: Callable[[], str],
        clock: Callable[[], datetime] = utc_now,
        ended: Callable[[], None] | None = None,
        read_only: bool = False,
    ) -> None:
        """`put_back` gets the entry to put back; `who` names the operator of now, who is called "you".

        In a `read_only` environment nothing can be put back.
        `ended` is called when a save or a reading of the record in front ended: the trail may hold more now.
        """
        super().__init__(HistoryState(), render)
        self._ended, self._read_only = ended, read_only
        self._disk, self._trail, self._environment = disk, trail, environment
        self._put_back, self._who, self._clock = put_back, who, clock
        self._key: tuple[RecordKind, str] | None = None
        self._busy = ""
        self._asked = 0

    def sync(self, front: Editor | None) -> None:
        """Show the history of this record; also called whenever it changes, and read again once it was sent."""
        record = front.state.draft.base if front is not None else None
        key = (record.kind, record.id) if record is not None else None
        busy = front.state.busy if front is not None else ""
        ended, self._busy = bool(self._busy) and not busy and key == self._key, busy
        if key == self._key:
            if ended:
                self.refresh()
                if self._ended is not None:
                    self._ended()
            return
        self._key = key
        self.put(HistoryState(key[1] if key is not None else ""))
        self.refresh()

    def refresh(self) -> None:
        """Read it again."""
        self._asked += 1
        if self._key is not None:
            self._disk.submit(partial(self._read, *self._key), partial(self._listed, self._asked))

    def put_back(self, number: int) -> None:
        """Hand an entry to whoever puts it back."""
        if self._key is not None:
            self._disk.submit(partial(self._one, *self._key, number), partial(self._found, self._key))

    def close(self) -> None:
        """Show nothing any more, not even what is still being read: another environment has the card now."""
        self._asked += 1
        self._key = None

    def _read(self, kind: RecordKind, id: str, _: Cancel) -> tuple[tuple[HistoryItem, ...], bool]:
        """On the disk's worker: the items, and whether there are more."""
        entries = self._trail.glance(self._environment, kind, id, limit=MOST + 1)
        return tuple(map(self._item, entries[:MOST])), len(entries) > MOST

    def _one(self, kind: RecordKind, id: str, number: int, _: Cancel) -> Entry | None:
        entry = self._trail.entry(number)
        known = entry is not None and (entry.intent.kind, entry.intent.record_id) == (kind, id)
        return entry if known else None

    def _found(self, key: tuple[RecordKind, str], result: JobResult[Entry | None]) -> None:
        if isinstance(result, Failed):
            self.put(replace(self.state, trouble=from_error(result.error).headline))
        entry = result.value if isinstance(result, Done) else None
        if entry is not None and key == self._key and can_be_put_back(entry):
            self._put_back(entry)

    def _listed(self, asked: int, result: JobResult[tuple[tuple[HistoryItem, ...], bool]]) -> None:
        if asked != self._asked or self._key is None:
            return
        if isinstance(result, Done):
            self.put(HistoryState(self._key[1], *result.value))
        elif isinstance(result, Failed):
            told = from_error(result.error).headline
            self.put(HistoryState(self._key[1], self.state.items, self.state.more, told))

    def _item(self, entry: Entry) -> HistoryItem:
        local, intent = entry.sent_at.astimezone(), entry.intent
        became = (_NOT_SAVED if act_behind(intent) is None else _NOT_DONE).get(entry.outcome, "")
        parts = [changed(intent, longest=_LONGEST), became, _messages(entry)]
        return HistoryItem(
            entry.number,
            f"{_when(local, self._clock().astimezone())} · {teller(entry, self._who())}",
            " · ".join(filter(None, parts)),
            f"{local:%Y-%m-%d %H:%M:%S %z}",
            can_be_put_back(entry) and not self._read_only,
        )


def _when(local: datetime, now: datetime) -> str:
    """ "Today 14:01", or the day, with its year where that is another one."""
    if local.date() == now.date():
        return f"Today {local:%H:%M}"
    year = "" if local.year == now.year else f" {local.year}"
    return f"{local.day} {_MONTHS[local.month - 1]}{year} {local:%H:%M}"


def _messages(entry: Entry) -> str:
    """Whether the customer may have heard of it; nothing where that is up to the service, or it was refused."""
    if entry.intent.kind == "cart" or entry.outcome == "not saved":
        return ""
    return "workflows on" if entry.intent.workflows else "no messages"
