"""Passes the outbox on to the desk, in order, and once more what a desk that failed over may have lost.

It must not stop at a row that the desk refuses, nor hold anybody up: each call is one transaction, on the line's thread.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from console.desk.driver import psycopg
from console.desk.fitting import MOST, MOST_WORDS, TooLong, fitting, fitting_words, without_name
from console.store.files import StoreTrouble
from console.store.outbox import Outbox, OutboxCounts, OutboxRow
from console.store.sealed import UNREADABLE, is_whole

if TYPE_CHECKING:
    from console.desk.part import DeskConnection, Hint
    from console.store.database import Database
    from console.store.outbox import OutboxOf

_AT_ONCE = 100
_BYTES = 1_000_000
"""How many rows, or characters of them, go in one transaction."""
_ASKED_AT_ONCE = 500
_GATHERED_FOR = 0.1
"""Seconds in which what is sent is joined by how it ended; at once it would only take turns with the save itself."""
_MARKED_AFTER = 1.0
"""Seconds after which what the desk acknowledged is marked: each mark is a transaction that a save might wait for."""
_FORGET_EVERY = 3_600.0
_PAUSES = (1.0, 60.0)
"""Seconds to wait where the desk or the disk has no room just now; doubled up to the second."""
_BREAKS = 2
_SHORT = (50_000, 10_000)
"""A row in whose passing the line broke so often has this many bytes of content and of words, without what is long."""
_PASSING_CLASSES = ("40", "53", "55")
_CANCELLED = "57014"
_REFUSED_CLASSES = ("22", "23", "54")
_LONGEST_REASON = 200
_NOT_TAKEN = re.compile(r"[\x00\ud800-\udfff]")

# Not by executemany: where a row is refused, the driver writes a warning into the log.
_INSERTS: dict[OutboxOf, str] = {
    "send": "INSERT INTO desk.sends (id, console, written_at, environment, kind, record_id, words, content)"
    " SELECT a, b, c, d, e, f, g, h FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[], %s::text[], %s::text[],"
    " %s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS row (a, b, c, d, e, f, g, h, place)"
    " ORDER BY place ON CONFLICT (id) DO NOTHING",
    "ending": "INSERT INTO desk.endings (id, send, environment, kind, record_id, outcome, content)"
    " SELECT a, b, c, d, e, f, g FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[],"
    " %s::text[]) WITH ORDINALITY AS row (a, b, c, d, e, f, g, place) ORDER BY place ON CONFLICT (id) DO NOTHING",
    "note": "INSERT INTO desk.notes (id, environment, kind, record_id, body, withdraws)"
    " SELECT a, b, c, d, e, f FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::uuid[])"
    " WITH ORDINALITY AS row (a, b, c, d, e, f, place) ORDER BY place ON CONFLICT (id) DO NOTHING",
}
_THERE: dict[OutboxOf, str] = {
    "send": "SELECT id::text FROM desk.sends WHERE id = ANY(%s::uuid[])",
    "ending": "SELECT id::text FROM desk.endings WHERE id = ANY(%s::uuid[])",
    "note": "SELECT id::text FROM desk.notes WHERE id = ANY(%s::uuid[])",
}


class _Refused(Exception):
    """The desk never takes this; the text says why."""


class Pusher:
    """The part of the line that passes the outbox on."""

    def __init__(
        self,
        database: Callable[[], Database],
        *,
        told: Callable[[OutboxCounts], None],
        outbox: Callable[[Database], Outbox] = Outbox,
    ) -> None:
        """`database` makes one for the line's thread; `told` hears on that thread how many rows wait."""
        self._make, self._told, self._of = database, told, outbox
        self._database: Database | None = None
        self._files = 0
        self._most = _AT_ONCE
        self._acknowledged: list[int] = []
        self._mark_at = self._forget_at = self._resume_at = 0.0
        self._pause = _PAUSES[0]
        self._pass_at: float | None = None
        self._counts: OutboxCounts | None = None
        self._asked_upto: int | None = None
        self._missing: list[int] = []
        self._on_the_way: tuple[int, ...] = ()
        self._alone_upto = 0
        self._broke: dict[int, int] = {}

    def begin(self, connection: DeskConnection) -> None:
        """Have what was acknowledged within a day looked for: it may have gone with the desk that had it."""
        self._asked_upto, self._missing = 0, []
        self._counts = None  # others have counted while the desk was away
        self._resume_at, self._pause, self._pass_at = 0.0, _PAUSES[0], 0.0

    def hear(self, hint: Hint | None) -> None:
        """Nothing that changes there is passed on from here."""

    def lose(self) -> None:
        """Let go of the disk; those on their way go one by one from now on, as one of them may be what broke the line."""
        self._was_cut()
        self._asked_upto = None
        self.let_go()

    def _was_cut(self) -> None:
        self._alone_upto = max(self._on_the_way, default=self._alone_upto)
        if len(self._on_the_way) == 1:
            [number] = self._on_the_way
            self._broke = {number: self._broke.get(number, 0) + 1}
        self._on_the_way = ()

    def let_go(self) -> None:
        """Close the database, on the line's thread; the next call opens it again."""
        if self._database is None:
            return
        try:
            self._mark(self._outbox())
        except StoreTrouble:  # then it is passed on once more, which does no harm
            self._acknowledged = []
        self._database.close()
        self._database = None

    def work(self, connection: DeskConnection, now: float) -> float:
        """Pass on what is due, at most one transaction of it; returns when to be asked next."""
        if now < self._resume_at:
            return self._resume_at
        try:
            outbox = self._outbox()
            if now >= self._forget_at:
                outbox.forget_passed_on()
                self._forget_at = now + _FORGET_EVERY
            # What colleagues have not seen yet goes before what they have seen, and the desk may have lost.
            due = self._is_due(outbox, now) and self._pass_waiting(connection, outbox, now)
            busy = due or self._repeat(connection, outbox)
            if self._acknowledged and (now >= self._mark_at or len(self._acknowledged) >= _AT_ONCE):
                self._mark(outbox)
            self._tell(outbox)
        except StoreTrouble:
            return self._wait(now)
        except psycopg().Error as error:
            state = error.sqlstate or ""
            if state[:2] not in _PASSING_CLASSES and state != _CANCELLED:
                raise
            if state == _CANCELLED:
                self._was_cut()
            return self._wait(now)
        self._pause = _PAUSES[0]
        if busy:
            return now
        times = [self._forget_at, *([self._mark_at] if self._acknowledged else [])]
        return min(*times, math.inf if self._pass_at is None else self._pass_at)

    def _wait(self, now: float) -> float:
        self._on_the_way = ()
        self._resume_at = now + self._pause
        self._pause = min(2 * self._pause, _PAUSES[1])
        return self._resume_at

    # -- what is due --------------------------------------------------------------------------------------

    def _repeat(self, connection: DeskConnection, outbox: Outbox) -> bool:
        """What was acknowledged before this connection: ask for some, pass on what the desk lost; False: all is there."""
        if self._missing:
            some = self._missing[: self._most]
            rows = outbox.these(some, _BYTES)
            passed, refused = self._pass_on(connection, outbox, rows)
            done = {*passed, *refused} if rows else set(some)  # some were forgotten meanwhile
            self._missing = [number for number in self._missing if number not in done]
            return True
        if self._asked_upto is None:
            return False
        asked = outbox.passed_on(self._asked_upto, _ASKED_AT_ONCE)
        if not asked:
            self._asked_upto = None
            return False
        there: set[str] = set()
        for of, query in _THERE.items():
            if ids := [id for _, one, id in asked if one == of]:
                there |= {id for (id,) in connection.execute(query.encode(), (ids,))}
        self._missing = [number for number, _, id in asked if id not in there]
        self._asked_upto = asked[-1][0]
        return True

    def _is_due(self, outbox: Outbox, now: float) -> bool:
        """Whether what waits has waited long enough for what belongs to it, and for the save itself to be over."""
        if self._pass_at is None and outbox.counts(but=self._acknowledged).waiting:
            self._pass_at = now + _GATHERED_FOR
        return self._pass_at is not None and now >= self._pass_at

    def _pass_waiting(self, connection: DeskConnection, outbox: Outbox, now: float) -> bool:
        rows = outbox.waiting(self._most, _BYTES, but=self._acknowledged)
        if not rows:
            self._pass_at = None
            return False
        passed, _ = self._pass_on(connection, outbox, rows)
        if passed and not self._acknowledged:
            self._mark_at = now + _MARKED_AFTER
        self._acknowledged += passed
        return True

    def _pass_on(
        self, connection: DeskConnection, outbox: Outbox, rows: Sequence[OutboxRow]
    ) -> tuple[list[int], list[int]]:
        """One transaction with all of them; returns the numbers that the desk has now, and those that it never takes.

        Where it refuses one, none is taken: half as many are tried next, until that one is found and marked.
        """
        refused = []
        if rows and rows[0].number <= self._alone_upto:
            rows = rows[:1]
        self._on_the_way = tuple(row.number for row in rows)
        parameters: list[tuple[OutboxRow, tuple[object, ...]]] = []
        for row in rows:
            try:
                parameters.append((row, self._parameters(row)))
            except _Refused as never:
                outbox.mark_refused(row.number, str(never))
                refused.append(row.number)
        try:
            _insert(connection, parameters)
        except (psycopg().Error, UnicodeError) as error:
            reason = _why_refused(error)
            if not reason:
                raise
            self._on_the_way = ()
            if len(parameters) > 1:
                self._most = max(1, len(parameters) // 2)
                return [], refused
            outbox.mark_refused(parameters[0][0].number, reason)
            return [], [*refused, parameters[0][0].number]
        self._on_the_way = ()
        self._most = min(2 * self._most, _AT_ONCE)
        return [row.number for row, _ in parameters], refused

    def _parameters(self, row: OutboxRow) -> tuple[object, ...]:
        """What is inserted of a row. Raises `_Refused` where it is plain that no desk takes it."""
        place = (row.environment, row.kind, row.record_id)
        if any(_NOT_TAKEN.search(text) for text in (*place, row.body)):
            # The driver would complain, too, but not say which row, and into the log.
            raise _Refused("It has a character that PostgreSQL has not.")
        if row.of == "note":
            return row.id, *place, row.body, row.refers_to or None
        if not all(map(is_whole, row.content.split("\n"))):
            raise _Refused("It is damaged on this computer's disk.")
        most, most_words = (MOST, MOST_WORDS) if self._broke.get(row.number, 0) < _BREAKS else _SHORT
        try:
            content = fitting(without_name(row.content), most)
        except (TooLong, *UNREADABLE):
            raise _Refused("It is too long for the desk.") from None
        if row.of == "ending":
            return row.id, row.refers_to, *place, row.outcome, content
        return row.id, row.console, row.written_at, *place, fitting_words(row.words, most_words), content

    # -- on this computer's disk --------------------------------------------------------------------------

    def _outbox(self) -> Outbox:
        """The outbox, in a database of this thread's own."""
        if self._database is None:
            self._database = self._make()
            self._files = self._database.files
        outbox = self._of(self._database)
        self._database.read(lambda _: None)  # which file it is by now
        if self._database.files != self._files:  # all was deleted, and the numbers begin anew
            self._files, self._acknowledged, self._missing = self._database.files, [], []
            self._alone_upto = 0
        return outbox

    def _mark(self, outbox: Outbox) -> None:
        if self._acknowledged:
            outbox.mark_passed_on(self._acknowledged)
            self._acknowledged = []

    def _tell(self, outbox: Outbox) -> None:
        counts = outbox.counts(but=self._acknowledged)
        if counts != self._counts:
            self._counts = counts
            self._told(counts)


def _insert(connection: DeskConnection, rows: Sequence[tuple[OutboxRow, tuple[object, ...]]]) -> None:
    """All of them in one transaction; in order, but for what is of another kind."""
    with connection.transaction() if len({row.of for row, _ in rows}) > 1 else nullcontext():
        for of, query in _INSERTS.items():
            if found := [parameters for row, parameters in rows if row.of == of]:
                connection.execute(query.encode(), [list(column) for column in zip(*found, strict=True)])


def _why_refused(error: Exception) -> str:
    """Why the desk, or its driver, never takes a row; empty where that is not the row's fault."""
    driver = psycopg()
    if isinstance(error, UnicodeError):
        return "It has half a character."
    state = getattr(error, "sqlstate", None) or ""
    if state[:2] in _REFUSED_CLASSES and isinstance(error, driver.Error):
        return f"The desk does not take it: {_short(error.diag.message_primary or '')}"
    return _short(str(error)) if isinstance(error, driver.DataError) and not state else ""


def _short(text: str) -> str:
    return text.split("\n")[0][:_LONGEST_REASON]
