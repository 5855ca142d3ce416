"""The style of a window that runs from right to left: Fusion, with each of its words in its own order.

It must not be loaded where a window runs from left to right, whose start it would hold up by 5 ms.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QProxyStyle

from console.ui.look.direction import isolated


class _Style(QProxyStyle):
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


_styles: list[_Style] = []


def keep_order(application: QApplication) -> None:
    """Have texts keep their order where the application runs from right to left.

    Only there, since a style in Python is asked for every word that is painted.
    """
    if application.layoutDirection() == Qt.LayoutDirection.RightToLeft and not _styles:
        _styles.append(_Style("Fusion"))
        application.setStyle(_styles[0])
