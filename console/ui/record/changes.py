"""The changes of a review sheet as a list: field, before and after side by side, each read aloud as one sentence.

It must not be edited or cut a text; where there are many, it scrolls.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QWidget,
)

from console.model.drafts.draft import Change
from console.ui.look.parts import caption, label
from console.ui.look.text import one_line

_LONGEST, _WRAPS, _HIGHEST, _GAP = 2_000, 26, 280, 20
_NOTHING = "Nothing changes in the record; the workflows run again."


class ChangesList(QListWidget):
    """A card of rows under their headings; the arrow keys go through them."""

    def __init__(self, changes: Sequence[Change]) -> None:
        super().__init__()
        self.setObjectName("changes")
        self.setAccessibleName("Changes")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setMaximumHeight(_HIGHEST)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        told = [(one.label, one_line(one.before, _LONGEST), one_line(one.after, _LONGEST)) for one in changes]
        first = max((self.fontMetrics().horizontalAdvance(one[0]) for one in told), default=0)
        before = [one[1] for one in told]
        wraps = any(len(text) > _WRAPS for text in before)
        second = max((self.fontMetrics().horizontalAdvance(text) for text in before), default=0)
        self._columns = first + _GAP, 0 if wraps else second + _GAP
        self._headings = self._row(*(caption(name) for name in ("Field", "Before", "After") if told))
        self._headings.setParent(self)
        self._headings.setVisible(bool(told))
        self.setViewportMargins(0, self._headings.sizeHint().height() if told else 0, 0, 0)
        for name, was, becomes in told:
            texts = label(name), label(was, "muted", wrap=wraps), label(becomes, wrap=True)
            self._add(f"{name}: {was} becomes {becomes}", *texts)
        if not told:
            self._add(_NOTHING, label(_NOTHING))
        self.setCurrentRow(0)

    def _row(self, *texts: QWidget) -> QWidget:
        shown = QWidget()
        grid = QGridLayout(shown)
        grid.setContentsMargins(12, 4, 12, 4)
        grid.setHorizontalSpacing(0)
        for column, text in enumerate(texts):
            grid.addWidget(text, 0, column, Qt.AlignmentFlag.AlignTop)
        for column, width in enumerate(self._columns if len(texts) > 1 else ()):
            grid.setColumnMinimumWidth(column, width)
        if not self._columns[1]:
            grid.setColumnStretch(1, 1)  # half of the room each
        grid.setColumnStretch(len(texts) - 1, 1)
        return shown

    def _add(self, aloud: str, *texts: QWidget) -> None:
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.AccessibleTextRole, aloud)
        self.addItem(item)
        self.setItemWidget(item, self._row(*texts))

    def sizeHint(self) -> QSize:
        """All of it, and the border."""
        high = sum(self.item(place).sizeHint().height() for place in range(self.count()))
        high += self.viewportMargins().top() + 2 * self.frameWidth() + 2
        return QSize(super().sizeHint().width(), high)

    def minimumSizeHint(self) -> QSize:
        """Two rows where the screen is low."""
        return QSize(super().minimumSizeHint().width(), min(self.sizeHint().height(), 72))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make every row as high as its words need at this width."""
        width = self.viewport().width()
        margin = self.frameWidth()
        self._headings.setGeometry(margin, margin, width, self.viewportMargins().top())
        for place in range(self.count()):
            item = self.item(place)
            shown = self.itemWidget(item)
            high = shown.heightForWidth(width) if shown.hasHeightForWidth() else shown.sizeHint().height()
            if item.sizeHint() != QSize(0, high):
                item.setSizeHint(QSize(0, high))
        self.updateGeometry()
