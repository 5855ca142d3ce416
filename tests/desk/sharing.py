"""A console's own half of sharing, for tests: its database, trail and outbox, and what is on the desk.

It must not be a double: the database is a file, the desk a PostgreSQL.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from console.desk.place import held
from console.desk.pusher import Pusher
from console.store.database import Database
from console.store.entries import FieldChange, Intent
from console.store.outbox import Outbox, OutboxCounts, SharedAs
from console.store.places import find_places
from console.store.trail import Trail
from tests.support.postgres import Desk

if TYPE_CHECKING:
    from console.desk.part import DeskConnection

ADDRESS = "https://orders.example.com/rest"
TAX = FieldChange("taxTotal", "Tax", "0.00", "0.28", 0, "0.28")
INTENT = Intent("Shop", "order", "a-1", "C-1", (TAX,), "POST", f"{ADDRESS}/orders/a-1", "{}", workflows=False)


@dataclass
class SharingConsole:
    """One console with files of its own. `clock` is its computer's; time only passes where a test says so."""

    folder: Path
    clock: datetime = datetime(2020, 1, 1, 9, tzinfo=UTC)
    console: UUID = field(default_factory=uuid4)
    told: list[OutboxCounts] = field(default_factory=list)
    monotonic: float = 100.0
    address: str = ADDRESS

    def __post_init__(self) -> None:
        self.database = self.another()
        self.trail = Trail(
            self.database, who=lambda: "jo", shared=lambda: self.shared, clock=lambda: self.clock
        )
        self.outbox = self.box(self.database)
        self.pusher = self.new_pusher()

    @property
    def shared(self) -> SharedAs:
        """How it is shared."""
        return SharedAs(self.address, self.console, held, lambda: None)

    def another(self) -> Database:
        """Another connection to its file, as the line's thread has one."""
        return Database(find_places({"ORDER_CONSOLE_HOME": str(self.folder)}), beside=True)

    def box(self, database: Database) -> Outbox:
        """The outbox of a database, by this computer's clock."""
        return Outbox(database, clock=lambda: self.clock)

    def new_pusher(self) -> Pusher:
        """What a console that was started again passes on with: it knows nothing but what stands on the disk."""
        return Pusher(self.another, told=self.told.append, outbox=self.box)

    def push(self, connection: DeskConnection, *, begin: bool = True, most: int = 1_000) -> int:
        """Do as the line does until there is nothing more to do now; returns how many calls that took."""
        if begin:
            self.pusher.begin(connection)
        for calls in range(1, most):
            due = self.pusher.work(connection, self.monotonic)
            if due > self.monotonic + 0.5:
                assert due < math.inf
                return calls
            self.monotonic = max(due, self.monotonic)
        raise AssertionError("it does not come to an end")

    def close(self) -> None:
        """Let go of the files."""
        self.pusher.let_go()
        self.database.close()


@contextmanager
def console_at(folder: Path, address: str = ADDRESS) -> Iterator[SharingConsole]:
    """A console whose files are in a folder."""
    with closing(SharingConsole(folder, address=address)) as made:
        yield made


def on_desk(desk: Desk, what: str, table: str = "sends", more: str = "") -> list[Any]:
    """One column, or several, of all rows of a table of the desk, in order."""
    with desk.connected("olga") as connection:
        rows = connection.execute(
            f"SELECT {what} FROM desk.{table} {more} ORDER BY number".encode()
        ).fetchall()
    return [row[0] if len(row) == 1 else row for row in rows]
