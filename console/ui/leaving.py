"""The question before edits would be lost.

It must not close anything; it only answers what the operator chose.
"""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from console.ui.parts import button, fit, label, row
from console.ui.text import one_line

_LONGEST_NAME, _MOST_NAMES = 60, 8


class Leaving(QDialog):
    """Accepted means: discard the edits. Esc and Cancel keep everything as it is."""

    def __init__(self, names: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Unsaved changes")
        self.setMinimumWidth(400)
        told = one_line(names[0], _LONGEST_NAME) if len(names) == 1 else f"{len(names)} records"
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        column.addWidget(
            label(
                f"{told} has edits that are not saved."
                if len(names) == 1
                else f"{told} have edits that are not saved.",
                "title",
                wrap=True,
            )
        )
        if len(names) > 1:
            listed = [f"•  {one_line(name, _LONGEST_NAME)}" for name in names[:_MOST_NAMES]]
            more = [f"…  and {len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else []
            column.addWidget(label("\n".join(listed + more)))
        column.addWidget(
            label(
                "Nothing of them was sent. Discarding cannot be undone once it is closed.", "muted", wrap=True
            )
        )
        column.addSpacing(8)
        self.discard = button("Discard")
        self.cancel = button("Cancel", role="primary")
        self.discard.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        column.addLayout(row(1, self.discard, self.cancel))
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        fit(self, 470)
