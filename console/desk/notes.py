"""Notes that colleagues wrote on records: those of one record, and those that hold some words or are of some days.

It must not write one: what is written goes through the outbox, so that it waits where the desk is away.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from console.desk.place import DeskPlace, as_it_was, held
from console.desk.presence import name_shown
from console.desk.tables import NOTE_WORDS
from console.model.fields.field import RECORD_KINDS

if TYPE_CHECKING:
    from console.desk.part import DeskConnection

LONGEST_NOTE = 10_000
"""Characters of a note at most, as the desk counts them."""
MOST_NOTES = 50
"""How many are read at once, the newest."""
_MOST_WORDS = 8
_COLUMNS = "SELECT n.id, n.operator, n.operator = session_user, n.at, n.environment, n.kind, n.record_id"
_WITHDRAWN = "EXISTS (SELECT FROM desk.notes AS o WHERE o.withdraws = n.id AND o.operator = n.operator)"
_OF_RECORD = f"""
    {_COLUMNS}, CASE WHEN w.taken THEN '' ELSE n.body END, w.taken
    FROM desk.notes AS n CROSS JOIN LATERAL (SELECT {_WITHDRAWN} AS taken) AS w
    WHERE n.withdraws IS NULL AND n.environment = %s AND n.kind = %s AND n.record_id = %s ORDER BY n.number DESC LIMIT %s
"""
_THAT_FIT = f"""
    {_COLUMNS}, n.body, false FROM desk.notes AS n
    WHERE n.withdraws IS NULL AND NOT {_WITHDRAWN} AND {{}} ORDER BY n.number DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class DeskNote:
    """One note. `id` is the text of its UUID, `who` a name for the screen, `own` that of the operator who asks.

    `at` is the desk's clock. A note that was withdrawn has no body.
    """

    id: str
    place: DeskPlace
    who: str
    own: bool
    at: datetime
    body: str
    withdrawn: bool


def notes_of(place: DeskPlace, connection: DeskConnection) -> tuple[DeskNote, ...]:
    """The newest notes on a record, newest first, one more than `MOST_NOTES` where there are more."""
    asking = (place.environment, place.kind, place.record_id, MOST_NOTES + 1)
    return _notes(connection.execute(_OF_RECORD.encode(), asking).fetchall())


def notes_with(
    words: str, connection: DeskConnection, days: tuple[datetime, datetime] | None = None
) -> tuple[DeskNote, ...]:
    """The newest notes, in all environments, that hold each of some words: in their text, their record's ID or their author.

    `days` is from the first of two moments to before the second. One more than `MOST_NOTES` where there are more; none
    where neither words nor days are asked for.
    """
    values: list[object] = [
        _pattern(word) for word in held(unicodedata.normalize("NFC", words)).split()[:_MOST_WORDS]
    ]
    tests = [f"{NOTE_WORDS} ILIKE %s"] * len(values)
    if days is not None:
        tests.append("n.at >= %s AND n.at < %s")
        values += days
    if not tests:
        return ()
    statement = _THAT_FIT.format(" AND ".join(tests))
    # planned with its words and days: the plan of a prepared statement is one for all of them
    return _notes(connection.execute(statement.encode(), (*values, MOST_NOTES + 1), prepare=False).fetchall())


def _pattern(word: str) -> str:
    for mark in ("\\", "%", "_"):
        word = word.replace(mark, f"\\{mark}")
    return f"%{word}%"


def _notes(rows: list[tuple[Any, ...]]) -> tuple[DeskNote, ...]:
    found = []
    for id, operator, own, at, environment, kind, record_id, body, withdrawn in rows:
        known = next((one for one in RECORD_KINDS if one == kind), None)
        if known is not None:  # else a later console's
            place = DeskPlace(environment, known, record_id)
            found.append(DeskNote(str(id), place, name_shown(operator), own, at, as_it_was(body), withdrawn))
    return tuple(found)
