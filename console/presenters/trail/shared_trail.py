"""What colleagues sent, asked of the desk for the card and the window, and put among what was sent from here.

It must not wait for the desk on the UI thread, nor show an entry twice that is both here and there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from heapq import merge
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from console.desk.part import AsksDesk
    from console.desk.place import DeskPlace
    from console.desk.sends import DeskPage, DeskQuestion
    from console.desk.trouble import DeskTrouble
    from console.model.fields.field import RecordKind
    from console.store.trail import Entry, Trail

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class SharedTrail:
    """The desk as the trail asks it: the line, the name of this console's operator there, and what environments are called.

    environment  what the desk calls the one in use; empty where that is not shared
    called       what each is called on this computer, by what the desk calls it
    """

    desk: AsksDesk
    operator: str
    environment: str
    called: Mapping[str, str]

    def place(self, kind: RecordKind, id: str) -> DeskPlace | None:
        """What the desk calls a record of the environment in use; None where that is not shared."""
        from console.desk.place import DeskPlace

        return DeskPlace.of(self.environment, kind, id) if self.environment else None

    def of_record(
        self, kind: RecordKind, id: str, limit: int, done: Callable[[DeskPage | DeskTrouble], None]
    ) -> None:
        """Read the newest entries of a record; `done` gets them, or what was wrong, on the UI thread."""
        from console.desk.sends import of_record

        if (place := self.place(kind, id)) is not None:
            self.desk.post(lambda connection: of_record(connection, place, self.called, limit=limit), done)

    def page(self, asked: DeskQuestion, limit: int, done: Callable[[DeskPage | DeskTrouble], None]) -> None:
        """Read the newest entries that fit; `done` gets them, or what was wrong, on the UI thread."""
        from console.desk.sends import page

        self.desk.post(lambda connection: page(connection, asked, self.called, limit=limit), done)

    def whole(self, number: int, done: Callable[[Entry | DeskTrouble | None], None]) -> None:
        """Read all of one entry."""
        from console.desk.sends import one

        self.desk.post(lambda connection: one(connection, number, self.called), done)

    def everything(self, text: str, day: date | None) -> list[Entry]:
        """Read all of all entries that fit, page by page, on a worker. Raises `DeskTrouble`."""
        from console.desk.sends import page

        found: list[Entry] = []
        asked = question(text, day)
        while True:
            some = self.desk.ask(partial(page, asked=asked, called=self.called, limit=_AT_ONCE, whole=True))
            found += some.entries
            if some.last is None:
                return found
            asked = replace(asked, older_than=some.last)

    def teller(self, entry: Entry, who: str) -> str:
        """Who is "you" for an entry: another name at the desk than on this computer."""
        return self.operator if entry.number < 0 else who


def question(text: str, day: date | None, older_than: int | None = None) -> DeskQuestion:
    """The question for what has these words and was sent on a day by this computer's clock."""
    from console.desk.sends import DeskQuestion
    from console.store.trail import of_day

    return DeskQuestion(text, of_day(day) if day is not None else None, older_than)


def together(own: Sequence[Entry], theirs: Sequence[Entry]) -> list[Entry]:
    """Both, newest first. What was sent from here and is on the desk as well counts as it stands here."""
    here = {entry.shared_id for entry in own if entry.shared_id}
    others = [entry for entry in theirs if entry.shared_id not in here]
    return list(merge(own, others, key=lambda entry: entry.sent_at, reverse=True))


def marked(trail: Trail, entries: Sequence[Entry]) -> list[Entry]:
    """The entries, those with why that the desk did not take. Reads the disk, on its worker."""
    refused = trail.not_shared([entry.number for entry in entries])
    return [replace(entry, not_shared=refused.get(entry.number, "")) for entry in entries]
