"""The file dialogs for copies of drafts: where to write one, and which to bring back.

It must not open or write a file; it asks and tells the path.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget

_FILTERS = "Copy of drafts (*.drafts.json);;All files (*)"
_NAME = "unsaved.drafts.json"


class DraftFiles:
    """Asks over a window. `options` are for every dialog, such as not to take the desktop's own."""

    def __init__(self) -> None:
        self.options = QFileDialog.Option(0)

    def ask_where(self, over: QWidget, chosen: Callable[[str], object]) -> None:
        """Ask where to write a copy."""
        dialog = self._made(over, "Save a copy of drafts", _NAME, chosen)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("drafts.json")
        dialog.open()

    def ask_which(self, over: QWidget, chosen: Callable[[str], object]) -> None:
        """Ask which copy to bring back."""
        dialog = self._made(over, "Bring back a copy of drafts", "", chosen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def _made(self, over: QWidget, title: str, name: str, chosen: Callable[[str], object]) -> QFileDialog:
        dialog = QFileDialog(over, title, name, _FILTERS)
        dialog.setOptions(self.options)
        dialog.fileSelected.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(over.activateWindow)  # the keys go back, whatever the window manager does
        return dialog
