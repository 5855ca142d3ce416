"""The file under the database: made private, opened and checked, set aside or deleted, and its troubles in words.

It must not keep a connection or decide what to do about trouble; it says what was found.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import sqlite3
import stat
import sys
import tempfile
from functools import cache
from pathlib import Path
from sqlite3 import Connection

from console.store.files import StoreTrouble
from console.store.files import trouble as file_trouble
from console.store.schema import STEPS

_ROOM_TO_OPEN = 64 * 1024
_LARGEST_LEFT_OVER = 4 * 1024 * 1024
_PAGES_KIB = 512  # SQLite would keep 2 MiB for each connection, of what the system keeps as well
_BESIDE = ("-wal", "-shm")
_MAGIC = b"SQLite format 3\x00"
_NO_CODE = 0xFF
_FULL = {errno.ENOSPC, errno.EDQUOT}


class Damaged(Exception):
    """The file is a database, but not a whole one of ours."""


class Newer(StoreTrouble):
    """The file is of a version that this program does not know."""


class Passing(StoreTrouble):
    """Trouble that may well be over at the next call: a full disk, a locked file."""


def make_private(target: Path) -> list[str]:
    """Make the file if it is missing, mode 0600; tighten a looser one; return sentences. Raises `StoreTrouble`."""
    try:
        if not target.exists():
            os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        # A file that is there is not opened here: closing it would give up the locks of every connection to it.
        status = target.stat()
        if not stat.S_ISREG(status.st_mode):
            raise StoreTrouble(f"Order Console could not use {target}: it is not a plain file.")
        if sys.platform == "win32":
            return []
        if status.st_uid != os.geteuid():
            raise StoreTrouble(
                f"Order Console does not use {target}, because it belongs to another user of this computer."
            )
        if not os.access(target, os.W_OK):
            raise OSError(errno.EROFS if _is_read_only(target) else errno.EACCES, "not writable")
        loose = stat.S_IMODE(status.st_mode) & 0o077
        for path in (target, *(Path(f"{target}{end}") for end in _BESIDE)):
            if path.exists() and stat.S_IMODE(path.stat().st_mode) != 0o600:
                path.chmod(0o600)
    except OSError as error:
        raise file_trouble("Order Console could not use", target, error) from error
    return [f"Other users of this computer could open {target}; now only you can."] if loose else []


def opened(target: Path, patience: float) -> Connection:
    """Open, check and bring up to date. Raises `Damaged`, `Newer`, `StoreTrouble` or `sqlite3.Error`."""
    _refuse_newer(target, _version_in_header(target))
    try:
        return opened_beside(target, patience)
    except sqlite3.Error as error:
        if not _is_full(error, target):
            raise
    # On a full disk there is no room for the memory that processes share. One that is alone needs none.
    connection = _connect(str(target), patience)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        _set_up(connection, target)
    except BaseException:
        connection.close()
        raise
    return connection


def opened_beside(target: Path, patience: float) -> Connection:
    """Open a file that this process made and checked, and may have open: it is read by SQLite and nobody else.

    To close any other handle of it would give up the locks of every connection, and whoever opens the file next would
    take what is written through them for gone. Raises as `opened` does.
    """
    connection = _connect(str(target), patience)
    try:
        _set_up(connection, target)
    except BaseException:
        connection.close()
        raise
    return connection


def in_memory(target: Path, *, empty: bool) -> Connection:
    """Return a database in memory; unless it is to be `empty`, with what the file holds if that can be understood."""
    # the first way heeds -wal, but needs one
    for mode in () if empty or not _is_mine(target) else ("mode=ro", "immutable=1"):
        copy = _connect(":memory:", 0)
        try:
            _copy(target, mode, copy)
            _bring_up_to_date(copy, target)
        except (sqlite3.Error, StoreTrouble, Damaged):
            copy.close()
        else:
            return copy
    fresh = _connect(":memory:", 0)
    _bring_up_to_date(fresh, target)
    return fresh


def in_memory_of_another(target: Path) -> Connection:
    """Return a database in memory with what stands in a file that another computer has open.

    The file is not opened, which would leave files beside it that the other one does not expect; a copy is.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / target.name
        for end in ("", "-wal"):
            with contextlib.suppress(OSError):
                shutil.copyfile(f"{target}{end}", f"{copy}{end}")
        return in_memory(copy, empty=False)


def set_aside(target: Path) -> Path:
    """Rename a damaged database, and what lies beside it, to the first free NAME.bad-1, -2, ... Raises `StoreTrouble`."""
    number = 1
    while (kept := target.with_name(f"{target.name}.bad-{number}")).exists():
        number += 1
    try:
        target.rename(kept)
        for end in _BESIDE:
            if (beside := Path(f"{target}{end}")).exists():
                beside.rename(f"{kept}{end}")
    except OSError as error:
        raise file_trouble("Order Console could not set aside the damaged file", target, error) from error
    return kept


def put_back(kept: Path, target: Path) -> None:
    """Undo `set_aside`, in place of a new file that could not be filled. Raises `StoreTrouble`."""
    try:
        for end in ("", *_BESIDE):
            Path(f"{target}{end}").unlink(missing_ok=True)
            if (beside := Path(f"{kept}{end}")).exists():
                beside.rename(f"{target}{end}")
    except OSError as error:
        raise file_trouble("Order Console could not put back", target, error) from error


def delete(path: Path) -> None:
    """Delete the database, what lies beside it, the damaged ones that were set aside, and the old list of recents.

    Goes on after a failure and raises `StoreTrouble` for the first one at the end.
    """
    refused: StoreTrouble | None = None
    for place in dict.fromkeys((Path(os.path.realpath(path)), path)):
        ours = re.compile(
            re.escape(place.name) + r"(\.bad-\d+)?(-search)?(-wal|-shm)?|recents\.json(\.bad\d*)?"
        )
        for found in sorted(place.parent.iterdir()):
            if not ours.fullmatch(found.name):
                continue
            try:
                found.unlink(missing_ok=True)
            except OSError as error:
                refused = refused or file_trouble("Order Console could not delete", found, error)
    if refused is not None:
        raise refused


# -- trouble in words --------------------------------------------------------------------------------------------


def is_damage(error: Exception) -> bool:
    """Whether the file holds something else than a whole database of ours."""
    # SQLite quotes a damaged name in its complaint, and Python cannot read the complaint.
    broken = isinstance(error, Damaged | UnicodeDecodeError)
    return broken or _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_passing(refused: Exception) -> bool:
    """Whether the same may succeed later: there was no room, or another process had the file."""
    why = refused.__cause__
    return isinstance(refused, Passing) or (isinstance(why, OSError) and why.errno in _FULL)


def trouble(error: Exception, path: Path) -> StoreTrouble | None:
    """Return the sentence for an error that the disk is to blame for; None where a mistake of ours is."""
    what = f"Order Console could not save in {path}"
    code = _code(error)
    if _is_full(error, path):
        return Passing(f"{what}: the disk is full; what was saved before is still there.")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Passing(f"{what}: another program is using it. Try again in a moment.")
    whys = {
        sqlite3.SQLITE_READONLY: "it is read-only",
        sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
        sqlite3.SQLITE_PERM: "you are not allowed to",
        sqlite3.SQLITE_AUTH: "you are not allowed to",
        sqlite3.SQLITE_IOERR: "the disk failed",
        sqlite3.SQLITE_NOMEM: "there is not enough memory",
        sqlite3.SQLITE_TOOBIG: "it is too much for one record",
        sqlite3.SQLITE_CORRUPT: "the file is damaged",
        sqlite3.SQLITE_NOTADB: "the file is damaged",
    }
    if isinstance(error, Damaged | UnicodeDecodeError):
        return StoreTrouble(f"{what}: the file is damaged.")
    return StoreTrouble(f"{what}: {whys[code]}.") if code in whys else None


def _code(error: Exception) -> int:
    """The primary result code of SQLite; `_NO_CODE` for an error that is not its own."""
    return int(getattr(error, "sqlite_errorcode", _NO_CODE)) & 0xFF


def _is_full(error: Exception, path: Path) -> bool:
    code = _code(error)
    if code not in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return code == sqlite3.SQLITE_FULL
    try:
        return shutil.disk_usage(path.parent).free < _ROOM_TO_OPEN
    except OSError:
        return False


# -- opening -----------------------------------------------------------------------------------------------------


def _connect(name: str, patience: float, *, uri: bool = False) -> Connection:
    # another thread may close it; `Database` lets in one at a time
    connection = sqlite3.connect(name, timeout=patience, uri=uri, check_same_thread=False)
    connection.isolation_level = None
    connection.text_factory = _text
    return connection


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")  # a damaged row is found out by its seal, not by an error here


def _set_up(connection: Connection, target: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA journal_size_limit = {_LARGEST_LEFT_OVER}")
    connection.execute("PRAGMA synchronous = FULL")
    # Not quick_check: it does not see an index that has lost a row of its table.
    if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
        raise Damaged
    _bring_up_to_date(connection, target)


def _bring_up_to_date(connection: Connection, target: Path) -> None:
    connection.execute(f"PRAGMA cache_size = -{_PAGES_KIB}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    _refuse_newer(target, version)
    if version < len(STEPS):
        _migrate(connection, version)
    if _tables(connection) != _tables_wanted():
        raise Damaged


def _migrate(connection: Connection, version: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in STEPS[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if _code(error) == sqlite3.SQLITE_ERROR:  # the tables are not those that this version had
            raise Damaged from error
        raise


def _refuse_newer(target: Path, version: int) -> None:
    if version > len(STEPS):
        raise Newer(f"{target} was written by a newer Order Console, so this one leaves it as it is.")


def _version_in_header(target: Path) -> int:
    """Read the version off the file's header, so that a newer one is not even opened; 0 for a file without content.

    Raises `Damaged` for what is no database at all: SQLite would do away with what lies beside it.
    """
    try:
        with target.open("rb") as file:
            header = file.read(64)
    except OSError as error:
        raise file_trouble("Order Console could not read", target, error) from error
    if header and not header.startswith(_MAGIC):
        raise Damaged
    return int.from_bytes(header[60:64], "big", signed=True)


def _tables(connection: Connection) -> list[tuple[str, ...]]:
    return connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
    ).fetchall()


@cache
def _tables_wanted() -> list[tuple[str, ...]]:
    pattern = _connect(":memory:", 0)
    try:
        _migrate(pattern, 0)
        return _tables(pattern)
    finally:
        pattern.close()


def _is_read_only(target: Path) -> bool:
    return sys.platform != "win32" and bool(os.statvfs(target).f_flag & os.ST_RDONLY)


def _is_mine(target: Path) -> bool:
    try:
        found = target.stat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and (sys.platform == "win32" or found.st_uid == os.geteuid())


def _copy(target: Path, mode: str, into: Connection) -> None:
    _refuse_newer(target, _version_in_header(target))
    source = _connect(f"{target.as_uri()}?{mode}", 0, uri=True)
    try:
        source.backup(into)
    finally:
        source.close()
