"""The table of the trail: a model over lines of it, and its view.

It must not be edited or sorted; the trail has one order, the newest first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from console.ui.look.direction import IsolatedCells
from console.ui.look.parts import ModelIndex
from console.ui.look.text import one_line, tip

if TYPE_CHECKING:
    from console.presenters.trail.entry import TrailLine

COLUMNS = {
    "when": ("When", "21 Nov 2026 12:06 +00:00"),
    "who": ("Who", "katha"),
    "environment": ("Environment", "ENVIRONMENT"),
    "record": ("Record", "Order #1001"),
    "changed": ("What changed", "Tax 0.00 → 0.28, Ship"),
    "workflows": ("Workflows", "WORKFLOW"),
    "outcome": ("Outcome", "Not saved"),
    "reason": ("Reason", "Contact unkn"),
}
"""The headings, and a text that each column is wide enough for."""
_KEYS = tuple(COLUMNS)
_CHANGED = _KEYS.index("changed")
_BEHIND = {"when": "utc", "record": "id"}
"""What the tooltip of a column shows instead of its text."""
_LONGEST, _PADDING = 300, 22


class TrailModel(QAbstractTableModel):
    """Lines of the trail as a table that nobody edits."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[TrailLine, ...] = ()

    def show(self, lines: tuple[TrailLine, ...]) -> None:
        """List these; lines that were there keep their places, their selection and the cursor where they can."""
        before, numbers = [line.number for line in self._lines], [line.number for line in lines]
        added = len(numbers) - len(before)
        if lines == self._lines:
            return
        if before and added >= 0 and numbers[: len(before)] == before:
            self._insert(lines, len(before), added)
        elif before and added > 0 and numbers[added:] == before:
            self._insert(lines, 0, added)
        else:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()

    def _insert(self, lines: tuple[TrailLine, ...], place: int, count: int) -> None:
        if count:
            self.beginInsertRows(QModelIndex(), place, place + count - 1)
            self._lines = (*self._lines[:place], *lines[place : place + count], *self._lines[place:])
            self.endInsertRows()
        self._lines = lines
        self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(_KEYS) - 1))

    def number(self, place: int) -> int | None:
        """The number of the entry on a row, if there is one."""
        return self._lines[place].number if 0 <= place < len(self._lines) else None

    def record(self, place: int) -> str | None:
        """The ID of the record of the entry on a row, if there is one."""
        return self._lines[place].id if 0 <= place < len(self._lines) else None

    def place(self, number: int | None) -> int:
        """The row of an entry; -1 where it is not listed."""
        return next((place for place, line in enumerate(self._lines) if line.number == number), -1)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_KEYS)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line, key = self._lines[index.row()], _KEYS[index.column()]
        text: str = getattr(line, key)
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(text, _LONGEST)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(getattr(line, _BEHIND.get(key, key)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[key][0]}: {one_line(text, _LONGEST) or 'empty'}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[_KEYS[section]][0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class TrailTable(QTableView):
    """The table on the screen: one row is chosen at a time."""

    def __init__(self, model: TrailModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(IsolatedCells(self))
        self.setAccessibleName("Entries of the trail")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(110)
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setDefaultSectionSize(30)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.ensurePolished()
        for column, (_, fits) in enumerate(COLUMNS.values()):
            self.setColumnWidth(column, self.fontMetrics().horizontalAdvance(fits) + _PADDING)
        self._least = self.columnWidth(_CHANGED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what changed the room that is left, and enough in any case; then the rest scrolls."""
        super().resizeEvent(event)
        header = self.horizontalHeader()
        others = header.length() - self.columnWidth(_CHANGED)
        self.setColumnWidth(_CHANGED, max(self._least, self.viewport().width() - others))
