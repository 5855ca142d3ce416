"""When a window is drawn that was just changed: after what a person did meanwhile, and never in one go with the change.

It must not draw or decide what changed; Qt has one event in which it draws all of a window, and this puts that off.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget


class Picture(QObject):
    """The next picture of a window. Qt draws after a change without looking whether a key was pressed in between."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._changed = window, False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask)

    def change(self) -> None:
        """The window shows something else now."""
        self._changed = True

    def put_off(self) -> bool:
        """To be asked in the event that draws: True where the window was changed just now; then it comes again."""
        if not self._changed:
            return False
        self._changed = False
        self._soon.start(0)
        return True

    def _ask(self) -> None:
        QCoreApplication.postEvent(
            self._window, QEvent(QEvent.Type.UpdateRequest), Qt.EventPriority.LowEventPriority.value
        )
