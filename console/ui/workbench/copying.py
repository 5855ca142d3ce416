"""The question which of the open records takes copied lines.

It must not copy anything; accepted, it tells which record was chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.ui.look.direction import IsolatedCells
from console.ui.look.parts import button, fit, label, row
from console.ui.look.text import one_line

_LONGEST = 60
_MOST_SHOWN, _ROW = 8, 30


class CopyDialog(QDialog):
    """The open records that can take the lines; accepted means that the current one does."""

    def __init__(self, lines: str, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Copy lines to")
        self.setMinimumWidth(420)
        self.records = QListWidget()
        self.records.setItemDelegate(IsolatedCells(self.records))
        self.records.setObjectName("recents")
        self.records.setAccessibleName("Open records")
        for title in titles:
            self.records.addItem(QListWidgetItem(one_line(title, _LONGEST)))
        self.records.setCurrentRow(0)
        self.records.setFixedHeight(min(len(titles), _MOST_SHOWN) * _ROW + 4)
        self.copy = button("Copy", role="primary", tip="Enter")
        self.cancel = button("Cancel", tip="Esc")
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        column.addWidget(label(f"Copy {lines} to the end of", "title"))
        column.addWidget(self.records)
        column.addWidget(label("They become edits there; nothing is sent.", "muted", wrap=True))
        column.addLayout(row(1, self.cancel, self.copy))
        self.copy.setDefault(True)
        self.copy.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.records.itemDoubleClicked.connect(self.accept)
        self.records.setFocus()
        fit(self, 420)
