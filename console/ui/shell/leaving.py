"""The question before a record with edits is closed.

It must not close anything; it only tells what the operator chose.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from console.ui.look.parts import button, label, row
from console.ui.look.text import one_line

_LONGEST = 60


class Leaving(QDialog):
    """`kept` and `discarded` come when the dialog is closed; Esc and Cancel leave everything as it is."""

    kept = Signal()
    discarded = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Unsaved changes")
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        told = f"{one_line(title, _LONGEST)} has edits that are not saved."
        column.addWidget(label(told, "title", wrap=True))
        why = "Nothing of them was sent. A draft stays on this computer, in the list of unsaved work."
        column.addWidget(label(why, "muted", wrap=True))
        column.addSpacing(8)
        self.keep = button("&Keep draft", "Keep draft", "primary", tip="Alt+K")
        self.discard = button("&Discard", "Discard", "danger", tip="Alt+D")
        self.cancel = button("Cancel", tip="Esc")
        self.keep.clicked.connect(self._keep)
        self.discard.clicked.connect(self._discard)
        self.cancel.clicked.connect(self.reject)
        column.addLayout(row(1, self.discard, self.cancel, self.keep))
        self.keep.setDefault(True)
        self.keep.setFocus()

    def _keep(self) -> None:
        self.accept()
        self.kept.emit()

    def _discard(self) -> None:
        self.accept()
        self.discarded.emit()
