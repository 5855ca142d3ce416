"""What the database's owner takes off a desk for good: all that is old, or all about a record or a person.

It must not reach the operators' own computers, each of which keeps what it sent; and it deletes nothing that was not counted
and told before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.desk.driver import psycopg
from console.desk.owner.owner import need_desk
from console.desk.owner.statements import told
from console.desk.place import as_it_was, held
from console.model.plural import counted

if TYPE_CHECKING:
    from console.desk.part import DeskConnection

FEWEST_DAYS, MOST_DAYS = 2, 36_500
"""Consoles repeat what they sent within the last 24 hours whenever they reach the desk again."""
_THINGS = {"presence": "sign of presence"}


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many rows of each table: `(table, rows)`."""

    rows: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """As a part of a sentence, such as “2 sends and 1 note”; “nothing” for none."""
        some = [
            counted(rows, _THINGS.get(table, table.removesuffix("s"))) for table, rows in self.rows if rows
        ]
        if len(some) < 2:
            return some[0] if some else "nothing"
        return f"{', '.join(some[:-1])} and {some[-1]}"

    def __bool__(self) -> bool:
        return any(rows for _, rows in self.rows)


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record that the desk has something about: the environment's address, its kind and its ID."""

    environment: str
    kind: str
    record_id: str

    @property
    def words(self) -> str:
        """As a line tells it."""
        return f"{self.kind} {as_it_was(self.record_id)} of {self.environment}"


def old(connection: DeskConnection, days: int) -> Amounts:
    """How much is older than so many days by the database's clock. Raises `DeskTrouble`."""
    with told("The desk could not be read"):
        need_desk(connection)
        return _each(connection, AGES, f"SELECT count(*) {_OLDER}", [days])


def age_out(connection: DeskConnection, days: int) -> Amounts:
    """Delete what is older than so many days, in one transaction; return how much that was. Raises `DeskTrouble`."""
    with told("Nothing was deleted"), connection.transaction():
        need_desk(connection)
        return _each(connection, AGES, f"WITH gone AS (DELETE {_OLDER} RETURNING 1) {_COUNT_GONE}", [days])


def records_named(connection: DeskConnection, record_id: str) -> list[FoundRecord]:
    """The records with this ID that the desk has something about. Raises `DeskTrouble`."""
    return _found(connection, _NAMED, held(record_id))


def records_mentioning(connection: DeskConnection, text: str) -> list[FoundRecord]:
    """The records in whose sends, endings or notes this text stands, in capital letters or not. Raises `DeskTrouble`."""
    return _found(connection, _MENTIONING, _pattern(text))


def about(connection: DeskConnection, records: Sequence[FoundRecord]) -> Amounts:
    """How much the desk has about these records. Raises `DeskTrouble`."""
    with told("The desk could not be read"):
        return _each(connection, OF_A_RECORD, f"SELECT count(*) {_THESE}", _columns(records))


def erase(connection: DeskConnection, records: Sequence[FoundRecord]) -> Amounts:
    """Delete everything about these records, in one transaction; return how much that was. Raises `DeskTrouble`."""
    with told("Nothing was deleted"), connection.transaction():
        delete = f"WITH gone AS (DELETE {_THESE} RETURNING 1) {_COUNT_GONE}"
        return _each(connection, OF_A_RECORD, delete, _columns(records))


AGES = {"sends": "at", "endings": "at", "notes": "at", "presence": "beat", "claims": "until"}
OF_A_RECORD = {"sends": "", "endings": "", "notes": "", "claims": ""}
_OLDER = "FROM desk.{table} WHERE {column} < clock_timestamp() - make_interval(days => %s)"
_THESE = (
    "FROM desk.{table} WHERE (environment, kind, record_id) IN"
    " (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]))"
)
_COUNT_GONE = "SELECT count(*) FROM gone"
_NAMED = """
SELECT environment, kind, record_id FROM desk.sends WHERE record_id = %s
UNION SELECT environment, kind, record_id FROM desk.endings WHERE record_id = %s
UNION SELECT environment, kind, record_id FROM desk.notes WHERE record_id = %s ORDER BY 1, 2, 3
"""
_MENTIONING = """
SELECT environment, kind, record_id FROM desk.sends WHERE concat(words, ' ', content) ~* %s
UNION SELECT environment, kind, record_id FROM desk.endings WHERE concat(outcome, ' ', content) ~* %s
UNION SELECT environment, kind, record_id FROM desk.notes WHERE body ~* %s ORDER BY 1, 2, 3
"""


def _each(
    connection: DeskConnection, tables: Mapping[str, str], statement: str, parameters: Sequence[object]
) -> Amounts:
    """Run the statement for each table, with the column that tells its age; each answers with a number."""
    sql = psycopg().sql
    found = []
    for table, column in tables.items():
        made = sql.SQL(statement).format(table=sql.Identifier(table), column=sql.Identifier(column or table))
        [row] = connection.execute(made, parameters)
        found.append((table, int(row[0])))
    return Amounts(tuple(found))


def _found(connection: DeskConnection, statement: str, wanted: object) -> list[FoundRecord]:
    with told("The desk could not be read"):
        need_desk(connection)
        rows = connection.execute(statement.encode(), [wanted] * 3).fetchall()
    return [FoundRecord(*row) for row in rows]


def _columns(records: Sequence[FoundRecord]) -> list[list[str]]:
    return [[getattr(one, name) for one in records] for name in ("environment", "kind", "record_id")]


def _pattern(text: str) -> str:
    """A regular expression for the text, in capitals or not, as it is or as JSON in ASCII has it.

    By itself a server tells capitals of other letters than A to Z only where its locale does.
    """
    found = []
    for letter in text:
        forms = {
            one
            for form in (letter, letter.lower(), letter.upper())
            for one in (held(form), json.dumps(form)[1:-1])
        }
        found.append(f"(?:{'|'.join(sorted(re.sub(r'([^0-9A-Za-z])', _escaped, form) for form in forms))})")
    return "".join(found)


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if found[0].isascii() else found[0]
