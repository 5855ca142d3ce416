"""What is asked of the desk about claims, one statement each; the desk's own clock decides.

It must not keep anything, nor catch what a statement raises: the line judges that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, LiteralString, NamedTuple
from uuid import UUID

from console.desk.claims.lease import Lease
from console.desk.place import DeskPlace
from console.model.fields.field import RECORD_KINDS

if TYPE_CHECKING:
    from psycopg import Cursor

    from console.desk.part import DeskConnection


class Got(NamedTuple):
    """A row that was claimed: by which token, whose it was before, and whether a write of theirs may have left."""

    token: int
    before: str
    may_have_sent: bool


class Held(NamedTuple):
    """A row that another console holds: who works at it, until when by the desk's clock, and how many seconds that is."""

    name: str
    until: datetime
    left: float


class Claimed(NamedTuple):
    """What came of asking for some rows; one that was let go between the two statements is in neither."""

    got: dict[DeskPlace, Got]
    held: dict[DeskPlace, Held]


_CLAIM = """SELECT record_id, token, coalesce(was_holder, ''), was_sending
    FROM desk.claim(%s::text, %s::text, %s::text[], %s::uuid, %s::int)"""
_HOLDERS = """SELECT record_id, holder, until, extract(epoch FROM until - clock_timestamp())::float8 FROM desk.claims
    WHERE environment = %s::text AND kind = %s::text AND record_id = ANY(%s::text[]) AND console <> %s::uuid"""
_RENEW = "SELECT desk.renew(%s::uuid, %s::int)"
_ALIVE = """SELECT environment, kind, record_id, token FROM desk.claims
    WHERE console = %s::uuid AND until > clock_timestamp()"""
_SENDING = "SELECT desk.sending(%s::text, %s::text, %s::text, %s::bigint, %s::int)"
_RELEASE = """SELECT desk.release(one.environment, one.kind, one.record_id, one.token)
    FROM (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[])
        AS any_order (environment, kind, record_id, token) ORDER BY environment, kind, record_id) AS one"""
"""In the order in which rows are claimed, or two consoles would lock each other's."""
_DEADLOCK, _TIMES = "40P01", 3


def claim(connection: DeskConnection, places: Sequence[DeskPlace], console: UUID, lease: Lease) -> Claimed:
    """Claim these rows. The same console is given its own again, with a new token: the first answer may be lost."""
    got: dict[DeskPlace, Got] = {}
    held: dict[DeskPlace, Held] = {}
    alike: dict[tuple[str, str], dict[str, DeskPlace]] = defaultdict(dict)
    for place in places:
        alike[place.environment, place.kind][place.record_id] = place
    for named, by_id in alike.items():
        asked = (*named, list(by_id), console, lease.seconds)
        for record_id, *told in _done(connection, _CLAIM, asked).fetchall():
            got[by_id[record_id]] = Got(*told)
        if missing := [record_id for record_id, place in by_id.items() if place not in got]:
            for record_id, *told in connection.execute(_HOLDERS, (*named, missing, console)).fetchall():
                held[by_id[record_id]] = Held(*told)
    return Claimed(got, held)


def mark(connection: DeskConnection, place: DeskPlace, token: int, lease: Lease) -> bool:
    """Mark a row as being sent, and renew it; False: the claim is lost."""
    asked = (place.environment, place.kind, place.record_id, token, lease.seconds)
    row = connection.execute(_SENDING, asked).fetchone()
    return row is not None and row[0] is True


def renew(connection: DeskConnection, console: UUID, lease: Lease) -> dict[DeskPlace, int]:
    """Renew all rows of this console whose lease has not run out; return what it holds now, with their tokens."""
    _done(connection, _RENEW, (console, lease.seconds))
    held = connection.execute(_ALIVE, (console,)).fetchall()
    kinds = {str(kind): kind for kind in RECORD_KINDS}
    return {
        DeskPlace(environment, kinds[kind], record_id): token
        for environment, kind, record_id, token in held
        if kind in kinds
    }


def release(connection: DeskConnection, claims: Sequence[tuple[DeskPlace, int]]) -> None:
    """Let go of these rows, each by its token; what is another's by now stays theirs."""
    _done(
        connection,
        _RELEASE,
        (
            [place.environment for place, _ in claims],
            [place.kind for place, _ in claims],
            [place.record_id for place, _ in claims],
            [token for _, token in claims],
        ),
    )


def _done(connection: DeskConnection, statement: LiteralString, given: tuple[object, ...]) -> Cursor[Any]:
    """Do it, and once more where the desk took it back because a colleague's statement wanted the same rows."""
    for _ in range(_TIMES - 1):
        try:
            return connection.execute(statement, given)
        except Exception as error:
            if getattr(error, "sqlstate", None) != _DEADLOCK:
                raise
    return connection.execute(statement, given)
