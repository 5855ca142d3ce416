"""The preview of a paste as a table: each column under a choice of where it goes, wrong cells on their tint.

It must not decide anything; a choice is told to whoever listens, and the state comes back by `show`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import (
    Property,
    QAbstractTableModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
)

from console.model.lines.lines import COLUMNS, SENT
from console.presenters.lines.paste import PasteState
from console.ui.look.direction import IsolatedCells
from console.ui.look.inputs import label_unseen
from console.ui.look.parts import ModelIndex
from console.ui.look.text import one_line, tip

_LONGEST = 400
_FITS = 8
"""How many characters a cell is sure to show whole; a longer text stands in the tooltip as well."""
_NOWHERE = "Leave out"
_NARROWEST, _WIDEST = 132, 240
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_DISPLAY = Qt.ItemDataRole.DisplayRole
_SAYS = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_MARK = Qt.ItemDataRole.UserRole


_COLOURS = {
    "wrong": ("tint", "mark"),
    "doubtful": ("doubtTint", "doubtMark"),
    "decided": ("decidedTint", "decidedMark"),
}
"""The ground and the line of a cell that is marked so, as properties of the preview."""


def _colour(name: str) -> tuple[Callable[[Any], QColor], Callable[[Any, QColor], None]]:
    """How a colour is read and set by its name."""

    def get(preview: Any) -> QColor:
        return preview.colours.get(name, QColor())

    def put(preview: Any, colour: QColor) -> None:
        preview.colours[name] = QColor(colour)

    return get, put


def _cells(state: PasteState) -> tuple[object, ...]:
    return state.rows, state.columns, state.wrong, state.doubtful, state.decided


class PreviewModel(QAbstractTableModel):
    """The first lines of a block as they will be pasted."""

    def __init__(self) -> None:
        super().__init__()
        self._state = PasteState()

    def show(self, state: PasteState) -> None:
        """Show the rows of this state."""
        before = self._state
        if _cells(state) == _cells(before):
            self._state = state
            return
        self.beginResetModel()
        self._state = state
        self.endResetModel()

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._state.rows)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._state.columns)

    def data(self, index: ModelIndex, role: int = _DISPLAY) -> Any:
        place = (index.row(), index.column())
        text, (mark, said) = self._state.rows[place[0]][place[1]], self._said(place)
        if role == _DISPLAY:
            return one_line(text, _LONGEST)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._is_number(place[1]) else _LEFT
        if role == _MARK:
            return mark
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(said or (text if len(text) > _FITS else ""))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._label(place[1])}: {one_line(text, _LONGEST) or 'empty'}. {said}".strip()
        return None

    def _said(self, place: tuple[int, int]) -> tuple[str, str]:
        """How a cell is marked, and what is said of it: an error, or advice and how it was read."""
        if error := self._state.wrong.get(place, ""):
            return "wrong", error
        advice, why = self._state.doubtful.get(place, ""), self._state.decided.get(place, "")
        return "doubtful" if advice else "decided" if why else "", f"{advice} {why}".strip()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal or section >= len(self._state.numbers):
            return self._label(section) if role == _DISPLAY else None
        error = self._state.wrong.get((section, -1), "")
        number = f"{self._state.numbers[section]:,}"
        if role == _DISPLAY:
            return f"! {number}" if error else number
        if role in _SAYS and error:
            return tip(error) if role == _SAYS[0] else f"Line {number}. {error}"
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        goes = index.isValid() and bool(self._state.columns[index.column()])
        reads = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return reads | Qt.ItemFlag.ItemIsEnabled if goes else reads

    def _label(self, column: int) -> str:
        key = self._state.columns[column] if column < len(self._state.columns) else ""
        return COLUMNS[key].label if key else _NOWHERE

    def _is_number(self, column: int) -> bool:
        key = self._state.columns[column]
        return bool(key) and COLUMNS[key].kind.right_aligned


class _Choice(QComboBox):
    """One choice of a header; it tells when the cursor comes to it."""

    reached = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()


class Targets(QHeaderView):
    """A header of choices: where each column of the block goes."""

    mapped = Signal(int, str)

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.choices: list[_Choice] = []
        self._view = view
        self.setMinimumSectionSize(96)
        self.setResizeContentsPrecision(0)  # only what is in sight; looking at all took longer than all else
        self.setDefaultSectionSize(_NARROWEST)
        self.sectionResized.connect(self._place)
        view.horizontalScrollBar().valueChanged.connect(self._place)

    def show_state(self, state: PasteState) -> None:
        """Show where the columns go, each choice with what stands above its column in the copy."""
        while len(self.choices) > len(state.columns):
            self.choices.pop().deleteLater()
        for column in range(len(self.choices), len(state.columns)):
            self.choices.append(self._made(column))
        for choice, key, copied in zip(self.choices, state.columns, _titles(state), strict=True):
            choice.setCurrentIndex(choice.findData(key))
            choice.setToolTip(tip(copied))
            choice.setAccessibleDescription(one_line(copied, _LONGEST))
        self.updateGeometries()
        self._place()

    def sizeHint(self) -> QSize:
        """As high as a choice with some air around it."""
        height = self.choices[0].sizeHint().height() + 10 if self.choices else super().sizeHint().height()
        return QSize(super().sizeHint().width(), height)

    def _made(self, column: int) -> _Choice:
        made = _Choice(self.viewport())
        made.setAccessibleName(f"Column {column + 1} goes to")
        label_unseen(made)
        made.addItem(_NOWHERE, "")
        for key in SENT:
            made.addItem(COLUMNS[key].label, key)
        made.activated.connect(self._chosen)
        made.reached.connect(self._follow)
        made.setProperty("column", column)
        made.show()
        return made

    def _chosen(self) -> None:
        choice = self.sender()
        if isinstance(choice, QComboBox):
            self.mapped.emit(choice.property("column"), choice.currentData())

    def _follow(self) -> None:
        """Scroll to the choice that has the cursor."""
        choice = self.sender()
        if isinstance(choice, QComboBox):
            self._view.scrollTo(self._view.model().index(0, choice.property("column")))

    def _place(self, *_: int) -> None:
        for column, choice in enumerate(self.choices):
            size = QSize(self.sectionSize(column) - 8, choice.sizeHint().height())
            choice.resize(size)
            choice.move(QPoint(self.sectionViewportPosition(column) + 4, 5))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        """Paint nothing but the ground; the choice over it says it all."""


class Preview(QTableView):
    """The table on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("preview")
        self.setAccessibleName("Preview")
        self.colours: dict[str, QColor] = {}
        self.rows = PreviewModel()
        self.setModel(self.rows)
        self.targets = Targets(self)
        self.setHorizontalHeader(self.targets)
        self.setItemDelegate(_Marked(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(30)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_state(self, state: PasteState) -> None:
        """Show the rows of this state under its columns."""
        fitted = self.rows.columnCount() == len(state.columns)
        self.rows.show(state)
        self.targets.show_state(state)
        for column in range(0 if fitted else len(state.columns)):
            self.setColumnWidth(column, min(max(_NARROWEST, self.sizeHintForColumn(column) + 16), _WIDEST))

    # The style sheet sets them, since a cell's tint is the theme's.
    tint = Property(QColor, *_colour("tint"))
    mark = Property(QColor, *_colour("mark"))
    doubtTint = Property(QColor, *_colour("doubtTint"))
    doubtMark = Property(QColor, *_colour("doubtMark"))
    decidedTint = Property(QColor, *_colour("decidedTint"))
    decidedMark = Property(QColor, *_colour("decidedMark"))


class _Marked(IsolatedCells):
    """Paints wrong, doubtful and decided cells on their tints."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(preview)
        self._preview = preview

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        rect, names = option.rect, _COLOURS.get(index.data(_MARK))
        if names:
            painter.fillRect(rect, self._preview.property(names[0]))
        super().paint(painter, option, index)
        if names:
            line = self._preview.property(names[1])
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, line)


def _titles(state: PasteState) -> Iterator[str]:
    """What stands at the top of each column of the copy."""
    for column, label in enumerate(state.labels):
        first = state.rows[0][column] if state.rows else ""
        yield f"Column {column + 1}: {label or first or 'empty'}"
