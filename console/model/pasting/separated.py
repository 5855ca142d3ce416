"""Rows of a text with a separator between cells, where a quote may be a cell's wrapping or a character like any other.

It must not let a quote swallow a row in silence: what can be read as one row or as several is told, or refused.

Spreadsheets and shops quote a cell only where it needs it, or never (a spreadsheet's clipboard, Amazon's flat files), so
a text with `"5 inch` in one row and `24"` in a later one is two rows to a person and one to RFC 4180.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

_LINE_END = re.compile(r"\r\n|\n|\r")
_LIKE_AN_ID = re.compile(r"#?[\w./-]*\d[\w./-]*")
_MOST_LINES_OF_A_CELL, _MOST_TRIES, _NEAR = 200, 20, 20
_Before = Sequence[Sequence[str]]
"""The last rows before one."""
_Standing = Literal["lines", "whole", "doubtful"]
"""Of a quoted cell over several lines: each line is a row; all of them are one; they can be read both ways."""


@dataclass(frozen=True, slots=True)
class Separated:
    """Rows as they were read. `starts` has for each the line in which it begins, counted from 1.

    `doubtful` has the rows, counted from 0, that can also be read as several: with the line in which each ends.
    `by_lines` tells that a reading by quotes would have had fewer rows.
    """

    rows: Sequence[Sequence[str]]
    starts: Sequence[int]
    doubtful: Mapping[int, int] = field(default_factory=dict)
    by_lines: bool = False


class NeverClosed(ValueError):
    """A quote opens a cell and nothing closes it; `line` is where, counted from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"The quote in line {line} is never closed.")
        self.line = line


def separated(text: str, mark: str) -> Separated:
    """The rows of a text whose cells are parted by `mark`. Raises NeverClosed.

    Where every line by itself has the same number of cells, and more than one, the lines are the rows, and a quote that
    is not closed within its cell is a character; where its lines are a quoted cell by the book as well, they are doubtful.
    Otherwise a quoted cell may go on over lines.
    """
    lines = _LINE_END.split(text)
    if lines and not lines[-1]:
        lines.pop()
    if '"' not in text:
        return Separated([line.split(mark) for line in lines], range(1, len(lines) + 1))
    return _plainly_quoted(lines, mark) or _Lines(lines, mark).read()


def cells_of(line: str, mark: str) -> tuple[list[str], bool]:
    """The cells of one line, and whether a quote opens one of them and is not closed in this line.

    A quote that does not wrap its whole cell is a character.
    """
    if '"' not in line:
        return line.split(mark), False
    found, opened, at = [], False, 0
    cell = _cell(mark)
    while at <= len(line):
        match = cell.match(line, at)
        assert match is not None  # its second way matches anywhere
        quoted, bare = match.groups()
        found.append(bare if quoted is None else quoted.replace('""', '"'))
        opened = opened or (quoted is None and bare.startswith('"') and bare.count('"') % 2 == 1)
        at = match.end() + 1
    return found, opened


def _plainly_quoted(lines: Sequence[str], mark: str) -> Separated | None:
    """The rows of a text that is quoted by the book and has a row in each line, all as wide; None for any other."""
    try:
        rows = list(csv.reader((f"{line}\n" for line in lines), delimiter=mark, strict=True))
    except csv.Error:
        return None
    if len(rows) != len(lines) or len({len(row) for row in rows if row}) > 1:
        return None
    return Separated(rows, range(1, len(lines) + 1))


class _Lines:
    """The lines of one text, read with an eye on how wide its rows are."""

    def __init__(self, lines: Sequence[str], mark: str) -> None:
        self._lines, self._mark = lines, mark
        self._alone = [cells_of(line, mark) for line in lines]
        self._width = self._usual_width()
        first = next((line for line in lines if line.strip()), "").split(mark)
        # as shops write whole files: then a line that ends within a cell is no row
        self._quotes_everything = len(first) > 1 and all(
            len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in first
        )

    def read(self) -> Separated:
        if not self._quotes_everything:
            if _rectangular(self._lines, [cells for cells, _ in self._alone]):
                return self._over_lines(self._both_ways)
            as_written = [line.split(self._mark) for line in self._lines]
            if self._mark == "\t" and _rectangular(self._lines, as_written):
                opened = any(opened for _, opened in self._alone)
                return Separated(as_written, range(1, len(as_written) + 1), by_lines=opened)
        return self._over_lines(self._whole_or_two)

    def _over_lines(self, standing: Callable[[int, int, Sequence[str], _Before], _Standing]) -> Separated:
        """The rows, where a quoted cell may go on over lines; `standing` says of each that does how it is to be read."""
        rows: list[list[str]] = []
        starts: list[int] = []
        doubtful: dict[int, int] = {}
        by_lines, at = False, 0
        while at < len(self._lines):
            cells, opened = self._alone[at]
            last = at
            spanned = self._spanned(at) if opened else None
            if spanned is not None:
                row, end = spanned
                how = standing(at, end, row, rows[1:][-_NEAR:])
                if how != "lines":
                    cells, last = row, end
                if how == "doubtful":
                    doubtful[len(rows)] = end + 1
            elif opened and not self._is_as_wide(at):
                if self._lines[at].count('"') % 2:
                    raise NeverClosed(at + 1)
                doubtful[len(rows)] = at + 1
            by_lines = by_lines or (opened and last == at)
            rows.append(cells)
            starts.append(at + 1)
            at = last + 1
        return Separated(rows, starts, doubtful, by_lines)

    def _both_ways(self, at: int, end: int, row: Sequence[str], _: _Before) -> _Standing:
        """How a quoted cell over several lines stands where each line of the text is a row as well.

        Files with commas are quoted by the book, so that it may be one row; text with tabs is not, unless a doubled quote
        in it tells that it was. A row that is wider than all others is none.
        """
        by_the_book = self._mark != "\t" or any('""' in line for line in self._lines[at : end + 1])
        return "doubtful" if by_the_book and len(row) <= self._width else "lines"

    def _whole_or_two(self, at: int, end: int, _: Sequence[str], rows: _Before) -> _Standing:
        """How it stands where not every line by itself is a row."""
        if not self._may_be_rows(at, end, rows):
            return "whole"
        if self._mark != "\t" or not all(self._is_as_wide(line) for line in range(at, end + 1)):
            return "doubtful"
        return "lines"

    def _is_as_wide(self, line: int) -> bool:
        return len(self._alone[line][0]) == self._width

    def _may_be_rows(self, at: int, end: int, rows: Sequence[Sequence[str]]) -> bool:
        """Whether a later line of a cell that goes on over lines begins as rows do, or with what may be an ID."""
        if self._quotes_everything:
            return False
        near = [*rows, self._alone[at][0], *(cells for cells, _ in self._alone[end + 1 : end + 2])]
        begins = {_shape(cells[0]) for cells in near}
        later = [self._alone[line][0] for line in range(at + 1, end + 1)]
        return any(
            len(cells) > 1 and (_shape(cells[0]) in begins or _LIKE_AN_ID.fullmatch(cells[0].strip()))
            for cells in later
        )

    def _spanned(self, at: int) -> tuple[list[str], int] | None:
        """The row that begins in this line where its quote is closed in a later one, and the line in which it ends."""
        closing = [
            last
            for last in range(at + 1, min(at + _MOST_LINES_OF_A_CELL, len(self._lines)))
            if self._may_close(last)
        ]
        for last in closing[:_MOST_TRIES]:
            cells, opened = cells_of("\n".join(self._lines[at : last + 1]), self._mark)
            if not opened:
                return cells, last
        return None

    def _may_close(self, line: int) -> bool:
        text = self._lines[line]
        return text.endswith('"') or f'"{self._mark}' in text

    def _usual_width(self) -> int:
        """How many cells most of the lines have that need no other."""
        widths = Counter(len(cells) for cells, opened in self._alone if not opened and len(cells) > 1)
        first = len(self._alone[0][0]) if self._alone else 1
        return max(widths, key=lambda width: (widths[width], width == first, width), default=first)


def _rectangular(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    widths = {len(row) for line, row in zip(lines, rows, strict=True) if line.strip()}
    return len(widths) == 1 and widths.pop() > 1


def _shape(text: str) -> str:
    """What a text looks like: 9 for digits, a for letters, other signs as they are: "SO-1001" is a-9."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", text.strip()))


@lru_cache(maxsize=8)
def _cell(mark: str) -> re.Pattern[str]:
    """A cell: in quotes up to the separator or the end, or all up to the separator.

    The repeat is possessive, so that a quote that is never closed costs one look.
    """
    sign = re.escape(mark)
    return re.compile(rf'"((?:[^"]|"")*+)"(?={sign}|\Z)|([^{sign}]*)')
