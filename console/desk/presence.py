"""Who else is here and has which record open: one row for each console, overwritten with each beat.

It must not keep who looked at what, nor hold anybody up: a row that is believed only warns.

What is sent is which records are open and which of them have unsaved changes, for how many seconds by then. Ages are
differences on one clock, the server's or this computer's, so that it does not matter whether the two agree.
"""

from __future__ import annotations

import json
import math
import threading
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from console.desk.place import DeskPlace
from console.model.fields.field import RECORD_KINDS
from console.runtime.awake import awake

if TYPE_CHECKING:
    from console.desk.part import DeskConnection, Hint

BELIEVED = 25.0
"""Seconds after its beat that a row is believed: two beats may get lost."""
BEAT = 10.0
_EDGE, _READ = 0.3, 0.25
"""Seconds from one change to the next that is told, and from one reading to the next, however many hints come."""
_QUIET = 30.0
_AHEAD = 3.0
"""Seconds before a row would not be believed any more that it is read again: its console may well go on."""
MOST = 200
"""How many records of one console are told and believed."""
_LONGEST_NAME, _LONGEST_OPEN, _MOST_CONSOLES = 40, 100_000, 1_000
_LONGEST_TEXT = 1_500
_LONGEST_AGE = 10 * 365 * 86_400.0
_HERE = "SELECT desk.here(%s, %s::jsonb, %s)"
_GONE = "SELECT desk.gone(%s)"
_WHO = """
    SELECT console, operator, operator = session_user, extract(epoch FROM clock_timestamp() - beat)::float8,
        CASE WHEN octet_length(open::text) <= %s THEN open::text END
    FROM desk.presence
    WHERE console <> %s AND beat > clock_timestamp() - make_interval(secs => %s)
        AND beat < clock_timestamp() + interval '1 second'
    ORDER BY beat DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class OpenHere:
    """A record that is open in this console, and whether it has edits that were not saved."""

    place: DeskPlace
    unsaved: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another console. `name` is fit for the screen; `own`: the same operator sits there, too.

    It is believed before `until` by `awake`. `open` has its records, each with the moment of the same clock since
    which it has unsaved changes, None where it has none.
    """

    operator: str
    name: str
    own: bool
    until: float
    open: Mapping[DeskPlace, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Who else is here. `here` counts people, oneself included; 0 while the desk is not reached, when nobody is known."""

    others: tuple[Colleague, ...] = ()
    here: int = 0


def _nobody() -> None:
    """Nobody listens."""


class Presence:
    """A `DeskPart`: says that this console is here and what it has open, and reads who else is."""

    def __init__(
        self,
        console: UUID,
        tell: Callable[[Colleagues], object],
        *,
        before: UUID | None = None,
        wake: Callable[[], object] = _nobody,
        clock: Callable[[], float] = awake,
    ) -> None:
        """`tell` gets who is here, on the line's thread; `wake` is the line's own, which has it look what is due.

        `before` is what this console was the last time: where it crashed, its row would be taken for a second console.
        """
        self._before = before
        self._console, self._tell, self._wake, self._clock = console, tell, wake, clock
        self._lock = threading.Lock()
        self._open: dict[DeskPlace, bool] = {}
        self._since: dict[DeskPlace, float] = {}
        self._version = self._told_version = 0
        self._told_at = self._read_at = -math.inf
        self._hinted = self._left = False
        self._until = math.inf

    def show(self, records: Iterable[OpenHere]) -> None:
        """These are open from now on, from any thread. It costs nothing where nothing changed; each keystroke may call it.

        Of more than `MOST` those with unsaved changes are told first.
        """
        first = sorted(records, key=lambda one: not one.unsaved)[:MOST]
        shown, now = {one.place: one.unsaved for one in first}, self._clock()
        with self._lock:
            if shown == self._open:
                return
            self._open = shown
            self._since = {place: self._since.get(place, now) for place, unsaved in shown.items() if unsaved}
            self._version += 1
        self._wake()

    # -- on the line's thread -------------------------------------------------------------------------------

    def begin(self, connection: DeskConnection) -> None:
        """Be here, and read who else is."""
        self._left = False
        if self._before is not None:
            connection.execute(_GONE, (self._before,))
            self._before = None
        self._say(connection, changed=True)
        self._read(connection)

    def work(self, connection: DeskConnection, now: float) -> float:
        """Tell a change or a beat, and read who is here, where it is time."""
        if self._left:
            return math.inf
        if self._changed and self._clock() >= self._told_at + _EDGE:
            self._say(connection, changed=True)
        elif self._clock() >= self._told_at + BEAT:
            self._say(connection, changed=False)
        if self._clock() >= self._next_reading:
            self._read(connection)
        next_telling = self._told_at + (_EDGE if self._changed else BEAT)
        return now + max(0.0, min(next_telling, self._next_reading) - self._clock())

    def hear(self, hint: Hint | None) -> None:
        """Somebody's presence changed, or anything may have."""
        self._hinted = self._hinted or hint is None or hint.of == "presence"

    def lose(self) -> None:
        """Nobody is known to be here any more."""
        self._until, self._hinted = math.inf, False
        self._tell(Colleagues())

    def leave(self, connection: DeskConnection) -> None:
        """Be gone, at the end of this console: its row goes at once, instead of being believed for a while."""
        self._left = True
        connection.execute(_GONE, (self._console,))

    @property
    def _changed(self) -> bool:
        return self._version != self._told_version

    @property
    def _next_reading(self) -> float:
        if self._hinted:
            return self._read_at + _READ
        soon = self._until - _AHEAD if self._read_at < self._until - _AHEAD else self._until
        return min(self._read_at + _QUIET, soon)

    def _say(self, connection: DeskConnection, *, changed: bool) -> None:
        console = self._console
        with self._lock:
            version, content = self._version, self._content()
        row = connection.execute(_HERE, (console, content, changed)).fetchone()
        if row is None or not row[0]:
            self._console = uuid4()  # somebody else has taken it; under a new one this console is soon seen
        self._told_version, self._told_at = (version if self._console == console else -1), self._clock()

    def _content(self) -> str:
        """What is open, as JSON in ASCII: for each record its place, and for how many seconds it has unsaved changes."""
        now = self._clock()
        since = {place: round(now - then) for place, then in self._since.items()}
        records = [[one.environment, one.kind, one.record_id, since.get(one)] for one in self._open]
        while len(content := json.dumps({"records": records})) > _LONGEST_OPEN:
            records = records[: len(records) // 2]  # or nobody would read any
        return content

    def _read(self, connection: DeskConnection) -> None:
        asked = self._clock()
        asking = (_LONGEST_OPEN, self._console, BELIEVED, _MOST_CONSOLES)
        rows = connection.execute(_WHO, asking).fetchall()
        self._read_at, self._hinted = asked, False
        others = tuple(
            Colleague(
                operator, name_shown(operator), own, asked + BELIEVED - age, _open(content, asked - age)
            )
            for _, operator, own, age, content in rows
        )
        self._until = min((one.until for one in others), default=math.inf)
        people = {one.operator for one in others if not one.own}
        self._tell(Colleagues(others, len(people) + 1))


def name_shown(operator: str) -> str:
    """A name for the screen: nothing invisible in it, nothing that turns the words around it, and not long."""
    kept = (one for one in operator if not unicodedata.category(one).startswith("C"))
    name = " ".join("".join(kept).split())
    return (name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…") or "Somebody"


def _open(content: str | None, beat: float) -> dict[DeskPlace, float | None]:
    """What a console has open, since when unsaved; what is odd is left out. Anybody may write what they like there."""
    try:
        told = json.loads(content or "{}")
    except (ValueError, RecursionError):
        return {}
    records = told.get("records") if isinstance(told, dict) else None
    found: dict[DeskPlace, float | None] = {}
    for one in records[:MOST] if isinstance(records, list) else ():
        match one:
            case [str(environment), str(kind), str(record_id), (int() | float() | None) as seconds]:
                known = next((other for other in RECORD_KINDS if other == kind), None)
                fits = len(environment) <= _LONGEST_TEXT and len(record_id) <= _LONGEST_TEXT
                if known is not None and fits and not isinstance(seconds, bool):
                    since = None if seconds is None else beat - min(max(seconds, 0.0), _LONGEST_AGE)
                    found[DeskPlace(environment, known, record_id)] = since
    return found
