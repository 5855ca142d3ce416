"""What stands in the middle of the window while no record is open.

It must not do anything; it says how to begin.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui.look.parts import label

_WELCOME = (
    "Look an order or a cart up by its ID.",
    "Type or paste an ID above and press Enter. Ctrl+L brings you back there from anywhere.",
)


def welcome() -> QWidget:
    """What stands in the middle while nothing is open."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setSpacing(6)
    column.addStretch(2)
    for text, role in zip(_WELCOME, ("title", "muted"), strict=True):
        made = label(text, role)
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(made)
    column.addStretch(3)
    return page
