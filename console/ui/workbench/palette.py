"""The palette: a field, and below it the rows that fit what is typed, each with its kind and its keys.

It must not find or run anything; the presenter narrows, and `run` comes with what was chosen once the dialog is away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.ui.look.direction import IsolatedCells, isolated
from console.ui.look.parts import ModelIndex, label, put_text
from console.ui.look.text import one_line

if TYPE_CHECKING:
    from console.presenters.workbench.palette import Command, Palette, PaletteState

_LONGEST = 70
_BESIDE = Qt.ItemDataRole.UserRole + 1
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class PaletteDialog(QDialog):
    """Type a few letters, go by the arrows, Enter runs, Esc leaves. The cursor stays in the field."""

    run = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette, self._said = palette, ""
        self.setWindowTitle("Command palette")
        self.resize(560, 420)
        self.field = QLineEdit()
        self.field.setAccessibleName("Command")
        self.field.setPlaceholderText("An act, a field, a record, an environment, a setting")
        self.field.textEdited.connect(palette.type)
        self.field.returnPressed.connect(self._run)
        self.field.installEventFilter(self)
        self.rows = PaletteRows()
        self.rows.setParent(self)
        self.list = QListView()
        self.list.setObjectName("recents")
        self.list.setAccessibleName("Commands")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(_WithKeys(self.list))
        self.list.clicked.connect(self._clicked)
        self.nothing = label(role="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.addWidget(self.field)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        palette.show(self.show_state)
        self.finished.connect(palette.hide)
        self.field.setFocus()

    def show_state(self, state: PaletteState) -> None:
        """Show a state, and say the chosen row aloud where it is another."""
        self.rows.show_rows(state.shown)
        put_text(self.nothing, state.nothing)
        self.nothing.setVisible(bool(state.nothing))
        index = self.rows.index(state.place) if state.place >= 0 else QModelIndex()
        if self.list.currentIndex() != index:
            self.list.setCurrentIndex(index)
        self.field.setAccessibleDescription(state.said)
        if state.said != self._said:
            self._said = state.said
            self._say(state)

    def _say(self, state: PaletteState) -> None:
        """The field keeps the cursor, so readers are told of the row by its event, and by an announcement."""
        if state.place >= 0:
            active = QAccessibleEvent(self.list, QAccessible.Event.ActiveDescendantChanged)
            active.setChild(state.place)
            QAccessible.updateAccessibility(active)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, state.said))

    def _clicked(self, index: QModelIndex) -> None:
        self._palette.choose(index.row())
        self._run()

    def _run(self) -> None:
        chosen = self._palette.state.chosen
        if chosen is not None:
            self.accept()
            self.run.emit(chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step:
                self._palette.step(step)
                return True
        return super().eventFilter(watched, event)


class PaletteRows(QAbstractListModel):
    """The commands that fit; a row is named by its words, kind and keys."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Command, ...] = ()

    def show_rows(self, shown: tuple[Command, ...]) -> None:
        """List these."""
        if shown != self._shown:
            self.beginResetModel()
            self._shown = shown
            self.endResetModel()

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self._shown[index.row()]
        named = ", ".join(part for part in (one.words, one.kind, one.keys) if part)
        return {
            int(Qt.ItemDataRole.DisplayRole): one_line(one.words, _LONGEST),
            int(_BESIDE): "   ".join(part for part in (one.kind, one.keys) if part),
            int(Qt.ItemDataRole.AccessibleTextRole): one_line(named),
        }.get(int(role))


class _WithKeys(IsolatedCells):
    """The words at the left; kind and keys muted at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        return QSize(100, option.fontMetrics.height() + 12)

    def initStyleOption(self, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().initStyleOption(option, index)
        aside = option.fontMetrics.horizontalAdvance(index.data(_BESIDE)) + 30
        room = option.rect.width() - aside
        option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().paint(painter, option, index)
        painter.setPen(QGuiApplication.palette().placeholderText().color())
        sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(option.rect.adjusted(0, 0, -10, 0), sides, isolated(index.data(_BESIDE)))
