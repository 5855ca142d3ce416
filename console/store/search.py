"""Where to look for the rows that have some words: among the newest, where the search file points, or everywhere.

It must not find other rows than a look at every row would: each is proved by its own words, and what the search file has
not heard of is looked at besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from console.store.database import Connection
from console.store.search_file import HIGHEST, PART, NoSearchFile, SearchFile
from console.store.words import runs_of_three

Searched = Literal["archive", "trail"]
SEARCHED: tuple[Searched, ...] = ("archive", "trail")
_SAMPLE, _SAMPLED_TEXT = 48, 2_000
_RUNS = 6
_FEW = 2_048
_WORTH = (8, 40)
"""By how much it is less work to look at a row in its order than at one the search file names; more so by number."""


class Newest(NamedTuple):
    """Newest, the newest first, as SQL to select their number from, and its values."""

    rows: str
    values: Sequence[object]


class WordsWanted(NamedTuple):
    """What is looked for: terms in the words of a table's rows, at most so many rows (-1: all), the newest first.

    newest    where what is new is told by an index and not by the number: the rows in that order; None for no such order
    at_first  how many rows are looked at before anything else; 0 where there is no order to look at them in
    below     rows of lower numbers only
    within    none but these, which may be few; the query tests that itself
    """

    of: Searched
    terms: Sequence[str]
    most: int
    newest: Newest | None = None
    at_first: int = 0
    below: int | None = None
    within: Newest | None = None


class _Way(NamedTuple):
    """Where to look, as SQL, and its values."""

    source: str
    values: Sequence[object] = ()


def every_term(terms: Sequence[str]) -> str:
    """The test, as SQL, that a row's words have every one of so many terms, which are its values."""
    return " AND ".join(["instr(words, ?) > 0"] * len(terms))


def first_found(
    connection: Connection, file: SearchFile | None, asked: WordsWanted, query: str, values: Sequence[object]
) -> list[Any]:
    """Run `query`, whose {} is where to look, until it found as many as are asked for or all there are.

    The query tests the terms itself, orders the newest first, and ends in a limit; its values begin with the terms.
    """

    def found(way: _Way) -> list[Any]:
        return connection.execute(query.format(way.source), [*way.values, *values]).fetchall()

    if asked.within is not None and _are_few(connection, asked.within):
        return found(_joined(asked, asked.within, _FEW))
    first, last = _ends(connection, asked)
    span = last - first + 1
    need = tried = 0
    if asked.at_first and asked.most >= 0:
        rows = found(_walk(asked, last, asked.at_first))
        if len(rows) == asked.most:
            return rows
        need = 2 * asked.at_first * asked.most // len(rows) if rows else 0
    if span <= _FEW:
        file = None  # to look at them all takes no longer than to ask
    runs = _rarest(connection, asked) if file is not None else []
    if need and runs:
        tried = need if need * need <= _WORTH[asked.newest is None] * asked.most * span else 0
        if tried and len(rows := found(_walk(asked, last, tried))) == asked.most:
            return rows
    pointed = _pointed(connection, file, asked, runs, span) if file is not None and runs else None
    if (
        pointed is None
        and tried < need < span // 8
        and len(rows := found(_walk(asked, last, need))) == asked.most
    ):
        return rows
    return found(pointed or _Way(f"{asked.of}_words CROSS JOIN {asked.of} USING (number) WHERE true"))


def agrees(connection: Connection, file: SearchFile) -> bool:
    """Whether the search file is of this very database and of no other time. Raises `NoSearchFile`."""
    file.open()
    if file.seen is None:
        return False
    change, mark = file.seen
    found = connection.execute("SELECT mark FROM words_log WHERE change = ?", (change,)).fetchone()
    return bool(found == (mark,))


def not_in(file: SearchFile, of: Searched) -> list[tuple[int, int]]:
    """From which number to which, both included, the rows of a table are not in the search file, or not proved."""
    found, start = [], -HIGHEST - 1
    for number in sorted(part for table, part in file.parts if table == of and file.parts[of, part].proved):
        if start < number * PART:
            found.append((start, number * PART - 1))
        start = file.parts[of, number].upto + 1
    return [*found, (start, HIGHEST)]


def _walk(asked: WordsWanted, last: int, most: int) -> _Way:
    """The newest rows, about so many: numbers are given one after another."""
    if asked.newest is not None:
        return _joined(asked, asked.newest, most)
    words = f"{asked.of}_words"
    return _Way(f"{words} CROSS JOIN {asked.of} USING (number) WHERE {words}.number > ?", (last - most,))


def _joined(asked: WordsWanted, these: Newest, most: int) -> _Way:
    rows = f"(SELECT number FROM {these.rows} LIMIT {most})"  # noqa: S608 - the parts are all ours
    joined = f"CROSS JOIN {asked.of}_words USING (number) CROSS JOIN {asked.of} USING (number)"
    return _Way(f"{rows} {joined} WHERE true", these.values)


def _are_few(connection: Connection, rows: Newest) -> bool:
    limited = f"SELECT 1 FROM {rows.rows} LIMIT {_FEW + 1}"  # noqa: S608 - the parts are all ours
    counted: int = connection.execute(f"SELECT count(*) FROM ({limited})", rows.values).fetchone()[0]  # noqa: S608
    return counted <= _FEW


def _pointed(
    connection: Connection, file: SearchFile, asked: WordsWanted, runs: Sequence[str], span: int
) -> _Way | None:
    """The rows that the search file names and those it has not heard of; None where it cannot, or names too many."""
    most = max(_FEW, span // 16)
    try:
        if not agrees(connection, file) or not any(of == asked.of for of, _ in file.parts):
            return None
        numbers = file.numbers(asked.of, runs, most + 1, asked.below)
    except NoSearchFile:
        return None
    if len(numbers) > most:
        return None
    assert file.seen is not None
    changed = connection.execute(
        "SELECT DISTINCT number FROM words_log WHERE change > ? AND of = ?", (file.seen[0], asked.of)
    )
    listed = ", ".join(str(number) for number in {*numbers, *(number for (number,) in changed)})
    ranges = not_in(file, asked.of)
    words = f"{asked.of}_words"
    among = " OR ".join(
        [
            *(
                [f"{words}.number IN ({listed})"] if listed else []
            ),  # an empty list would cost a look at every row
            *[f"{words}.number BETWEEN ? AND ?"] * len(ranges),
        ]
    )
    ends = [end for both in ranges for end in both]
    return _Way(f"{words} CROSS JOIN {asked.of} USING (number) WHERE ({among})", ends)


def _ends(connection: Connection, asked: WordsWanted) -> tuple[int, int]:
    """The lowest and the highest number that count; there may be none between."""
    highest = HIGHEST if asked.below is None else asked.below - 1
    first, last = connection.execute(
        f"SELECT (SELECT min(number) FROM {asked.of}), (SELECT max(number) FROM {asked.of} WHERE number <= ?)",  # noqa: S608
        (highest,),
    ).fetchone()
    return (1, 0) if last is None else (first, last)


def _rarest(connection: Connection, asked: WordsWanted) -> list[str]:
    """A few of the terms' runs of three, those first that the newest rows have least; none where all terms are short."""
    runs = runs_of_three(asked.terms)
    newest = asked.newest or Newest(f"{asked.of}_words ORDER BY number DESC", ())
    sample = connection.execute(
        f"SELECT substr(words, 1, {_SAMPLED_TEXT}) FROM (SELECT number FROM {newest.rows} LIMIT {_SAMPLE})"  # noqa: S608
        f" CROSS JOIN {asked.of}_words USING (number)",
        newest.values,
    ).fetchall()
    had = {run: sum(run in words for (words,) in sample) for run in runs}
    runs.sort(key=had.__getitem__)
    rare = [run for run in runs[:_RUNS] if had[run] * 4 <= len(sample)]
    return rare if len(rare) > 1 else runs[:_RUNS]
