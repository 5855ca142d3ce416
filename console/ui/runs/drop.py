"""Dropping a file onto a window: whoever asked is told its path.

It must not read the file, and takes nothing but one file of this computer whose name ends as is wanted.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from console.ui.look.drop_mark import DropMark

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".fods")


_SHIP = "Drop the file to ship its orders. Nothing is sent before you have checked it."


class FileDrop(QObject):
    """Takes a file that is dropped anywhere on `target`, and marks all of it while one is over it."""

    dropped = Signal(str)

    def __init__(self, target: QWidget, ends: tuple[str, ...] = _TABLES, words: str = _SHIP) -> None:
        """`ends` are in small letters, with their dot; by default those of tables. `words` say what a drop does."""
        super().__init__(target)
        self._ends = ends
        target.setAcceptDrops(True)
        self.mark = DropMark(target, words)
        for one in (target, self.mark):
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is offered where it is a file that is known by its name."""
        # Asked first by its class: a window hears of every action that changes, and to tell the type takes longer.
        if isinstance(event, QDragLeaveEvent):
            self._left(watched)
        elif isinstance(event, QDropEvent):
            path = self.wanted(event)
            if not path:
                return False
            event.setDropAction(Qt.DropAction.CopyAction)  # moving would delete the warehouse's file
            event.accept()
            if event.type() == QEvent.Type.Drop:
                self.mark.lift()
                self.dropped.emit(path)
            elif watched is self.mark:
                self.mark.entered = True
            elif not self.mark.isVisible():
                self.mark.cover()
            return True
        return False

    def _left(self, watched: QObject) -> None:
        """Lift the mark once the file is over neither: it leaves the window for the mark as soon as that is there."""
        if watched is self.mark:
            self.mark.lift()
        else:
            QTimer.singleShot(0, self._lift_if_left)

    def _lift_if_left(self) -> None:
        if not self.mark.entered:
            self.mark.lift()

    def wanted(self, event: QDropEvent) -> str:
        """The path of what is offered, empty where it is not to be taken."""
        urls = event.mimeData().urls()
        path = urls[0].toLocalFile() if len(urls) == 1 else ""
        return path if path.lower().endswith(self._ends) else ""
