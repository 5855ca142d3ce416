"""What the window for shipping a file shows while there is none.

It must not do anything.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from console.ui.look.parts import label


def run_welcome() -> QWidget:
    """How to begin, and that nothing is sent by that."""
    made = QFrame()
    made.setObjectName("card")
    column = QVBoxLayout(made)
    column.addStretch(1)
    for text, role in (
        ("Drop a file here, choose one, or paste rows", "title"),
        (
            "CSV, TSV or a spreadsheet (XLSX, XLSB, XLS, ODS), one row for each order: its ID and a tracking number or link.",
            "muted",
        ),
        ("Every order is read first. Nothing is sent before you press Start.", "muted"),
    ):
        said = label(text, role, wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(said)
    column.addStretch(1)
    return made
