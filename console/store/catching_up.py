"""Keeps the search file up with the database, a slice at a time, and takes out of it at once what was forgotten.

It must not hold anybody up: a slice is a few hundredths of a second, and what it does not come to is done by the next.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import NamedTuple

from console.store.database import Connection, Database
from console.store.search import SEARCHED, Searched, agrees, not_in
from console.store.search_file import PART, NoSearchFile, SearchFile

_ROWS, _TEXT = 256, 65_536
"""How many rows, or characters of words, a slice takes."""
_LONGEST_LOG = 1_000
_MOST_DROPPED = 8
"""Parts that are dropped at once; to begin the whole file anew takes nobody's time, and these take a tenth of a second."""


class _Heard(NamedTuple):
    """Lines of the log: which table and row, what it became, and its words of now."""

    lines: list[tuple[str, int, str, str | None]]
    last: tuple[int, int]


class _Walked(NamedTuple):
    """Rows that are in no part yet; with them the part has all up to `upto`."""

    of: Searched
    part: int
    rows: list[tuple[int, str]]
    upto: int


def catch_up(database: Database, *, tidy: bool = False) -> bool:
    """Do one slice; returns whether there is more to do now. Raises `StoreTrouble` where the database is in trouble.

    With `tidy` also what is not pressing: a part that was changed is made anew, without what its rows have no more.
    """
    file = database.search_file
    try:
        found = database.read(partial(_next, database, tidy))
        if found is None:
            file.begin(database.write(_mark))
        elif not isinstance(found, bool):
            _take(file, found)
        if found is not False:
            return True
    except NoSearchFile as trouble:
        if not file.off:
            return trouble.anew
    _shorten_log(database)
    return False


def forget(database: Database) -> None:
    """Take out of the search file, at once, what no row of the database has any more."""
    file = database.search_file
    try:
        gone = database.read(partial(_gone, file))
        if gone is not None and 2 * len(gone) <= len(file.parts) and len(gone) <= _MOST_DROPPED:
            with file.writing():
                for of, part in gone:
                    file.drop(of, part)
            return
    except NoSearchFile:
        pass
    file.delete()


def _next(
    database: Database, tidy: bool, connection: Connection
) -> _Heard | _Walked | tuple[str, int] | bool | None:
    """What to do next: a part to drop is named by its table and number; None to begin anew.

    True where something was done already, False where there is nothing to do, or no file that lasts.
    """
    file = database.search_file
    if not database.lasting:
        return False
    if not agrees(connection, file):
        return None
    if file.prove():
        return True
    assert file.seen is not None
    lines, last, size = [], file.seen, 0
    for change, mark, *line in connection.execute(
        "SELECT change, mark, of, number, became, CASE of"
        " WHEN 'archive' THEN (SELECT words FROM archive_words WHERE number = words_log.number)"
        " WHEN 'trail' THEN (SELECT words FROM trail_words WHERE number = words_log.number) END"
        " FROM words_log WHERE change > ? ORDER BY change LIMIT ?",
        (file.seen[0], _ROWS),
    ):
        lines.append((line[0], line[1], line[2], line[3]))
        last, size = (change, mark), size + len(line[3] or "")
        if size > _TEXT:
            break
    if lines:
        return _Heard(lines, last)
    for of in SEARCHED:
        for first, end in not_in(file, of):
            if end >= 0 and (walked := _walked(connection, of, max(first, 0), end)) is not None:
                return walked
    stale = next((key for key, part in file.parts.items() if part.stale), None) if tidy else None
    return stale or False


def _walked(connection: Connection, of: Searched, first: int, end: int) -> _Walked | None:
    rows: list[tuple[int, str]] = []
    size = 0
    for number, words in connection.execute(
        f"SELECT number, words FROM {of}_words WHERE number BETWEEN ? AND ? ORDER BY number",  # noqa: S608 - ours
        (first, end),
    ):
        part = (rows[0][0] if rows else number) // PART
        if number // PART != part:
            return _Walked(of, part, rows, (part + 1) * PART - 1)
        rows.append((number, words))
        size += len(words)
        if len(rows) == _ROWS or size > _TEXT:
            break
    return _Walked(of, rows[0][0] // PART, rows, rows[-1][0]) if rows else None


def _take(file: SearchFile, found: _Heard | _Walked | tuple[str, int]) -> None:
    with file.writing():
        if isinstance(found, _Walked):
            file.add(found.of, found.part, found.rows, found.upto, stale=False)
        elif isinstance(found, _Heard):
            _hear(file, found)
        else:
            file.drop(*found)


def _hear(file: SearchFile, heard: _Heard) -> None:
    lines = [line for line in heard.lines if _holds(file, line[0], line[1])]
    for key in {(of, number // PART) for of, number, became, _ in lines if became == "gone"}:
        file.drop(*key)
    rows: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for of, number, _, words in lines:
        if words is not None:
            rows[of, number // PART][number] = words
    stale = {(of, number // PART) for of, number, became, _ in lines if became == "other"}
    for key in rows.keys() & file.parts.keys():
        file.add(*key, rows[key].items(), file.parts[key].upto, stale=key in stale)
    file.see(*heard.last)


def _holds(file: SearchFile, of: str, number: int) -> bool:
    part = file.parts.get((of, number // PART))
    return part is not None and number <= part.upto


def _gone(file: SearchFile, connection: Connection) -> list[tuple[str, int]] | None:
    """The parts with rows that are gone; None where the file is not of this database."""
    if not agrees(connection, file):
        return None
    assert file.seen is not None
    found = connection.execute(
        f"SELECT DISTINCT of, number / {PART} FROM words_log WHERE change > ? AND became = 'gone'",  # noqa: S608
        (file.seen[0],),
    )
    return [(of, part) for of, part in found if (of, part) in file.parts]


def _mark(connection: Connection) -> tuple[int, int]:
    """A line in the log that a new search file begins at."""
    (change, mark) = connection.execute(
        "INSERT INTO words_log (of, number, became, mark) VALUES ('', 0, 'begun', random()) RETURNING change, mark"
    ).fetchone()
    return change, mark


def _shorten_log(database: Database) -> None:
    """Delete lines that no search file needs; the last stays, so that no change has the number of an older one."""
    heard = database.search_file.seen

    def work(connection: Connection) -> int:
        last = connection.execute("SELECT coalesce(max(change), 0) FROM words_log").fetchone()[0]
        upto = min(last, heard[0]) if heard is not None else last
        return (
            upto
            if connection.execute(
                "SELECT count(*) > ? FROM words_log WHERE change < ?", (_LONGEST_LOG, upto)
            ).fetchone()[0]
            else 0
        )

    if database.lasting and (upto := database.read(work)):
        database.write(
            lambda connection: connection.execute("DELETE FROM words_log WHERE change < ?", (upto,)).rowcount
        )
