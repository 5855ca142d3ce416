"""A dialog that grows with what it shows and never shrinks by itself, so that nothing jumps under the cursor.

It must not know what it shows, nor become larger than its screen; what does not fit scrolls.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from console.ui.look.room import keep_on_screen

_AROUND = QSize(16, 48)
"""What is left of a screen beside it."""


class GrowingDialog(QDialog):
    """`usual_width` wide where there is room. `whole` holds all of it; `spare` is room to be left at first, in pixels."""

    whole: QVBoxLayout

    def __init__(self, usual_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual_width, self._wanted = usual_width, 0
        self.spare = 0

    def fit(self) -> None:
        """Grow where more is shown than before, as far as the screen goes."""
        room = self.screen().availableSize() - _AROUND
        width = min(max(self.width(), self._usual_width), room.width())
        wanted = max(self.whole.totalHeightForWidth(width), self.whole.totalSizeHint().height())
        if not self._wanted:
            wanted += self.spare
            self.resize(width, min(wanted, room.height()))
        elif wanted > self._wanted:
            self.resize(width, min(max(wanted, self.height()), room.height()))
        self._wanted = max(wanted, self._wanted)
        keep_on_screen(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size that all of it needs."""
        super().showEvent(event)
        for made in self.findChildren(QWidget):  # or it would be measured in the style before its own
            made.ensurePolished()
            made.updateGeometry()
        self.fit()

    def event(self, event: QEvent) -> bool:
        """Anything in it may have become longer."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.fit()
        return taken
