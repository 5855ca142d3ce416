"""Marks that a shape carries beside a colour, for whoever sees the colour too little.

It must not choose a colour or say what a mark means.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPolygon

_CORNER = 7


def fill_corner(painter: QPainter, cell: QRect, direction: Qt.LayoutDirection, *, colour: QColor) -> None:
    """Fill the upper corner where a cell's line begins, as spreadsheets mark a cell that has more to it."""
    begin, inwards = cell.topLeft(), _CORNER
    if direction == Qt.LayoutDirection.RightToLeft:
        begin, inwards = QPoint(cell.right() + 1, cell.top()), -_CORNER
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygon([begin, begin + QPoint(inwards, 0), begin + QPoint(0, _CORNER)]))
    painter.restore()
