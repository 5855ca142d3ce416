"""The operator's one database, `console.db`: opened when it is first needed, one transaction at a time, durable.

It must not know what its tables mean, and it must never stand in the way: a file that cannot be used is set aside
or left alone, and said so, while the work goes on.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from sqlite3 import Connection as Connection
from typing import TypeVar
from weakref import WeakSet

from console.store import database_file, files, salvage
from console.store.database_file import Damaged, Passing
from console.store.files import StoreTrouble
from console.store.places import Places
from console.store.search_file import SearchFile

T = TypeVar("T")

_MADE: WeakSet[Database] = WeakSet()
_MAKING = threading.Lock()
"""Every connection of this process, since what one of them deletes the others must not have open; none is made meanwhile."""
_ERRORS = (sqlite3.Error, UnicodeDecodeError)  # the latter where SQLite quotes a damaged name


class Database:
    """One connection, made by the first call and used on that call's thread only, or by `wipe` of another one.

    `notices` are sentences to tell the operator; `take_notices` empties them, and none comes twice.
    `lasting` is False while the file cannot be used: what it held is read from memory, and nothing is written.
    `files` counts the files: where another one takes the place of one that was lost, nothing of before is in it.
    """

    def __init__(self, places: Places, *, patience: float = 1.0, beside: bool = False) -> None:
        """`patience`: how many seconds to wait for another process that holds the file.

        `beside` another connection of this process, which made and checked the file.
        """
        self._beside = beside
        self.path, self._read_only = places.data / "console.db", places.read_only
        self.lasting = True
        self.files = 1
        self.search_file = SearchFile(Path(f"{os.path.realpath(self.path)}-search"))
        self.notices: list[str] = []
        self._told: set[str] = set()
        self._patience = patience
        self._connection: Connection | None = None
        self._inode: int | None = None
        self._thread = 0
        self._lock = threading.RLock()
        with _MAKING:
            _MADE.add(self)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction and return what it returns, once that is safely on the disk.

        Raises `StoreTrouble` (disk full or read-only, file locked or newer, disk failing): then nothing of it was
        kept, and a later call may well succeed. `work` may be run twice, the second time on a new file, and must do
        nothing but SQL.
        """
        return self._run("BEGIN IMMEDIATE", work, on_disk=True)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work`, which only reads, on one state of the file, or of what it held. Raises `StoreTrouble`."""
        return self._run("BEGIN", work, on_disk=False)

    def tell(self, sentence: str) -> None:
        """Put a sentence among the notices, unless it was told before."""
        if sentence not in self._told:
            self._told.add(sentence)
            self.notices.append(sentence)

    def take_notices(self) -> list[str]:
        """Return the sentences to tell, each once in the life of this object."""
        taken, self.notices = self.notices, []
        return taken

    def close(self) -> None:
        """Let go of the file, on the thread that used it; a later call opens it again. What is in memory is gone."""
        with self._lock:
            connection, self._connection, self._inode = self._connection, None, None
            self.search_file.close()
            if connection is not None:
                connection.close()

    def wipe(self) -> None:
        """Delete all local data: the database, damaged ones that were set aside, and the list of recent records.

        Environments and logs stay. The next call begins a new, empty file, of any other connection of this process too:
        each is closed before, once its transaction is over, since Windows deletes nothing that is open. Raises
        `StoreTrouble` naming what could not be deleted; everything else is.
        """
        if self._read_only:
            raise StoreTrouble(self._read_only)
        with _MAKING, ExitStack() as held:
            for one in [one for one in _MADE if one.path == self.path]:
                held.enter_context(one._lock)
                one.close()
                one.files += one is not self
            self.lasting = True
            self._told.clear()
            if self.path.parent.exists():
                with files.exclusive(self.path.parent):
                    database_file.delete(self.path)

    # -- transactions ----------------------------------------------------------------------------------------

    def _run(self, begin: str, work: Callable[[Connection], T], *, on_disk: bool) -> T:
        with self._lock:
            if self._connection is None:
                self._thread = threading.get_ident()
            elif self._thread != threading.get_ident():
                raise sqlite3.ProgrammingError("this connection is another thread's")
            return self._tried(begin, work, on_disk=on_disk, attempt=1)

    def _tried(self, begin: str, work: Callable[[Connection], T], *, on_disk: bool, attempt: int) -> T:
        connection = self._ready(distrust=attempt > 2, on_disk=on_disk)
        try:
            connection.execute(begin)
            done = work(connection)
            connection.execute("COMMIT")
            return done
        except _ERRORS as error:
            self._roll_back()
            if database_file.is_damage(error) and attempt < 3:
                self._let_go()  # the check at opening sees to it; if it sees nothing, the file goes all the same
                return self._tried(begin, work, on_disk=on_disk, attempt=attempt + 1)
            raise self._trouble(error) from error
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        connection = self._connection
        if connection is None or not connection.in_transaction:
            return
        try:
            connection.execute("ROLLBACK")
        except sqlite3.Error:  # a connection that cannot even do that is of no more use
            self._let_go()

    def _trouble(self, error: Exception) -> Exception:
        """Return what to raise for an error; a mistake of ours stays what it is."""
        found = database_file.trouble(error, self.path)
        if found is None:
            return error
        if not isinstance(found, Passing):
            self._let_go()  # the next call looks at the file afresh
        return found

    def _let_go(self) -> None:
        if self.lasting:
            self.close()

    # -- opening ---------------------------------------------------------------------------------------------

    def _ready(self, *, distrust: bool, on_disk: bool) -> Connection:
        """The connection to use; where it must be `on_disk`, raises why there is none, and reads go on from memory."""
        if self._connection is not None and self.lasting and self._inode != _inode(self.path):
            self.close()
            self.files += 1
            self.tell(f"{self.path} was moved or deleted while it was in use; a new one is begun.")
        if on_disk and not self.lasting:
            memory, self._connection = self._connection, self._on_disk(distrust)
            if memory is not None:
                memory.close()
        elif self._connection is None:
            self._connection = self._on_disk(distrust) if on_disk else self._opened(distrust)
        return self._connection

    def _opened(self, distrust: bool) -> Connection:
        try:
            return self._on_disk(distrust)
        except StoreTrouble as refused:
            if database_file.is_passing(refused):
                raise
            self.lasting = False
            if self._read_only:
                return database_file.in_memory_of_another(Path(os.path.realpath(self.path)))
            newer = isinstance(refused, database_file.Newer)
            return database_file.in_memory(Path(os.path.realpath(self.path)), empty=newer)

    def _on_disk(self, distrust: bool) -> Connection:
        if self._read_only:
            raise StoreTrouble(self._read_only)
        for sentence in files.private_folder(self.path.parent):
            self.tell(sentence)
        with files.exclusive(self.path.parent):
            opened = self._from_file(distrust)
            self._inode, self.lasting = _inode(self.path), True
            return opened

    def _from_file(self, distrust: bool) -> Connection:
        """Open the file; if it is damaged, or `distrust` says so, a new one in its place. Raises `StoreTrouble`."""
        target = Path(os.path.realpath(self.path))
        there = _inode(target)
        self._make_private(target)
        try:
            if distrust:
                raise Damaged
            if there is not None and self._beside:
                return database_file.opened_beside(target, self._patience)
            return database_file.opened(target, self._patience)
        except (Damaged, *_ERRORS) as error:
            if not database_file.is_damage(error):
                raise self._unusable(error) from error
        kept = database_file.set_aside(target)
        fresh: Connection | None = None
        try:
            self._make_private(target)
            fresh = database_file.opened(target, self._patience)
            found = salvage.told(salvage.salvage(kept, fresh))
        except (Damaged, StoreTrouble, *_ERRORS) as error:
            if fresh is not None:
                fresh.close()
            database_file.put_back(kept, target)
            raise self._unusable(error) from error
        self.files += 1
        begun = (
            f"a new one is begun with what could be read of it: {found}" if found else "a new one is begun"
        )
        self.tell(f"{self.path} is damaged; it is kept as {kept.name}, and {begun}.")
        return fresh

    def _make_private(self, target: Path) -> None:
        for sentence in database_file.make_private(target):
            self.tell(sentence)

    def _unusable(self, error: Exception) -> StoreTrouble:
        if isinstance(error, StoreTrouble):
            return error
        return database_file.trouble(error, self.path) or StoreTrouble(
            f"Order Console could not use {self.path}: {error}."
        )


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None
