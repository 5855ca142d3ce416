"""What the check found of the row under the cursor, or what became of it, in whole: the table's cell may be too narrow.

It must not be the only place of it; the cell says the same to a screen reader.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from console.presenters.runs.state import RunPhase
from console.ui.look.parts import put_text
from console.ui.look.text import one_line
from console.ui.runs.rows import RowsTable

_LONGEST = 600
_FOUND, _BECAME = ("checking", "checked"), ("sending", "stopping", "over")


class RowDetail(QLabel):
    """A line, or two where they are needed, below the table."""

    def __init__(self, table: RowsTable) -> None:
        super().__init__()
        self._table = table
        self._phase: RunPhase = "choose"
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWordWrap(True)
        self.setIndent(0)
        self.setProperty("role", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        table.selectionModel().currentRowChanged.connect(self._follow)
        table.model().modelReset.connect(self._follow)
        table.model().dataChanged.connect(self._follow)

    def show_phase(self, phase: RunPhase) -> None:
        """Show what is known in this phase."""
        self._phase = phase
        self._follow()

    def _follow(self) -> None:
        item = self._table.current_item()
        said = ""
        if item is not None:
            words = item.found if self._phase in _FOUND else item.became
            said = f"Row {item.place + 1:,}: {one_line(words, _LONGEST)}"
        put_text(self, said)
        self.setVisible(bool(said) and (self._phase in _FOUND or self._phase in _BECAME))
