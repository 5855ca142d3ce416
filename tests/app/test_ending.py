"""The end from outside is heard: signals at once, and the desktop's session before it goes on."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from PySide6.QtCore import SIGNAL
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.app.ending import Ending


@pytest.mark.skipif(sys.platform == "win32", reason="signals are a matter of POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_is_heard_without_a_tick(qtbot: QtBot, name: str) -> None:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    number = getattr(signal, name)
    before = signal.getsignal(number)
    ending = Ending(qt, lambda: None)
    try:
        with qtbot.waitSignal(ending.asked, timeout=5_000):
            os.kill(os.getpid(), number)
    finally:
        ending.close()
        signal.signal(number, before)


def test_the_session_is_listened_to(qtbot: QtBot) -> None:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    there = [
        qt.receivers(SIGNAL(f"{name}(QSessionManager&)"))
        for name in ("commitDataRequest", "saveStateRequest")
    ]
    ending = Ending(qt, lambda: None)
    now = [
        qt.receivers(SIGNAL(f"{name}(QSessionManager&)"))
        for name in ("commitDataRequest", "saveStateRequest")
    ]
    assert now == [count + 1 for count in there]
    ending.close()
