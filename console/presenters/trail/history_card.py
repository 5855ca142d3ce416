"""The History card: the newest things that were sent for the record in front, each in two short lines.

It must not touch the disk itself or put anything back; the one worker reads, and whoever listens puts back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from console.model.date_form import MONTHS
from console.model.fields import moment
from console.presenters.clock import utc_now
from console.presenters.notice import from_error
from console.presenters.observable import Observable
from console.presenters.saving.sent import act_behind, can_be_put_back
from console.presenters.trail.entry import changed, teller
from console.presenters.trail.shared_trail import marked, together
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.desk.part import Hint
    from console.desk.sends import DeskPage
    from console.desk.trouble import DeskTrouble
    from console.model.fields.field import RecordKind
    from console.presenters.record.editor import Editor
    from console.presenters.trail.shared_trail import SharedTrail
    from console.store.trail import Entry, Trail, TrailStatus

MOST = 5
_LEFT_OUT = "It was not put back: the desk has not the values before it, because they were too long."
_LONGEST = 40
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
    """What the card shows for the record with `id`; no id, no card. `whole`: the desk has said what colleagues sent."""

    id: str = ""
    items: tuple[HistoryItem, ...] = ()
    whole: bool = False
    more: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Listed:
    """Entries of the record, newest first, and whether there are more of them."""

    entries: tuple[Entry, ...] = ()
    more: bool = False


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
        shared: Callable[[], SharedTrail | None] | None = None,
    ) -> None:
        """`put_back` gets the entry to put back; `who` names the operator of now, who is called "you".

        In a `read_only` environment nothing can be put back.
        `ended` is called when a save or a reading of the record in front ended: the trail may hold more now.
        `shared` says where colleagues' entries are read; None for no desk.
        """
        super().__init__(HistoryState(), render)
        self._shared = shared or (lambda: None)
        self._ended, self._read_only = ended, read_only
        self._disk, self._trail, self._environment = disk, trail, environment
        self._put_back, self._who, self._clock = put_back, who, clock
        self._key: tuple[RecordKind, str] | None = None
        self._busy = ""
        self._asked = self._asked_desk = 0
        self._own = self._theirs = _Listed()
        self._trouble = ""
        self._whole = False

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
        self._own = self._theirs = _Listed()
        self._trouble, self._whole = "", False
        self.put(HistoryState(key[1] if key is not None else ""))
        self.refresh()

    def refresh(self) -> None:
        """Read it again, here and at the desk."""
        self._asked += 1
        if self._key is not None:
            self._disk.submit(partial(self._read, *self._key), partial(self._listed, self._asked))
            self._ask_desk()

    def hear(self, hints: frozenset[Hint] | None) -> None:
        """Something changed at the desk, anything where it is None: read again what colleagues sent for this record."""
        shared = self._shared()
        if shared is None or self._key is None or (place := shared.place(*self._key)) is None:
            return
        if hints is None or any(hint.of in ("sends", "endings") and hint.means(place) for hint in hints):
            self._ask_desk()

    def lose(self) -> None:
        """The desk is away, or there is none any more: what colleagues sent is not shown, nor what still comes in."""
        self._asked_desk += 1
        if self._theirs.entries or self._whole:
            self._theirs, self._whole = _Listed(), False
            self._show()

    def put_back(self, number: int) -> None:
        """Hand an entry to whoever puts it back."""
        shared = self._shared()
        if self._key is None:
            return
        if number >= 0:
            self._disk.submit(partial(self._one, *self._key, number), partial(self._found, self._key))
        elif shared is not None:
            shared.whole(number, partial(self._found_there, self._key))

    def close(self) -> None:
        """Show nothing any more, not even what is still being read: another environment has the card now."""
        self._asked += 1
        self._asked_desk += 1
        self._key = None

    def _ask_desk(self) -> None:
        shared = self._shared()
        if shared is None:
            self.lose()
        elif self._key is not None:
            self._asked_desk += 1
            shared.of_record(*self._key, MOST + 1, partial(self._told, self._asked_desk))

    def _read(self, kind: RecordKind, id: str, _: Cancel) -> _Listed:
        """On the disk's worker: the entries, and whether there are more."""
        entries = self._trail.glance(self._environment, kind, id, limit=MOST + 1)
        if self._shared() is not None:
            entries = marked(self._trail, entries)
        return _Listed(
            tuple(entries), len(entries) > MOST
        )  # one more, which the desk's newest may hold as well

    def _one(self, kind: RecordKind, id: str, number: int, _: Cancel) -> Entry | None:
        entry = self._trail.entry(number)
        known = entry is not None and (entry.intent.kind, entry.intent.record_id) == (kind, id)
        return entry if known else None

    def _found(self, key: tuple[RecordKind, str], result: JobResult[Entry | None]) -> None:
        if isinstance(result, Failed):
            self.put(replace(self.state, trouble=from_error(result.error).headline))
        self._hand_back(key, result.value if isinstance(result, Done) else None)

    def _found_there(self, key: tuple[RecordKind, str], found: Entry | DeskTrouble | None) -> None:
        from console.desk.trouble import DeskTrouble

        if isinstance(found, DeskTrouble):
            self.put(replace(self.state, trouble=f"It was not put back. {found.sentence}"))
        elif found is not None and (found.intent.kind, found.intent.record_id) == key:
            if not can_be_put_back(found):
                self.put(replace(self.state, trouble=_LEFT_OUT))
            self._hand_back(key, found)

    def _hand_back(self, key: tuple[RecordKind, str], entry: Entry | None) -> None:
        if entry is not None and key == self._key and can_be_put_back(entry):
            self._put_back(entry)

    def _listed(self, asked: int, result: JobResult[_Listed]) -> None:
        if asked != self._asked or self._key is None:
            return
        if isinstance(result, Done):
            self._own, self._trouble = result.value, ""
        elif isinstance(result, Failed):
            self._trouble = from_error(result.error).headline
        self._show()

    def _told(self, asked: int, found: DeskPage | DeskTrouble) -> None:
        """What the desk has of the record; where it is away, nothing of colleagues is shown."""
        from console.desk.sends import DeskPage

        if asked != self._asked_desk or self._key is None:
            return
        self._whole = isinstance(found, DeskPage)
        page = found if isinstance(found, DeskPage) else DeskPage()
        self._theirs = _Listed(page.entries, page.last is not None)
        self._show()

    def _show(self) -> None:
        if self._key is None:
            return
        entries = together(self._own.entries, self._theirs.entries)
        more = self._own.more or self._theirs.more or len(entries) > MOST
        items = tuple(map(self._item, entries[:MOST]))
        self.put(HistoryState(self._key[1], items, self._whole, more, self._trouble))

    def _item(self, entry: Entry) -> HistoryItem:
        local, intent = entry.sent_at.astimezone(), entry.intent
        became = (_NOT_SAVED if act_behind(intent) is None else _NOT_DONE).get(entry.outcome, "")
        kept_here = f"not shared: {entry.not_shared}" if entry.not_shared else ""
        parts = [changed(intent, longest=_LONGEST), became, _messages(entry), kept_here]
        shared, who = self._shared(), self._who()
        return HistoryItem(
            entry.number,
            f"{_when(local, self._clock().astimezone())} · {teller(entry, shared.teller(entry, who) if shared else who)}",
            " · ".join(filter(None, parts)),
            f"{moment.local(local, seconds=True)}\n{moment.utc(local)}",
            can_be_put_back(entry) and not self._read_only,
        )


def _when(local: datetime, now: datetime) -> str:
    """ "Today 14:01", or the day, with its year where that is another one."""
    if local.date() == now.date():
        return f"Today {local:%H:%M}"
    year = "" if local.year == now.year else f" {local.year}"
    return f"{local.day} {MONTHS[local.month - 1]}{year} {local:%H:%M}"


def _messages(entry: Entry) -> str:
    """Whether the customer may have heard of it; nothing where that is up to the service, or it was refused."""
    if entry.intent.kind == "cart" or entry.outcome == "not saved":
        return ""
    return "workflows on" if entry.intent.workflows else "no messages"
