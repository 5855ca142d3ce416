"""What can still be read of a damaged database, taken over into a new one: a torn page must not cost the drafts beside it.

It must not change the damaged file, and it must not judge a row; what is not whole is found out by its seal later.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from console.model.plural import counted

_TABLES = {
    "drafts": "rowid",
    "tabs": "rowid",
    "trail": "number",
    "trail_words": "number",
    "outbox": "number",
    "archive": "number",
    "archive_words": "number",
    "runs": "number",
    "run_rows": "run {0}, place",
}
"""The tables, those that others refer to first, and the order in which the rows of each lie in the file."""
_TROUBLE = (sqlite3.Error, UnicodeDecodeError)
_NOT_OURS = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH}
"""What SQLite says of a row of other columns, or of other values, than this console's tables have."""


def salvage(damaged: Path, into: Connection) -> dict[str, int]:
    """Copy every row that can be read; returns how many of each table, without tables of which there are none.

    Each table is read from its first row up to the damage and from its last row down to it. Raises `sqlite3.Error`
    where the new one cannot be written; then it holds nothing.
    """
    found: dict[str, int] = {}
    into.execute("BEGIN IMMEDIATE")
    for table, order in _TABLES.items():
        ours = {column[1] for column in into.execute(f"PRAGMA table_info({table})")}
        for direction in ("ASC", "DESC"):
            by = f"{order.format(direction)} {direction}"
            query = f"SELECT * FROM {table} NOT INDEXED ORDER BY {by}"  # noqa: S608 - the parts are all ours
            for columns, row in _rows(damaged, query):
                known = {name: value for name, value in zip(columns, row, strict=True) if name in ours}
                found[table] = found.get(table, 0) + _put(into, table, known)
    into.execute("COMMIT")
    return {table: count for table, count in found.items() if count}


def told(found: dict[str, int]) -> str:
    """What was taken over, such as "2 drafts, 40 entries of the trail"; empty where nothing was."""
    words = (
        ("drafts", "draft", ""),
        ("trail", "entry", " of the trail"),
        ("runs", "run", ""),
        ("archive", "record", " opened before"),
    )
    return ", ".join(f"{counted(found[table], word)}{more}" for table, word, more in words if table in found)


def _rows(damaged: Path, query: str) -> Iterator[tuple[list[str], tuple[Any, ...]]]:
    """The rows up to the first that cannot be read. What lies beside the file counts where it can be understood."""
    for mode in ("mode=ro", "immutable=1"):
        source: Connection | None = None
        try:
            source = sqlite3.connect(f"{damaged.as_uri()}?{mode}", uri=True)
            source.text_factory = lambda raw: raw.decode("utf-8", "replace")
            rows = source.execute(query)
            columns = [column[0] for column in rows.description]
            for row in rows:
                yield columns, row
            return
        except _TROUBLE:
            continue
        finally:
            if source is not None:
                source.close()


def _put(into: Connection, table: str, row: dict[str, Any]) -> int:
    """Put in what the columns of this console's table hold; how many rows that were."""
    names, places = ", ".join(row), ", ".join("?" * len(row))
    insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - the names are all ours
    try:
        return into.execute(insert, tuple(row.values())).rowcount
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF in _NOT_OURS:
            return 0
        into.execute("ROLLBACK")
        raise
