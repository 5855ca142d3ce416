"""What is seen while a file is dragged over a window: a mark over all of it, which takes the file.

It must not read the file or decide which can be taken.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class DropMark(QLabel):
    """Stands over all of `target` while it is shown, so that no field in it takes the file for a text."""

    def __init__(self, target: QWidget, words: str) -> None:
        super().__init__(words, target)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._target = target
        self.entered = False
        self.setObjectName("dropMark")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAcceptDrops(True)
        self.hide()

    def cover(self) -> None:
        """Show it over the whole window as it is now."""
        self.setGeometry(self._target.rect())
        self.raise_()
        self.show()

    def lift(self) -> None:
        """Take it away."""
        self.entered = False
        self.hide()
