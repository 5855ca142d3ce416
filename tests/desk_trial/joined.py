"""One console at the desk, as the program has it: its own home on the disk, the line, and all that works over it.

It must not send or show anything by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

from console.desk.claims.claims import Claims
from console.desk.claims.lease import Lease
from console.desk.hints import Hints
from console.desk.line.address import DeskAddress
from console.desk.line.line import Line
from console.desk.part import Hint
from console.desk.place import DeskPlace, held
from console.desk.presence import OpenHere, Presence
from console.desk.pusher import Pusher
from console.model.environment import Secret
from console.store.database import Database
from console.store.outbox import OutboxCounts, SharedAs
from console.store.places import find_places
from console.store.trail import Trail


@dataclass(frozen=True, slots=True)
class Seat:
    """What a process is told of a console: its home, the desk's address and password, what the desk calls the shop."""

    home: str
    address: str
    password: str
    shop: str
    lease: int


class JoinedConsole:
    """A console that joins with `join`. `heard` gets hints as the window would, on the line's thread."""

    def __init__(self, seat: Seat, heard: Callable[[frozenset[Hint] | None], None]) -> None:
        self.seat, self.waiting = seat, 0
        self.places = find_places({"ORDER_CONSOLE_HOME": seat.home})
        self.places.prepare()
        console = uuid4()
        self.shared = SharedAs(seat.shop, console, held, self.wake)
        self.claims = Claims(console, lease=Lease(seat.lease))
        pusher = Pusher(partial(Database, self.places, patience=30.0, beside=True), told=self._told)
        self._presence = Presence(console, lambda _: None, wake=self.wake)
        self.line = Line(
            DeskAddress.read(seat.address),
            Secret(seat.password),
            (pusher, self._presence, Hints(heard), self.claims),
            tell=lambda _: None,
            deliver=lambda work: work(),
        )
        self.claims.use(self.line)
        self.database = Database(self.places)
        self.trail = Trail(self.database, who=lambda: Path(seat.home).name, shared=lambda: self.shared)

    def join(self) -> None:
        """Begin to connect."""
        self.line.start()

    def open(self, places: list[DeskPlace]) -> None:
        """Have these records open from now on."""
        self._presence.show([OpenHere(place, False) for place in places])

    def wake(self) -> None:
        """Something waits to be passed on."""
        self.line.wake()

    def close(self) -> None:
        """Leave the desk, and let go of the disk."""
        self.line.close(5.0)
        self.database.close()

    def _told(self, counts: OutboxCounts) -> None:
        self.waiting = counts.waiting
