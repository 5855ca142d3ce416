"""The life of one connection to the desk: it is looked over, the parts begin, and then each does what is due or heard.

It must not connect or try again, which is the line's, and it is imported only once psycopg is there.
"""

from __future__ import annotations

import logging
import selectors
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psycopg
from psycopg.pq import TransactionStatus

from console.desk.line import faults
from console.desk.line.faults import Fault
from console.desk.part import DeskPart, Hint
from console.desk.trouble import DeskTrouble

if TYPE_CHECKING:
    from console.desk.line.address import DeskAddress
    from console.desk.line.asked import Asked, Queued
    from console.desk.line.pace import LineTimes
    from console.desk.line.wire import Wire
    from console.desk.part import DeskConnection

_logger = logging.getLogger(__name__)


class Ended(Exception):
    """The connection is of no use any more; `fault` says why, None that nobody wants it."""

    def __init__(self, fault: Fault | None) -> None:
        super().__init__()
        self.fault = fault


class Stay:
    """One connection in use, on the line's thread. `polled`: a pooler stands between. `ahead`: this computer's clock's."""

    def __init__(
        self,
        wire: Wire,
        parts: Sequence[DeskPart],
        waiting: Queued,
        *,
        address: DeskAddress,
        times: LineTimes,
        clock: Callable[[], float],
        wall: Callable[[], datetime],
    ) -> None:
        """`clock` gives monotonic seconds, `wall` this computer's time in UTC."""
        self.polled = False
        self.ahead = 0.0
        self._wire, self._parts, self._waiting = wire, parts, waiting
        self._address, self._times, self._clock, self._wall = address, times, clock, wall
        self._payloads: list[str] = []
        self._due = [clock()] * len(parts)
        self._beat_at = self._poll_at = 0.0
        wire.add_notify_handler(lambda notice: self._payloads.append(notice.payload))

    def begin(self) -> None:
        """Look who answers, listen, and have every part begin. Raises `Ended`."""
        with self._judging():
            self.polled = look_over(self._wire, self._times)
            self._measure()
            if (fault := faults.of_version(version(self._wire))) is not None:
                raise Ended(fault)
            if not self.polled:
                # before anything is read: what changes from here on is told
                self._wire.execute("LISTEN desk")
            for part in self._parts:
                part.begin(self._wire)
                self._put_right()
        now = self._clock()
        self._due = [now] * len(self._parts)
        self._beat_at, self._poll_at = now + self._times.beat, now + self._times.poll

    def turn(self) -> float:
        """Do all that is due, asked or heard; return until when there is nothing more. Raises `Ended`."""
        while (asked := self._waiting.take()) is not None:
            self._answer(asked)
        now = self._clock()
        with self._judging():
            if now >= self._beat_at:
                self._measure()
                self._beat_at = now + self._times.beat
            self._payloads += self._wire.heard()
        if self._payloads:
            self._hear(dict.fromkeys(hint for said in self._take() if (hint := Hint.read(said)) is not None))
        if self.polled and now >= self._poll_at:
            self._poll_at = now + self._times.poll
            self._hear([None])
        for number, part in enumerate(self._parts):
            if self._due[number] <= now:
                self._due[number] = self._work(part, now)
        if self._payloads:
            return now
        return min(*self._due, self._beat_at, self._poll_at if self.polled else self._beat_at)

    def wake(self) -> None:
        """Every part is due."""
        self._due = [self._clock()] * len(self._parts)

    def rest(self, seconds: float) -> None:
        """Wait until the server says something or the bell rings."""
        with self._judging(), selectors.DefaultSelector() as selector:
            selector.register(self._wire.fileno(), selectors.EVENT_READ)
            selector.register(self._wire.watch.bell, selectors.EVENT_READ)
            selector.select(seconds)

    def take_leave(self, last: Sequence[Callable[[DeskConnection], object]]) -> None:
        """Do what is to be done last; nobody wants the connection any more, so that none of it waits long. Raises `Ended`."""
        with self._judging():
            for work in last:
                work(self._wire)

    def close(self) -> None:
        """Say good-bye to the server, and to the parts that the connection is gone."""
        self._wire.close()
        for part in self._parts:
            try:
                part.lose()
            except Exception:
                _logger.exception("A part of the desk could not lose its connection")

    def _take(self) -> list[str]:
        taken, self._payloads = self._payloads, []
        return taken

    def _hear(self, hints: Sequence[Hint | None] | dict[Hint, None]) -> None:
        now = self._clock()
        for number, part in enumerate(self._parts):
            for hint in hints:
                part.hear(hint)
            self._due[number] = now

    def _work(self, part: DeskPart, now: float) -> float:
        try:
            return part.work(self._wire, now)
        except psycopg.Error as error:
            self._end_if_it_is_the_line(error)
            _logger.warning("The desk did not do what a part asked (%s)", error.sqlstate)
        except DeskTrouble as trouble:
            _logger.info("A part of the desk waits: %s", trouble.sentence)
        except Exception:
            _logger.exception("A part of the desk failed")
        finally:
            self._put_right()
        return now + self._times.again

    def _answer(self, asked: Asked[object]) -> None:
        try:
            answer: object = asked.work(self._wire)
        except psycopg.Error as error:
            fault = faults.of_statement(error, self._lost, self._address)
            asked.answer(faults.trouble(error, fault))
            if fault is not None:
                raise Ended(fault) from None
            return
        except DeskTrouble as trouble:
            answer = trouble
        except Exception:
            _logger.exception("What was asked of the desk failed")
            answer = DeskTrouble("Something went wrong in this console; the desk was not asked.")
        finally:
            self._put_right()
        asked.answer(answer)

    def _put_right(self) -> None:
        """Nobody leaves a transaction open behind: it would hold locks, and what others commit would not be seen."""
        if self._wire.info.transaction_status not in (TransactionStatus.IDLE, TransactionStatus.UNKNOWN):
            with self._judging():
                self._wire.rollback()

    def _measure(self) -> None:
        before = self._wall()
        row = self._wire.execute("SELECT clock_timestamp() AT TIME ZONE 'UTC'").fetchone()
        after = self._wall()
        if row is not None and isinstance(row[0], datetime):
            self.ahead = (before + (after - before) / 2 - row[0].replace(tzinfo=UTC)).total_seconds()

    @property
    def _lost(self) -> bool:
        return self._wire.closed or self._wire.broken

    @contextmanager
    def _judging(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            self._end_if_it_is_the_line(error)
            # the line's own statement, or what a part cannot begin without
            raise Ended(Fault("away", faults.trouble(error, None).sentence)) from None

    def _end_if_it_is_the_line(self, error: psycopg.Error) -> None:
        if (fault := faults.of_statement(error, self._lost, self._address)) is not None:
            raise Ended(fault) from None


def look_over(wire: Wire, times: LineTimes) -> bool:
    """Whether a pooler stands between; if not, set this connection's limits. Raises `psycopg.Error`.

    A pooler's connections to the server are others' too, a moment later: what is set there would be set for them.
    """
    row = wire.execute("SELECT pg_backend_pid()").fetchone()
    if row is None or row[0] != wire.info.backend_pid:
        wire.prepare_threshold = None
        return True
    limits = {
        "statement_timeout": f"{times.statement * 1000:.0f}ms",
        "lock_timeout": f"{times.lock * 1000:.0f}ms",
        "idle_in_transaction_session_timeout": f"{times.patience * 2 * 1000:.0f}ms",
        "search_path": "pg_catalog",
        "datestyle": "ISO, YMD",
        "timezone": "UTC",
        # or a search would be compiled for a third of a second, which it does not take by half
        "jit": "off",
    }
    for name, value in limits.items():
        wire.execute("SELECT pg_catalog.set_config(%s, %s, false)", (name, value))
    return False


def version(wire: Wire) -> int | None:
    """The version of the desk's tables, None where it says none. Raises `psycopg.Error` where there are no tables."""
    row = wire.execute("SELECT number FROM desk.version").fetchone()
    return row[0] if row is not None and isinstance(row[0], int) else None
