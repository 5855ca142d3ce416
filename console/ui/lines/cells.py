"""How a cell of the line items is painted, and what it is edited in: a line, or a sheet for long text.

It must not decide what a text means; the table marks what is changed, wrong or doubtful.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.ui.lines.lines import FIELDS, MARK
from console.ui.look.direction import IsolatedCells
from console.ui.look.inputs import LONGEST
from console.ui.look.marks import fill_corner
from console.ui.look.parts import ModelIndex
from console.ui.look.theme import Theme

_EDIT = Qt.ItemDataRole.EditRole
_SHEET_WIDTH, _SHEET_HEIGHT = 360, 120
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_PARAGRAPH = "\u2029"


class Sheet(QPlainTextEdit):
    """Room for a long text, over the cell. Ctrl+Enter takes it, Esc does not, clicking elsewhere takes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("longText")
        self.setTabChangesFocus(True)
        self.setPlaceholderText("Ctrl+Enter takes the text, Esc leaves the cell as it was")
        self._line_end = "\n"

    def put(self, text: str) -> None:
        """Show a text to be edited; whether its lines end as Windows ends them is kept."""
        self._line_end = "\r\n" if "\r\n" in text else "\n"
        self.setPlainText(text)
        self.document().setModified(False)
        self.moveCursor(self.textCursor().MoveOperation.End)

    @property
    def text(self) -> str:
        """What was typed, to the letter; Qt's own answer would turn no-break spaces into spaces."""
        return self.document().toRawText().replace(_PARAGRAPH, self._line_end)


class EditedTable(Protocol):
    """The table whose cells are edited: whether the next edit gets a sheet, and where the cursor goes after it."""

    @property
    def wants_sheet(self) -> bool: ...
    def place_of(self, index: ModelIndex) -> int: ...
    def step_after_edit(self, rows: int, cells: int) -> None: ...
    def window(self) -> QWidget: ...
    def viewport(self) -> QWidget: ...


class Painted(IsolatedCells):
    """Paints changed, wrong and doubtful cells on their tints, each with a shape of its own, and edits cells."""

    def __init__(self, view: EditedTable, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._brushes: dict[str, QBrush] = {}
        self._lines: dict[str, QColor] = {}
        self._corner = QColor()
        self.editor: QWidget | None = None

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        tints = {"changed": "tint", "wrong": "badTint", "doubtful": "warnTint"}
        self._brushes = {mark: QBrush(theme.colour(tint)) for mark, tint in tints.items()}
        self._lines = {"wrong": theme.colour("bad"), "doubtful": theme.colour("warn")}
        self._corner = theme.colour("changed")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        mark = index.data(MARK)
        if mark:
            painter.fillRect(option.rect, self._brushes[mark])
        super().paint(painter, option, index)
        if (line := self._lines.get(mark)) is not None:
            rect = option.rect
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, line)
        elif mark == "changed":
            fill_corner(painter, option.rect, option.direction, colour=self._corner)

    # -- editing ------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: ModelIndex) -> QWidget:
        if self._view.wants_sheet:
            editor: QWidget = Sheet(self._view.window())
        else:
            editor = super().createEditor(parent, option, index)
            if isinstance(editor, QLineEdit):
                editor.setMaxLength(LONGEST)
        editor.setAccessibleName(f"{FIELDS[index.column()].label} of line {self._view.place_of(index) + 1}")
        self.editor = editor
        return editor

    def destroyEditor(self, editor: QWidget, index: ModelIndex) -> None:
        self.editor = None
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: ModelIndex) -> None:
        """Show the cell's text; what was typed is never replaced by what came in meanwhile."""
        if isinstance(editor, Sheet):
            if not editor.document().isModified():
                editor.put(str(index.data(_EDIT)))
        elif not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: ModelIndex) -> None:
        if isinstance(editor, Sheet):
            if editor.document().isModified():
                model.setData(index, editor.text)
                editor.document().setModified(False)
        else:
            super().setModelData(editor, model, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        if not isinstance(editor, Sheet):
            super().updateEditorGeometry(editor, option, index)
            return
        window = self._view.window()
        corner = self._view.viewport().mapTo(window, option.rect.topLeft())
        place = QRect(corner, option.rect.size().expandedTo(_sheet_size(editor)))
        room = window.rect().adjusted(4, 4, -4, -4)
        place.moveBottomRight(QPoint(min(place.right(), room.right()), min(place.bottom(), room.bottom())))
        editor.setGeometry(place)
        editor.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab and Enter take the text and move on as in a spreadsheet."""
        if (
            isinstance(watched, QWidget)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and (step := _step(event, on_sheet=isinstance(watched, Sheet)))
        ):
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
            self._view.step_after_edit(*step)
            return True
        if isinstance(watched, Sheet) and isinstance(event, QKeyEvent) and event.key() in _RETURN:
            return False  # a new line; Qt's own filter would take it for the end
        return super().eventFilter(watched, event)


def _step(event: QKeyEvent, *, on_sheet: bool) -> tuple[int, int] | None:
    """How far a key that ends an edit moves the cursor, in rows and in cells; none for another key."""
    back = -1 if event.modifiers() & _SHIFT else 1
    if event.key() in _RETURN and (not on_sheet or event.modifiers() & _CTRL):
        return back, 0
    if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not event.modifiers() & _CTRL:
        return 0, -1 if event.key() == Qt.Key.Key_Backtab else back
    return None


def _sheet_size(editor: QWidget) -> QSize:
    line = editor.fontMetrics().height()
    return QSize(max(_SHEET_WIDTH, line * 22), max(_SHEET_HEIGHT, line * 7))
