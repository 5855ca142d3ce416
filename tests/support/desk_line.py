"""A line to a desk under test: quick times, a queue in the place of the UI thread, and a part that notes what happens to it.

It must not wait by sleeping: every wait is for something that is told, with a bound in seconds.
"""

from __future__ import annotations

import math
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from console.desk.line.address import DeskAddress
from console.desk.line.line import Line
from console.desk.line.pace import LineTimes
from console.model.environment import Secret

if TYPE_CHECKING:
    from console.desk.part import DeskConnection, DeskPart, Hint, LineState, LineStatus
    from tests.support.postgres import Desk

QUICK = LineTimes(
    connect=0.5,
    patience=0.5,
    statement=0.3,
    lock=0.15,
    beat=0.2,
    poll=0.2,
    first_pause=0.02,
    longest_pause=0.1,
    seldom=0.1,
    nap=0.1,
    again=0.05,
)
"""Every bound of the line at a tenth or so of what it is."""
CALM = LineTimes(connect=0.5, patience=0.5, statement=0.3, lock=0.15, first_pause=0.02, longest_pause=0.1)
"""The same, but nothing happens by itself that was not asked for."""


class Notes:
    """A `DeskPart` that writes down what the line does with it."""

    def __init__(self) -> None:
        self.begun = self.worked = self.lost = 0
        self.heard: list[Hint | None] = []
        self.at_work: Callable[[DeskConnection], object] | None = None
        self.at_begin: Callable[[DeskConnection], object] | None = None
        self.threads: set[str] = set()

    def begin(self, connection: DeskConnection) -> None:
        self.begun += 1
        self.threads.add(threading.current_thread().name)
        if self.at_begin is not None:
            self.at_begin(connection)

    def work(self, connection: DeskConnection, now: float) -> float:
        self.worked += 1
        if self.at_work is not None:
            self.at_work(connection)
        return math.inf

    def hear(self, hint: Hint | None) -> None:
        self.heard.append(hint)

    def lose(self) -> None:
        self.lost += 1


class LineInUse:
    """A line and the queue that it delivers to. `states` has what it told, oldest first."""

    def __init__(
        self, address: DeskAddress, password: str, parts: Sequence[DeskPart], **options: Any
    ) -> None:
        self.states: list[LineState] = []
        self._delivered: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        options.setdefault("times", QUICK)
        options.setdefault("chance", lambda: 0.5)
        self.line = Line(
            address, Secret(password), parts, tell=self.states.append, deliver=self._delivered.put, **options
        )

    def until(self, holds: Callable[[], object], seconds: float, what: str = "") -> float:
        """Run what is delivered until it holds, and return how many seconds that took."""
        begun = time.monotonic()
        while not holds():
            left = begun + seconds - time.monotonic()
            assert left > 0, f"not within {seconds} s: {what} {self.states[-3:]}"
            try:
                self._delivered.get(timeout=min(left, 0.01))()
            except queue.Empty:
                continue
        return time.monotonic() - begun

    def until_status(self, status: LineStatus, seconds: float) -> float:
        """Wait until the newest state that was told has this status; its sentence is then `said`."""
        return self.until(lambda: self.states and self.states[-1].status == status, seconds, status)

    @property
    def said(self) -> str:
        """The sentence of the newest state."""
        return self.states[-1].said

    def backend(self) -> int:
        """The process of the server that serves the line."""
        row = self.line.ask(lambda connection: connection.execute("SELECT pg_backend_pid()").fetchone())
        assert row is not None
        return int(row[0])


@contextmanager
def in_use(
    desk: Desk,
    *parts: DeskPart,
    user: str = "anna",
    port: int | None = None,
    url: str = "",
    ca_file: str = "",
    password: str | None = None,
    **options: Any,
) -> Iterator[LineInUse]:
    """A started line to that desk, closed afterwards, which takes less than a second whatever became of the server."""
    url = url or desk.url(user)
    if port is not None:
        url = url.replace(f":{desk.cluster.port}/", f":{port}/")
    known = desk.password(user) if password is None else password
    used = LineInUse(DeskAddress.read(url, ca_file), known, parts, **options)
    used.line.start()
    try:
        yield used
    finally:
        begun = time.monotonic()
        used.line.close()
        assert time.monotonic() - begun < 1.0, "closing waits"
        assert not used.line._thread.is_alive(), "the thread goes on"
