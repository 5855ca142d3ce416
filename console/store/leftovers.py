"""What is kept on this computer of one environment, counted before it is removed; its drafts can be deleted with it.

It must not touch the environment itself, nor ever delete from the trail or a run: what was sent stays on record.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.store.database import Connection, Database
from console.store.words import plain


@dataclass(frozen=True, slots=True)
class Leftovers:
    """How many drafts of unsaved work, entries of the trail, and runs that were not finished."""

    drafts: int
    entries: int
    unfinished: int


def count(database: Database, environment: str) -> Leftovers:
    """Count what is kept under this name. Raises `StoreTrouble`."""

    def work(connection: Connection) -> Leftovers:
        found = connection.execute(
            "SELECT (SELECT count(*) FROM drafts WHERE environment = :name),"
            " (SELECT count(*) FROM trail WHERE environment = :name),"
            " (SELECT count(*) FROM runs WHERE environment = :name AND finished_at IS NULL)",
            {"name": plain(environment)},
        ).fetchone()
        return Leftovers(*found)

    return database.read(work)


def forget_drafts(database: Database, environment: str) -> None:
    """Delete the drafts and open tabs kept under this name, all or none. Raises `StoreTrouble`."""

    def work(connection: Connection) -> None:
        for table in ("drafts", "tabs"):
            connection.execute(f"DELETE FROM {table} WHERE environment = ?", (plain(environment),))  # noqa: S608 - ours

    database.write(work)
