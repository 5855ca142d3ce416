"""The line-item table: a model over a draft's rows, its view, and the delegate that paints marks.

It must not change rows itself; a typed cell is told to whoever listens, and the rows come back by `show`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from console.model.lines import COLUMNS, Row
from console.ui.fields import LONGEST
from console.ui.text import one_line, tip
from console.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_LONGEST = 400
_FITS = 8
"""How many characters a cell is sure to show whole; a longer text stands in the tooltip as well."""
KEYS = tuple(COLUMNS)
FIELDS = tuple(COLUMNS.values())
_LAST = ("description", "other", "imageUrl", "productUrl")
"""Columns that stand at the right end, because they are long or rare; the order of the API is kept beneath."""
_WIDTHS = {
    "position": 40,
    "sku": 84,
    "name": 172,
    "description": 220,
    "category": 94,
    "other": 100,
    "quantity": 76,
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_DISPLAY, _EDIT, _TIP = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole
_ALIGN, _READ_ALOUD = Qt.ItemDataRole.TextAlignmentRole, Qt.ItemDataRole.AccessibleTextRole
MARK = Qt.ItemDataRole.UserRole
_READS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_EDITS = _READS | Qt.ItemFlag.ItemIsEditable


class LinesModel(QAbstractTableModel):
    """Rows of a draft as a table. Only the cells on the screen are ever asked for."""

    cell_typed = Signal(int, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()
        self._places: int | None = None
        self._locked = ""

    def show(self, rows: Sequence[Row], places: int | None, locked: str) -> None:
        """Show these rows; only what differs is announced, so that the selection and the cursor stay."""
        self._locked = locked
        if rows is self._rows and places == self._places:
            return
        before, self._places = self._rows, places
        if len(rows) == len(before):
            self._rows = rows
            self._all_changed()
            return
        shorter = min(len(before), len(rows))
        head = _common(before, rows)
        tail = min(_common(before[::-1], rows[::-1]), shorter - head)
        first = shorter - tail  # rows that are neither new nor gone, but differ, stand before it
        if len(rows) > len(before):
            self.beginInsertRows(QModelIndex(), first, len(rows) - tail - 1)
            self._rows = (*before[:first], *rows[first:])
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), first, len(before) - tail - 1)
            self._rows = (*before[:first], *rows[first:])
            self.endRemoveRows()
        self._rows = rows
        self._all_changed()  # behind the place every line has another number

    def _all_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(KEYS) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(KEYS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        place, column = index.row(), index.column()
        if role in (_DISPLAY, _EDIT):
            if column == 0:
                return str(place + 1)
            text = self._rows[place].shown(KEYS[column], self._places)
            return text if role == _EDIT else one_line(text, _LONGEST)
        if role == _ALIGN:
            return _RIGHT if FIELDS[column].kind.right_aligned else _LEFT
        if role == MARK and column:
            return self._mark(self._rows[place], KEYS[column])
        if role in (_TIP, _READ_ALOUD) and column:
            return self._words(self._rows[place], column, aloud=role == _READ_ALOUD)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == _DISPLAY:
                return FIELDS[section].label
            if role == _ALIGN:
                return _RIGHT if FIELDS[section].kind.right_aligned else _LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _READS if self._locked or index.column() == 0 else _EDITS

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        if role != _EDIT or self._locked:
            return False
        if str(value) != self.data(index, _EDIT):
            self.cell_typed.emit(index.row(), KEYS[index.column()], str(value))
        return True

    def _mark(self, row: Row, column: str) -> str:
        if row.item is None or column in row.cells:
            if row.reading(column).error:
                return "wrong"
            return "changed" if row.item is None or row.changed(column) else ""
        return ""

    def _words(self, row: Row, column: int, *, aloud: bool) -> str:
        text, key = row.shown(KEYS[column], self._places), KEYS[column]
        error = row.reading(key).error if (row.item is None or key in row.cells) else ""
        if aloud:
            return f"{FIELDS[column].label}: {one_line(text, _LONGEST) or 'empty'}. {error}".strip()
        return tip(error or (text if len(text) > _FITS else "") or self._locked)


class Painted(QStyledItemDelegate):
    """Paints changed and wrong cells on their tints."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._brushes: dict[str, QBrush] = {}
        self._wrong = QColor()

    def dress(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._brushes = {"changed": QBrush(theme.colour("tint")), "wrong": QBrush(theme.colour("badTint"))}
        self._wrong = theme.colour("bad")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        mark = index.data(MARK)
        if mark:
            painter.fillRect(option.rect, self._brushes[mark])
        super().paint(painter, option, index)
        if mark == "wrong":
            rect = option.rect
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, self._wrong)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            editor.setMaxLength(LONGEST)
        editor.setAccessibleName(f"{FIELDS[index.column()].label} of line {index.row() + 1}")
        return editor


class LinesView(QTableView):
    """The table on the screen."""

    def __init__(self, model: LinesModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("Line items")
        self.painted = Painted(self)
        self.setItemDelegate(self.painted)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(30)
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(0)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(36)
        for column, key in enumerate(KEYS):
            self.setColumnWidth(column, _WIDTHS.get(key, 170 if key.endswith("Url") else 88))
        for key in _LAST:
            header.moveSection(header.visualIndex(KEYS.index(key)), len(KEYS) - 1)

    def chosen(self) -> list[int]:
        """The rows that hold the selection or the cursor, in order."""
        places = {index.row() for index in self.selectionModel().selectedIndexes()}
        if not places and self.currentIndex().isValid():
            places = {self.currentIndex().row()}
        return sorted(places)

    def put_cursor(self, place: int, key: str = "") -> None:
        """Put the cursor on a row, in the column of `key` or where it was."""
        column = KEYS.index(key) if key else max(self.currentIndex().column(), 1)
        self.setCurrentIndex(self.model().index(place, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            self.edit(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the chosen cells on the clipboard: one as it is, several as rows of a spreadsheet."""
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        at = {(index.row(), index.column()): str(index.data(_EDIT)) for index in chosen if index.isValid()}
        if len(at) == 1:
            QGuiApplication.clipboard().setText(next(iter(at.values())))
        elif at:
            places = sorted({place for place, _ in at})
            header = self.horizontalHeader()
            columns = sorted({column for _, column in at}, key=header.visualIndex)
            rows = ("\t".join(_quoted(at.get((place, column), "")) for column in columns) for place in places)
            QGuiApplication.clipboard().setText("\n".join(rows))

    def sizeHint(self) -> QSize:
        """A few lines; the view takes all the room that is left."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QGuiApplication.palette().placeholderText().color())
            painter.drawText(
                self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, "No line items. Add line puts one here."
            )
            painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(max(30, self.fontMetrics().height() + 12))


def _quoted(text: str) -> str:
    """A cell for a spreadsheet, quoted where it holds what parts cells."""
    parted = any(mark in text for mark in '\t\r\n"')
    return '"' + text.replace('"', '""') + '"' if parted else text


def _common(one: Sequence[Row], other: Sequence[Row]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left is not right:
            break
        count += 1
    return count
