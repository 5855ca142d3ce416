"""One sheet of a workbook while it is read: cells as people see them, and which of them have lost something.

It must not know a file format; readers put numbers, texts and what else a cell can hold into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from console.model.shipments.flaws import Flaw
from console.store.files import StoreTrouble
from console.store.tables.formats import DIGITS_KEPT, is_date, moment, plain, shown, shown_text
from console.store.tables.table import MOST_COLUMNS, MOST_ROWS, SheetRead

XmlAttributes = Mapping[str, str]
"""What an XML element has in its tag."""

State = Literal["visible", "hidden"]


@dataclass(slots=True)
class SheetCells:
    """Cells by row and column from 0; cells without a text are not held."""

    since_1904: bool = False
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    flaws: dict[int, dict[int, Flaw]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, text: str, flaw: Flaw | None = None) -> None:
        """Put a text into a cell, with what is amiss with it."""
        if text.strip():
            cells = self.rows.get(row)
            if cells is None:
                if len(self.rows) > MOST_ROWS + 1:
                    raise TooManyRows
                cells = self.rows[row] = {}
            cells[column] = text
            if flaw:
                self.flaws.setdefault(row, {})[column] = flaw

    def number(self, row: int, column: int, value: float, code: str) -> None:
        """Put a number in as it looks with its format code."""
        if code in ("General", "0", "@", ""):
            self.put(row, column, plain(value), "digits" if abs(value) >= DIGITS_KEPT else None)
        elif is_date(code) and (when := moment(value, since_1904=self.since_1904)) is not None:
            self.put(row, column, when, "date")
        elif abs(value) >= DIGITS_KEPT:
            self.put(row, column, plain(value), "digits")
        else:
            look = shown(value, code)
            self.put(row, column, plain(value) if look is None else look, "look" if look is None else None)

    def text(self, row: int, column: int, text: str, code: str = "General") -> None:
        """Put a text in as it looks with its format code."""
        look = text if code in ("General", "@", "0", "") else shown_text(text, code)
        self.put(row, column, text if look is None else look, "look" if look is None else None)

    def flag(self, row: int, column: int, value: bool) -> None:
        """Put yes or no in."""
        self.put(row, column, "yes" if value else "no")

    def error(self, row: int, column: int, text: str) -> None:
        """Put an error in, such as #N/A."""
        self.put(row, column, text or "#N/A", "error")

    def unsaved(self, row: int, column: int, formula: str) -> None:
        """Put a formula in that has no stored value."""
        self.put(row, column, f"={formula.removeprefix('=')}" if formula else "=…", "no value")


class TooManyRows(StoreTrouble):
    """The sheet has more rows with something in them than are read."""

    def __init__(self) -> None:
        super().__init__(f"The sheet has more than {MOST_ROWS:,} rows. Split it; nothing was read.")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet of a workbook: its name, whether people see it, whether it holds cells (a chart does not), where it is."""

    name: str
    state: State = "visible"
    cells: bool = True
    place: str = ""


def sheet_of(
    name: str,
    entries: Sequence[SheetEntry],
    active: int,
    *,
    wanted: str,
    read: Callable[[SheetEntry], SheetCells],
) -> SheetRead:
    """The sheet of a workbook that is asked for; else the one that was open, or the next that holds something.

    `read` gets the cells of one. Raises StoreTrouble, and what `read` raises.
    """
    first = None
    for entry in _best_first(name, entries, active, wanted):
        cells = read(entry)
        held = found(cells, entry, entries, asked=bool(wanted))
        first = first or held
        if cells.rows or wanted:
            return held
    if first is None:
        raise StoreTrouble(f"There is no sheet with cells in {name}. Nothing was read.")
    return first


def _best_first(name: str, entries: Sequence[SheetEntry], active: int, wanted: str) -> Iterator[SheetEntry]:
    """The sheets to read, best first: the one that is asked for, or the one that was open, then the others that people
    see, for when it is empty. Raises StoreTrouble."""
    readable = [entry for entry in entries if entry.cells]
    if wanted:
        named = [entry for entry in readable if entry.name.casefold() == wanted.casefold()]
        if not named:
            names = ", ".join(f"“{entry.name}”" for entry in readable)
            raise StoreTrouble(f"{name} has no sheet “{wanted}”; it has {names}.")
        yield named[0]
        return
    open_one = entries[active] if 0 <= active < len(entries) else None
    if open_one in readable and open_one is not None and open_one.state == "visible":
        yield open_one
    yield from (entry for entry in readable if entry.state == "visible" and entry is not open_one)
    yield from (entry for entry in readable if entry.state != "visible")


def found(sheet: SheetCells, entry: SheetEntry, entries: Sequence[SheetEntry], *, asked: bool) -> SheetRead:
    """What a sheet that was read holds, and which others there are."""
    names = tuple(one.name for one in entries if one.cells)
    said = []
    others = [one.name for one in entries if one.cells and one.name != entry.name]
    if others and not asked:
        listed = ", ".join(f"“{one}”" for one in others[:5]) + ("…" if len(others) > 5 else "")
        said.append(f"Sheet “{entry.name}” was read; the file also has {listed}.")
    if entry.state != "visible":
        said.append(f"Sheet “{entry.name}” is hidden in the spreadsheet.")
    return SheetRead(
        _rows(sheet),
        sheet.flaws,
        frozenset(sheet.hidden),
        frozenset(sheet.hidden_columns),
        entry.name,
        names,
        said,
    )


def _rows(sheet: SheetCells) -> Iterator[tuple[int, list[str]]]:
    for number in sorted(sheet.rows):
        cells = sheet.rows[number]
        width = max(cells) + 1
        if width > MOST_COLUMNS:
            # far to the right stands something stray, or the sheet is no list
            raise StoreTrouble(
                f"The sheet has cells in more than {MOST_COLUMNS} columns. Leave out some; nothing was read."
            )
        if len(cells) == width:
            yield number, [cells[column] for column in range(width)]
        else:
            yield number, [cells.get(column, "") for column in range(width)]
