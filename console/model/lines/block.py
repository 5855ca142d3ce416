"""What one act makes of a block of cells or of several lines at once.

It must not know how a block was chosen or shown; it takes lines and gives lines.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from console.model.lines.lines import COLUMNS, DraftLine
from console.runtime.giving_way import unhurried

_NUMBER = next(iter(COLUMNS))
Cells = Mapping[int, Sequence[str]]
"""Chosen cells: the columns by the zero-based place of their line, in the order in which the lines are seen."""


def texts(
    rows: Sequence[DraftLine], cells: Cells, columns: Sequence[str], places: int | None
) -> list[list[str]]:
    """The texts of these cells, a list for each line and a text for each column; empty where it is not among them."""
    return [
        [_shown(rows[place], place, column, places) if column in chosen else "" for column in columns]
        for place, chosen in unhurried(list(cells.items()))
    ]


def cleared(rows: Sequence[DraftLine], cells: Cells, places: int | None) -> list[DraftLine]:
    """The lines with these cells emptied; `places` is how many digits the currency has."""
    made = list(rows)
    for place, columns in unhurried(list(cells.items())):
        for column in columns:
            made[place] = _typed(made[place], column, "", places)
    return made


def filled(rows: Sequence[DraftLine], cells: Cells, places: int | None) -> list[DraftLine]:
    """The lines with the texts of the first line's cells written over those below them."""
    made = list(rows)
    first = next(iter(cells), None)
    if first is not None:
        texts = {column: made[first].shown(column, places) for column in cells[first]}
        for place, columns in unhurried(list(cells.items())):
            for column in columns if place != first else ():
                if column in texts:
                    made[place] = _typed(made[place], column, texts[column], places)
    return made


def moved(rows: Sequence[DraftLine], chosen: Collection[int], to: int) -> list[DraftLine]:
    """The chosen lines together, before the one that stands at `to`; `len(rows)` is behind the last."""
    taken = set(chosen)
    stay = [[row for place, row in part if place not in taken] for part in _parted(rows, to)]
    return [*stay[0], *(rows[place] for place in sorted(taken)), *stay[1]]


def _parted(
    rows: Sequence[DraftLine], to: int
) -> tuple[list[tuple[int, DraftLine]], list[tuple[int, DraftLine]]]:
    numbered = list(enumerate(rows))
    return numbered[:to], numbered[to:]


def _typed(row: DraftLine, column: str, text: str, places: int | None) -> DraftLine:
    return row.typed(column, text, places) if COLUMNS[column].writable else row


def _shown(row: DraftLine, place: int, column: str, places: int | None) -> str:
    return str(place + 1) if column == _NUMBER else row.shown(column, places)
