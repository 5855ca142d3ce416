"""The table of what a tried number or link can be of: carrier, check digit as a chip, number, host and link.

It must not be edited, and it opens no link.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
)

from console.presenters.settings.carrier_file import TriedCarrier
from console.ui.look.direction import IsolatedCells, isolated
from console.ui.look.parts import ModelIndex
from console.ui.look.text import one_line, tip
from console.ui.look.theme import worn

COLUMNS = {
    "carrier": ("Carrier", "Courier of towns"),
    "verdict": ("Check digit", "does not fit: two digits may be swapped"),
    "number": ("Number", "1Z999AA10123456784"),
    "host": ("Host", "www.purolator.com"),
    "url": ("Link", ""),
}
"""The headings, and a text that each column is wide enough for; the last one takes the rest."""
_KEYS = tuple(COLUMNS)
_LONGEST, _PADDING, _ROW, _CHIP_SIDE = 300, 22, 30, 10
_NO_PAGE = "no public page"
_TINTS = {"good": ("good", "goodTint"), "warn": ("warn", "warnTint"), "plain": ("muted", "selection")}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class AnswersModel(QAbstractTableModel):
    """The answers, best first."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: tuple[TriedCarrier, ...] = ()

    def show(self, answers: tuple[TriedCarrier, ...]) -> None:
        """List these."""
        if answers != self.answers:
            self.beginResetModel()
            self.answers = answers
            self.endResetModel()

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.answers)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_KEYS)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        key = _KEYS[index.column()]
        text: str = getattr(self.answers[index.row()], key) or _NO_PAGE
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(text, _LONGEST)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[key][0]}: {one_line(text, _LONGEST)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[_KEYS[section]][0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT
        return None


class _Chip(IsolatedCells):
    """A verdict as a chip that hugs its words."""

    def __init__(self, model: AnswersModel) -> None:
        super().__init__(model)
        self._model = model
        self.theme = worn()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        view = option.widget
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, view)
        text, tint = _TINTS[self._model.answers[index.row()].tone]
        font = _chip_font(option.font)
        words = index.data()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        room = QRectF(option.rect).adjusted(8, 0, -4, 0)
        width = min(metrics.horizontalAdvance(words) + 2 * _CHIP_SIDE, room.width())
        height = metrics.height() + 6
        chip = QRectF(room.left(), room.center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour(tint))
        painter.drawRoundedRect(chip, height / 2, height / 2)
        painter.setPen(self.theme.colour(text))
        inside = chip.adjusted(_CHIP_SIDE, 0, -_CHIP_SIDE, 0)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(inside.width()) + 1)
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, isolated(shown))
        painter.restore()


class AnswersTable(QTableView):
    """A few rows; the others scroll."""

    def __init__(self) -> None:
        super().__init__()
        self._answers = AnswersModel()
        self._answers.setParent(self)
        self._chip = _Chip(self._answers)
        self.setModel(self._answers)
        self.setItemDelegate(IsolatedCells(self))
        self.setItemDelegateForColumn(_KEYS.index("verdict"), self._chip)
        self.setAccessibleName("Carriers that this can be of")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(_LEFT)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(60)
        self.verticalHeader().hide()
        self._fit()

    def show_answers(self, answers: tuple[TriedCarrier, ...]) -> None:
        """List these."""
        self._answers.show(answers)

    def sizeHint(self) -> QSize:
        """Three rows and a bit of the next, so that it shows where there are more."""
        return QSize(super().sizeHint().width(), self._height(3) + 12)

    def minimumSizeHint(self) -> QSize:
        """Two rows at least."""
        return QSize(1, self._height(2))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._fit()

    def _fit(self) -> None:
        """Row height, column widths and colours, as the font and the palette are now."""
        self.ensurePolished()
        self._chip.theme = worn()
        self.verticalHeader().setDefaultSectionSize(max(_ROW, self.fontMetrics().height() + 12))
        for column, (key, (_, fits)) in enumerate(COLUMNS.items()):
            metrics = QFontMetrics(_chip_font(self.font())) if key == "verdict" else self.fontMetrics()
            padding = 2 * _CHIP_SIDE + 14 if key == "verdict" else _PADDING
            if fits:
                self.setColumnWidth(column, metrics.horizontalAdvance(fits) + padding)
        self.viewport().update()

    def _height(self, rows: int) -> int:
        header = self.horizontalHeader().sizeHint().height()
        return header + rows * self.verticalHeader().defaultSectionSize() + 2 * self.frameWidth()


def _chip_font(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(max(font.pointSizeF() - 2, 6))
    made.setWeight(QFont.Weight.DemiBold)
    return made
