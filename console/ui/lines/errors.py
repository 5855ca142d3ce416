"""The list of cells to mend, beside the line items: each leads to its cell.

It must not judge a cell; the draft says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout

from console.model.draft import Problem
from console.model.plural import counted
from console.ui.look.parts import button, label, put_text
from console.ui.look.text import one_line, tip, unmarked

_MOST = 4
_LONGEST = 90


class CellErrors(QFrame):
    """The first few errors as buttons, and how many there are; hidden while there are none."""

    chosen = Signal(int, str)
    """The place of the line in the draft, and the API's name of the column."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mend")
        self.heading = label(role="headline-bad")
        self.links: list[QPushButton] = []
        self._problems: Sequence[Problem] = ()
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

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List these, each with its `row`; a new one is read aloud."""
        cells = [one for one in problems if one.row is not None]
        known = {(one.row, one.key, one.sentence) for one in self._problems}
        fresh = [one for one in cells if (one.row, one.key, one.sentence) not in known]
        self._problems = cells
        put_text(self.heading, _counted(len(cells)))
        for made, one in zip(self.links, cells, strict=False):
            put_text(made, unmarked(one_line(_words(one), _LONGEST)))
            made.setAccessibleName(one_line(_words(one)))
            made.setToolTip(tip(_words(one)))
            made.show()
        for made in self.links[len(cells) :]:
            made.hide()
        self.setVisible(bool(cells))
        if fresh and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, one_line(_words(fresh[0]))))

    def _choose(self, number: int) -> None:
        one = self._problems[number]
        if one.row is not None:
            self.chosen.emit(one.row, one.key)


def _words(problem: Problem) -> str:
    assert problem.row is not None
    return f"Line {problem.row + 1:,}, {problem.label}: {problem.sentence}"


def _counted(count: int) -> str:
    named = f"{counted(count, 'cell')} to mend"
    return named if count <= _MOST else f"{named}; the first {_MOST}:"
