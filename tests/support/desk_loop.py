"""Drives parts of the desk over real connections as the line does, in the test's own thread and by the test's own clock.

It must not be used to test what the line does with a connection that breaks.
"""

from __future__ import annotations

import math
import select
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from console.desk.part import DeskPart, Hint
from tests.support.postgres import Desk

if TYPE_CHECKING:
    from console.desk.part import DeskConnection

PATIENCE = 15.0


class Moment:
    """A clock that stands still but while a loop waits; `passes` moves it and the age of each beat on the desk."""

    def __init__(self, desk: Desk) -> None:
        self.now, self._desk = 1_000.0, desk

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        """So much later, here and on the server."""
        self.now += seconds
        ask = "UPDATE desk.presence SET beat = beat - make_interval(secs => %s)"
        self._desk.cluster.ask(ask, seconds, database=self._desk.database)


class DeskLoop:
    """Several consoles, each a connection with its parts."""

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk, self._clock = desk, clock
        self._ends = ExitStack()
        self._driven: dict[DeskPart, DeskConnection] = {}
        self._due: dict[DeskPart, float] = {}

    def add(self, part: DeskPart, user: str = "anna") -> DeskConnection:
        """A console of this user's with this part: it listens, then the part begins."""
        connection = self._ends.enter_context(self._desk.connected(user))
        connection.execute("LISTEN desk")
        self._driven[part] = connection
        part.begin(connection)
        self._due[part] = -math.inf
        return connection

    def leave_out(self, part: DeskPart) -> DeskConnection:
        """Drive this one no more, as if its computer slept; its connection stays open."""
        del self._due[part]
        return self._driven.pop(part)

    def take_in(self, part: DeskPart, connection: DeskConnection) -> None:
        """Drive it again over its connection, as if its computer awoke."""
        self._driven[part], self._due[part] = connection, -math.inf

    def wake(self) -> None:
        """What a part calls that has something to do."""
        self._due = dict.fromkeys(self._due, -math.inf)

    def turn(self) -> None:
        """What is due by now, and hints that have come; a burst of them is one call of `work`."""
        for part, connection in self._driven.items():
            heard = [Hint.read(one.payload) for one in connection.notifies(timeout=0)]
            for hint in heard:
                if hint is not None:
                    part.hear(hint)
            if heard or self._clock() >= self._due[part]:
                self._due[part] = part.work(connection, self._clock())

    def until(self, condition: Callable[[], bool]) -> float:
        """Go on until it holds, and return how many seconds that took."""
        began = time.monotonic()
        sockets = [connection.fileno() for connection in self._driven.values()]
        while not condition():
            assert time.monotonic() - began < PATIENCE, "it never came to hold"
            self.turn()
            if not condition():
                wait = min(self._due.values(), default=math.inf) - self._clock()
                still = isinstance(self._clock, Moment)
                heard, _, _ = select.select(sockets, [], [], 0.01 if still else min(max(wait, 0.0), 0.05))
                if isinstance(self._clock, Moment) and not heard:
                    self._clock.now += 0.05  # a pause that a part makes goes by
        return time.monotonic() - began

    def close(self) -> None:
        """Close every connection."""
        self._ends.close()


@contextmanager
def desk_loop(desk: Desk, clock: Callable[[], float] = time.monotonic) -> Iterator[DeskLoop]:
    """A loop without a console yet."""
    loop = DeskLoop(desk, clock)
    try:
        yield loop
    finally:
        loop.close()
