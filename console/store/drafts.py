"""Unsaved work on disk: one draft for each record, and which tabs were open.

It must not know what a draft says: its content is JSON that the model makes and reads.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.model.drafts.titled import title_coded, titled
from console.model.fields.field import RECORD_KINDS, RecordKind
from console.store.database import Connection, Database
from console.store.sealed import UNREADABLE, BrokenSeal, in_utc, sealed, unsealed
from console.store.words import plain

Tab = tuple[RecordKind, str]
"""Kind and id of a record."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """The unsaved work on one record. `count` are its changes, `content` is JSON, `kept_at` has a zone."""

    environment: str
    kind: RecordKind
    id: str
    title: str
    count: int
    content: dict[str, Any]
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class OpenTabs:
    """The records that were open, in their order, and the one in front."""

    tabs: tuple[Tab, ...] = ()
    front: Tab | None = None


class Drafts:
    """The drafts in the database. Every call may raise `StoreTrouble`; then what was kept before is still there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, draft: KeptDraft) -> None:
        """Put the draft in place of an older one of the same record; it is on the disk when this returns.

        Raises `ValueError` for a `kept_at` without a zone.
        """
        kept_at = in_utc(draft.kept_at)
        content = sealed(
            {"kind": draft.kind, "id": draft.id, "count": draft.count}
            | title_coded(draft.kind, draft.title)
            | {"kept_at": kept_at, "content": draft.content}
        )
        row = (plain(draft.environment), draft.kind, plain(draft.id), kept_at, content)

        def work(connection: Connection) -> None:
            connection.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)", row)

        self._database.write(work)

    def forget(self, environment: str, kind: RecordKind, id: str) -> bool:
        """Remove a record's draft, because it was saved or discarded; whether there was one."""
        key = (plain(environment), kind, plain(id))

        def work(connection: Connection) -> bool:
            gone = connection.execute("DELETE FROM drafts WHERE environment = ? AND kind = ? AND id = ?", key)
            return gone.rowcount > 0

        return self._database.write(work)

    def all(self, environment: str) -> list[KeptDraft]:
        """Return the drafts of an environment, the newest first; one that cannot be read is left out and told."""

        def work(connection: Connection) -> list[tuple[RecordKind, str, str, str]]:
            return connection.execute(
                "SELECT kind, id, kept_at, content FROM drafts WHERE environment = ?"
                " ORDER BY kept_at DESC, rowid DESC",
                (plain(environment),),
            ).fetchall()

        drafts = []
        for kind, id, kept_at, content in self._database.read(work):
            usual = {"kind": kind, "id": id, "kept_at": kept_at, "title": id, "count": 1}
            try:
                drafts.append(_draft(environment, usual | unsealed(content)))
            except UNREADABLE:
                self._database.tell(f"The unsaved work on {id} is damaged on the disk and was left out.")
        return drafts

    def moments(self) -> dict[tuple[str, RecordKind, str], datetime]:
        """Return when each draft was kept (UTC), of every environment, by environment, kind and id."""

        def work(connection: Connection) -> list[tuple[str, RecordKind, str, str]]:
            return connection.execute("SELECT environment, kind, id, kept_at FROM drafts").fetchall()

        found = {}
        for environment, kind, id, kept_at in self._database.read(work):
            with contextlib.suppress(ValueError):
                found[environment, kind, id] = datetime.fromisoformat(kept_at)
        return found

    def try_writing(self) -> None:
        """Write nothing new, to find out whether anything can be written."""

        def work(connection: Connection) -> None:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute(
                f"PRAGMA user_version = {int(version)}"
            )  # writes its page, though nothing changes

        self._database.write(work)

    @property
    def file(self) -> int:
        """Which file this is, counted from the first: another one has nothing of what was written before."""
        return self._database.files

    def keep_tabs(self, environment: str, tabs: Sequence[Tab], front: Tab | None) -> None:
        """Keep which records are open, in their order, and which one is in front."""
        row = (plain(environment), sealed({"tabs": tabs, "front": front}))

        def work(connection: Connection) -> None:
            connection.execute("INSERT OR REPLACE INTO tabs VALUES (?, ?)", row)

        self._database.write(work)

    def tabs(self, environment: str) -> OpenTabs:
        """Return the records that were open when `keep_tabs` was last called; none where that cannot be read."""

        def work(connection: Connection) -> list[tuple[str]]:
            return connection.execute(
                "SELECT content FROM tabs WHERE environment = ?", (plain(environment),)
            ).fetchall()

        for (content,) in self._database.read(work):
            try:
                return _open_tabs(unsealed(content))
            except UNREADABLE:
                self._database.tell("Which tabs were open is damaged on the disk, so none is opened.")
        return OpenTabs()


def _open_tabs(kept: dict[str, Any]) -> OpenTabs:
    tabs = tuple(_tab(*one) for one in kept.get("tabs", ()))
    front = kept.get("front")
    return OpenTabs(tabs, _tab(*front) if front else None)


def _tab(kind: RecordKind, id: str) -> Tab:
    if kind not in RECORD_KINDS or not isinstance(id, str):
        raise BrokenSeal
    return kind, id


def _draft(environment: str, kept: dict[str, Any]) -> KeptDraft:
    if kept["kind"] not in RECORD_KINDS or not isinstance(kept["content"], dict):
        raise BrokenSeal
    return KeptDraft(
        environment=environment,
        kind=kept["kind"],
        id=kept["id"],
        title=titled(kept["kind"], kept),
        count=int(kept["count"]),
        content=kept["content"],
        kept_at=datetime.fromisoformat(kept["kept_at"]),
    )
