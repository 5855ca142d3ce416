"""The SQLite file and the one thread that works on it; it must not know any rule of the API.

Every job runs in its own savepoint. Jobs that wait at the same time share one commit, and no job's result is handed
out before that commit is on disk (WAL, synchronous=FULL).
"""

import asyncio
import os
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")
WriteJob = Callable[[sqlite3.Connection], Any]

MAX_JOBS_PER_COMMIT = 64
LOCK_SECONDS = 1.0
SCHEMA_VERSION = 1
APPLICATION_ID = 0x4F534258

_SCHEMA = """
CREATE TABLE clients (client_id TEXT PRIMARY KEY, name TEXT NOT NULL, secret TEXT NOT NULL, scopes TEXT NOT NULL);
CREATE TABLE tokens (hash BLOB PRIMARY KEY, kind TEXT NOT NULL, client_id TEXT NOT NULL, expires REAL NOT NULL)
    WITHOUT ROWID;
CREATE INDEX tokens_by_expiry ON tokens (expires);
CREATE TABLE contacts (address TEXT PRIMARY KEY, transactional INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE orders (
    order_id TEXT PRIMARY KEY, customer_order_id TEXT NOT NULL UNIQUE, cart_id TEXT, sort_date TEXT NOT NULL,
    added INTEGER NOT NULL, document TEXT NOT NULL
);
CREATE INDEX orders_by_cart ON orders (cart_id);
CREATE INDEX orders_by_date ON orders (sort_date);
CREATE TABLE returns (customer_order_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE carts (
    cart_id TEXT PRIMARY KEY, customer_cart_id TEXT NOT NULL UNIQUE, document TEXT NOT NULL
);
CREATE TABLE events (
    number INTEGER PRIMARY KEY, time TEXT NOT NULL, order_id TEXT, cart_id TEXT, event TEXT NOT NULL,
    forced INTEGER NOT NULL
);
CREATE INDEX events_by_order ON events (order_id);
"""


class UnusableDatabaseError(Exception):
    """The database file cannot be used; the message is a sentence to show."""


@dataclass
class _Ticket:
    job: WriteJob
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None

    def hand_out(self) -> None:
        if self.future.cancelled():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Store:
    """An open database. `is_new` tells whether it was made by this start."""

    def __init__(self, path: Path) -> None:
        """Open or make the file, for this process alone; raises UnusableDatabaseError."""
        self._tickets: queue.SimpleQueue[_Ticket | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._connection = sqlite3.connect(
                path, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise UnusableDatabaseError(f"The database {path} cannot be opened: {reason}.") from error
        try:
            self.is_new = self._prepare(path)
        except sqlite3.OperationalError as error:
            self._connection.close()
            if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                sentence = f"The database {path} is in use by another sandbox."
            else:
                sentence = f"The database {path} cannot be used: {error}."
            raise UnusableDatabaseError(sentence) from error
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise UnusableDatabaseError(
                f"The database {path} is damaged or not a database: {error}."
            ) from error
        except UnusableDatabaseError:
            self._connection.close()
            raise

    def _prepare(self, path: Path) -> bool:
        execute = self._connection.execute
        execute("PRAGMA locking_mode=EXCLUSIVE")
        version = execute("PRAGMA user_version").fetchone()[0]
        owner = execute("PRAGMA application_id").fetchone()[0]
        is_new: bool = execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if not is_new:
            if owner != APPLICATION_ID:
                raise UnusableDatabaseError(f"The database {path} belongs to another program.")
            if version != SCHEMA_VERSION:
                raise UnusableDatabaseError(
                    f"The database {path} was written by another version of the sandbox."
                )
            verdict = execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                raise UnusableDatabaseError(f"The database {path} is damaged: {verdict.splitlines()[-1]}.")
        execute("PRAGMA journal_mode=WAL")
        execute("PRAGMA synchronous=FULL")
        execute("BEGIN IMMEDIATE")
        if is_new:
            for statement in _SCHEMA.split(";"):
                execute(statement)
            execute(f"PRAGMA user_version={SCHEMA_VERSION}")
            execute(f"PRAGMA application_id={APPLICATION_ID}")
        execute("COMMIT")
        return is_new

    def run_now(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do a job at once, before `start`; committed when this returns."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            result = job(self._connection)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        return result

    def start(self) -> None:
        """Start the thread; from now on only `run` may be used."""
        self._thread = threading.Thread(target=self._work, name="sandbox-database")
        self._thread.start()

    async def run(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do a job on the thread; its changes are on disk when this returns, or undone when it raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._tickets.put(_Ticket(job, future, loop))
        return await future

    def close(self) -> None:
        """Finish the waiting jobs and close the file."""
        if self._thread is not None:
            self._tickets.put(None)
            self._thread.join()
        self._connection.close()

    def _work(self) -> None:
        while True:
            ticket = self._tickets.get()
            batch = []
            while ticket is not None:
                batch.append(ticket)
                if len(batch) == MAX_JOBS_PER_COMMIT or self._tickets.empty():
                    break
                ticket = self._tickets.get()
            if batch:
                self._commit(batch)
            if ticket is None:
                return

    def _commit(self, batch: list[_Ticket]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for ticket in batch:
                self._attempt(ticket)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            for ticket in batch:
                ticket.error = error
        for loop in {ticket.loop for ticket in batch}:
            if not loop.is_closed():
                loop.call_soon_threadsafe(_hand_out, batch)

    def _attempt(self, ticket: _Ticket) -> None:
        self._connection.execute("SAVEPOINT job")
        try:
            ticket.result = ticket.job(self._connection)
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the request that waits
            self._connection.execute("ROLLBACK TO job")
            ticket.error = error
        self._connection.execute("RELEASE job")


def _hand_out(batch: list[_Ticket]) -> None:
    for ticket in batch:
        ticket.hand_out()
