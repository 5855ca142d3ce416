"""What a driven console can be told to do, and what it says of it; every time is in seconds.

It must not judge anything; the parent puts the figures of several consoles beside each other.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from tests.bench.driver import rooms
from tests.bench.gaps import Gaps

_REST_MS = 5


class Acts:
    """One console and its hands."""

    def __init__(self, start: Any) -> None:
        self._start = start
        self._gaps: Gaps | None = None

    @property
    def _app(self) -> Any:
        return self._start.app

    # -- waiting ------------------------------------------------------------------------------------------

    def rest(self, seconds: float = 0.0) -> float:
        """Let the window work as it does until no job is under way, and at least so long."""
        self._until(lambda: self._app.session.client is not None and not rooms.busy(self._app), seconds)
        return 0.0

    def _until(self, condition: Callable[[], bool], seconds: float = 0.0) -> None:
        end = perf_counter() + seconds
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(lambda: loop.quit() if perf_counter() >= end and condition() else None)
        timer.start(_REST_MS)
        loop.exec()

    # -- records ------------------------------------------------------------------------------------------

    def look_up(self, record: str, times: int = 1) -> list[float]:
        """Seconds from Enter until the record is painted, so many times; it is closed after each."""
        found = []
        app, field = self._app, self._app.window.lookup.field
        for _ in range(times):
            field.setText(record)
            field.setFocus()
            began = perf_counter()
            QTest.keyClick(field, Qt.Key.Key_Return)
            while app.window.front is None:  # as the program waits; with a limit Qt would not wait at all
                QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            app.window.repaint()
            found.append(perf_counter() - began)
            self.rest()
            app.closing.close_front()
            self.rest()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return found

    def memory(self) -> float:
        """Bytes of this process that are in use and its share of what is shared (PSS where the system tells it)."""
        text = Path("/proc/self/smaps_rollup").read_text()
        return 1024.0 * next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Rss:"))

    # -- runs ---------------------------------------------------------------------------------------------

    def choose(self, path: str) -> dict[str, float]:
        """Choose this file; seconds until its rows are mapped and painted, and the worst gap meanwhile."""
        runs = rooms.runs(self._app)
        runs.open()
        self.rest(0.2)
        gaps, worst = self._watch(), []
        with gaps.watched(worst):
            began = perf_counter()
            runs.take(path)
            self._until_run(lambda state: state.phase == "map" and not state.busy)
            rooms.run_window(self._app).repaint()
            took = perf_counter() - began
        self.rest()
        return {"took": took, "gap": worst[0]}

    def check(self) -> dict[str, float]:
        """Read every order of the file."""
        run, worst = rooms.run_of(self._app), []
        with self._watch().watched(worst):
            began = perf_counter()
            run.check()
            self._until_run(lambda state: state.phase == "checked")
            took = perf_counter() - began
            self.rest()
        assert run.state.chosen == len(run.rows), run.state
        return {"took": took, "gap": worst[0]}

    def send(self) -> dict[str, float]:
        """Send every row of the file."""
        run, worst = rooms.run_of(self._app), []
        with self._watch().watched(worst):
            began = perf_counter()
            run.start()
            self._until_run(lambda state: state.phase == "over" and not state.busy)
            took = perf_counter() - began
            self.rest()
        [(_, count)] = run.state.counts
        assert count == len(run.rows), run.state
        return {"took": took, "gap": worst[0]}

    def parse(self, text_of: int, times: int = 5) -> list[float]:
        """Seconds that `json.loads` takes for a body of so many lines, its digits kept."""
        from tests.bench.bodies import body

        text, found = json.dumps(body(text_of)), []
        for _ in range(times):
            began = perf_counter()
            json.loads(text, parse_float=Decimal)
            found.append(perf_counter() - began)
        return found

    def _until_run(self, condition: Callable[[Any], bool]) -> None:
        run = rooms.run_of(self._app)
        while not condition(run.state):
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _watch(self) -> Gaps:
        if self._gaps is None:
            self._gaps = Gaps()
        return self._gaps

    def pid(self) -> int:
        """This process."""
        return os.getpid()
