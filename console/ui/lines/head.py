"""The head of the line items: two rows of controls that stand side by side where there is room.

It must not know what the controls do.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

_ASIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Head(QWidget):
    """`first` and `second` side by side; the second goes below the first where both would be too wide."""

    def __init__(self, first: QHBoxLayout, second: QHBoxLayout) -> None:
        super().__init__()
        self._halves = QBoxLayout(_ASIDE, self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(2)
        self._halves.addLayout(first, 1)
        self._halves.addLayout(second)
        self._rows = (first, second)

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider half, so that a narrow window can have it at all."""
        wider = max(half.minimumSize().width() for half in self._rows)
        return QSize(wider, self._halves.minimumSize().height())

    def event(self, event: QEvent) -> bool:
        """Turn where the width or a half changed."""
        taken = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._turn()
        return taken

    def _turn(self) -> None:
        needed = sum(half.minimumSize().width() for half in self._rows) + self._halves.spacing()
        way = _ASIDE if needed <= self.width() else _BELOW
        if self._halves.direction() != way:
            self._halves.setDirection(way)
            self.updateGeometry()
