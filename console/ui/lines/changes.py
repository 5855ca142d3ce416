"""The lines that a save replaces, as a table: what is added, removed, changed and moved.

It must not be edited, and words are made only for the lines on the screen; there may be twenty thousand.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QSize, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from console.model.lines.line_changes import LineChange
from console.presenters.saving.review import LineTold, line_told
from console.ui.look.direction import IsolatedCells
from console.ui.look.parts import ModelIndex
from console.ui.look.text import one_line, tip
from console.ui.look.theme import Theme, worn

COLUMNS = {"what": "What happens", "line": "Line", "title": "Item", "cells": "What changes"}
"""The headings, which only a screen reader says, by what they show of a line."""
_KEYS = tuple(COLUMNS)
_TOKENS = {"added": "good", "removed": "bad", "changed": "changed", "moved": "muted"}
_LONGEST, _PADDING, _ROW = 300, 22, 26
_MOST_ROWS = 7
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LineChangesModel(QAbstractTableModel):
    """What becomes of each line, in the order it was given."""

    def __init__(self, lines: tuple[LineChange, ...]) -> None:
        super().__init__()
        self._lines = lines
        self._colours: dict[str, QBrush] = {}

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        tokens = theme.tokens()
        self._colours = {how: QBrush(QColor(tokens[token])) for how, token in _TOKENS.items()}

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_KEYS)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        change, key = self._lines[index.row()], _KEYS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(_shown(line_told(change), key), _LONGEST)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(line_told(change).aloud)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = line_told(change)
            return one_line(told.aloud if key == "what" else _shown(told, key) or "empty", _LONGEST)
        if role == Qt.ItemDataRole.ForegroundRole and key == "what":
            return self._colours.get(change.how)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return COLUMNS[_KEYS[section]]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT
        return None


class LineChangesTable(QTableView):
    """As high as its lines, up to a few; the others scroll."""

    def __init__(self, lines: tuple[LineChange, ...]) -> None:
        super().__init__()
        last = max((max(one.was or 0, one.now or 0) for one in lines), default=0)
        moved = any(one.how == "moved" for one in lines)
        self._fits = (
            "↕ moved, changed" if moved else "− removed",
            f"line {last} → {last}",
            "Organic cotton shirt",
        )
        self._lines = LineChangesModel(lines)
        self._lines.setParent(self)
        self.setModel(self._lines)
        self.setItemDelegate(IsolatedCells(self))
        self.setAccessibleName("What becomes of the lines")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.hide()
        header.setStretchLastSection(True)
        self._fit()

    def sizeHint(self) -> QSize:
        """All of the lines where they are few."""
        return QSize(super().sizeHint().width(), self._height(_MOST_ROWS))

    def minimumSizeHint(self) -> QSize:
        """Where the screen is low, two lines at least, and no more than there are."""
        return QSize(super().minimumSizeHint().width(), self._height(2))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._fit()

    def _fit(self) -> None:
        """Row height, column widths and colours, as the font and the palette are now."""
        self.ensurePolished()
        self._lines.apply_theme(worn())
        self.verticalHeader().setDefaultSectionSize(max(_ROW, self.fontMetrics().height() + 8))
        for column, fits in enumerate(self._fits):  # the last one takes the rest
            self.setColumnWidth(column, self.fontMetrics().horizontalAdvance(fits) + _PADDING)
        self.updateGeometry()

    def _height(self, most: int) -> int:
        rows = min(self._lines.rowCount(), most)
        return rows * self.verticalHeader().defaultSectionSize() + 2 * self.frameWidth()


def _shown(told: LineTold, key: str) -> str:
    return f"{told.sign} {told.word}" if key == "what" else str(getattr(told, key))
