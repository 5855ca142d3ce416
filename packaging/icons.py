"""Draws the program's icon into pictures of every size that desktops ask for: `.venv/bin/python packaging/icons.py`.

It must not be needed to build: the pictures are kept beside their source, and a test compares them with it.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources/icons"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256)


def drawn(size: int) -> QImage:
    """Return the icon as a square picture of so many pixels."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(0)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(ICONS / "order-console.svg")).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture.convertToFormat(QImage.Format.Format_ARGB32)


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication([])
    for one in SIZES:
        drawn(one).save(str(ICONS / f"order-console-{one}.png"))
