"""Who else has one record open, as words: on its page, its tab, and before something of it is sent.

It must not know how that is found out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.model.plural import by_count, counted

if TYPE_CHECKING:
    from console.model.fields.field import RecordKind

    Key = tuple[RecordKind, str]

MINUTE = 60
_HOUR, _DAY = 3_600, 86_400
_NAMED = 3
"""How many people are named; of more, all but the first two are counted."""
_ELSEWHERE = "you, on another computer,"


@dataclass(frozen=True, slots=True)
class Company:
    """Who else has one record open. `words` are for the page, empty where nobody has it.

    `unsaved`: somebody has edits in it. `who` is the same without the minutes, for a tab and for who comes to the page;
    `news` is what a screen reader says by itself: who has come, or begun to edit, last.
    """

    words: str = ""
    unsaved: bool = False
    who: str = ""
    news: str = ""


NOBODY = Company()


@dataclass(frozen=True, slots=True)
class CompanyState:
    """The company of each record that is open here. `here` counts people at the desk, 0 while it is not reached."""

    records: Mapping[Key, Company] = field(default_factory=dict)
    here: int = 0

    def of(self, kind: RecordKind, id: str) -> Company:
        """Who else has this record open."""
        return self.records.get((kind, id), NOBODY)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has a record open; `own`: the operator of this console. Edits are unsaved `since` a moment, None without."""

    name: str
    own: bool
    since: float | None


def words_of(people: Mapping[str, Person], kind: RecordKind, now: float | None = None) -> str:
    """ "Bert has unsaved changes in this order (for 3 min); Carla and you, on another computer, have it open".

    Without `now` no minutes are told.
    """
    ordered = sorted(people.values(), key=lambda one: (one.own, one.name.casefold(), one.name))
    editing = [one for one in ordered if one.since is not None]
    looking = [one for one in ordered if one.since is None]
    if not editing:
        return f"{_named(looking)} this open"
    longest = min(one.since for one in editing if one.since is not None)
    words = (
        f"{_named(editing)} unsaved changes in this {kind}{_for(now - longest) if now is not None else ''}"
    )
    return f"{words}; {_named(looking, begins=False)} it open" if looking else words


def _named(people: list[Person], *, begins: bool = True) -> str:
    """ "Bert has", "Bert and Carla have", "Bert, Carla and 2 more have"."""
    names = [_ELSEWHERE if one.own else one.name for one in people]
    if len(names) > _NAMED:
        names = [*names[:2], f"{len(names) - 2:,} more"]
    who = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    who = who[0].upper() + who[1:] if begins and people[0].own else who
    have = "have" if people[0].own else by_count(len(people), "has", "have")
    return f"{who} {have}"


def _for(seconds: float) -> str:
    """ " (for 3 min)"; nothing within the first minute."""
    if seconds < MINUTE:
        return ""
    if seconds < _HOUR:
        return f" (for {seconds // MINUTE:.0f} min)"
    return (
        f" (for {seconds // _HOUR:.0f} h)"
        if seconds < _DAY
        else f" (for {counted(int(seconds // _DAY), 'day')})"
    )
