"""The list of cells to mend and to check, beside the line items: each leads to its cell.

It must not judge a cell; the draft says what is wrong or doubtful in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout

from console.model.drafts.draft import Advice, Problem
from console.model.plural import counted
from console.ui.look.accessible import HeardRole, hear_as
from console.ui.look.heard import SpokenWords
from console.ui.look.parts import button, label, put_property, put_text, put_tip
from console.ui.look.text import one_line, unmarked

_MOST = 4
_LONGEST = 90


class CellErrors(QFrame):
    """The first few errors, then advice, as buttons, and how many there are; hidden while there are none."""

    chosen = Signal(int, str)
    """The place of the line in the draft, and the API's name of the column."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mend")
        hear_as(self, HeardRole.Grouping)
        self.setAccessibleName("Cells to mend and to check")
        self.heading = label(role="headline-bad")
        self._told = SpokenWords(self.heading)
        self.links: list[QPushButton] = []
        self._cells: Sequence[Problem | Advice] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 6, 12, 6)
        self._column.setSpacing(0)
        self._column.addWidget(self.heading)
        for number in range(_MOST):
            made = button("", role="mend")
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            made.clicked.connect(partial(self._choose, number))
            made.hide()
            self.links.append(made)
            self._column.addWidget(made)
        self.hide()

    def show_cells(self, problems: Sequence[Problem], advice: Sequence[Advice]) -> None:
        """List these, each with its `row`; a new one is read aloud."""
        wrong = [one for one in problems if one.row is not None]
        cells: list[Problem | Advice] = [*wrong, *advice]
        known = {(one.row, one.key, one.sentence) for one in self._cells}
        fresh = next((one for one in cells if (one.row, one.key, one.sentence) not in known), None)
        self._cells = cells
        put_text(self.heading, _counted(len(wrong), len(advice)))
        if cells:  # or it would be styled anew for what nobody sees
            put_property(self.heading, "role", "headline-bad" if wrong else "headline-warn")
            put_property(self, "tone", "bad" if wrong else "warn")
        for made, one in zip(self.links, cells, strict=False):
            put_property(made, "role", "mend" if isinstance(one, Problem) else "check")
            put_text(made, unmarked(one_line(_words(one), _LONGEST)))
            made.setAccessibleName(one_line(_words(one)))
            put_tip(made, _words(one))
            made.show()
        for made in self.links[len(cells) :]:
            made.hide()
        self.setVisible(bool(cells))
        if fresh is not None:
            self._told.tell(one_line(_words(fresh)))
        elif not cells:
            self._told.tell("")

    def _choose(self, number: int) -> None:
        one = self._cells[number]
        if one.row is not None:
            self.chosen.emit(one.row, one.key)


def _words(cell: Problem | Advice) -> str:
    assert cell.row is not None
    return f"Line {cell.row + 1:,}, {cell.label}: {cell.sentence}"


def _counted(wrong: int, doubtful: int) -> str:
    told = [
        f"{counted(count, 'cell')} to {what}"
        for count, what in ((wrong, "mend"), (doubtful, "check"))
        if count
    ]
    named = ", ".join(told)
    return named if wrong + doubtful <= _MOST else f"{named}; the first {_MOST}:"
