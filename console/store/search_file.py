"""The search file beside the database: which rows may hold a text, by the runs of three characters in their words.

It must not be believed without proof, for it may name too many rows; and it must never stand in the way: whatever is
wrong with it, it is deleted and made anew, and the rows are read without it meanwhile.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import Connection
from zlib import crc32

from console.store import database_file
from console.store.files import StoreTrouble

PART = 16_384
"""How many numbers a part takes: what is forgotten or changed has one part made anew, and not all."""
HIGHEST = 2**63 - 1
_FORM = 1
_LARGEST_LEFT_OVER = 4 * 1024 * 1024
_MOST_MENDED = 3
_MODULE = "fts5"
_PASSING = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
}


class NoSearchFile(Exception):
    """The file cannot be asked or written now; whoever wanted to reads the rows themselves."""

    anew = False
    """Whether it is gone and can be begun anew."""


@dataclass(frozen=True, slots=True)
class IndexedPart:
    """What is known of `PART` numbers of a table: all rows up to the number `upto` are in it; `stale` where it names
    words besides that a row has no more."""

    upto: int
    stale: bool = False
    proved: bool = True


class SearchFile:
    """One connection of its own, so that no trouble of it is taken for the database's; used on one thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parts: dict[tuple[str, int], IndexedPart] = {}
        self.seen: tuple[int, int] | None = None
        self._connection: Connection | None = None
        self._seals: dict[tuple[str, int], int | None] = {}
        self._mended = 0
        self.off = False

    def open(self) -> None:
        """Open what is there, if anything; `seen` is None where it must be begun. Raises `NoSearchFile`."""
        if self.off:
            raise NoSearchFile
        if self._connection is not None or not self.path.exists():
            return
        with self._minding():
            connection = self._connect()
            if connection.execute("PRAGMA user_version").fetchone()[0] != _FORM:
                raise sqlite3.DatabaseError("of another form")
            self.seen = connection.execute("SELECT change, mark FROM seen").fetchone()
            for of, part, upto, stale, seal in connection.execute("SELECT * FROM parts"):
                self.parts[of, part] = IndexedPart(upto, bool(stale), proved=False)
                self._seals[of, part] = seal

    def begin(self, seen: tuple[int, int]) -> None:
        """Begin anew, knowing of nothing but that change of the log. Raises `NoSearchFile`."""
        self.delete()
        with self._minding():
            connection = self._connect()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("CREATE TABLE seen (change INTEGER NOT NULL, mark INTEGER NOT NULL) STRICT")
            connection.execute(
                "CREATE TABLE parts (of TEXT, part INTEGER, upto INTEGER NOT NULL, stale INTEGER NOT NULL,"
                " seal INTEGER, PRIMARY KEY (of, part)) STRICT, WITHOUT ROWID"
            )
            connection.execute("INSERT INTO seen VALUES (?, ?)", seen)
            self._make(
                "probe"
            )  # so that a SQLite without what this needs is found out before any row was read
            connection.execute("DROP TABLE probe")
            connection.execute(f"PRAGMA user_version = {_FORM}")
            connection.execute("COMMIT")
            self.seen = seen

    def close(self) -> None:
        """Let go of the file, on the thread that used it."""
        connection, self._connection = self._connection, None
        self.parts, self._seals, self.seen = {}, {}, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def delete(self) -> None:
        """Close and delete it; needs no room. Where that is refused, it is not used again."""
        self.close()
        for end in ("", "-wal", "-shm", "-journal"):
            try:
                Path(f"{self.path}{end}").unlink(missing_ok=True)
            except OSError:
                self.off = True

    # -- asking ------------------------------------------------------------------------------------------------

    def prove(self) -> bool:
        """Compare one part with its seal, where one was not yet since the file was opened; False when all are.

        Raises `NoSearchFile`, where a part is not what was written.
        """
        of, number = next((key for key, part in self.parts.items() if not part.proved), ("", 0))
        if not of:
            return False
        if self._seals[of, number] is None:  # a console was killed before it came to that
            with self.writing():
                self.drop(of, number)
            return True
        with self._minding():
            if self._seal(of, number) != self._seals[of, number]:
                raise sqlite3.DatabaseError("a part is not what was written")
            self.parts[of, number] = replace(self.parts[of, number], proved=True)
        return True

    def numbers(self, of: str, runs: Sequence[str], most: int, below: int | None) -> list[int]:
        """Rows of a table that may hold all these runs of three, the highest numbers first by parts; at most `most`.

        With `below` lower numbers only. Raises `NoSearchFile`.
        """
        asked = " AND ".join('"' + run.replace('"', '""') + '"' for run in runs)
        found: list[int] = []
        with self._minding():
            connection = self._connected()
            for number in sorted(
                (part for table, part in self.parts if table == of and self.parts[of, part].proved),
                reverse=True,
            ):
                if below is not None and number * PART >= below:
                    continue
                name = f"{of}_{number}"
                found += (
                    row[0]
                    for row in connection.execute(
                        f"SELECT rowid FROM {name} WHERE {name} MATCH ? AND rowid <= ? LIMIT ?",  # noqa: S608 - ours
                        (asked, HIGHEST if below is None else below - 1, most - len(found)),
                    )
                )
                if len(found) >= most:
                    break
        return found

    # -- writing -----------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction of the calls inside; all of them, or none. Raises `NoSearchFile`."""
        with self._minding():
            connection = self._connected()
            before = dict(self.parts), self.seen, dict(self._seals)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
                self._seal_all()
            except BaseException:
                self.parts, self.seen, self._seals = before
                raise

    def add(self, of: str, number: int, rows: Iterable[tuple[int, str]], upto: int, *, stale: bool) -> None:
        """Put rows (number, words) in a part, which holds all rows up to `upto` then; within `writing`.

        One that is in it keeps what it was found by as well, until its part is dropped.
        """
        if (of, number) not in self.parts:
            self._make(f"{of}_{number}")
            self.parts[of, number] = IndexedPart(upto)
        part = self.parts[of, number]
        part = replace(part, upto=max(part.upto, upto), stale=part.stale or stale)
        self.parts[of, number] = part
        self._connected().executemany(
            f"INSERT INTO {of}_{number} (rowid, words) VALUES (?, ?)",  # noqa: S608 - the names are ours
            ((row, words.replace("\0", " ")) for row, words in rows),  # at a NUL its reading would end
        )
        self._seals[of, number] = None
        self._connected().execute(
            "REPLACE INTO parts VALUES (?, ?, ?, ?, NULL)", (of, number, part.upto, part.stale)
        )

    def drop(self, of: str, number: int) -> None:
        """Drop a part, of which no byte stays in the file; within `writing`."""
        connection = self._connected()
        connection.execute(f"DROP TABLE {of}_{number}")
        connection.execute("DELETE FROM parts WHERE of = ? AND part = ?", (of, number))
        del self.parts[of, number], self._seals[of, number]

    def see(self, change: int, mark: int) -> None:
        """Keep up to which change of the log all is in it; within `writing`."""
        self._connected().execute("UPDATE seen SET change = ?, mark = ?", (change, mark))
        self.seen = change, mark

    # -- inside ------------------------------------------------------------------------------------------------

    def _connect(self) -> Connection:
        database_file.make_private(self.path)
        self._connection = connection = sqlite3.connect(
            self.path, timeout=0, isolation_level=None, cached_statements=512, check_same_thread=False
        )
        connection.execute(
            "PRAGMA locking_mode = EXCLUSIVE"
        )  # whoever comes second reads the rows themselves
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA journal_size_limit = {_LARGEST_LEFT_OVER}")
        connection.execute("PRAGMA synchronous = NORMAL")  # what a power cut takes is noticed by `seen`
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    def _connected(self) -> Connection:
        if self._connection is None:
            raise NoSearchFile
        return self._connection

    def _make(self, name: str) -> None:
        self._connected().execute(
            f"CREATE VIRTUAL TABLE {name} USING {_MODULE} (words, content='', columnsize=0, detail=none,"
            " tokenize='trigram case_sensitive 1')"
        )

    def _seal_all(self) -> None:
        """Seal what was written, after it is: the module writes most of it when the transaction ends."""
        connection = self._connected()
        connection.execute("BEGIN IMMEDIATE")
        for of, number in [
            key for key, seal in self._seals.items() if seal is None and self.parts[key].proved
        ]:
            seal = self._seals[of, number] = self._seal(of, number)
            connection.execute("UPDATE parts SET seal = ? WHERE of = ? AND part = ?", (seal, of, number))
        connection.execute("COMMIT")

    def _seal(self, of: str, number: int) -> int:
        """A checksum of all that a part is: a bit that has turned would hide a row, and SQLite would not see it."""
        part = self.parts[of, number]
        seal = crc32(f"{of} {number} {part.upto} {part.stale:d}".encode())
        connection = self._connected()
        for _, block in connection.execute(f"SELECT id, block FROM {of}_{number}_data ORDER BY id"):  # noqa: S608
            seal = crc32(block, seal)
        for where in connection.execute(f"SELECT segid, term, pgno FROM {of}_{number}_idx"):  # noqa: S608
            seal = crc32(repr(where).encode(), seal)
        return seal

    @contextlib.contextmanager
    def _minding(self) -> Iterator[None]:
        """Turn every trouble into `NoSearchFile`: what may pass is left for later, anything else deletes the file."""
        try:
            yield
        except (sqlite3.Error, StoreTrouble, UnicodeDecodeError, ValueError, TypeError) as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _PASSING:
                self.close()
            else:
                self.delete()
                self._mended += 1
                missing = "no such module" in str(error) or "no such tokenizer" in str(error)
                self.off = self.off or missing or self._mended > _MOST_MENDED
            trouble = NoSearchFile()
            trouble.anew = not self.off and not self.path.exists()
            raise trouble from error
        except BaseException:
            if self._connection is not None and self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
