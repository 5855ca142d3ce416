"""What is typed of a note and not added yet, on the disk within a second as drafts are: a row of the outbox that does not wait.

It must not be passed on; only adding it makes it a note.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from console.store.outbox import Outbox, SharedAs
from console.store.sealed import in_utc

if TYPE_CHECKING:
    from console.model.fields.field import RecordKind
    from console.store.database import Connection, Database

_WHERE = "status = 'typed' AND environment = ? AND kind = ? AND record_id = ?"
_PUT = (
    "INSERT INTO outbox (id, of, status, console, environment, kind, record_id, written_at, refers_to, body)"
    " VALUES (?, 'note', 'typed', ?, ?, ?, ?, ?, '', ?)"
)


class TypedNotes:
    """One text for each record. Every call may raise `StoreTrouble`; texts are such that a column of the desk can hold them."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] | None = None) -> None:
        self._database, self._outbox = database, Outbox(database, clock=clock)
        self._clock = clock or (lambda: datetime.now(UTC))

    def keep(self, shared: SharedAs, kind: RecordKind, record_id: str, text: str) -> None:
        """Keep this text in place of the one before; an empty one keeps none. `record_id` is as the API has it."""
        place, now = (shared.environment, kind, shared.held(record_id)), in_utc(self._clock())

        def work(connection: Connection) -> None:
            connection.execute(f"DELETE FROM outbox WHERE {_WHERE}", place)  # noqa: S608 - the parts are all ours
            if text:
                connection.execute(_PUT, (str(uuid4()), str(shared.console), *place, now, text))

        self._database.write(work)

    def of(self, shared: SharedAs, kind: RecordKind, record_id: str) -> str:
        """Return the text that is kept for a record, empty where there is none."""
        place = (shared.environment, kind, shared.held(record_id))
        query = f"SELECT body FROM outbox WHERE {_WHERE}"  # noqa: S608 - the parts are all ours
        found = self._database.read(lambda connection: connection.execute(query, place).fetchone())
        return str(found[0]) if found is not None else ""

    def add(self, shared: SharedAs, kind: RecordKind, record_id: str, body: str) -> str:
        """Make it a note that is passed on, and keep what was typed no longer, in one transaction; returns the note's ID."""
        place = (shared.environment, kind, shared.held(record_id))
        put = self._outbox.add_note_statement(shared, kind, record_id, body)

        def work(connection: Connection) -> str:
            connection.execute(f"DELETE FROM outbox WHERE {_WHERE}", place)  # noqa: S608 - the parts are all ours
            return put(connection)

        id = self._database.write(work)
        shared.written()
        return id
