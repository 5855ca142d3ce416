"""The question at the start where the folders are in use on another computer, and what is said where they cannot be had.

It must not touch a lock; it only tells what the operator chose.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from console.ui.look.parts import button, label, row
from console.ui.look.text import one_line

WhoHasThem = Literal["read only", "take over", "leave"]
_LONGEST, _LONGEST_PATH = 60, 400


class Elsewhere(QDialog):
    """`answer` is what was chosen; closing it is leaving."""

    def __init__(self, host: str, lock: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer: WhoHasThem = "leave"
        self.setWindowTitle("Order Console")
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        told = f"Order Console is open on {one_line(host, _LONGEST)}."
        column.addWidget(label(told, "title", wrap=True, selectable=True))
        named = one_line(str(lock), _LONGEST_PATH)
        column.addWidget(label(f"The file {named} says so.", wrap=True, selectable=True))
        why = (
            "Read-only, you look records up and nothing is kept: no draft, and no entry in the trail. Take over if it is "
            "not open there any more; two at once would lose each other's drafts."
        )
        column.addWidget(label(why, "muted", wrap=True))
        column.addSpacing(8)
        self.read_only = button("Open &read-only", "Open read-only", "primary", tip="Alt+R")
        self.take_over = button("&Take over", "Take over", tip="Alt+T")
        self.leave = button("Do not open", tip="Esc")
        self.read_only.clicked.connect(self._read_only)
        self.take_over.clicked.connect(self._take_over)
        self.leave.clicked.connect(self.reject)
        column.addLayout(row(1, self.leave, self.take_over, self.read_only))
        self.read_only.setDefault(True)
        self.read_only.setFocus()

    def _read_only(self) -> None:
        self.answer = "read only"
        self.accept()

    def _take_over(self) -> None:
        self.answer = "take over"
        self.accept()


class Unanswered(QDialog):
    """Says that the console which has the folders does not answer; there is nothing to choose."""

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Order Console")
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(14)
        column.addWidget(label(sentence, "title", wrap=True, selectable=True))
        self.close_it = button("Close", role="primary", tip="Esc")
        self.close_it.clicked.connect(self.reject)
        column.addLayout(row(1, self.close_it))
        self.close_it.setDefault(True)
