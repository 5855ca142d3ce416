"""The style of a window that runs from right to left: Fusion, with each of its words in its own order.

It must not be loaded where a window runs from left to right; `direction` decides that.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QProxyStyle

from console.ui.look.direction import isolated


class OrderedStyle(QProxyStyle):
    """Puts the words of buttons, boxes, tabs, headers and combos each in their own order."""

    def drawItemText(
        self,
        painter: QPainter,
        rect: QRect,
        flags: int,
        pal: QPalette | Qt.GlobalColor | QColor,
        enabled: bool,
        text: str,
        textRole: QPalette.ColorRole = QPalette.ColorRole.NoRole,
    ) -> None:
        super().drawItemText(painter, rect, flags, pal, enabled, isolated(text), textRole)
