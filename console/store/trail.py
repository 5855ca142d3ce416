"""The trail: everything that was sent from this machine, written down before it leaves, its outcome after.

It must not hold a token, a secret or a header, and it must never change what was once written as intended.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Literal, get_args

import simplejson

from console.model.field import RecordKind
from console.store.database import Connection, Database
from console.store.sealed import BrokenSeal, in_utc, sealed, unsealed
from console.store.words import haystack, plain, terms, texts_in

TrailStatus = Literal[
    "sent", "saved", "not saved", "unknown", "arrived", "not arrived", "changed by someone else"
]
TRAIL_STATUSES: tuple[TrailStatus, ...] = get_args(TrailStatus)
UNSETTLED: tuple[TrailStatus, ...] = ("sent", "unknown")
"""Outcomes of which nobody knows yet whether the change arrived. "sent" is the intent alone."""

_NOT_APPLIED: tuple[TrailStatus, ...] = ("not saved", "not arrived")
_PLAIN = ("kind", "record_id", "customer_id", "method", "url", "workflows", "force", "run")
_PAGE = 50
_Rows = list[tuple[int, str, str, str | None]]
_WHOLE = "intent, ending"
_HEADS = ", ".join(
    f"substr({part}, 1, instr({part} || char(10), char(10)) - 1)" for part in ("intent", "ending")
)
"""What both begin with: all but the values, the body and the answer, which may be megabytes (see `_parted`)."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field as the operator changed it: `before` and `after` as shown, `was` and `becomes` as JSON values.

    The JSON values are what "put it back" works with; for line items they are the whole arrays.
    """

    key: str
    label: str
    before: str
    after: str
    was: Any = None
    becomes: Any = None


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be sent. `body` is the request body as it goes out, `keys` are what the record is found by.

    `workflows`: whether customers may be messaged. `force`: whether it is sent with force=true. `run`: the file and
    the row of it that this is, such as "warehouse.csv, row 12"; empty for what was sent by hand.
    """

    environment: str
    kind: RecordKind
    record_id: str
    customer_id: str
    changes: tuple[FieldChange, ...]
    method: str
    url: str
    body: str
    workflows: bool
    force: bool = False
    keys: tuple[str, ...] = ()
    run: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing sent: the intent, who sent it when (UTC), and what became of it. `answer` is JSON or None."""

    number: int
    intent: Intent
    who: str
    sent_at: datetime
    outcome: TrailStatus = "sent"
    reason: str = ""
    settled_at: datetime | None = None
    answer: Any = field(default=None, repr=False)

    @property
    def settled(self) -> bool:
        """Whether it is known what became of it."""
        return self.outcome not in UNSETTLED


def os_user() -> str:
    """Return the name of the user of this computer; empty where the computer does not know it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class Trail:
    """The trail in the database. Every call may raise `StoreTrouble`."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime] | None = None, who: str | None = None
    ) -> None:
        """`clock` gives the time with its zone, `who` is the operator; by default the computer's clock and user."""
        self._database = database
        self._clock = clock or (lambda: datetime.now(UTC))
        self._who = os_user() if who is None else who

    def begin(self, intent: Intent) -> int:
        """Write down what is about to be sent and return its number; it is on the disk when this returns.

        After a `StoreTrouble` nothing must be sent unless the operator wants to go without a trail.
        """
        return self._database.write(self.begin_statement(intent))

    def end(self, number: int, outcome: TrailStatus, reason: str = "", answer: Any = None) -> bool:
        """Write down what became of it: `reason` in words (X-Reason), `answer` as JSON.

        Returns False, and changes nothing, where the entry is settled already or is no longer there because all
        local data was deleted or the file was damaged. An unknown outcome can be followed by a known one.
        """
        return self._database.write(self.end_statement(number, outcome, reason, answer))

    def begin_statement(self, intent: Intent) -> Callable[[Connection], int]:
        """What `begin` writes, as work for a transaction that writes more than that."""
        sent_at = in_utc(self._clock())
        head = {"sent_at": sent_at, "who": self._who, **_head(intent)}
        written = _parted(
            head,
            {
                "body": intent.body,
                "values": [[c.was, c.becomes] for c in intent.changes],
                "keys": intent.keys,
            },
        )
        words = haystack(_words(intent))
        row = (plain(intent.environment), intent.kind, plain(intent.record_id), sent_at, written)

        def work(connection: Connection) -> int:
            number = connection.execute(
                "INSERT INTO trail (environment, kind, record_id, sent_at, outcome, intent)"
                " VALUES (?, ?, ?, ?, 'sent', ?)",
                row,
            ).lastrowid
            assert number is not None
            connection.execute("INSERT INTO trail_words VALUES (?, ?)", (number, words))
            return number

        return work

    def end_statement(
        self, number: int, outcome: TrailStatus, reason: str = "", answer: Any = None
    ) -> Callable[[Connection], bool]:
        """What `end` writes, as work for a transaction that writes more than that."""
        head = {"outcome": outcome, "reason": reason, "settled_at": in_utc(self._clock())}
        row = (outcome, _parted(head, {"answer": answer}), number, *UNSETTLED)

        def work(connection: Connection) -> bool:
            changed = connection.execute(
                "UPDATE trail SET outcome = ?, ending = ? WHERE number = ? AND outcome IN (?, ?)", row
            )
            return changed.rowcount > 0

        return work

    def unsettled(self, environment: str) -> list[Entry]:
        """Return what was sent and never settled, oldest first: ask the server about each."""
        return self._entries(
            "FROM trail WHERE environment = ? AND outcome IN ('sent', 'unknown') ORDER BY number",
            [plain(environment)],
        )

    def of(self, environment: str, kind: RecordKind, id: str, *, limit: int = _PAGE) -> list[Entry]:
        """Return what was sent for a record, newest first, at most `limit` entries (-1: all)."""
        return self._entries(
            "FROM trail WHERE environment = ? AND kind = ? AND record_id = ? ORDER BY number DESC LIMIT ?",
            [plain(environment), kind, plain(id), limit],
        )

    def glance(self, environment: str, kind: RecordKind, id: str, *, limit: int = _PAGE) -> list[Entry]:
        """Return the same without what may be long: no body, no answer, and no values beside the texts of changes."""
        return self._entries(
            "FROM trail WHERE environment = ? AND kind = ? AND record_id = ? ORDER BY number DESC LIMIT ?",
            [plain(environment), kind, plain(id), limit],
            _HEADS,
        )

    def entry(self, number: int) -> Entry | None:
        """Return one entry, all of it."""
        return next(iter(self._entries("FROM trail WHERE number = ?", [number])), None)

    def search(
        self,
        text: str = "",
        day: date | None = None,
        environment: str | None = None,
        *,
        older_than: int | None = None,
        limit: int = _PAGE,
    ) -> list[Entry]:
        """Return the entries that hold every word of `text` in part, newest first, at most `limit` (-1: all).

        `day` is a day by this computer's clock. For the next page give the number of the last entry as `older_than`.
        """
        wanted = terms(text)
        tests = ["instr(words, ?) > 0" for _ in wanted]
        values: list[object] = list(wanted)
        if day is not None:
            tests.append("sent_at >= ? AND sent_at < ?")
            values += [_midnight(day), _midnight(day + timedelta(days=1))]
        if environment is not None:
            tests.append("environment = ?")
            values.append(plain(environment))
        if older_than is not None:
            tests.append("number < ?")
            values.append(older_than)
        tables = "trail_words CROSS JOIN trail USING (number)" if wanted else "trail"
        where = f"WHERE {' AND '.join(tests)} " if tests else ""
        return self._entries(f"FROM {tables} {where}ORDER BY number DESC LIMIT ?", [*values, limit])

    def same_recently(
        self,
        environment: str,
        kind: RecordKind,
        id: str,
        body: str,
        within: timedelta = timedelta(seconds=60),
    ) -> Entry | None:
        """Return the newest entry with this very body that was sent for the record since `within` ago, if any.

        One that is known not to have been applied does not count.
        """
        since = in_utc(self._clock() - within)
        where = "environment = ? AND kind = ? AND record_id = ? AND sent_at >= ?"
        of_body = (
            f" AND (instr(intent, ?) > 0 OR instr(intent, char(10)) = 0) AND outcome NOT IN {_NOT_APPLIED}"
        )
        recent = self._entries(
            f"FROM trail WHERE {where}{of_body} ORDER BY number DESC",
            [plain(environment), kind, plain(id), since, _digest(body)],
        )
        return next((one for one in recent if one.intent.body == body), None)

    def _entries(self, rest: str, values: Sequence[object], parts: str = _WHOLE) -> list[Entry]:
        def work(connection: Connection) -> _Rows:
            return connection.execute(
                f"SELECT number, environment, {parts} {rest}",
                values,
            ).fetchall()

        found = []
        for number, environment, intent, ending in self._database.read(work):
            try:
                ended = None if ending is None else _together(ending)
                found.append(_entry(number, environment, _together(intent), ended))
            except BrokenSeal:
                self._database.tell(f"Entry {number} of the trail is damaged on the disk and was left out.")
        return found


def _midnight(day: date) -> str:
    return in_utc(datetime.combine(day, time.min).astimezone())


def _words(intent: Intent) -> Iterable[str]:
    yield from (intent.record_id, intent.customer_id, intent.run, *intent.keys)
    for change in intent.changes:
        yield from (change.label, change.before, change.after)
        yield from texts_in([change.was, change.becomes])
    try:
        yield from texts_in(simplejson.loads(intent.body, use_decimal=True))
    except (ValueError, RecursionError):  # not JSON: then the text itself
        yield intent.body


def _head(intent: Intent) -> dict[str, Any]:
    return {
        "kind": intent.kind,
        "record_id": intent.record_id,
        "customer_id": intent.customer_id,
        "changes": [[c.key, c.label, c.before, c.after] for c in intent.changes],
        "method": intent.method,
        "url": intent.url,
        "workflows": intent.workflows,
        "force": intent.force,
        "run": intent.run,
        "digest": _digest(intent.body),
    }


def _digest(body: str) -> str:
    """What tells one body from another: ten thousand lines of it need not be read to see that they are others."""
    return sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def _parted(head: dict[str, Any], rest: dict[str, Any]) -> str:
    """Two sealed texts on a line each: what a list of entries shows, and what may be long."""
    return f"{sealed(head)}\n{sealed(rest)}"


def _together(text: str) -> dict[str, Any]:
    """Both parts, or the first alone where that was read; in older entries all was one. Raises `BrokenSeal`."""
    kept: dict[str, Any] = {}
    for part in text.split("\n"):
        kept |= unsealed(part)
    return kept


def _entry(number: int, environment: str, kept: dict[str, Any], ending: dict[str, Any] | None) -> Entry:
    values = kept.get("values") or [()] * len(kept["changes"])
    changes = tuple(FieldChange(*change, *held) for change, held in zip(kept["changes"], values, strict=True))
    entry = Entry(
        number=number,
        intent=Intent(
            environment=environment,
            changes=changes,
            body=kept.get("body", ""),
            keys=tuple(kept.get("keys", ())),
            **{name: kept[name] for name in _PLAIN},
        ),
        who=kept["who"],
        sent_at=datetime.fromisoformat(kept["sent_at"]),
    )
    return entry if ending is None else _ended(entry, ending)


def _ended(entry: Entry, ending: dict[str, Any]) -> Entry:
    return Entry(
        entry.number,
        entry.intent,
        entry.who,
        entry.sent_at,
        outcome=ending["outcome"],
        reason=ending["reason"],
        settled_at=datetime.fromisoformat(ending["settled_at"]),
        answer=ending.get("answer"),
    )
