"""A line without patience for tests of one part: a thread and a connection, which a test can take away and give back.

It must not be used to test what a line does about faults; `console/desk/line/line.py` has its own tests for that.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg

from console.desk.part import DeskPart, LineState
from console.desk.trouble import DeskTrouble, NotReached
from tests.support.postgres import Desk

if TYPE_CHECKING:
    from console.desk.part import DeskConnection

T = TypeVar("T")
AWAY = "Desk not reached since 14:05."


class OwnLine:
    """Does what is asked, and has its part work whenever it is woken. `reach` and `cut` are for the test."""

    def __init__(self, desk: Desk, user: str) -> None:
        self._desk, self._user = desk, user
        self._todo: queue.SimpleQueue[tuple[Callable[[DeskConnection], Any], Future[Any]] | None] = (
            queue.SimpleQueue()
        )
        self._parts: list[DeskPart] = []
        self._connection: _Losing | None = None
        self._thread: threading.Thread | None = None
        self._busy = threading.Lock()
        self.lost = ""
        """The answer to the next statement with these words gets lost: it is done, and nobody hears of it."""

    @property
    def state(self) -> LineState:
        return LineState("reached") if self._connection is not None else LineState("away", said=AWAY)

    def add(self, part: DeskPart) -> None:
        self._parts.append(part)

    def reach(self) -> None:
        self._connection = _Losing.connect(
            host=str(self._desk.cluster.sockets),
            port=self._desk.cluster.port,
            user=self._user,
            password=self._desk.password(self._user),
            dbname=self._desk.database,
            autocommit=True,
        )
        self._connection.line = self
        for part in self._parts:
            part.begin(self._connection)
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, daemon=True)
            self._thread.start()
        self.wake()

    def cut(self) -> None:
        """Take the desk away, between two statements."""
        with self._busy:
            self._lose()

    def close(self) -> None:
        if self._thread is not None:
            self._todo.put(None)
            self._thread.join(10)
            assert not self._thread.is_alive()
        if self._connection is not None:
            self._connection.close()

    def post(
        self, work: Callable[[DeskConnection], T], done: Callable[[T | DeskTrouble], None] | None = None
    ) -> None:
        raise AssertionError("claims do not post")

    def ask(self, work: Callable[[DeskConnection], T], patience: float = 5.0) -> T:
        asked: Future[T] = Future()
        if self._connection is None:
            raise NotReached(AWAY)
        self._todo.put((work, asked))
        return asked.result(20)

    def wake(self) -> None:
        self._todo.put((self._work, Future()))

    def settle(self) -> None:
        """Wait until all that was asked so far is done."""
        asked: Future[None] = Future()
        self._todo.put((lambda _: None, asked))
        asked.exception(20)

    def _work(self, connection: DeskConnection) -> None:
        for part in self._parts:
            part.work(connection, monotonic())

    def _serve(self) -> None:
        while (todo := self._todo.get()) is not None:
            work, asked = todo
            with self._busy:
                if self._connection is None:
                    asked.set_exception(NotReached(AWAY))
                    continue
                try:
                    asked.set_result(work(self._connection))
                except psycopg.Error:
                    self._lose()
                    asked.set_exception(NotReached(AWAY))

    def _lose(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            for part in self._parts:
                part.lose()


class _Losing(psycopg.Connection[Any]):
    """A connection that may lose the answer to one statement."""

    line: OwnLine

    def execute(self, query: Any, *given: Any, **options: Any) -> Any:
        done = super().execute(query, *given, **options)
        if self.line.lost and self.line.lost in query:
            self.line.lost = ""
            raise psycopg.OperationalError("the connection is lost")
        return done
