"""The local index: every record that was opened or written to, found by any of its keys and readable without the server.

It must not pass an old reading off as a fresh one: each comes with the moment it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from console.model.drafts.titled import title_coded, titled
from console.model.fields.field import RECORD_KINDS, RecordKind
from console.runtime.giving_way import unhurried
from console.store.catching_up import forget
from console.store.database import Connection, Database
from console.store.sealed import UNREADABLE, BrokenSeal, in_utc, sealed, unsealed
from console.store.search import Newest, WordsWanted, every_term, first_found
from console.store.words import haystack, plain, terms

if TYPE_CHECKING:
    from console.model.records import Cart, Order

_KEYS = (
    "orderId",
    "customerOrderId",
    "cartId",
    "customerCartId",
    "emailAddress",
    "contactId",
    "shippingTrackingUrl",
    "shippingDetails",
    "url",
)
_KEYS_OF_A_LINE = ("sku", "name")
_COLUMNS = "environment, kind, id, opened_at, face"
_AT_FIRST = 256
"""How many of the newest records are looked at for words before the search file is asked: about a millisecond's."""
_Faces = list[tuple[str, RecordKind, str, str, str]]
_NOT_OPENED, _NOT_OPENED_SAID = "not_opened", '"not_opened":true'
"""In the face of a record that was only written to from here: it is found, and is none of those opened lately."""


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A record that was opened here: its keys, two short texts to know it by, when it was opened and read (UTC).

    `as_of` is None where only its name is kept.
    """

    environment: str
    kind: RecordKind
    id: str
    customer_id: str
    title: str
    subtitle: str
    opened_at: datetime
    as_of: datetime | None = None


class Archive:
    """The index in the database. Every call may raise `StoreTrouble`."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] | None = None) -> None:
        """`clock` gives the time with its zone; by default the computer's."""
        self._database = database
        self._clock = clock or (lambda: datetime.now(UTC))

    def remember(
        self,
        environment: str,
        kind: RecordKind,
        id: str,
        customer_id: str,
        title: str,
        subtitle: str,
        keys: Iterable[str],
        content: dict[str, Any],
        as_of: datetime,
    ) -> None:
        """Keep a record as it was read at `as_of` in place of an older reading, and put it at the top of the recent ones.

        `content` is the record as JSON, `keys` are the texts it is found by beside its ids (see `keys_of`).
        """
        face, words = _face(kind, id, customer_id, title, subtitle, keys, as_of)
        kept = sealed({"content": content, "as_of": in_utc(as_of)})
        self._put(environment, kind, face, words, self._clock(), kept)

    def written_statement(
        self, environment: str, record: Order | Cart, as_of: datetime
    ) -> Callable[[Connection], None]:
        """What keeps a record that was written to and not opened, as work for a transaction that writes more than that.

        It is found from then on; one that was opened before keeps its place among the recent ones.
        """
        title, subtitle, keys, content = told_of(record)
        face, words = _face(record.kind, record.id, record.customer_id, title, subtitle, keys, as_of)
        kept = sealed({"content": content, "as_of": in_utc(as_of)})
        return self._putting(environment, record.kind, face, words, self._clock(), kept, opened=False)

    def touch(
        self, environment: str, kind: RecordKind, id: str, title: str, subtitle: str, opened_at: datetime
    ) -> None:
        """Put a record at the top of the recent ones without a reading; an older reading and its keys stay."""
        face = {"id": id, "customer_id": "", "subtitle": subtitle, "as_of": None}
        face |= title_coded(kind, title)
        self._put(environment, kind, face, haystack([id, title, subtitle]), opened_at, None)

    def find(self, text: str, environment: str | None = None, limit: int = 50) -> list[KnownRecord]:
        """Return the records that have every word of `text` in part, whatever its case; the last opened first.

        Nothing is found by an empty text.
        """
        wanted = terms(text)
        if not wanted:
            return []
        tests, values = every_term(wanted), list[object](wanted)
        if environment is not None:
            tests += " AND environment = ?"
            values.append(plain(environment))

        def work(connection: Connection) -> _Faces:
            newest = Newest("archive WHERE environment = ? ORDER BY opened_at DESC, number DESC", values[-1:])
            in_order = environment is not None
            asked = WordsWanted(
                "archive", wanted, limit, newest if in_order else None, _AT_FIRST if in_order else 0
            )
            return first_found(
                connection,
                self._database.search_file if self._database.lasting else None,
                asked,
                f"SELECT {_COLUMNS} FROM {{}} AND {tests} ORDER BY opened_at DESC, number DESC LIMIT ?",  # noqa: S608
                [*values, limit],
            )

        return self._known(work)

    def recent(self, environment: str, most: int = 50) -> list[KnownRecord]:
        """Return the records of an environment opened last, the newest first."""

        def work(connection: Connection) -> _Faces:
            return connection.execute(
                f"SELECT {_COLUMNS} FROM archive WHERE environment = ? AND instr(face, ?) = 0"  # noqa: S608 - ours
                " ORDER BY opened_at DESC, number DESC LIMIT ?",
                (plain(environment), _NOT_OPENED_SAID, most),
            ).fetchall()

        return self._known(work)

    def read(
        self, environment: str, kind: RecordKind, id: str, *, longest: int | None = None
    ) -> tuple[dict[str, Any], datetime] | None:
        """Return a record as JSON and the moment it was read (UTC); None where there is no reading of it.

        One of more than the `longest` characters, about, is left alone as if there were none.
        """

        def work(connection: Connection) -> list[tuple[str, str | None]]:
            return connection.execute(
                "SELECT opened_at, content FROM archive WHERE environment = ? AND kind = ? AND id = ?"
                " AND (? IS NULL OR length(content) <= ?)",
                (plain(environment), kind, plain(id), longest, longest),
            ).fetchall()

        for opened_at, content in self._database.read(work):
            if content is None:
                continue
            try:
                return _reading({"as_of": opened_at} | unsealed(content))
            except UNREADABLE:
                self._database.tell(f"The local copy of {id} is damaged on the disk; look it up again.")
        return None

    def age_out(self, before: datetime) -> int:
        """Delete the records last opened before that moment and return how many there were."""
        moment = in_utc(before)

        def work(connection: Connection) -> int:
            return connection.execute("DELETE FROM archive WHERE opened_at < ?", (moment,)).rowcount

        deleted = self._database.write(work)
        if deleted:
            forget(self._database)
        return deleted

    def _put(
        self,
        environment: str,
        kind: RecordKind,
        face: Mapping[str, str | None],
        words: str,
        opened_at: datetime,
        content: str | None,
    ) -> None:
        """Put a row; without `content` that of an older row stays, and with it its words and customer id."""
        self._database.write(self._putting(environment, kind, face, words, opened_at, content))

    def _putting(
        self,
        environment: str,
        kind: RecordKind,
        face: Mapping[str, str | None],
        words: str,
        opened_at: datetime,
        content: str | None,
        *,
        opened: bool = True,
    ) -> Callable[[Connection], None]:
        key = (plain(environment), kind, plain(face["id"] or ""))
        moment = in_utc(opened_at)

        def work(connection: Connection) -> None:
            known = connection.execute(
                "SELECT number, face, content, opened_at FROM archive WHERE environment = ? AND kind = ? AND id = ?",
                key,
            ).fetchone()
            if known is None:
                number = connection.execute(
                    "INSERT INTO archive (environment, kind, id, opened_at, face, content) VALUES (?, ?, ?, ?, ?, ?)",
                    (*key, moment, sealed(face if opened else {**face, _NOT_OPENED: True}), content),
                ).lastrowid
                connection.execute("INSERT INTO archive_words VALUES (?, ?)", (number, words))
                return
            number, old_face, old_content, opened_before = known
            keeps = content is None and old_content is not None
            new_face: Mapping[str, Any] = _older_reading(face, old_face) if keeps else face
            if not opened and _NOT_OPENED_SAID in old_face:
                new_face = {**new_face, _NOT_OPENED: True}
            connection.execute(
                "UPDATE archive SET opened_at = ?, face = ?, content = ? WHERE number = ?",
                (
                    moment if opened else opened_before,
                    sealed(new_face),
                    old_content if keeps else content,
                    number,
                ),
            )
            if not keeps:
                connection.execute("UPDATE archive_words SET words = ? WHERE number = ?", (words, number))

        return work

    def _known(self, work: Callable[[Connection], _Faces]) -> list[KnownRecord]:
        found = []
        for environment, kind, id, opened_at, face in self._database.read(work):
            try:
                found.append(_one_known(environment, kind, unsealed(face), opened_at))
            except UNREADABLE:
                self._database.tell(f"The local index's entry for {id} is damaged and was left out.")
        return found


def keys_of(content: dict[str, Any]) -> list[str]:
    """Return the texts of a record (JSON, with the API's names) that it is worth finding it by."""
    lines = content.get("lineItems")
    holders: list[tuple[dict[str, Any], tuple[str, ...]]] = [(content, _KEYS)]
    for line in unhurried(lines) if isinstance(lines, list | tuple) else ():
        if isinstance(line, dict):
            holders.append((line, _KEYS_OF_A_LINE))
    keys = [holder.get(name) for holder, names in holders for name in names]
    return list(dict.fromkeys(text for text in keys if isinstance(text, str) and text))


def told_of(record: Order | Cart) -> tuple[str, str, list[str], dict[str, Any]]:
    """The title, the subtitle, the keys and the content by which a record is kept."""
    from console.model.drafts.checks import (
        summary,  # not before there is a record: the window is painted first
    )

    called, content = record.called, record.as_json()
    return called[0].upper() + called[1:], summary(record), keys_of(content), content


def _face(
    kind: RecordKind,
    id: str,
    customer_id: str,
    title: str,
    subtitle: str,
    keys: Iterable[str],
    as_of: datetime,
) -> tuple[dict[str, str | None], str]:
    """What a list shows of a record, and the words that it is found by."""
    face: dict[str, str | None] = {"id": id, "customer_id": customer_id, "subtitle": subtitle}
    face["as_of"] = in_utc(as_of)
    return face | title_coded(kind, title), haystack([id, customer_id, title, subtitle, *keys])


def _older_reading(face: Mapping[str, str | None], old: str) -> Mapping[str, str | None]:
    try:
        kept = unsealed(old)
        return {**face, "customer_id": kept.get("customer_id", ""), "as_of": kept.get("as_of")}
    except UNREADABLE:
        return face


def _reading(kept: dict[str, Any]) -> tuple[dict[str, Any], datetime]:
    if not isinstance(kept["content"], dict):
        raise BrokenSeal
    return kept["content"], datetime.fromisoformat(kept["as_of"])


def _one_known(environment: str, kind: RecordKind, face: dict[str, Any], opened_at: str) -> KnownRecord:
    if kind not in RECORD_KINDS:
        raise BrokenSeal
    as_of = face.get("as_of")
    return KnownRecord(
        environment=environment,
        kind=kind,
        id=face["id"],
        customer_id=face.get("customer_id", ""),
        title=titled(kind, {"title": face["id"], **face}),
        subtitle=face.get("subtitle", ""),
        opened_at=datetime.fromisoformat(opened_at),
        as_of=None if as_of is None else datetime.fromisoformat(as_of),
    )
