"""What there is to know of a file before its rows are checked: a sentence a line, to be read and copied with the keys.

It must not judge or cut a sentence; where there are many, it scrolls.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from console.ui.look.text import one_line

_LINES, _LONGEST, _AROUND = 4, 1_000, 18


class FileNotes(QPlainTextEdit):
    """The sentences; hidden where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notes")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.hide()

    def show_sentences(self, said: Sequence[str]) -> None:
        """Show these and no others."""
        text = "\n".join(one_line(sentence, _LONGEST) for sentence in said)
        if text != self.toPlainText():
            self.setPlainText(text)
            self.updateGeometry()
        self.setVisible(bool(said))

    def sizeHint(self) -> QSize:
        """As high as the sentences need, and not too high."""
        lines = max(1, min(int(self.document().size().height()), _LINES))  # it counts in lines
        return QSize(400, lines * self.fontMetrics().lineSpacing() + _AROUND)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()
