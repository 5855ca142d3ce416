"""The trail: everything that was sent from this computer, written down before it leaves, its outcome after.

It must not hold a token, a secret or a header, and it must never change what was once written as intended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from console.model.environment import SANDBOX_NAME
from console.model.fields.field import RecordKind
from console.store.database import Connection, Database
from console.store.entries import TRAIL_STATUSES as TRAIL_STATUSES
from console.store.entries import UNSETTLED as UNSETTLED
from console.store.entries import WHY_NOT_SENT as WHY_NOT_SENT
from console.store.entries import Cause as Cause
from console.store.entries import Entry as Entry
from console.store.entries import FieldChange as FieldChange
from console.store.entries import Intent as Intent
from console.store.entries import TrailStatus as TrailStatus
from console.store.entries import digest, entry_of, head_of, parted, reason_coded, together, words_of
from console.store.sealed import UNREADABLE, in_utc, sealed, unsealed
from console.store.search import Newest, WordsWanted, every_term, first_found
from console.store.words import haystack, plain, terms

if TYPE_CHECKING:
    from console.store.outbox import SharedAs

_OPEN_FOR = timedelta(days=1)
"""How long something that had not arrived when its record was read is taken for something that still may."""
_PAGE = 50
_AT_FIRST = 2_048
"""How many of the newest entries are looked at for words before the search file is asked: about a millisecond's."""
_Rows = list[tuple[int, str, str, str | None]]
_WHOLE = "intent, ending"
_HEADS = ", ".join(
    f"substr({part}, 1, instr({part} || char(10), char(10)) - 1)" for part in ("intent", "ending")
)
"""What both begin with: all but the values, the body and the answer, which may be megabytes (see `parted`)."""


def os_user() -> str:
    """Return the name of the user of this computer; empty where the computer does not know it."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class Trail:
    """The trail in the database. Every call may raise `StoreTrouble`."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime] | None = None,
        who: Callable[[], str] = os_user,
        shared: Callable[[], SharedAs | None] | None = None,
    ) -> None:
        """`clock` gives the time with its zone, `who` the operator, in any thread; by default the computer's.

        `shared` says, in any thread, how what is written is to be told to the desk; None for no desk.
        """
        self._database = database
        self._clock = clock or (lambda: datetime.now(UTC))
        self._who = who
        self._shared = shared or (lambda: None)

    def begin(self, intent: Intent) -> int:
        """Write down what is about to be sent and return its number; it is on the disk when this returns.

        After a `StoreTrouble` nothing must be sent unless the operator wants to go without a trail.
        """
        number = self._database.write(self.begin_statement(intent))
        self.written()
        return number

    def written(self) -> None:
        """What statements of this trail wrote is safely on the disk: whoever passes it on may look."""
        if (shared := self._shared()) is not None:
            shared.written()

    def end(
        self,
        number: int,
        outcome: TrailStatus,
        reason: str = "",
        answer: Any = None,
        cause: Cause | None = None,
    ) -> bool:
        """Write down what became of it: `reason` in words (X-Reason), `answer` as JSON, `cause` where it failed.

        Returns False, and changes nothing, where the entry is settled already or is no longer there because all
        local data was deleted or the file was damaged. An unknown outcome can be followed by a known one.
        """
        changed = self._database.write(self.end_statement(number, outcome, reason, answer, cause))
        self.written()
        return changed

    def begin_statement(self, intent: Intent) -> Callable[[Connection], int]:
        """What `begin` writes, as work for a transaction that writes more than that; then call `written`."""
        sent_at = in_utc(self._clock())
        shared = self._shared() if intent.environment != SANDBOX_NAME else None
        head = {"sent_at": sent_at, "who": self._who(), **head_of(intent)}
        shared_id = ""
        if shared is not None:
            from console.store.outbox import new_id  # not where no desk is shared

            shared_id = new_id()
            head |= {"shared_id": shared_id, "shared_in": shared.environment}
        written = parted(
            head,
            {
                "body": intent.body,
                "values": [[c.was, c.becomes] for c in intent.changes],
                "keys": intent.keys,
            },
        )
        words = haystack(words_of(intent))
        row = (plain(intent.environment), intent.kind, plain(intent.record_id), sent_at, written)

        def work(connection: Connection) -> int:
            number = connection.execute(
                "INSERT INTO trail (environment, kind, record_id, sent_at, outcome, intent)"
                " VALUES (?, ?, ?, ?, 'sent', ?)",
                row,
            ).lastrowid
            assert number is not None
            connection.execute("INSERT INTO trail_words VALUES (?, ?)", (number, words))
            if shared is not None:
                from console.store.outbox import put_in

                put_in(
                    connection,
                    shared,
                    "send",
                    intent.kind,
                    intent.record_id,
                    id=shared_id,
                    written_at=sent_at,
                    entry=number,
                )
            return number

        return work

    def end_statement(
        self,
        number: int,
        outcome: TrailStatus,
        reason: str = "",
        answer: Any = None,
        cause: Cause | None = None,
    ) -> Callable[[Connection], bool]:
        """What `end` writes, as work for a transaction that writes more than that; then call `written`."""
        settled_at, shared = in_utc(self._clock()), self._shared()
        head = {"outcome": outcome, **reason_coded(reason), "settled_at": settled_at}
        rest = sealed({"answer": answer})

        def work(connection: Connection) -> bool:
            before = _ending_before(connection, number)
            known = asdict(cause) if cause is not None else before.get("cause")
            said = {} if reason else {key: before[key] for key in ("reason", "why") if key in before}
            ending = f"{sealed(head | said | {'cause': known})}\n{rest}"
            changed = connection.execute(
                "UPDATE trail SET outcome = ?, ending = ? WHERE number = ? AND outcome IN (?, ?, ?)",
                (outcome, ending, number, *UNSETTLED),
            )
            if changed.rowcount > 0 and shared is not None:
                from console.store.outbox import new_id, put_ending

                put_ending(connection, shared, number, id=new_id(), written_at=settled_at)
            return changed.rowcount > 0

        return work

    def unsettled(self, environment: str) -> list[Entry]:
        """Return what was sent and never settled, oldest first: ask the server about each.

        What had not arrived when it was looked for counts for a day; it is kept as it is after that.
        """
        return self._entries(
            # The plus keeps the day's index in use, which is the shorter way.
            "FROM trail WHERE number IN (SELECT number FROM trail WHERE environment = ?"
            " AND outcome IN ('sent', 'unknown') UNION ALL SELECT number FROM trail WHERE sent_at >= ?"
            " AND +environment = ? AND outcome = 'not arrived') ORDER BY number",
            [plain(environment), self._a_day_ago(), plain(environment)],
        )

    def open_of(self, environment: str, kind: RecordKind, id: str) -> list[Entry]:
        """Return what was sent for a record within a day and may still arrive, oldest first."""
        return self._entries(
            "FROM trail WHERE environment = ? AND kind = ? AND record_id = ? AND sent_at >= ?"
            " AND outcome IN (?, ?, ?) ORDER BY number",
            [plain(environment), kind, plain(id), self._a_day_ago(), *UNSETTLED],
        )

    def open_statement(self, environment: str, kind: RecordKind, id: str) -> Callable[[Connection], bool]:
        """Whether there is any such, as work for a transaction that writes what depends on it."""
        values = (plain(environment), kind, plain(id), self._a_day_ago(), *UNSETTLED)

        def work(connection: Connection) -> bool:
            found = connection.execute(
                "SELECT 1 FROM trail WHERE environment = ? AND kind = ? AND record_id = ? AND sent_at >= ?"
                " AND outcome IN (?, ?, ?) LIMIT 1",
                values,
            )
            return found.fetchone() is not None

        return work

    def _a_day_ago(self) -> str:
        return in_utc(self._clock() - _OPEN_FOR)

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
        tests, values = [every_term(wanted)] if wanted else [], list[object](wanted)
        if day is not None:
            tests.append("sent_at >= ? AND sent_at < ?")
            days = list(map(in_utc, of_day(day)))
            values += days
        if environment is not None:
            tests.append("environment = ?")
            values.append(plain(environment))
        if older_than is not None:
            tests.append("number < ?")
            values.append(older_than)
        values.append(limit)
        if not wanted:
            where = f"WHERE {' AND '.join(tests)} " if tests else ""
            return self._entries(f"FROM trail {where}ORDER BY number DESC LIMIT ?", values)
        within = Newest("trail WHERE sent_at >= ? AND sent_at < ?", days) if day is not None else None
        asked = WordsWanted("trail", wanted, limit, at_first=_AT_FIRST, below=older_than, within=within)
        columns = f"SELECT number, environment, {_WHOLE}"
        query = f"{columns} FROM {{}} AND {' AND '.join(tests)} ORDER BY number DESC LIMIT ?"

        def work(connection: Connection) -> _Rows:
            file = self._database.search_file if self._database.lasting else None
            return first_found(connection, file, asked, query, values)

        return self._read(work)

    def not_shared(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return why the desk did not take these, or their endings; nothing of those that it took or is to get."""
        from console.store.outbox import Outbox

        return Outbox(self._database).refusals(numbers)

    def same_recently(
        self,
        environment: str,
        kind: RecordKind,
        id: str,
        body: str,
        within: timedelta = timedelta(seconds=60),
    ) -> Entry | None:
        """Return the newest entry with this very body that was sent for the record since `within` ago, if any.

        One that is known not to have been applied does not count; one that had not arrived yet does.
        """
        since = in_utc(self._clock() - within)
        where = "environment = ? AND kind = ? AND record_id = ? AND sent_at >= ?"
        of_body = " AND (instr(intent, ?) > 0 OR instr(intent, char(10)) = 0) AND outcome <> 'not saved'"
        recent = self._entries(
            f"FROM trail WHERE {where}{of_body} ORDER BY number DESC",
            [plain(environment), kind, plain(id), since, digest(body)],
        )
        return next((one for one in recent if one.intent.body == body), None)

    def _entries(self, rest: str, values: Sequence[object], parts: str = _WHOLE) -> list[Entry]:
        def work(connection: Connection) -> _Rows:
            return connection.execute(
                f"SELECT number, environment, {parts} {rest}",
                values,
            ).fetchall()

        return self._read(work)

    def _read(self, work: Callable[[Connection], _Rows]) -> list[Entry]:
        found = []
        for number, environment, intent, ending in self._database.read(work):
            try:
                ended = None if ending is None else together(ending)
                found.append(entry_of(number, environment, together(intent), ended))
            except UNREADABLE:
                self._database.tell(f"Entry {number} of the trail is damaged on the disk and was left out.")
        return found


def _ending_before(connection: Connection, number: int) -> dict[str, Any]:
    """What the entry has by now of an ending: why nobody knew is still told when somebody does."""
    found = connection.execute("SELECT ending FROM trail WHERE number = ?", (number,)).fetchone()
    if found is None or found[0] is None:
        return {}
    try:
        ending: dict[str, Any] = unsealed(found[0].partition("\n")[0])
    except UNREADABLE:
        return {}
    return ending


def of_day(day: date) -> tuple[datetime, datetime]:
    """When a day begins by this computer's clock, and when the one after."""
    begin, end = (datetime.combine(one, time.min).astimezone() for one in (day, day + timedelta(days=1)))
    return begin, end
