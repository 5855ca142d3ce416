"""What colleagues sent, read from the desk: as entries of the trail, signed and dated by the desk.

It must not believe a content that says other than the columns beside it, and none can make the reading of the others fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from console.desk.place import DeskPlace, as_it_was, held
from console.store.entries import Cause, Entry, entry_of, together
from console.store.sealed import UNREADABLE, BrokenSeal
from console.store.words import terms

if TYPE_CHECKING:
    from console.desk.part import DeskConnection

_ENDED = """LEFT JOIN LATERAL (
    SELECT e.outcome, e.at, e.content FROM desk.endings AS e
    WHERE e.send = s.id AND e.environment = s.environment AND e.kind = s.kind AND e.record_id = s.record_id
    ORDER BY e.number DESC LIMIT 1
) AS e ON true"""
_COLUMNS = "s.number, s.id::text, s.operator, s.at, s.written_at::text, s.environment, s.kind, s.record_id, e.outcome, e.at"
"""`written_at` is a text here, because an operator can write a moment that no datetime holds."""
_HEADS = r"split_part(s.content, E'\n', 1), split_part(e.content, E'\n', 1)"
_WHOLE = "s.content, e.content"
CalledHere = Mapping[str, str]
"""What the environments are called on this computer, by what the desk calls them."""


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """Which entries are wanted: with every word of `text`, sent from the first of two moments to before the second.

    `older_than` is the number of the last entry of the page before, as its entry has it.
    """

    text: str = ""
    days: tuple[datetime, datetime] | None = None
    older_than: int | None = None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Entries, newest first, with numbers below zero; how many were left out, since they could not be believed.

    `last` is where the next page begins; None where there is no more.
    """

    entries: tuple[Entry, ...] = ()
    left_out: int = 0
    last: int | None = None


def of_record(connection: DeskConnection, place: DeskPlace, called: CalledHere, *, limit: int) -> DeskPage:
    """Read the newest entries of a record, without what may be long."""
    where = "s.environment = %s AND s.kind = %s AND s.record_id = %s"
    return _page(connection, where, (place.environment, place.kind, place.record_id), called, limit)


def page(
    connection: DeskConnection, asked: DeskQuestion, called: CalledHere, *, limit: int, whole: bool = False
) -> DeskPage:
    """Read the newest entries that fit; without what may be long, unless they are wanted `whole`."""
    tests, values = ["true"], list[object]()
    for term in terms(asked.text.replace("\0", "")):
        tests.append("s.words LIKE %s")
        values.append(f"%{_literally(term)}%")
    if asked.days is not None:
        tests.append("s.at >= %s AND s.at < %s")
        values += asked.days
    if asked.older_than is not None:
        tests.append("s.number < %s")
        values.append(-asked.older_than)
    return _page(connection, " AND ".join(tests), values, called, limit, whole=whole)


def one(connection: DeskConnection, number: int, called: CalledHere) -> Entry | None:
    """Read all of one entry; `number` is below zero, as its entry has it."""
    found = _page(connection, "s.number = %s", (-number,), called, 1, whole=True)
    return next(iter(found.entries), None)


def _page(
    connection: DeskConnection,
    where: str,
    values: Sequence[object],
    called: CalledHere,
    limit: int,
    *,
    whole: bool = False,
) -> DeskPage:
    texts = _WHOLE if whole else _HEADS
    query = (
        f"SELECT {_COLUMNS}, {texts} FROM"  # noqa: S608 - the parts are all ours
        f" (SELECT * FROM desk.sends AS s WHERE {where} ORDER BY s.number DESC LIMIT %s) AS s"
        f" {_ENDED} ORDER BY s.number DESC"
    )
    # planned with its words and days: the plan of a prepared statement is one for all of them
    rows = connection.execute(query.encode(), (*values, limit + 1), prepare=False).fetchall()
    some, more = rows[:limit], len(rows) > limit
    entries = tuple(entry for row in some if (entry := _entry(row, called, whole=whole)) is not None)
    return DeskPage(entries, len(some) - len(entries), -some[-1][0] if more else None)


def _literally(term: str) -> str:
    for sign in "\\%_":
        term = term.replace(sign, f"\\{sign}")
    return term


# -- what is believed --------------------------------------------------------------------------------------------


def _entry(row: Sequence[Any], called: CalledHere, *, whole: bool) -> Entry | None:
    """The entry of a row; None where its content is damaged, or says other than the columns."""
    number, id, operator, at, written_at, environment, kind, record_id, outcome, ended_at, content, ended = (
        row
    )
    try:
        kept = together(content)
        said = (kept["kind"], held(kept["record_id"]), kept["shared_in"], kept["shared_id"])
        if said != (kind, record_id, environment, id):
            return None
        kept |= {"who": operator, "sent_at": at.isoformat(), "record_id": as_it_was(record_id)}
        if not all(isinstance(change, list) and len(change) in (3, 4) for change in kept["changes"]):
            return None
        if whole and not _pairs(kept.get("values"), len(kept["changes"])):
            kept["values"] = None
            kept["left_out"] = list(dict.fromkeys(["values", *kept.get("left_out", ())]))
        found = entry_of(-number, called.get(environment, environment), kept, None)
        # Its request can be copied as a command, and must not lead a token elsewhere.
        if not _is_sound(found) or not found.intent.url.startswith(f"{environment}/"):
            return None
    except UNREADABLE:
        return None
    found = replace(found, sent_at=found.sent_at.astimezone(UTC), written_at=_moment(written_at))
    return found if outcome is None else _ended(found, kept, outcome, ended_at, ended)


def _ended(entry: Entry, kept: dict[str, Any], outcome: str, at: datetime, content: str) -> Entry:
    """The entry with its ending; one that cannot be believed leaves it unknown, so that nobody builds on it."""
    try:
        ending = together(content)
        if ending["outcome"] != outcome:
            raise BrokenSeal
        ending |= {"settled_at": at.isoformat()}
        found = entry_of(entry.number, entry.intent.environment, kept, ending)
        sound = isinstance(found.reason, str) and _is_sound_cause(found.cause)
    except UNREADABLE:
        sound = False
    if not sound:
        return replace(entry, outcome="unknown", settled_at=at.astimezone(UTC))
    return replace(
        entry,
        outcome=found.outcome,
        reason=found.reason,
        settled_at=at.astimezone(UTC),
        answer=found.answer,
        cause=found.cause,
    )


def _pairs(values: Any, count: int) -> bool:
    """Whether there is a value before and one after for each change: without, nothing can be put back."""
    return (
        isinstance(values, list)
        and len(values) == count
        and all(isinstance(pair, list) and len(pair) == 2 for pair in values)
    )


def _is_sound(entry: Entry) -> bool:
    """Whether every part has the type that it is to have: whoever writes SQL by hand can write anything."""
    intent = entry.intent
    texts: Iterable[object] = (
        *(intent.customer_id, intent.method, intent.url, intent.body, intent.run, intent.record_id),
        *intent.keys,
        *entry.left_out,
        *(text for one in intent.changes for text in (one.key, one.label, one.before, one.after)),
    )
    return (
        all(isinstance(text, str) for text in texts)
        and isinstance(intent.workflows, bool)
        and isinstance(intent.force, bool)
        and (intent.row is None or type(intent.row) is int)
    )


def _is_sound_cause(cause: Cause | None) -> bool:
    return cause is None or (
        all(isinstance(text, str) for text in (cause.error, cause.headline, cause.chain, cause.step))
        and all(flag is None or isinstance(flag, bool) for flag in (cause.left, cause.refused))
        and (cause.status is None or type(cause.status) is int)
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
