"""A desk with two at it, for tests of what the trail shows: this console, which is anna's, and one of bert's.

It must not hold tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from console.desk.part import Hint
from console.desk.place import DeskPlace, held
from console.desk.pusher import Pusher
from console.presenters.trail.shared_trail import SharedTrail
from console.store.database import Database
from console.store.outbox import SharedAs
from console.store.places import find_places
from console.store.trail import Trail, TrailStatus
from tests.desk.sharing import SharingConsole, console_at
from tests.presenters.trail.sent import INTENT, Book
from tests.support.direct_desk import DirectDesk
from tests.support.postgres import Desk

ADDRESS = "https://api.example.com"
HINTS = frozenset({Hint("sends", DeskPlace.of(ADDRESS, "order", INTENT.record_id))})


class AtDesk:
    """The book is shared from now on. `line` is what presenters ask, `bert` a colleague."""

    def __init__(
        self, book: Book, line: DirectDesk, bert: SharingConsole, connections: tuple[Any, Any]
    ) -> None:
        self.book, self.line, self._bert = book, line, bert
        book.clock.now = datetime.now(UTC)  # as the desk's is, by which bert's entries are dated
        self._anna, self._berts = connections
        self.database = Database(find_places({"ORDER_CONSOLE_HOME": str(book.folder)}), beside=True)
        self._pusher = Pusher(lambda: self.database, told=lambda _: None)
        console = uuid4()
        book.trail = Trail(
            book.database,
            clock=book.clock,
            who=lambda: "jo",
            shared=lambda: SharedAs(ADDRESS, console, held, lambda: None),
        )

    def shared(self) -> SharedTrail:
        """What the presenters are given."""
        return SharedTrail(self.line, "anna", ADDRESS, {ADDRESS: "Shop"})

    def push(self) -> None:
        """Pass on what was sent from here."""
        self._pusher.begin(self._anna)
        while self._pusher.work(self._anna, 0.0) <= 0.0:
            """There is more."""

    def bert_sends(self, outcome: TrailStatus = "saved", **changed: Any) -> None:
        """A colleague sends something, and it is on the desk."""
        number = self._bert.trail.begin(replace(INTENT, **changed))
        if outcome != "sent":
            self._bert.trail.end(number, outcome)
        self._bert.push(self._berts)


@contextmanager
def at_desk(book: Book, desk: Desk, folder: Path) -> Iterator[AtDesk]:
    """Anna and bert at a desk; `folder` is for bert's files."""
    with (
        desk.connected("anna") as anna,
        desk.connected("bert") as berts,
        console_at(folder, ADDRESS) as bert,
    ):
        made = AtDesk(book, DirectDesk(anna), bert, (anna, berts))
        with closing(made.database):
            yield made
