"""The button that has the earlier runs in its menu.

It must not open one; which was chosen is told by its number.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton

from console.presenters.runs.state import EarlierRun, RunState
from console.ui.look.text import one_line, tip, unmarked

_LONGEST = 80


class EarlierButton(QPushButton):
    """`chosen` has the number of a run."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__("&Earlier runs")
        self.setAccessibleName("Earlier runs")
        self.setAutoDefault(False)
        self.setToolTip("Open a run again as it stood")
        self._shown: tuple[EarlierRun, ...] = ()
        self.runs = QMenu(self)
        self.setMenu(self.runs)
        self.runs.triggered.connect(lambda action: self.chosen.emit(action.data()))

    def show_state(self, state: RunState) -> None:
        """Show a state; showing it twice changes nothing."""
        self.setEnabled(bool(state.runs) and not (state.running or state.busy))
        if state.runs == self._shown:
            return
        self._shown = state.runs
        self.runs.clear()
        for line in state.runs:
            action = self.runs.addAction(unmarked(one_line(line.words, _LONGEST)))
            action.setData(line.number)
            action.setToolTip(tip(line.words))
