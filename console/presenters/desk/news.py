"""What colleagues changed in a record that is open here: said on its page, so that nobody goes on reading what is old.

It must not read the record again by itself, nor cover a notice that somebody has to see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from console.desk.place import DeskPlace
from console.desk.sends import DeskPage, of_record
from console.presenters.notice import READ_AGAIN, Notice

if TYPE_CHECKING:
    from console.desk.part import AsksDesk, Hint
    from console.desk.trouble import DeskTrouble
    from console.model.fields.field import RecordKind
    from console.store.trail import Entry

    Key = tuple[RecordKind, str]
    Newest = tuple[int, str]

_ELSEWHERE = " on another computer"
_CHANGED = ("saved", "arrived", "changed by someone else")
"""Outcomes after which the record is other than it was."""


class DeskNews:
    """Hears of endings, asks the desk whose they are, and tells of one that was not sent from here where the record is open."""

    def __init__(
        self,
        desk: AsksDesk,
        *,
        environment: str,
        operator: str,
        say: Callable[[RecordKind, str, Notice], None],
        sent_here: Callable[[str, Callable[[bool], None]], None],
    ) -> None:
        """`environment` and `operator` are as the desk knows them; `say` is called where something is to be told.

        `sent_here` finds out whether the entry with this shared ID was sent from this computer.
        """
        self._desk, self._environment, self._operator, self._say = desk, environment, operator, say
        self._sent_here = sent_here
        self._open: Mapping[DeskPlace, Key] = {}
        self._seen: dict[DeskPlace, Newest | None] = {}
        self._told: dict[DeskPlace, Newest] = {}

    def follow(self, open_: Iterable[Key]) -> None:
        """These records are open here; of one that was not open before the desk is asked what its newest entry is."""
        before, self._open = self._open, {DeskPlace.of(self._environment, *key): key for key in open_}
        self._told = {place: newest for place, newest in self._told.items() if place in self._open}
        self._seen = {place: newest for place, newest in self._seen.items() if place in self._open}
        for place in self._open.keys() - before.keys():
            self._ask(place, self._look)

    def heard(self, hints: frozenset[Hint] | None) -> None:
        """Something ended on the desk: where that is a record that is open here it is looked up; all of them for None."""
        if hints is None:
            for here in self._open:
                self._ask(here, self._look)
        ended = [hint for hint in hints or () if hint.of == "endings"]
        for place in self._open if ended else ():
            if any(hint.means(place) for hint in ended):
                self._ask(place, self._came)

    def _ask(self, place: DeskPlace, came: Callable[[DeskPlace, Entry], None]) -> None:
        newest = partial(of_record, place=place, called={}, limit=1)
        self._desk.post(newest, partial(self._answered, place, came))

    def _answered(
        self,
        place: DeskPlace,
        came: Callable[[DeskPlace, Entry], None],
        found: DeskPage | DeskTrouble,
    ) -> None:
        if isinstance(found, DeskPage) and place in self._open:
            if found.entries:
                came(place, found.entries[0])
            else:
                self._seen[place] = None

    def _look(self, place: DeskPlace, entry: Entry) -> None:
        """What happened while nothing was heard is news where it is not what was there before."""
        known, before = place in self._seen, self._seen.get(place)
        self._seen[place] = newest = (entry.number, entry.outcome)
        if known and before != newest:
            self._tell(place, entry, "has changed")

    def _came(self, place: DeskPlace, entry: Entry) -> None:
        self._seen[place] = (entry.number, entry.outcome)
        self._tell(place, entry, "has just changed")

    def _tell(self, place: DeskPlace, entry: Entry, changed: str) -> None:
        newest, own = (entry.number, entry.outcome), entry.who == self._operator
        if entry.outcome not in _CHANGED or self._told.get(place) == newest:
            return
        self._told[place] = newest
        if not own:
            self._say_where(place, f"{entry.who} {changed} this")
        else:
            words = f"You {changed.replace('has', 'have', 1)} this"
            self._sent_here(
                entry.shared_id, lambda here: None if here else self._say_where(place, words, _ELSEWHERE)
            )

    def _say_where(self, place: DeskPlace, words: str, where: str = "") -> None:
        if place in self._open:
            kind, id = self._open[place]
            self._say(kind, id, Notice("warn", f"{words} {kind}{where}.", action=READ_AGAIN))
