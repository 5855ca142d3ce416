"""Dropping a file onto a window: whoever asked is told its path.

It must not read the file, and takes nothing but one file of this computer whose name ends as is wanted.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".fods")


class FileDrop(QObject):
    """Takes a file that is dropped anywhere on `target` where nothing else wants it."""

    dropped = Signal(str)

    def __init__(self, target: QWidget, ends: tuple[str, ...] = _TABLES) -> None:
        """`ends` are in small letters, with their dot; by default those of tables."""
        super().__init__(target)
        self._ends = ends
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is offered where it is a file that is known by its name."""
        if isinstance(event, QDropEvent) and event.type() != QEvent.Type.DragLeave:
            path = self._wanted(event)
            if not path:
                return False
            event.setDropAction(Qt.DropAction.CopyAction)  # moving would delete the warehouse's file
            event.accept()
            if event.type() == QEvent.Type.Drop:
                self.dropped.emit(path)
            return True
        return super().eventFilter(watched, event)

    def _wanted(self, event: QDropEvent) -> str:
        urls = event.mimeData().urls()
        path = urls[0].toLocalFile() if len(urls) == 1 else ""
        return path if path.lower().endswith(self._ends) else ""
