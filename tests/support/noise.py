"""What a test may not leave behind or let pass: log records, threads, windows, databases. Every test is held to it.

Python warnings, Qt messages and exceptions in slots and threads are caught by pytest and pytest-qt as pyproject.toml
sets them; this module must not repeat that, nor wait by sleeping.
"""

from __future__ import annotations

import gc
import logging
import re
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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
    """Fail the test for anything that it logged at WARNING or above, and for each thread, window or database it left.

    Garbage is collected at its end and never before, on this thread: else it would hang on chance which test is blamed
    for what was dropped unclosed, and a worker's collection could destroy a widget or a timer off the UI thread.
    """
    on_screen = bool({"qtbot", "qapp", "qtmodeltester"} & set(request.fixturenames))
    threads_before = set(threading.enumerate())
    heard = Noise()
    logging.getLogger().addHandler(heard)
    gc.disable()  # the console lets Python collect again when it ends
    try:
        with _connections() as connections:
            yield heard
        complaints = heard.complaints() + _threads_left(threads_before) + _left_open(connections)
        if on_screen:
            complaints += _windows_left()
        else:
            collect_young()
    finally:
        logging.getLogger().removeHandler(heard)
    if complaints:
        pytest.fail("The test is not clean:\n- " + "\n- ".join(complaints), pytrace=False)


@pytest.fixture(autouse=True, scope="module")
def swept() -> Iterator[None]:
    """Collect after each file what its fixtures dropped, on this thread."""
    yield
    gc.collect()


def collect_young() -> None:
    """Collect what the last two tests dropped; all else is pytest's own, which grows, and would be looked at in vain."""
    gc.collect(1)


@contextmanager
def _connections() -> Iterator[list[sqlite3.Connection]]:
    """Every connection that is made meanwhile, kept alive: Python itself complains from 3.13 on, and only by chance."""
    made: list[sqlite3.Connection] = []
    plain = sqlite3.connect

    def connect(*given: Any, **named: Any) -> sqlite3.Connection:
        made.append(plain(*given, **named))
        return made[-1]

    sqlite3.connect = connect
    try:
        yield made
    finally:
        sqlite3.connect = plain


def _left_open(connections: list[sqlite3.Connection]) -> list[str]:
    left = []
    for connection in connections:
        try:
            connection.total_changes  # noqa: B018 - refused once it is closed, and on any thread
        except sqlite3.ProgrammingError:
            continue
        left.append("database left open")
    return left


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
    collect_young()
    deliver()
    left = orphans()
    told = [f"window left over: {type(widget).__name__} “{widget.windowTitle()}”" for widget in left]
    for widget in left:
        widget.hide()
        widget.deleteLater()
    deliver()
    return told
