"""The table of line items on the screen: its keys, its mouse, and what is chosen in it.

It must not change a line; it tells what was asked for.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from console.runtime.giving_way import window_begins
from console.ui.lines.cells import Painted
from console.ui.lines.lines import EDITABLE, KEYS, LinesModel
from console.ui.look.direction import isolated
from console.ui.look.parts import ModelIndex

Flag = QItemSelectionModel.SelectionFlag
Trigger = QAbstractItemView.EditTrigger

_LONG = 60
"""From how many characters on a text is edited on a sheet of its own."""
_EDGE = 24
_ASKED = {
    QKeySequence.StandardKey.Cut: "cut",
    QKeySequence.StandardKey.Copy: "copy",
    QKeySequence.StandardKey.Paste: "paste",
}
_KEYS = {Qt.Key.Key_Delete: "clear", Qt.Key.Key_Backspace: "clear"}


class LinesView(QTableView):
    """Rows are as they are looked at; `chosen` and `put_cursor` speak of places in the draft."""

    asked = Signal(str)
    """"cut", "copy", "paste" or "clear" was asked for by a key."""
    dropped = Signal(list, int)
    """These places were dragged to before that place."""
    refused = Signal(str)
    """Why lines cannot be dragged now."""

    def __init__(self, model: LinesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._lines = model
        self.setAccessibleName("Line items")
        self.painted = Painted(self, self)
        self.setItemDelegate(self.painted)
        self.wants_sheet = False
        self.unmovable = ""
        self.empty = ""
        self._grabbed: tuple[int, QPoint] | None = None
        self._drop: int | None = None
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # `focusNextPrevChild` does it, and lets go at both ends
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(Trigger.DoubleClicked | Trigger.EditKeyPressed | Trigger.AnyKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(30)
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(0)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(36)
        # Otherwise it would look at every line, chosen or not.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)  # a click asks the model, which changes nothing itself
        self._follow = QTimer(self)
        self._follow.setInterval(0)
        self._follow.setSingleShot(True)
        self._follow.timeout.connect(self._follow_choice)
        self.selectionModel().selectionChanged.connect(lambda: self._follow.start())

    def _follow_choice(self) -> None:
        """Put the cursor on the one cell that is chosen: a reader or a voice chooses cells without moving it."""
        chosen = self.selectionModel().selection()
        if chosen.count() == 1 and (part := chosen.at(0)).topLeft() == part.bottomRight():
            self.selectionModel().setCurrentIndex(part.topLeft(), Flag.NoUpdate)

    # -- what is chosen -----------------------------------------------------------------------------------

    def place_of(self, index: ModelIndex) -> int:
        """Where the line of a cell stands in the draft."""
        return self._lines.place(index.row())

    def chosen(self) -> list[int]:
        """The places of the lines that hold the selection or the cursor, in the order that is sent."""
        return sorted(self.chosen_cells())

    def chosen_cells(self) -> dict[int, list[str]]:
        """The chosen cells that are seen, or the cursor's: columns from left to right by place, from top to bottom."""
        seen = self._seen()
        rows: dict[int, frozenset[int]] = {}
        chosen = self.selectionModel().selection()
        for part in map(chosen.at, range(chosen.count())):
            columns = frozenset(range(part.left(), part.right() + 1))
            for row in range(part.top(), part.bottom() + 1):
                rows[row] = rows[row] | columns if row in rows else columns
        current = self.currentIndex()
        if not rows and current.isValid():
            rows = {current.row(): frozenset({current.column()})}
        # Most lines have the same columns chosen, which are told once: there may be ten thousand of them.
        keys = {
            columns: [KEYS[column] for column in seen if column in columns] for columns in set(rows.values())
        }
        return {self._lines.place(row): keys[rows[row]] for row in sorted(rows)}

    def put_cursor(self, place: int, key: str = "") -> None:
        """Put the cursor on a line, in the column of `key` or where it was; nothing where the line is not shown."""
        column = KEYS.index(key) if key else max(self.currentIndex().column(), 1)
        self._go(self._lines.row(place), column)

    def choose(self, places: Collection[int], *, whole: bool = False) -> None:
        """Choose these lines, whole or in the column of the cursor, which goes to the first of them."""
        rows = sorted(row for row in map(self._lines.row, places) if row >= 0)
        if rows:
            column = max(self.currentIndex().column(), 0 if whole else 1)
            self._go(rows[0], column)
            chosen = QItemSelection()
            for row in rows:
                index = self._lines.index(row, column)
                chosen.select(index, index)
            flags = Flag.ClearAndSelect | (Flag.Rows if whole else Flag.NoUpdate)
            self.selectionModel().select(chosen, flags)

    @property
    def chosen_whole(self) -> bool:
        """Whether the line of the cursor is chosen from end to end."""
        index = self.currentIndex()
        return index.isValid() and self.selectionModel().isRowSelected(index.row())

    def seen_keys(self) -> list[str]:
        """The columns that are shown, from left to right."""
        return [KEYS[section] for section in self._seen()]

    def _seen(self) -> list[int]:
        header = self.horizontalHeader()
        sections = map(header.logicalIndex, range(header.count()))
        return [section for section in sections if not header.isSectionHidden(section)]

    def _go(self, row: int, column: int) -> bool:
        """Put the cursor on a cell and choose it alone, whatever keys are held; False where there is no such cell."""
        index = self._lines.index(row, column) if row >= 0 else self.currentIndex()
        if row < 0 or not index.isValid():
            return False
        self.selectionModel().setCurrentIndex(index, Flag.ClearAndSelect)
        self.scrollTo(index)
        return True

    # -- keys ---------------------------------------------------------------------------------------------

    def step(self, by: int) -> bool:
        """Go to the next (1) or previous (-1) cell that can be edited; False where there is none that way."""
        columns = [column for column in self._seen() if column in EDITABLE]
        index = self.currentIndex()
        if not columns or self._lines.locked:
            return False
        if not index.isValid():
            return self._go(0 if by > 0 else self._lines.rowCount() - 1, columns[0 if by > 0 else -1])
        beside = -1 if by > 0 else 0  # from the number of a line, the next cell is the first of it
        at = columns.index(index.column()) if index.column() in columns else beside
        row, at = divmod(index.row() * len(columns) + at + by, len(columns))
        return 0 <= row < self._lines.rowCount() and self._go(row, columns[at])

    def step_after_edit(self, rows: int, cells: int) -> None:
        """Move on after an edit: so many rows down, or so many cells on."""
        if rows:
            self._go_down(rows)
        elif cells and not self.step(cells):
            super().focusNextPrevChild(cells > 0)

    def _go_down(self, rows: int) -> None:
        index = self.currentIndex()
        row = min(max(index.row() + rows, 0), self._lines.rowCount() - 1)
        self._go(row, max(index.column(), 0))

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from cell to cell, and on to the next control behind the last."""
        return self.step(1 if next else -1) or super().focusNextPrevChild(next)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            locked = bool(self._lines.locked)
            if any(
                event.matches(key) for key in _ASKED if not (locked and key == QKeySequence.StandardKey.Paste)
            ):
                event.accept()  # or the window's own action would take the key
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        shift, ctrl = held & Qt.KeyboardModifier.ShiftModifier, held & Qt.KeyboardModifier.ControlModifier
        index = self.currentIndex()
        asked = next((act for keys, act in _ASKED.items() if event.matches(keys)), "")
        if not (shift or ctrl):
            asked = asked or _KEYS.get(Qt.Key(key), "")
        if asked:
            self.asked.emit(asked)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not ctrl:
            self._go_down(-1 if shift else 1)
        elif key == Qt.Key.Key_Space and shift and index.isValid():
            self.selectionModel().select(index, Flag.ClearAndSelect | Flag.Rows)
        elif key == Qt.Key.Key_Space and ctrl and index.isValid():
            self.selectionModel().select(index, Flag.ClearAndSelect | Flag.Columns)
        elif key == Qt.Key.Key_Escape and self._grabbed is not None:
            self._let_go()
        else:
            super().keyPressEvent(event)

    # -- editing ------------------------------------------------------------------------------------------

    def edit(  # type: ignore[override]  # Qt has two of this name; they are one here
        self, index: ModelIndex, trigger: Trigger = Trigger.AllEditTriggers, event: QEvent | None = None
    ) -> bool:
        """Edit a cell: a long text on a sheet, unless it is typed over."""
        if trigger not in (Trigger.NoEditTriggers, Trigger.AnyKeyPressed) and index.isValid():
            text = str(index.data(Qt.ItemDataRole.EditRole))
            self.wants_sheet = self.wants_sheet or len(text) > _LONG or "\n" in text
        try:
            return super().edit(index, trigger, event)  # type: ignore[arg-type]  # none, where no event began it
        finally:
            self.wants_sheet = False

    def edit_on_sheet(self) -> None:
        """Edit the cell of the cursor with room for a long text."""
        self.wants_sheet = True
        self.edit(self.currentIndex())

    def commit(self) -> None:
        """Take what is being typed into a cell, so that what follows knows of it."""
        if (editor := self.painted.editor) is not None:
            self.commitData(editor)
            self.closeEditor(editor, self.painted.EndEditHint.NoHint)

    # -- the mouse ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose all of a line by its number; a drag from there moves the chosen lines."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid() or index.column():
            super().mousePressEvent(event)
            return
        held, chosen = event.modifiers(), self.selectionModel()
        if held & Qt.KeyboardModifier.ShiftModifier and self.currentIndex().isValid():
            span = QItemSelection(self._lines.index(self.currentIndex().row(), 0), index)
            chosen.select(span, Flag.ClearAndSelect | Flag.Rows)
        elif held & Qt.KeyboardModifier.ControlModifier:
            chosen.setCurrentIndex(index, Flag.Toggle | Flag.Rows)
        else:
            already = chosen.isRowSelected(index.row())
            chosen.setCurrentIndex(index, Flag.NoUpdate if already else Flag.ClearAndSelect | Flag.Rows)
            self._grabbed = (index.row(), at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            super().mouseMoveEvent(event)
            return
        at = event.position().toPoint()
        far = (at - self._grabbed[1]).manhattanLength() >= QApplication.startDragDistance()
        if not far and self._drop is None:
            return
        if why := self._lines.locked or self.unmovable:
            self._let_go()
            self.refused.emit(why)
            return
        bar = self.verticalScrollBar()
        if at.y() < _EDGE:
            bar.setValue(bar.value() - bar.singleStep())
        elif at.y() > self.viewport().height() - _EDGE:
            bar.setValue(bar.value() + bar.singleStep())
        row = self.rowAt(at.y())
        if row >= 0:
            middle = self.rowViewportPosition(row) + self.rowHeight(row) // 2
            self._drop = row + (at.y() > middle)
        else:
            self._drop = 0 if at.y() < 0 else self._lines.rowCount()
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            super().mouseReleaseEvent(event)
            return
        row, drop = self._grabbed[0], self._drop
        self._let_go()
        if drop is None:
            self.selectionModel().select(self._lines.index(row, 0), Flag.ClearAndSelect | Flag.Rows)
        else:
            self.dropped.emit(self.chosen(), drop)

    def _let_go(self) -> None:
        self._grabbed = self._drop = None
        self.viewport().update()

    # -- the look -----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """A few lines; the view takes all the room that is left."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        window_begins()  # a page of cells is some two hundred calls of Qt
        super().paintEvent(event)
        if self._lines.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QGuiApplication.palette().placeholderText().color())
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, isolated(self.empty))
            painter.end()
        elif self._drop is not None:
            painter = QPainter(self.viewport())
            last = self._drop == self._lines.rowCount()
            y = self.rowViewportPosition(self._drop - last) + (self.rowHeight(self._drop - 1) if last else 0)
            painter.fillRect(
                0, max(y - 1, 0), self.viewport().width(), 2, QGuiApplication.palette().highlight()
            )
            painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(max(30, self.fontMetrics().height() + 12))
