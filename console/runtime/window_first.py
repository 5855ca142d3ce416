"""The thread of the window, which long work gives way to: until its event loop has nothing more to handle, lay out or draw.

It must not be told by workers; whoever shows something on this thread calls `window_begins`.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from console.runtime.giving_way import own, window_done


class WindowFirst(QObject):
    """While this lives, the thread that it was made on goes first."""

    def __init__(self) -> None:
        super().__init__()
        self._done = QTimer(self)
        self._done.setSingleShot(True)
        self._done.setInterval(0)  # Qt lets it wait until all events, layouts and paintings are done
        self._done.timeout.connect(window_done)
        own(self._done.start)

    def stop(self) -> None:
        """Hold nobody up any more."""
        self._done.stop()
        own(None)
