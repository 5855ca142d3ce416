"""What works over the line to the desk: its shape, and what whoever wants something of the desk may ask of the line.

It must not hold a connection; the line lends it, on the line's own thread.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, TypeVar

from console.desk.place import DeskPlace
from console.desk.trouble import DeskTrouble
from console.model.fields.field import RECORD_KINDS

if TYPE_CHECKING:
    from psycopg import Connection

    DeskConnection: TypeAlias = Connection[Any]

T = TypeVar("T")

_HINTED = 700
"""How many characters of a record's ID a hint has, as desk.tell in schema.sql cuts it."""
HintOf = Literal["sends", "endings", "notes", "presence"]


@dataclass(frozen=True, slots=True)
class Hint:
    """Something on the desk changed: read it again. Anybody may send a hint, so it is never content.

    `place` is the record; None for presence, of which all is read at once.
    """

    of: HintOf
    place: DeskPlace | None = None

    def means(self, place: DeskPlace) -> bool:
        """Whether it may be about this record: a hint has the beginning of a long ID only."""
        return self.place == replace(place, record_id=place.record_id[:_HINTED])

    @classmethod
    def read(cls, payload: str) -> Hint | None:
        """What a notification says; None for what is none of ours."""
        try:
            said = json.loads(payload)
        except (ValueError, RecursionError):
            return None
        match said:
            case ["presence", str()]:
                return cls("presence")
            case ["sends" | "endings" | "notes" as of, str(environment), str(kind), str(record_id)]:
                known = next((one for one in RECORD_KINDS if one == kind), None)
                return cls(of, DeskPlace(environment, known, record_id)) if known is not None else None
        return None


class DeskPart(Protocol):
    """One thing that is done over the line. Every call is on the line's thread and must soon return.

    What a statement raises may go through: the line judges it, and where the connection is gone calls `lose`.
    """

    def begin(self, connection: DeskConnection) -> None:
        """The connection is new and already listens: say and read what belongs to this part."""

    def work(self, connection: DeskConnection, now: float) -> float:
        """Do what is due at `now`, in monotonic seconds; return when to be asked next, `math.inf` for once woken."""

    def hear(self, hint: Hint | None) -> None:
        """Something changed; None: anything may have. Without a statement: `work` is called right after."""

    def lose(self) -> None:
        """The connection is gone: what was read is not true any more."""


LineStatus = Literal["connecting", "reached", "away", "refused", "certificate", "unusable", "no driver"]
"""`away` is tried again by itself, `refused` (the password) not before something was changed; `certificate` and
`unusable` (not set up, another version, no rights) are tried again now and then."""


@dataclass(frozen=True, slots=True)
class LineState:
    """How the line stands: what is wrong with it in a sentence, `since` when (UTC, by this computer's clock).

    `polled`: a connection pooler stands between, so that changes are seen by asking. `ahead`: seconds by which this
    computer's clock is ahead of the desk's.
    """

    status: LineStatus = "connecting"
    since: datetime | None = None
    said: str = ""
    polled: bool = False
    ahead: float = 0.0


class AsksDesk(Protocol):
    """What others ask of the line, from any thread."""

    @property
    def state(self) -> LineState:
        """How the line stands now."""

    def post(
        self, work: Callable[[DeskConnection], T], done: Callable[[T | DeskTrouble], None] | None = None
    ) -> None:
        """Do this over the line soon; `done` gets what came of it, once, where the line delivers (the UI thread).

        While the desk is not reached it gets a `NotReached` soon.
        """

    def ask(self, work: Callable[[DeskConnection], T], patience: float = 5.0) -> T:
        """Do this over the line and wait for it, never on the UI thread. Raises `DeskTrouble`."""

    def wake(self) -> None:
        """Have every part look whether something is due."""
