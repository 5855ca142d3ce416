"""The outbox: what was sent, ended or noted here and is to be passed on to the desk, kept until the desk has it.

It must not speak to the desk, and nothing may be written in it where no desk is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from console.model.fields.field import RecordKind
from console.store.database import Connection, Database
from console.store.sealed import UNREADABLE, in_utc, unsealed

OutboxOf = Literal["send", "ending", "note"]
OutboxStatus = Literal["waiting", "passed on", "refused", "typed"]
"""What is "typed" of a note is no note yet (`console/store/typed_notes.py`) and told to nobody."""

KEPT_FOR = timedelta(hours=24)
"""How long what the desk acknowledged is kept: a standby that takes over may have lost it."""
_COLUMNS = (
    "o.number, o.id, o.of, o.console, o.environment, o.kind, o.record_id, o.written_at, o.refers_to, o.body"
)
_TEXTS = (
    "CASE o.of WHEN 'send' THEN t.intent WHEN 'ending' THEN t.ending ELSE '' END, coalesce(t.outcome, ''),"
    " coalesce(w.words, '')"
)
_JOINED = "outbox o LEFT JOIN trail t ON t.number = o.entry LEFT JOIN trail_words w ON w.number = o.entry AND o.of = 'send'"


@dataclass(frozen=True, slots=True)
class SharedAs:
    """How what happens in one environment is told to the desk.

    environment  what the desk calls it
    console      this console, until it ends
    held         makes of a record's ID what a column of the desk can hold
    written      called, in any thread, once something new is safely in the outbox
    """

    environment: str
    console: UUID
    held: Callable[[str], str]
    written: Callable[[], None]


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One thing to pass on, named as the desk names it.

    refers_to  the ID of the send that ended, or of the note that is withdrawn; empty for none
    content    of a send or an ending, the trail's own sealed text as it is now; who sent it is taken out before it goes
    outcome    of an ending, as it is now: one that is passed on once more never takes back a later one
    body       of a note
    """

    number: int
    id: str
    of: OutboxOf
    console: str
    environment: str
    kind: RecordKind
    record_id: str
    written_at: str
    refers_to: str
    body: str
    content: str
    outcome: str
    words: str


@dataclass(frozen=True, slots=True)
class OutboxNote:
    """A note as it stands here. `withdraws` is the ID of the note that it takes back; `reason` why the desk refused it."""

    id: str
    body: str
    withdraws: str
    written_at: datetime
    status: OutboxStatus
    reason: str


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many entries and notes wait, and how many the desk refused."""

    waiting: int = 0
    refused: int = 0


def new_id() -> str:
    """Return what names a row here and on the desk; never this computer and a number: a copied profile would send twice."""
    return str(uuid4())


def put_in(
    connection: Connection,
    shared: SharedAs,
    of: OutboxOf,
    kind: RecordKind,
    record_id: str,
    *,
    id: str,
    written_at: str,
    entry: int | None = None,
    refers_to: str = "",
    body: str = "",
) -> None:
    """Put a row in, in the transaction that writes what it is about. `record_id` is as the API has it."""
    connection.execute(
        "INSERT INTO outbox (id, of, status, console, environment, kind, record_id, written_at, entry, refers_to, body)"
        " VALUES (?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            id,
            of,
            str(shared.console),
            shared.environment,
            kind,
            shared.held(record_id),
            written_at,
            entry,
            refers_to,
            body,
        ),
    )


def put_ending(connection: Connection, shared: SharedAs, entry: int, *, id: str, written_at: str) -> None:
    """Have an ending passed on where its entry of the trail was shared, under the name that was shared by."""
    (intent,) = connection.execute(
        "SELECT substr(intent, 1, instr(intent || char(10), char(10)) - 1) FROM trail WHERE number = ?",
        (entry,),
    ).fetchone()
    try:
        head = unsealed(intent)
        send, kind, record_id = head.get("shared_id"), head["kind"], head["record_id"]
        shared = replace(shared, environment=head.get("shared_in", shared.environment))
    except UNREADABLE:
        return
    if send:
        about = {"id": id, "written_at": written_at, "entry": entry, "refers_to": send}
        put_in(connection, shared, "ending", kind, record_id, **about)


def _left_by(operator: str) -> str:
    return f"It was written by {operator}, who is not at the desk from here any more."


class Outbox:
    """The outbox in the database. Every call may raise `StoreTrouble`."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] | None = None) -> None:
        self._database = database
        self._clock = clock or (lambda: datetime.now(UTC))

    # -- notes --------------------------------------------------------------------------------------------

    def add_note(
        self, shared: SharedAs, kind: RecordKind, record_id: str, body: str, *, withdraws: str = ""
    ) -> str:
        """Write down a note, and have it passed on; returns its ID. It is on the disk when this returns."""
        id = self._database.write(self.add_note_statement(shared, kind, record_id, body, withdraws=withdraws))
        shared.written()
        return id

    def add_note_statement(
        self, shared: SharedAs, kind: RecordKind, record_id: str, body: str, *, withdraws: str = ""
    ) -> Callable[[Connection], str]:
        """What `add_note` writes, as work for a transaction that writes more than that; then call `shared.written`.

        `body` is a text that a column of the desk can hold; `withdraws` the ID of a note that this one takes back.
        """
        id, written_at = new_id(), in_utc(self._clock())

        def work(connection: Connection) -> str:
            put_in(
                connection,
                shared,
                "note",
                kind,
                record_id,
                id=id,
                written_at=written_at,
                refers_to=withdraws,
                body=body,
            )
            return id

        return work

    def notes_of(self, environment: str, kind: RecordKind, record_id: str) -> list[OutboxNote]:
        """Return the notes on a record that were written here within a day or were not passed on, oldest first.

        The record is named as the desk names it.
        """
        found = self._database.read(
            lambda connection: connection.execute(
                "SELECT id, body, refers_to, written_at, status, reason FROM outbox"
                " WHERE environment = ? AND kind = ? AND record_id = ? AND of = 'note' AND status <> 'typed' ORDER BY number",
                (environment, kind, record_id),
            ).fetchall()
        )
        return [
            OutboxNote(id, body, withdraws, datetime.fromisoformat(written_at), status, reason)
            for id, body, withdraws, written_at, status, reason in found
        ]

    def has(self, id: str) -> bool:
        """Whether the entry with this shared ID was written here, within a day or not passed on yet."""
        found = self._database.read(
            lambda connection: connection.execute("SELECT 1 FROM outbox WHERE id = ?", (id,)).fetchone()
        )
        return found is not None

    # -- how it stands ------------------------------------------------------------------------------------

    def counts(self, *, but: Sequence[int] = ()) -> OutboxCounts:
        """Return how many wait, and how many were refused: a send and how it ended are one. `but` as with `waiting`."""
        places = ", ".join("?" * len(but))
        each = "SELECT count(DISTINCT coalesce(entry, -number)) FROM outbox WHERE status"
        asked = f"SELECT ({each} = 'waiting' AND number NOT IN ({places})), ({each} = 'refused')"
        return self._database.read(
            lambda connection: OutboxCounts(*connection.execute(asked, but).fetchone())
        )

    def refusals(self, entries: Sequence[int]) -> dict[int, str]:
        """Return why the desk refused these entries of the trail, or their endings; nothing of those that it did not."""
        places = ", ".join("?" * len(entries))
        found = self._database.read(
            lambda connection: connection.execute(
                f"SELECT entry, reason FROM outbox WHERE status = 'refused' AND entry IN ({places})"  # noqa: S608
                " ORDER BY number DESC",
                entries,
            ).fetchall()
        )
        return dict(found)

    # -- passing on ---------------------------------------------------------------------------------------

    def waiting(self, most: int, bytes: int, *, but: Sequence[int] = ()) -> list[OutboxRow]:
        """Return the oldest rows that wait, at most so many, and no more once they are so long together.

        `but` are numbers of rows that the desk has by now, though they are not marked yet.
        """
        places = ", ".join("?" * len(but))
        which = f"o.status = 'waiting' AND o.number NOT IN ({places}) ORDER BY o.number LIMIT ?"
        return self._rows(which, (*but, most), bytes)

    def passed_on(self, after: int, most: int) -> list[tuple[int, OutboxOf, str]]:
        """Return number, kind and ID of rows that the desk has acknowledged within a day, from a number on."""
        found: list[tuple[int, OutboxOf, str]] = self._database.read(
            lambda connection: connection.execute(
                "SELECT number, of, id FROM outbox WHERE number > ? AND status = 'passed on' AND passed_at >= ?"
                " ORDER BY number LIMIT ?",
                (after, self._a_day_ago(), most),
            ).fetchall()
        )
        return found

    def these(self, numbers: Sequence[int], bytes: int) -> list[OutboxRow]:
        """Return these rows, in order, and no more once they are so long together."""
        places = ", ".join("?" * len(numbers))
        return self._rows(f"o.number IN ({places}) ORDER BY o.number", numbers, bytes)

    def mark_passed_on(self, numbers: Sequence[int]) -> None:
        """The desk has these; one that it had before is kept from now on."""
        now = in_utc(self._clock())
        self._database.write(
            lambda connection: connection.executemany(
                "UPDATE outbox SET status = 'passed on', passed_at = ? WHERE number = ? AND status = 'waiting'",
                [(now, number) for number in numbers],
            )
        )

    def mark_refused(self, number: int, reason: str) -> None:
        """The desk does not take this one, and never will."""
        self._database.write(
            lambda connection: connection.execute(
                "UPDATE outbox SET status = 'refused', reason = ? WHERE number = ?", (reason, number)
            )
        )

    def change_hands(self, before: str, now: str, console: UUID) -> None:
        """Somebody else is at the desk from here: `now` instead of `before`, and as this `console`.

        The desk signs with the login that passes something on. So what another wrote is not passed on by this one, nor
        repeated, and waits again once its writer is back. How a send ended goes all the same: nobody signs that.
        """

        def work(connection: Connection) -> None:
            theirs = "of <> 'ending' AND console <> ?"
            connection.execute(
                f"UPDATE outbox SET status = 'refused', reason = ? WHERE status = 'waiting' AND {theirs}",  # noqa: S608
                (_left_by(before), str(console)),
            )
            connection.execute(
                f"DELETE FROM outbox WHERE status = 'passed on' AND {theirs}",  # noqa: S608 - the parts are all ours
                (str(console),),
            )
            connection.execute(
                "UPDATE outbox SET status = 'waiting', reason = '' WHERE status = 'refused' AND reason = ?",
                (_left_by(now),),
            )

        self._database.write(work)

    def forget_passed_on(self) -> None:
        """Delete what the desk has had for a day."""
        self._database.write(
            lambda connection: connection.execute(
                "DELETE FROM outbox WHERE status = 'passed on' AND passed_at < ?", (self._a_day_ago(),)
            )
        )

    def _a_day_ago(self) -> str:
        return in_utc(self._clock() - KEPT_FOR)

    def _rows(self, which: str, values: Sequence[object], bytes: int) -> list[OutboxRow]:
        def work(connection: Connection) -> list[OutboxRow]:
            found: list[OutboxRow] = []
            length = 0
            query = f"SELECT {_COLUMNS}, {_TEXTS} FROM {_JOINED} WHERE {which}"  # noqa: S608 - the parts are all ours
            for row in connection.execute(query, values):
                one = OutboxRow(*row)
                length += len(one.content) + len(one.words)
                if found and length > bytes:
                    break
                found.append(one)
            return found

        return self._database.read(work)
