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

    Key = tuple[RecordKind, str]

_CHANGED = ("saved", "arrived", "changed by someone else")
"""Outcomes after which the record is other than it was."""


class DeskNews:
    """Hears of endings, asks the desk whose they are, and tells of a colleague's where the record is open."""

    def __init__(
        self,
        desk: AsksDesk,
        *,
        environment: str,
        operator: str,
        say: Callable[[RecordKind, str, Notice], None],
    ) -> None:
        """`environment` and `operator` are as the desk knows them; `say` is called where something is to be told."""
        self._desk, self._environment, self._operator, self._say = desk, environment, operator, say
        self._open: Mapping[DeskPlace, Key] = {}
        self._told: dict[DeskPlace, int] = {}

    def follow(self, open_: Iterable[Key]) -> None:
        """These records are open here."""
        self._open = {DeskPlace.of(self._environment, *key): key for key in open_}
        self._told = {place: number for place, number in self._told.items() if place in self._open}

    def heard(self, hints: frozenset[Hint] | None) -> None:
        """Something ended on the desk: where that is a record that is open here it is looked up."""
        ended = [hint for hint in hints or () if hint.of == "endings"]
        for place in self._open if ended else ():
            if any(hint.means(place) for hint in ended):
                newest = partial(of_record, place=place, called={}, limit=1)
                self._desk.post(newest, partial(self._came, place))

    def _came(self, place: DeskPlace, found: DeskPage | DeskTrouble) -> None:
        if not isinstance(found, DeskPage) or not found.entries or place not in self._open:
            return
        (entry,) = found.entries
        if entry.who == self._operator or entry.outcome not in _CHANGED:
            return
        if self._told.get(place) == entry.number:
            return
        self._told[place] = entry.number
        kind, id = self._open[place]
        said = Notice("warn", f"{entry.who} has just changed this {kind}.", action=READ_AGAIN)
        self._say(kind, id, said)
