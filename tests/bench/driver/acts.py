"""What a driven console can be told to do with records and its window, and what it says of it; times are in seconds.

It must not judge anything; the parent puts the figures of several consoles beside each other.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from tests.bench.driver import rooms
from tests.bench.driver.runs import RunActs

_REST_MS = 2
_WINDOWS = ("shortcuts", "about", "settings")


class Acts(RunActs):
    """One console and its hands."""

    # -- waiting ------------------------------------------------------------------------------------------

    def rest(self, seconds: float = 0.0) -> float:
        """Let the window work as it does until no job is under way, and at least so long; returns how long it took."""
        began = perf_counter()
        self._until(lambda: self.app.session.client is not None and not rooms.busy(self.app), seconds)
        return perf_counter() - began

    def _until(self, condition: Callable[[], bool], seconds: float = 0.0) -> None:
        end = perf_counter() + seconds
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(lambda: loop.quit() if perf_counter() >= end and condition() else None)
        timer.start(_REST_MS)
        loop.exec()

    # -- look-ups -----------------------------------------------------------------------------------------

    def look_up(self, record: str, times: int = 1) -> list[float]:
        """Seconds from Enter until the record is painted, so many times; it is closed after each."""
        found = []
        for _ in range(times):
            found.append(self._open(record))
            self._close()
        return found

    def escape(self, record: str) -> float:
        """Seconds from Esc until no worker is at work, half a second after this was looked up at a slow server."""
        self._enter(record)
        end = perf_counter() + 0.5
        self._until(lambda: perf_counter() >= end)
        assert rooms.busy(self.app), "it was answered before Esc"
        began = perf_counter()
        QTest.keyClick(self.app.window.lookup.field, Qt.Key.Key_Escape)
        while rooms.working(self.app):
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 1)
        return perf_counter() - began

    def _enter(self, record: str) -> None:
        field = self.app.window.lookup.field
        field.setText(record)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)

    def _open(self, record: str) -> float:
        window = self.app.window
        began = perf_counter()
        self._enter(record)
        while window.front is None:  # as the program waits; with a limit Qt would not wait at all
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        window.repaint()
        took = perf_counter() - began
        self.rest()
        return took

    def _close(self) -> None:
        self.app.closing.close_front()
        self.rest()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # -- edits --------------------------------------------------------------------------------------------

    def edit_and_save(self, record: str, text: str) -> dict[str, float]:
        """Look it up, type so much into a field, save: seconds of the look-up, of one key in the middle, of the save."""
        found = {"look-up": self._open(record)}
        page = self.app.window.front
        field = page.rows["shippingDetails"].input
        field.setFocus()
        keys = [self._key(field, key) for key in text]
        found["edit"] = sorted(keys)[len(keys) // 2]
        self.rest()
        editor = page.editor
        began = perf_counter()
        editor.review()
        self.rest()
        editor.send()
        self.rest()
        found["save"] = perf_counter() - began
        notice = editor.state.notice
        assert notice is not None
        assert "aved" in notice.headline, notice
        self._close()
        return found

    def type_keys(self, record: str, keys: int) -> dict[str, list[float]]:
        """Seconds from key to paint, so many keys with the journal and as many without, in turns of twenty."""
        self._open(record)
        page, app = self.app.window.front, self.app
        field = page.rows["shippingDetails"].input
        field.setFocus()
        journal = app.journal
        noting, nothing = journal.note, lambda *_: None
        found: dict[str, list[float]] = {"with": [], "without": []}
        for turn in range(2 * keys // 20):
            name = ("with", "without")[turn % 2]
            journal.note = noting if name == "with" else nothing
            found[name] += [self._key(field, "a") for _ in range(20)]
            self._until(lambda: True, 0.02)
            field.clear()
        journal.note = noting
        page.editor.discard()
        self.rest()
        self._close()
        return found

    def _key(self, field: Any, key: str) -> float:
        began = perf_counter()
        QTest.keyClick(field, key)
        QCoreApplication.processEvents()
        field.repaint()
        return perf_counter() - began

    def windows(self, count: int) -> int:
        """Open and close the windows of shortcuts, of about and of the settings, so many in all; returns how many were seen."""
        self._seen = 0
        for turn in range(count):
            QTimer.singleShot(0, self._shut)  # for a window that is waited for
            self.app.window.actions_[_WINDOWS[turn % len(_WINDOWS)]].trigger()
            self.rest()
            self._shut()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert self._seen >= count, f"{self._seen} of {count} windows were seen"
        return self._seen

    def _shut(self) -> None:
        from PySide6.QtWidgets import QApplication, QDialog

        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                self._seen += 1
                widget.reject()

    # -- the process --------------------------------------------------------------------------------------

    def memory(self) -> float:
        """Bytes of this process's memory that are in use."""
        text = Path("/proc/self/smaps_rollup").read_text()
        return 1024.0 * next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Rss:"))

    def parse(self, lines: int, times: int = 7) -> list[float]:
        """Seconds that `json.loads` takes for a body of so many lines, its digits kept."""
        from tests.bench.bodies import body

        text, found = json.dumps(body(lines)), []
        for _ in range(times):
            began = perf_counter()
            json.loads(text, parse_float=Decimal)
            found.append(perf_counter() - began)
        return found

    def leave(self) -> None:
        """Close the window, whatever is under way; the process ends after this answer."""
        QTimer.singleShot(0, self._leave)

    def _leave(self) -> None:
        self.app.window.let_close()
        self.app.window.close()
        QCoreApplication.quit()

    def profile(self) -> None:
        """Profile the window's thread from now on."""
        import cProfile

        self._profile = cProfile.Profile()
        self._profile.enable()

    def profiled(self) -> str:
        """Where its time went: functions by themselves, then with what they call."""
        import io
        import pstats

        self._profile.disable()
        text = io.StringIO()
        stats = pstats.Stats(self._profile, stream=text)
        for order in ("tottime", "cumtime"):
            stats.sort_stats(order).print_stats(100)
        return text.getvalue()
