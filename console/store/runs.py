"""Runs: a file of shipments on its way to the server, every row noted before it is sent and after.

It must not decide what is sent; what stands here after a crash is exactly what was sent, what may have been, what not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, get_args

from console.store.database import Connection, Database
from console.store.files import StoreTrouble
from console.store.sealed import UNREADABLE, BrokenSeal, in_utc, sealed, unsealed
from console.store.words import plain

RowStatus = Literal["to send", "sending", "sent", "skipped", "failed", "held", "unknown", "left out"]
"""What became of a row: waiting for its turn, its write noted and perhaps under way, sent and verified, not sent since
nothing had to be or could be, refused, not sent because a colleague was sending it, gone without an answer that tells, and
left out by the check or the operator."""
ROW_STATUSES: tuple[RowStatus, ...] = get_args(RowStatus)


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One row of the file. `place` is zero-based; `cells` are as read; `content` and `reason` are JSON that the presenters make.

    `number` is the write's entry in the trail, `at` when its outcome was known.
    """

    place: int
    cells: tuple[str, ...]
    content: dict[str, Any]
    status: RowStatus = "to send"
    reason: Any = ""
    number: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One file of shipments. `name` is the file's, `head` names its columns, `content` is JSON of the presenters."""

    environment: str
    name: str
    head: tuple[str, ...]
    made_at: datetime
    content: dict[str, Any]
    number: int = 0
    finished_at: datetime | None = None


class Runs:
    """The runs in the database. Every call may raise `StoreTrouble`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, run: Run, rows: Iterable[StoredRow]) -> Run:
        """Write a run and all its rows down, on the disk when this returns; the run with its number."""
        kept = sealed({"name": run.name, "head": run.head, "content": run.content})
        written = [(row.place, row.status, _content(row), _ending(row)) for row in rows]

        def work(connection: Connection) -> int:
            number = connection.execute(
                "INSERT INTO runs (environment, made_at, content) VALUES (?, ?, ?)",
                (plain(run.environment), in_utc(run.made_at), kept),
            ).lastrowid
            assert number is not None
            connection.executemany(
                "INSERT INTO run_rows VALUES (?, ?, ?, ?, ?)", [(number, *row) for row in written]
            )
            return number

        return replace(run, number=self._database.write(work))

    def note_statement(self, run: int, row: StoredRow) -> Callable[[Connection], None]:
        """What notes a row as it now stands, as work for a transaction.

        The work raises `StoreTrouble` where the run is gone from the disk.
        """
        values = (row.status, _ending(row), run, row.place)

        def work(connection: Connection) -> None:
            noted = connection.execute(
                "UPDATE run_rows SET status = ?, ending = ? WHERE run = ? AND place = ?", values
            )
            if noted.rowcount != 1:
                raise StoreTrouble("This run was deleted from this computer meanwhile.")

        return work

    def note(self, run: int, rows: Sequence[StoredRow]) -> None:
        """Note rows as they now stand."""

        def work(connection: Connection) -> None:
            for row in rows:
                self.note_statement(run, row)(connection)

        self._database.write(work)

    def finish(self, run: int, at: datetime) -> None:
        """Note that the run is over, so that it is not offered at the next start."""
        self._database.write(self.finish_statement(run, at))

    def finish_statement(self, run: int, at: datetime | None) -> Callable[[Connection], None]:
        """What notes a run as over, or with None as gone on with, as work for a transaction."""
        values = (in_utc(at) if at else None, run)

        def work(connection: Connection) -> None:
            connection.execute("UPDATE runs SET finished_at = ? WHERE number = ?", values)

        return work

    def keep_content(self, run: Run) -> None:
        """Write down what there is to know of a run that is kept already, and not again its rows."""
        kept = sealed({"name": run.name, "head": run.head, "content": run.content})

        def work(connection: Connection) -> None:
            connection.execute("UPDATE runs SET content = ? WHERE number = ?", (kept, run.number))

        self._database.write(work)

    def all(self, environment: str, *, limit: int = 20) -> list[Run]:
        """The runs of an environment, unfinished ones first, then the newest; a damaged one is left out and told."""

        def work(connection: Connection) -> list[tuple[int, str, str | None, str]]:
            return connection.execute(
                "SELECT number, made_at, finished_at, content FROM runs WHERE environment = ?"
                " ORDER BY finished_at IS NOT NULL, number DESC LIMIT ?",
                (plain(environment), limit),
            ).fetchall()

        runs = []
        for number, made_at, finished_at, content in self._database.read(work):
            try:
                runs.append(_run(environment, number, made_at, finished_at, kept=unsealed(content)))
            except UNREADABLE:
                self._database.tell(f"Run {number} is damaged on the disk and was left out.")
        return runs

    def statuses(self, run: int) -> dict[RowStatus, int]:
        """How many rows of a run have which status, without reading the rows."""

        def work(connection: Connection) -> list[tuple[RowStatus, int]]:
            return connection.execute(
                "SELECT status, COUNT(*) FROM run_rows WHERE run = ? GROUP BY status", (run,)
            ).fetchall()

        counts: Counter[RowStatus] = Counter()
        for status, count in self._database.read(work):
            counts[status if status in ROW_STATUSES else "unknown"] += count
        return dict(counts)

    def rows(self, run: int) -> list[StoredRow]:
        """The rows of a run in their order; a damaged one is told and comes as unknown, so that nothing is sent twice."""

        def work(connection: Connection) -> list[tuple[int, RowStatus, str, str | None]]:
            return connection.execute(
                "SELECT place, status, content, ending FROM run_rows WHERE run = ? ORDER BY place", (run,)
            ).fetchall()

        return [self._row(*row) for row in self._database.read(work)]

    def _row(self, place: int, status: RowStatus, content: str, ending: str | None) -> StoredRow:
        try:
            return _stored_row(place, status, unsealed(content), unsealed(ending) if ending else {})
        except UNREADABLE:
            self._database.tell(f"Row {place + 1} of a run is damaged on the disk.")
            return StoredRow(place, (), {}, "unknown", "What was kept of this row is damaged.")


def _run(
    environment: str, number: int, made_at: str, finished_at: str | None, *, kept: dict[str, Any]
) -> Run:
    return Run(
        environment,
        str(kept.get("name", "A file")),
        tuple(kept.get("head", ())),
        datetime.fromisoformat(made_at),
        kept.get("content", {}),
        number,
        datetime.fromisoformat(finished_at) if finished_at else None,
    )


def _stored_row(place: int, status: RowStatus, kept: dict[str, Any], told: dict[str, Any]) -> StoredRow:
    if status not in ROW_STATUSES or not isinstance(kept["content"], dict):
        raise BrokenSeal
    return StoredRow(
        place,
        tuple(str(cell) for cell in kept.get("cells", ())),
        kept["content"],
        status,
        told.get("reason", ""),
        told.get("number"),
        datetime.fromisoformat(told["at"]) if told.get("at") else None,
    )


def _content(row: StoredRow) -> str:
    return sealed({"cells": row.cells, "content": row.content})


def _ending(row: StoredRow) -> str | None:
    if not (row.reason or row.number or row.at):
        return None
    at = in_utc(row.at) if row.at else None
    return sealed({"reason": row.reason, "number": row.number, "at": at})
