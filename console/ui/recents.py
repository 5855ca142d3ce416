"""The pane at the left: records opened lately.

It must not look anything up; a chosen entry is told by its id.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.presenters.recents import RecentsState
from console.ui.parts import caption, label, put_text

Index = QModelIndex | QPersistentModelIndex
_SUBTITLE = Qt.ItemDataRole.UserRole
_ID = Qt.ItemDataRole.UserRole + 1


class _Entries(QAbstractListModel):
    """The entries as a list; a screen reader says the id."""

    def __init__(self) -> None:
        super().__init__()
        self._state = RecentsState()

    def show(self, state: RecentsState) -> None:
        if state.entries != self._state.entries:
            self.beginResetModel()
            self._state = state
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._state.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._state.entries[index.row()]
        return {
            Qt.ItemDataRole.DisplayRole: entry.title,
            _SUBTITLE: entry.subtitle,
            _ID: entry.id,
            Qt.ItemDataRole.AccessibleTextRole: entry.id,
            Qt.ItemDataRole.AccessibleDescriptionRole: f"{entry.title}, {entry.subtitle}",
            Qt.ItemDataRole.ToolTipRole: f"{entry.id}\nopened {entry.when.astimezone():%Y-%m-%d %H:%M %Z}",
        }.get(Qt.ItemDataRole(role) if role < _SUBTITLE else role)


class _TwoLines(QStyledItemDelegate):
    """Title above, subtitle below and muted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = option.fontMetrics.height()
        return QSize(120, 2 * height + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        rect: QRect = option.rect.adjusted(8, 6, -8, -6)
        metrics, palette = option.fontMetrics, option.palette
        for text, colour, align in (
            (index.data(), palette.text().color(), Qt.AlignmentFlag.AlignTop),
            (index.data(_SUBTITLE), palette.placeholderText().color(), Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setPen(colour)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, align | Qt.AlignmentFlag.AlignLeft, shown)


class RecentsPane(QWidget):
    """A caption and the list."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(190)
        self.entries = QListView()
        self.entries.setObjectName("recents")
        self.entries.setAccessibleName("Recent")
        self.entries.setUniformItemSizes(True)
        self.entries.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _Entries()
        self._model.setParent(self)
        self.entries.setModel(self._model)
        self.entries.setItemDelegate(_TwoLines(self.entries))
        self.entries.activated.connect(self._chosen)
        self.entries.clicked.connect(self._chosen)
        self.empty = label("Records that you look up are listed here.", "muted", wrap=True)
        self.trouble = label(role="advice", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(caption("Recent"))
        column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.entries, 1)
        column.addWidget(self.trouble)
        column.addStretch(0)
        self.show_state(RecentsState())

    def show_state(self, state: RecentsState) -> None:
        """Show a state; showing it twice changes nothing."""
        self._model.show(state)
        self.empty.setVisible(not state.entries)
        self.entries.setVisible(bool(state.entries))
        put_text(self.trouble, state.trouble)
        self.trouble.setVisible(bool(state.trouble))

    def _chosen(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(_ID))
