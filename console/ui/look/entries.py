"""Records in a list: their model, and the delegate that paints each on two lines.

It must not be imported before there is a record to list; it draws in much of Qt that the first paint does not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.model.fields import moment
from console.ui.look.direction import isolated
from console.ui.look.parts import ModelIndex
from console.ui.look.text import one_line, tip

if TYPE_CHECKING:
    from console.presenters.workbench.recents import ListState, RecentRecord

_LONGEST = 120
_SUBTITLE = Qt.ItemDataRole.UserRole
ID = Qt.ItemDataRole.UserRole + 1


class Entries(QAbstractListModel):
    """The entries as a list; a screen reader says what is shown, and the id last."""

    def __init__(self) -> None:
        super().__init__()
        self._state: ListState | None = None

    def show(self, state: ListState) -> None:
        """List these; the selection stays where nothing changed."""
        if self._state is None or state.entries != self._state.entries:
            self.beginResetModel()
            self._state = state
            self.endResetModel()

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or self._state is None else len(self._state.entries)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._state is None:
            return None
        entry = self._state.entries[index.row()]
        return {
            Qt.ItemDataRole.DisplayRole: one_line(entry.title, _LONGEST),
            _SUBTITLE: one_line(entry.subtitle, _LONGEST),
            ID: entry.id,
            Qt.ItemDataRole.AccessibleTextRole: _aloud(entry),
            Qt.ItemDataRole.ToolTipRole: tip(
                f"{entry.id}\n{moment.local(entry.when)}\n{moment.utc(entry.when)}"
            ),
        }.get(Qt.ItemDataRole(role) if role < _SUBTITLE else role)


def _aloud(entry: RecentRecord) -> str:
    """As shown, the ID last: "Order #1001, shipped, 0ad2…"."""
    shown = (one_line(text, _LONGEST) for text in (entry.title, entry.subtitle, entry.id) if text)
    return ", ".join(shown)


class TwoLines(QStyledItemDelegate):
    """Title above, subtitle below and muted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        height = option.fontMetrics.height()
        return QSize(120, 2 * height + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        rect: QRect = option.rect.adjusted(8, 6, -8, -6)
        metrics = option.fontMetrics
        palette = QGuiApplication.palette()  # that of a widget with a style sheet has mixed shades
        for text, colour, align in (
            (index.data(), palette.text().color(), Qt.AlignmentFlag.AlignTop),
            (index.data(_SUBTITLE), palette.placeholderText().color(), Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setPen(colour)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, align | Qt.AlignmentFlag.AlignLeft, isolated(shown))
