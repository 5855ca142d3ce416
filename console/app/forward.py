"""Bringing the window to the front because a later start asks for it, as far as the desktop lets a program do that.

It must not leave what allows it behind: a token serves one program once, and no child may inherit it.
"""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from console.ui.look.parts import to_front

_LEAVE = "XDG_ACTIVATION_TOKEN"
"""Where a Wayland desktop puts the leave to come to the front for what it starts, and where Qt looks for it."""
_OF_STARTS = (_LEAVE, "DESKTOP_STARTUP_ID")
_LONGEST_TOKEN = 1_000
_DOUBT_MS = 400


class Forward(QObject):
    """Brings one window forward; where the desktop refuses, the window is marked as one that wants to be looked at."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._doubt = QTimer(self)
        self._doubt.setSingleShot(True)
        self._doubt.setInterval(_DOUBT_MS)
        self._doubt.timeout.connect(self._look)

    def come(self, token: str) -> None:
        """Ask for the front, with the leave that the desktop gave to who asks; empty for none."""
        if token and token.isascii() and token.isprintable() and len(token) <= _LONGEST_TOKEN:
            os.environ[_LEAVE] = token
        try:
            dialog = QApplication.activeModalWidget()
            if dialog is not None and dialog.isVisible():  # the window takes no keys meanwhile
                self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
                self._window.raise_()
            to_front(dialog or self._window)
        finally:
            forget_tokens()
        self._doubt.start()

    def _look(self) -> None:
        if QApplication.activeWindow() is None:
            QApplication.alert(self._window)


def forget_tokens() -> None:
    """Take out of the environment what the desktop gave to this start: Qt has used it, and children must not."""
    for name in _OF_STARTS:
        os.environ.pop(name, None)
