"""The console ended from outside: signals, and the desktop's session that comes to its end.

It must not decide what is kept or wait for anything; it says at once that the end is asked for, and how.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Signal
from PySide6.QtGui import QGuiApplication, QSessionManager

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Ending(QObject):
    """`asked` comes for a signal that ends a program. While the session ends, `keep` is called before it goes on."""

    asked = Signal()

    def __init__(self, qt: QGuiApplication, keep: Callable[[], object]) -> None:
        super().__init__()
        self._keep = keep
        # The session goes on once these return, and may end the console at any moment after that.
        self._session = (qt.commitDataRequest, qt.saveStateRequest)
        for ending in self._session:
            ending.connect(self._session_ends, Qt.ConnectionType.DirectConnection)
        self._pipe: tuple[int, int] | None = None
        if os.name == "posix":  # elsewhere a signal is heard at the collector's next tick
            self._pipe = os.pipe()
            for end in self._pipe:
                os.set_blocking(end, False)
            signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
            self._notifier = QSocketNotifier(self._pipe[0], QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._woken)
        for name in _NAMES:
            if (number := getattr(signal, name, None)) is not None:
                signal.signal(number, self._heard)

    def close(self) -> None:
        """Hear nothing more."""
        for ending in self._session:
            ending.disconnect(self._session_ends)
        if self._pipe is not None:
            signal.set_wakeup_fd(-1)
            self._notifier.setEnabled(False)
            for end in self._pipe:
                os.close(end)
            self._pipe = None

    def _woken(self) -> None:
        """Let Python run, which calls `_heard` for the signal that has come."""
        if self._pipe is not None:
            os.read(self._pipe[0], 64)

    def _heard(self, *_: object) -> None:
        self.asked.emit()

    def _session_ends(self, _: QSessionManager) -> None:
        self._keep()
