"""The question before everything that the console keeps of records on this computer is deleted.

It must not delete anything; accepted means that the operator wants it.
"""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from console.ui.look.parts import button, fit, label, row

_WHAT = (
    "This deletes from this computer, in every environment: drafts with unsaved edits, the trail of what was sent, "
    "runs of files, and every record kept for reading without a server; and where a desk is shared, notes that are typed and "
    "what still waits to be passed on, which colleagues will never see. Nothing on any server changes. Environments and their "
    "credentials stay. It cannot be undone."
)


class Wiping(QDialog):
    """Accepted means: delete. Esc and Cancel keep everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Delete local data")
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        column.addWidget(label("Delete everything kept on this computer?", "title", wrap=True))
        column.addWidget(label(_WHAT, "muted", wrap=True))
        column.addSpacing(8)
        self.delete = button("&Delete", "Delete", "danger", tip="Alt+D")
        self.cancel = button("Cancel", tip="Esc")
        self.delete.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        column.addLayout(row(1, self.delete, self.cancel))
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        fit(self, 480)
