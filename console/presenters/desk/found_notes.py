"""Notes that fit what the trail is searched for, its words and its day, as lines below its entries.

It must not search what was sent; the trail's own presenter does, and works without a desk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from console.desk.notes import MOST_NOTES, DeskNote, notes_with
from console.desk.place import as_it_was
from console.desk.trouble import DeskTrouble
from console.model.fields import moment
from console.model.plural import counted
from console.model.records import called
from console.presenters.clock import Wake, utc_now, wake
from console.presenters.observable import Observable

if TYPE_CHECKING:
    from console.desk.part import AsksDesk, Hint
    from console.model.fields.field import RecordKind

_PAUSE = 0.25
"""Seconds for which more changes of the desk are awaited before it is asked again."""


@dataclass(frozen=True, slots=True)
class InUse:
    """What the desk calls the environment in use, and what each is called here by what the desk calls it."""

    environment: str
    called: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FoundNote:
    """One line: "Today 14:01 · bert · Order 0ad24370", and the note's text. `id` is the record's, as the API has it.

    Where notes of several environments are listed, each says which. `elsewhere` is the name of one that is not in use.
    """

    kind: RecordKind
    id: str
    headline: str
    body: str
    tip: str
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class FoundNotesState:
    """What is listed; nothing where nothing is searched for or no desk is shared. `trouble` is why the desk did not say."""

    notes: tuple[FoundNote, ...] = ()
    more: bool = False
    trouble: str = ""

    @property
    def title(self) -> str:
        """How many there are, as a heading; empty where there is nothing to show."""
        if self.trouble and not self.notes:
            return "Notes"
        many = counted(len(self.notes), "note")
        return (f"The newest {many}" if self.more else many) if self.notes else ""


class FoundNotes(Observable[FoundNotesState]):
    """Asks the desk that is joined, where one is; the newest question wins."""

    def __init__(
        self,
        desk: Callable[[], AsksDesk | None],
        *,
        clock: Callable[[], datetime] = utc_now,
        alarm: Wake = wake,
        in_use: Callable[[], InUse | None] = lambda: None,
    ) -> None:
        """`desk` is the line that is there now; None: no desk is shared. `in_use` tells what environments are called."""
        super().__init__(FoundNotesState())
        self._desk, self._clock, self._alarm, self._in_use = desk, clock, alarm, in_use
        self._put_off: Callable[[], None] | None = None
        self._words = ""
        self._day: date | None = None
        self._asked = 0

    def ask(self, words: str, day: date | None = None) -> None:
        """List the notes with these words and of this day by this computer's clock; the same question is not asked again."""
        if (words.strip(), day) != (self._words, self._day):
            self._words, self._day = words.strip(), day
            self._search()

    def heard(self, hints: frozenset[Hint] | None) -> None:
        """Something changed on the desk, None for anything: look again where it may be a note."""
        if self._is_asked and (hints is None or any(hint.of == "notes" for hint in hints)):
            self._soon()

    def may_open(self, place: int) -> bool:
        """Whether the record of the note at this place can be opened; says so where it is in an environment not in use."""
        elsewhere = self.state.notes[place].elsewhere
        if elsewhere:
            where = f"The record of this note is in {elsewhere}: bring that into use first."
            self.put(replace(self.state, trouble=where))
        return not elsewhere

    def closed(self) -> None:
        """Nobody looks any more."""
        self._words, self._day = "", None
        self._nothing()

    @property
    def _is_asked(self) -> bool:
        return bool(self._words) or self._day is not None

    def _soon(self) -> None:
        if self._put_off is None:
            self._put_off = self._alarm(_PAUSE, self._search)

    def _nothing(self) -> None:
        self._asked += 1
        self._drop_alarm()
        if self.state != FoundNotesState():
            self.put(FoundNotesState())

    def _drop_alarm(self) -> None:
        if self._put_off is not None:
            self._put_off()
            self._put_off = None

    def _search(self) -> None:
        self._drop_alarm()
        desk = self._desk()
        if desk is None or not self._is_asked:
            self._nothing()
            return
        from console.store.trail import of_day

        self._asked += 1
        days = of_day(self._day) if self._day is not None else None
        desk.post(partial(notes_with, self._words, days=days), partial(self._came, self._asked))

    def _came(self, asked: int, answer: tuple[DeskNote, ...] | DeskTrouble) -> None:
        if asked != self._asked:
            return
        if isinstance(answer, DeskTrouble):
            self.put(FoundNotesState(trouble=f"Notes were not searched. {answer.sentence}"))
            return
        here = {used.environment} if (used := self._in_use()) is not None else set()
        several = len(here | {one.place.environment for one in answer}) > 1
        notes = tuple(self._line(one, several=several) for one in answer[:MOST_NOTES])
        self.put(FoundNotesState(notes, len(answer) > MOST_NOTES))

    def _line(self, note: DeskNote, *, several: bool) -> FoundNote:
        kind, id = note.place.kind, as_it_was(note.place.record_id)
        who = "you" if note.own else note.who
        named = called(kind, id, "")
        headline = f"{moment.near(note.at, self._clock())} · {who} · {named[0].upper()}{named[1:]}"
        address, used = note.place.environment, self._in_use()
        name = used.called.get(address, address) if used is not None else address
        headline += f" · {name}" if several else ""
        elsewhere = name if used is not None and address != used.environment else ""
        when = f"{moment.local(note.at, seconds=True)}\n{moment.utc(note.at)}"
        tip = f"{note.body}\n{kind} {id}\n{address}\n{when}"
        return FoundNote(kind, id, headline, note.body, tip, elsewhere)
