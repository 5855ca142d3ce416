"""The file dialogs of the window for shipping a file: which table to read, and where to write one.

It must not open or write a file; it asks and tells the path.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget

from console.ui.look.text import suffix_of

_READ = "Tables (*.csv *.tsv *.txt *.xlsx *.xlsm *.xlsb *.xls *.ods *.fods);;All files (*)"
_WRITTEN = "Text table (*.csv);;Spreadsheet (*.xlsx)"


class FileDialogs:
    """Asks over one window. `options` are for every dialog, such as not to take the desktop's own."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.options = QFileDialog.Option(0)

    def ask_which(self, chosen: Callable[[str], object]) -> None:
        """Ask which table to read."""
        dialog = self._made("Choose file", "", _READ, chosen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def ask_where(self, title: str, name: str, chosen: Callable[[str], object]) -> None:
        """Ask where to write a table; without an ending of its own the name gets that of the filter."""
        dialog = self._made(title, name, _WRITTEN, chosen)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(lambda filter_: dialog.setDefaultSuffix(suffix_of(filter_)))
        dialog.open()

    def _made(self, title: str, name: str, filters: str, chosen: Callable[[str], object]) -> QFileDialog:
        dialog = QFileDialog(self._window, title, name, filters)
        dialog.setOptions(self.options)
        dialog.fileSelected.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(
            self._window.activateWindow
        )  # the keys go back, whatever the window manager does
        return dialog
