"""The notes on the record in front: what colleagues wrote, what is written here, and what of that still waits.

It must not lose a text: what is typed is on this computer's disk within a second, and what is added waits there for the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from console.desk.notes import LONGEST_NOTE, MOST_NOTES, DeskNote, notes_of
from console.desk.place import DeskPlace, as_it_was, held
from console.desk.trouble import DeskTrouble
from console.model.fields import moment
from console.presenters.clock import Wake, utc_now, wake
from console.presenters.notice import from_error
from console.presenters.observable import Observable
from console.runtime.jobs import Cancelled, Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.desk.part import AsksDesk, Hint
    from console.model.fields.field import RecordKind
    from console.runtime.cancel import Cancel
    from console.store.outbox import Outbox, OutboxNote, SharedAs
    from console.store.typed_notes import TypedNotes

    Key = tuple[RecordKind, str]

T = TypeVar("T")

_SOON = 0.6
"""Seconds after a key that what was typed is written down."""
_WAITS = "Waits for the desk"
_TAKING_BACK = "Withdrawn here; the desk is still to hear of it"
ADDED, WITHDRAWN = "Note added.", "Note withdrawn."


@dataclass(frozen=True, slots=True)
class NoteItem:
    """One note: "Today 14:01 · you", its text, and what is to be said of it: that it waits, or why it was refused."""

    id: str
    headline: str
    body: str
    moment: str
    mark: str = ""
    trouble: bool = False
    withdrawn: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True, slots=True)
class NotesState:
    """What the card shows for the record with `id`; no id, no card.

    `text` is what is typed and not added yet, `busy` while it is being added; `trouble` is why something could not be
    done, `said` what was done last, for a screen reader.
    """

    id: str = ""
    items: tuple[NoteItem, ...] = ()
    text: str = ""
    busy: bool = False
    more: bool = False
    trouble: str = ""
    said: str = ""


class NotesCard(Observable[NotesState]):
    """Keeps the notes of whichever record is in front, in one environment."""

    def __init__(
        self,
        disk: Submits,
        outbox: Outbox,
        desk: AsksDesk,
        *,
        typed: TypedNotes,
        shared: SharedAs,
        render: Callable[[NotesState], None] | None = None,
        clock: Callable[[], datetime] = utc_now,
        alarm: Wake = wake,
    ) -> None:
        """`typed` keeps what is typed and not added yet."""
        super().__init__(NotesState(), render)
        self._disk, self._outbox, self._desk, self._shared = disk, outbox, desk, shared
        self._kept, self._clock, self._alarm = typed, clock, alarm
        self._put_off: Callable[[], None] | None = None
        self._key: Key | None = None
        self._typed: dict[Key, str] = {}
        self._adding: set[Key] = set()
        self._not_added: dict[Key, str] = {}
        """Why what was typed for a record could not be added while another one was in front."""
        self._there: tuple[DeskNote, ...] | None = None
        self._here: tuple[OutboxNote, ...] = ()
        self._asked = 0

    def sync(self, front: Key | None) -> None:
        """Show the notes of this record; nothing is read where it is the same as before."""
        if front == self._key:
            return
        self._keep()
        self._key, self._there, self._here = front, None, ()
        self._asked += 1
        self.put(self._first(front) if front is not None else NotesState())
        if front is not None and front not in self._typed:
            self._disk.submit(
                _on_worker(partial(self._kept.of, self._shared, *front)), partial(self._came_back, front)
            )
        self.refresh()

    def heard(self, hints: frozenset[Hint] | None) -> None:
        """Something changed on the desk, None for anything: the notes are read again where it may concern them."""
        place = self._place
        if hints is None or (
            place is not None and any(one.of == "notes" and one.means(place) for one in hints)
        ):
            self.refresh()

    def passed(self) -> None:
        """Something that waited was passed on or refused: look here whether it was a note; the desk is not asked."""
        if (place := self._place) is not None and any(one.status == "waiting" for one in self._here):
            self._read_here(place)

    def refresh(self) -> None:
        """Read what is here and what is on the desk again."""
        if (place := self._place) is not None:
            self._read_here(place)
            self._desk.post(partial(notes_of, place), partial(self._came, self._asked))

    def typed(self, text: str) -> None:
        """Keep what is typed for this record, until it is added."""
        if self._key is not None and text != self.state.text and not self.state.busy:
            self._typed[self._key] = text
            if self._put_off is None:
                self._put_off = self._alarm(_SOON, self._keep)
            self.put(replace(self.state, text=text, trouble="", said=""))

    def add(self) -> None:
        """Add what is typed: written down here at once, and passed on when the desk is there."""
        body, key = self.state.text.strip(), self._key
        if not body or self.state.busy or key is None:
            return
        if (length := len(held(body))) > LONGEST_NOTE:
            most = f"A note has at most {LONGEST_NOTE:,} characters; this one has {length:,}."
            self.put(replace(self.state, trouble=f"{most} Nothing was added.", said=""))
            return
        self._adding.add(key)
        self.put(replace(self.state, busy=True, trouble="", said=""))
        self._stop_keeping()
        work = partial(self._kept.add, self._shared, *key, held(body))
        self._disk.submit(_on_worker(work), partial(self._added, key))

    def withdraw(self, id: str) -> None:
        """Take one's own note back: for everybody it is shown as withdrawn from then on."""
        key = self._key
        if key is not None and any(item.id == id and item.may_withdraw for item in self.state.items):
            work = partial(self._outbox.add_note, self._shared, *key, "", withdraws=id)
            self._disk.submit(_on_worker(work), partial(self._taken_back, key))

    def close(self) -> None:
        """Show nothing any more."""
        self.sync(None)
        self.hide()

    @property
    def _place(self) -> DeskPlace | None:
        return DeskPlace.of(self._shared.environment, *self._key) if self._key is not None else None

    def _first(self, key: Key) -> NotesState:
        """What is shown of a record that comes to the front: what is being added stays as it is until the disk has it."""
        trouble = self._not_added.pop(key, "")
        return NotesState(key[1], text=self._typed.get(key, ""), busy=key in self._adding, trouble=trouble)

    def _read_here(self, place: DeskPlace) -> None:
        work = partial(self._outbox.notes_of, place.environment, place.kind, place.record_id)
        self._disk.submit(_on_worker(work), partial(self._came_here, self._asked))

    def _keep(self) -> None:
        """Have what was typed since written down."""
        if self._put_off is not None and self._key is not None:
            self._keep_of(self._key)
        self._stop_keeping()

    def _keep_of(self, key: Key) -> None:
        work = partial(self._kept.keep, self._shared, *key, held(self._typed.get(key, "")))
        self._disk.submit(_on_worker(work), partial(self._was_kept, key))

    def _stop_keeping(self) -> None:
        if self._put_off is not None:
            self._put_off()
            self._put_off = None

    # -- back on the UI thread ----------------------------------------------------------------------------

    def _came(self, asked: int, answer: tuple[DeskNote, ...] | DeskTrouble) -> None:
        if asked == self._asked and not isinstance(
            answer, DeskTrouble
        ):  # how the desk stands is told beside it
            self._there = answer
            self._list()

    def _came_here(self, asked: int, result: JobResult[list[OutboxNote]]) -> None:
        if asked != self._asked:
            return
        if isinstance(result, Done):
            self._here = tuple(result.value)
            self._list()
        elif isinstance(result, Failed):
            self.put(replace(self.state, trouble=from_error(result.error).headline))

    def _came_back(self, key: Key, result: JobResult[str]) -> None:
        """What was typed before this console was started, unless something was typed meanwhile."""
        if isinstance(result, Done) and key not in self._typed:
            self._typed[key] = as_it_was(result.value)
            if key == self._key:
                self.put(replace(self.state, text=self._typed[key]))

    def _was_kept(self, key: Key, result: JobResult[None]) -> None:
        if isinstance(result, Failed) and key == self._key:
            self.put(replace(self.state, trouble=from_error(result.error).headline))

    def _added(self, key: Key, result: JobResult[str]) -> None:
        self._adding.discard(key)
        trouble, said = _outcome(result, ADDED)
        if isinstance(result, Done):
            self._typed[key] = ""
        elif key == self._key:
            self._put_off = self._alarm(_SOON, self._keep)
        else:
            self._not_added[key] = trouble
            self._keep_of(key)
        if key == self._key:
            kept = self._typed.get(key, "")
            self.put(replace(self.state, busy=False, text=kept, trouble=trouble, said=said))
            self.refresh()

    def _taken_back(self, key: Key, result: JobResult[str]) -> None:
        if key == self._key:
            trouble, said = _outcome(result, WITHDRAWN)
            self.put(replace(self.state, trouble=trouble, said=said))
            self.refresh()

    # -- what is listed -----------------------------------------------------------------------------------

    def _list(self) -> None:
        there = self._there or ()
        taken_back = {one.withdraws: one for one in self._here if one.withdraws}
        known = {one.id for one in there}
        # What was passed on and is not there was erased by the desk's owner, unless nothing was read yet.
        ours = [
            one
            for one in reversed(self._here)
            if not one.withdraws
            and one.id not in known
            and (one.status != "passed on" or self._there is None)
        ]
        items = [self._ours(one, taken_back) for one in ours]
        items += [self._theirs(one, taken_back) for one in there[:MOST_NOTES]]
        self.put(replace(self.state, items=tuple(items), more=len(there) > MOST_NOTES))

    def _ours(self, note: OutboxNote, taken_back: Mapping[str, OutboxNote]) -> NoteItem:
        item = self._item(note.id, "you", note.written_at, as_it_was(note.body))
        if note.status == "refused":
            return replace(item, mark=f"Not shared: {note.reason}", trouble=True)
        item = replace(item, mark=_WAITS if note.status == "waiting" else "", may_withdraw=True)
        return _taken(item, taken_back.get(note.id))

    def _theirs(self, note: DeskNote, taken_back: Mapping[str, OutboxNote]) -> NoteItem:
        item = self._item(note.id, "you" if note.own else note.who, note.at, note.body)
        if note.withdrawn:
            return replace(item, withdrawn=True)
        return _taken(replace(item, may_withdraw=note.own), taken_back.get(note.id))

    def _item(self, id: str, who: str, at: datetime, body: str) -> NoteItem:
        when = f"{moment.local(at, seconds=True)}\n{moment.utc(at)}"
        return NoteItem(id, f"{moment.near(at, self._clock())} · {who}", body, when)


def _taken(item: NoteItem, by: OutboxNote | None) -> NoteItem:
    """A note that is being withdrawn, or that the desk would not have withdrawn."""
    if by is None or by.status == "passed on":
        return item if by is None else replace(item, body="", mark="", withdrawn=True, may_withdraw=False)
    if by.status == "refused":
        return replace(item, mark=f"Not withdrawn: {by.reason}", trouble=True)
    return replace(item, body="", mark=_TAKING_BACK, withdrawn=True, may_withdraw=False)


def _outcome(result: JobResult[str], done: str) -> tuple[str, str]:
    """What to say of it: the trouble, or what was done."""
    if isinstance(result, Failed):
        return from_error(result.error).headline, ""
    return "", "" if isinstance(result, Cancelled) else done


def _on_worker(work: Callable[[], T]) -> Callable[[Cancel], T]:
    return lambda _: work()
