"""What a test may not leave behind or let pass: log records, threads, windows. Every test is held to it.

Python warnings, Qt messages and exceptions in slots and threads are caught by pytest and pytest-qt as pyproject.toml
sets them; this module must not repeat that, nor wait by sleeping.
"""

from __future__ import annotations

import gc
import logging
import re
import sys
import threading
from collections.abc import Iterator

import pytest

_GRACE = 2.0  # seconds in all for threads that are about to end


class Noise(logging.Handler):
    """Keeps the log records at WARNING and above; a test names those that it means to cause."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def expect_log(self, pattern: str) -> None:
        """Say that records matching `pattern` (searched in 'LEVEL logger: message') must come, and may."""
        self._expected.append(re.compile(pattern))

    def complaints(self) -> list[str]:
        unexpected = [line for line in self.heard if not any(p.search(line) for p in self._expected)]
        silent = [p.pattern for p in self._expected if not any(p.search(line) for line in self.heard)]
        return [
            *(f"logged without the test having asked for it: {line}" for line in unexpected),
            *(f"not logged, though the test expects it: {pattern}" for pattern in silent),
        ]


@pytest.fixture(autouse=True)
def noise(request: pytest.FixtureRequest) -> Iterator[Noise]:
    """Fail the test for anything that it logged at WARNING or above, and for each thread or window it left."""
    on_screen = bool({"qtbot", "qapp", "qtmodeltester"} & set(request.fixturenames))
    threads_before = set(threading.enumerate())
    heard = Noise()
    logging.getLogger().addHandler(heard)
    if on_screen:
        gc.disable()  # a worker's collection could destroy a widget off the UI thread
    try:
        yield heard
        complaints = heard.complaints() + _threads_left(threads_before)
        if on_screen:
            complaints += _windows_left()
    finally:
        logging.getLogger().removeHandler(heard)
        gc.enable()
    if complaints:
        pytest.fail("The test is not clean:\n- " + "\n- ".join(complaints), pytrace=False)


def _threads_left(before: set[threading.Thread]) -> list[str]:
    left = [
        thread
        for thread in threading.enumerate()
        # a dummy stands for a thread of Qt's own that once called Python; nobody can join it
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    for thread in left:
        thread.join(_GRACE / len(left))
    return [f"thread left running: {thread.name}" for thread in left if thread.is_alive()]


def _windows_left() -> list[str]:
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication, QWidget

    def deliver() -> None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()

    def orphans() -> list[QWidget]:
        return [
            widget
            for widget in QApplication.topLevelWidgets()
            # Qt keeps one tooltip of its own
            if widget.parent() is None and widget.metaObject().className() != "QTipLabel"
        ]

    deliver()
    gc.collect()  # here, on the UI thread, and not later on a worker's
    deliver()
    left = orphans()
    told = [f"window left over: {type(widget).__name__} “{widget.windowTitle()}”" for widget in left]
    for widget in left:
        widget.hide()
        widget.deleteLater()
    deliver()
    return told
