"""The acts on the line items of one record, each one undo step.

It must not know widgets or read and send anything; what comes of an act is a draft that the editor takes over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from console.jobs import Submits
from console.model import block
from console.model.block import Cells
from console.model.draft import Draft
from console.model.lines import COLUMNS, Row, counted
from console.model.numerals import POINTED, Marks
from console.presenters.paste import Paste


class Lines:
    """Edits lines: `places` are zero-based places in the draft, `draft` tells the one of now, `do` takes the next."""

    def __init__(
        self,
        jobs: Submits,
        draft: Callable[[], Draft],
        do: Callable[[str, Draft], None],
        *,
        marks: Marks = POINTED,
    ) -> None:
        """`do` gets the name of the step; it refuses where the lines are locked. `marks` are the operator's."""
        self._jobs, self._now, self._do, self.marks = jobs, draft, do, marks

    def cell_typed(self, place: int, column: str, text: str) -> None:
        """A cell was typed in."""
        draft = self._now()
        rows = list(draft.lines)
        kept = COLUMNS[column].kind.plain(text, self.marks)
        rows[place] = rows[place].typed(column, kept, draft.places)
        self.replace(f"change {COLUMNS[column].label} of line {place + 1}", rows)

    def add(self) -> None:
        """Put a new line with quantity 1 at the end."""
        self.replace("add line", [*self._now().lines, Row(None, {"quantity": "1"})])

    def remove(self, places: Sequence[int]) -> None:
        """Take lines out."""
        rows = self._now().lines
        gone = set(places)
        if gone:
            called = rows[min(gone)].title if len(gone) == 1 else f"{len(gone)} lines"
            self.replace(f"remove {called}", [row for place, row in enumerate(rows) if place not in gone])

    def duplicate(self, places: Sequence[int]) -> None:
        """Put a copy of each line right behind it."""
        draft = self._now()
        chosen = set(places)
        rows: list[Row] = []
        for place, row in enumerate(draft.lines):
            rows += [row, row.copy(draft.places)] if place in chosen else [row]
        if chosen:
            self.replace("duplicate line" if len(chosen) == 1 else f"duplicate {len(chosen)} lines", rows)

    def move(self, places: Sequence[int], by: int) -> None:
        """Move lines one up (-1) or down (1), keeping them together; nothing moves past an end."""
        rows, chosen = list(self._now().lines), sorted(places, reverse=by > 0)
        if not chosen or not 0 <= chosen[0] + by < len(rows):
            return
        for place in chosen:
            rows[place], rows[place + by] = rows[place + by], rows[place]
        self.replace("move line" if len(chosen) == 1 else f"move {len(chosen)} lines", rows)

    def move_to(self, places: Sequence[int], to: int) -> None:
        """Put lines together before the one that stands at `to`; behind the last is as many as there are."""
        rows = self._now().lines
        self.replace(
            f"move {'line' if len(places) == 1 else counted(len(places))}", block.moved(rows, places, to)
        )

    def clear(self, cells: Cells) -> None:
        """Empty a block of cells."""
        draft = self._now()
        count = sum(map(len, cells.values()))
        self.replace(f"clear {_cells(count)}", block.cleared(draft.lines, cells, draft.places))

    def fill_down(self, cells: Cells) -> None:
        """Write the cells of the first line over those below them."""
        draft = self._now()
        count = sum(map(len, cells.values())) - len(next(iter(cells.values()), ()))
        self.replace(f"fill {_cells(count)} down", block.filled(draft.lines, cells, draft.places))

    def pasting(self, text: str, marks: Marks, **where: Any) -> Paste:
        """What this text becomes, to be looked at before its `result()` replaces the lines; `where` as `Paste` takes it."""
        return Paste(self._jobs, self._now(), text, marks, **where)

    def replace(self, step: str, rows: Sequence[Row]) -> None:
        """Make these the lines, as one step of this name."""
        self._do(step, self._now().with_lines(rows))


def _cells(count: int) -> str:
    return "cell" if count == 1 else f"{count:,} cells"
