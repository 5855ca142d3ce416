"""A table as every reader hands it over: rows of texts, where they stood in the file, and what is amiss with cells.

It must not know how a file is written, nor what a column means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from console.model.shipments.flaws import WHOLE_ROW, Flaw
from console.store.files import StoreTrouble

MOST_ROWS = 20_000
MOST_COLUMNS = 500
_FORMULA_TEXT = re.compile(r'=\s*"((?:[^"]|"")*)"')
_APOSTROPHE = re.compile(r"'([\d+=@-][^']*)")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, all as long, texts trimmed; rows without any text are left out.

    `form` says how it was read: "CSV, semicolon, UTF-8"; `sheet` is the sheet that was read, and `sheets` are all that
    there are. `numbers` has for each row the number under which the file has it, from 1. `hidden` has rows that the
    spreadsheet hides, `hidden_columns` columns. `flaws` has by row and column what is amiss, under WHOLE_ROW what is
    amiss with the row; rows and columns count from 0. `said` are sentences for the operator.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    form: str
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    flaws: Mapping[int, Mapping[int, Flaw]] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    lengths: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(slots=True)
class SheetRead:
    """What a reader found, in the file's own rows and columns from 0, before blank rows and columns are left out.

    `ragged` rows have as many cells as were written, so that one too many tells of a separator inside a text.
    """

    rows: Iterable[tuple[int, Sequence[str]]]
    flaws: dict[int, dict[int, Flaw]] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    said: list[str] = field(default_factory=list)
    ragged: bool = False


def table(name: str, form: str, found: SheetRead) -> Table:
    """The table of what was found. Raises StoreTrouble where there is none, or one that is too large."""
    kept: list[list[str]] = []
    numbers: list[int] = []
    for number, row in found.rows:
        cells = [cell.strip() for cell in row]
        if any(cells):
            kept.append(cells)
            numbers.append(number)
            if len(kept) > MOST_ROWS + 1:  # one of them may be the head
                raise StoreTrouble(f"{name} has more than {MOST_ROWS:,} rows. Split it; nothing was read.")
    if not kept:
        raise StoreTrouble(f"There are no rows in {name}.")
    width = max(map(len, kept))
    while width > 1 and not any(len(row) >= width and row[width - 1] for row in kept):
        width -= 1
    if width > MOST_COLUMNS:
        raise StoreTrouble(f"{name} has more than {MOST_COLUMNS} columns. Leave out some; nothing was read.")
    rows = tuple(
        tuple(row[:width]) if len(row) >= width else (*row, *[""] * (width - len(row)))
        for row in map(_plain, kept)
    )
    places = {number: place for place, number in enumerate(numbers)} if found.flaws or found.hidden else {}
    hidden = frozenset(places[number] for number in found.hidden if number in places)
    flaws = {places[number]: flaw for number, flaw in found.flaws.items() if number in places}
    said = list(found.said)
    if hidden:
        rows_are = (
            "1 row is hidden in the spreadsheet; it is"
            if len(hidden) == 1
            else (f"{len(hidden):,} rows are hidden in the spreadsheet; they are")
        )
        said.append(f"{rows_are} shown here and not chosen at first.")
    shown = frozenset(
        column for column in found.hidden_columns if column < width and any(row[column] for row in rows)
    )
    return Table(
        name,
        rows,
        form,
        found.sheet,
        found.sheets,
        tuple(number + 1 for number in numbers),
        hidden,
        shown,
        flaws,
        tuple(said),
        tuple(map(len, kept)) if found.ragged and len(set(map(len, kept))) > 1 else (),
    )


def whole_row(flaw: Flaw) -> dict[int, Flaw]:
    """A flaw of a row as `Table.flaws` holds it."""
    return {WHOLE_ROW: flaw}


def _plain(row: list[str]) -> list[str]:
    """The cells without what makes a spreadsheet keep them as texts: ="0003105", '0003105."""
    for place, cell in enumerate(row):
        if cell[:1] == "=" and (match := _FORMULA_TEXT.fullmatch(cell)):
            row[place] = match[1].replace('""', '"').strip()
        elif cell[:1] == "'" and (match := _APOSTROPHE.fullmatch(cell)):
            row[place] = match[1].strip()
    return row
