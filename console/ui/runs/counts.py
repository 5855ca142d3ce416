"""How many rows stand how, each count a button that shows only those rows.

It must not count; it shows the numbers that it is given.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QWidget

from console.presenters.runs.items import ROW_WORDS, RowCount, RowKey
from console.ui.look.parts import PartTone, button, put_text

_TONES: dict[RowKey, PartTone] = {
    "will ship": "good",
    "sent": "good",
    "different link": "warn",
    "no tracking": "warn",
    "duplicate": "warn",
    "unknown": "warn",
    "not found": "bad",
    "not allowed": "bad",
    "not read": "bad",
    "bad id": "bad",
    "bad number": "bad",
    "bad link": "bad",
    "bad carrier": "bad",
    "bad date": "bad",
    "bad choice": "bad",
    "failed": "bad",
    "same link": "plain",
    "changed nothing": "plain",
    "unchecked": "plain",
    "to send": "plain",
    "sending": "plain",
    "skipped": "plain",
    "left out": "plain",
}


def tone_of(key: RowKey) -> PartTone:
    """The tone of a verdict or a status."""
    return _TONES[key]


class Counts(QWidget):
    """One button for each count; at most one of them is pressed, and none of them shows all rows."""

    chosen = Signal(object)
    """The key of the rows to show; None for all of them."""
    remade = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Show only")
        self._across = _Wrapping(self)
        self._buttons: dict[RowKey, QPushButton] = {}
        self.only: RowKey | None = None

    def show_counts(self, counts: Sequence[RowCount]) -> None:
        """Show these counts in this order; a choice whose rows are gone is taken back."""
        if list(self._buttons) != [one.key for one in counts]:
            self._make(counts)
        for one in counts:
            words = one.words
            put_text(self._buttons[one.key], f"{words[:1].upper()}{words[1:]}  {one.rows:,}")
            self._buttons[one.key].setAccessibleName(f"{words}: {one.rows:,}")
        if self.only is not None and self.only not in self._buttons:
            self._choose(self.only, on=False)

    def _make(self, counts: Sequence[RowCount]) -> None:
        before, self._buttons = self._buttons, {}
        for key, _ in counts:
            self._buttons[key] = before.pop(key) if key in before else self._made(key)
        for gone in before.values():
            self._across.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for made in self._buttons.values():  # in the order that they have now
            self._across.removeWidget(made)
            self._across.addWidget(made)
            made.show()
        self.remade.emit()

    def _made(self, key: RowKey) -> QPushButton:
        made = button(ROW_WORDS[key], tip="Show only these rows; once more shows all")
        made.setProperty("count", tone_of(key))
        made.setCheckable(True)
        made.clicked.connect(lambda on: self._choose(key, on))
        return made

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons from left to right."""
        return list(self._buttons.values())

    def _choose(self, key: RowKey, on: bool) -> None:
        self.only = key if on else None
        for known, made in self._buttons.items():
            made.setChecked(known == self.only)
        self.chosen.emit(self.only)


class _Wrapping(QLayout):
    """Side by side, and on in the next line where there is no room."""

    def __init__(self, parent: QWidget, gap: int = 6) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self._items: list[QLayoutItem] = []
        self._gap = gap

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._laid(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _laid(self, rect: QRect, *, move: bool) -> int:
        """Lay out into this rectangle; returns the height that it takes."""
        x, y, high = rect.x(), rect.y(), 0
        for item in self._items:
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.x() + rect.width():
                x, y, high = rect.x(), y + high + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x, high = x + size.width() + self._gap, max(high, size.height())
        return y + high - rect.y()
