"""An environment's new name, given to everything that is kept under the old one, so that no draft is left behind.

It must not touch the environment itself, nor delete unsaved work that is kept under the new name already.
"""

from __future__ import annotations

from console.store.database import Connection, Database
from console.store.words import plain


def rename(database: Database, old: str, new: str) -> None:
    """Give drafts, tabs, trail, runs and local index of the environment `old` to `new`, all or none. Raises `StoreTrouble`.

    Where `new` has a draft of the same record, left by an environment of that name long gone, both stay where they are.
    """
    names = (plain(new), plain(old))

    def work(connection: Connection) -> None:
        connection.execute("UPDATE OR IGNORE drafts SET environment = ? WHERE environment = ?", names)
        for table in ("trail", "runs"):
            connection.execute(f"UPDATE {table} SET environment = ? WHERE environment = ?", names)  # noqa: S608 - ours
        for table in ("tabs", "archive"):
            connection.execute(f"UPDATE OR REPLACE {table} SET environment = ? WHERE environment = ?", names)  # noqa: S608 - ours

    database.write(work)
