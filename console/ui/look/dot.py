"""A round sample of an environment's colour, for what names the environment without being filled with it.

It must not choose a colour; the theme has it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from console.ui.look.theme import Theme

_DOT = 12


def dot(widget: QWidget, theme: Theme, *, gap: int = 0) -> QIcon:
    """A dot in the theme's accent, sharp at the scaling of the widget's screen, with a `gap` of pixels behind it."""
    ratio = widget.devicePixelRatioF()
    pixmap = QPixmap(round((_DOT + gap) * ratio), round(_DOT * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawEllipse(0, 0, _DOT, _DOT)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # or Qt would tint it where it is chosen
    return icon
