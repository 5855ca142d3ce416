"""The moment from which on a window stands on the screen: what is brought in behind it begins then, and not while it is drawn.

It must not load or begin anything itself; whoever listens does.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

_PATIENCE_MS = 150
"""A window that is not drawn by then is minimised, or on another desktop; nobody waits for it to be seen."""


class FirstPaint(QObject):
    """`over` comes once: when the window was drawn for the first time, or when it is not drawn for a while."""

    over = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        # A timer and no posted call: what is drawn is on the screen when the loop comes to its timers.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._is_over)
        self._soon.start(_PATIENCE_MS)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._soon.start(0)
        return False

    def _is_over(self) -> None:
        if (window := self.parent()) is not None:
            window.removeEventFilter(self)  # one that is drawn only now does not begin it a second time
        self.over.emit()
