"""What a driven console can be told to do with a file of shipments, its window open as an operator has it.

It must not reach past the window's presenter, and it watches the window's thread meanwhile.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from time import perf_counter
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop

from tests.bench.driver import rooms
from tests.bench.gaps import Gaps


class RunActs(ABC):
    """One file at a time: `choose`, `check`, `send`; each tells how long it `took` and the worst `gap` meanwhile."""

    def __init__(self, start: Any) -> None:
        self._start = start
        self._gaps: Gaps | None = None

    @property
    def app(self) -> Any:
        """The console."""
        return self._start.app

    @abstractmethod
    def rest(self, seconds: float = 0.0) -> float:
        """Let the window work until no job is under way."""

    def choose(self, path: str) -> dict[str, float]:
        """Choose this file; it has been taken when its rows are mapped and painted."""
        runs = rooms.runs(self.app)
        runs.open()
        self.rest(0.2)
        run = rooms.run_of(self.app)

        def mapped() -> None:
            runs.take(path)
            while not (run.state.phase == "map" and run.rows and not run.state.busy):
                _go_on()
            rooms.run_window(self.app).repaint()

        return self._watched(mapped)

    def check(self) -> dict[str, float]:
        """Read every order of the file."""
        run = rooms.run_of(self.app)
        found = self._watched(lambda: self._until_phase(run.check, "checked"))
        assert run.state.chosen == len(run.rows), run.state
        return found

    def send(self) -> dict[str, float]:
        """Send every row of the file."""
        run = rooms.run_of(self.app)
        found = self._watched(lambda: self._until_phase(run.start, "over"))
        [(_, count)] = run.state.counts
        assert count == len(run.rows), run.state
        return found

    def begin_check(self) -> None:
        """Begin to read the orders of the file, and leave it at that."""
        rooms.run_of(self.app).check()

    def _until_phase(self, act: Callable[[], object], phase: str) -> None:
        run = rooms.run_of(self.app)
        act()
        while run.state.phase != phase or run.state.busy:
            _go_on()

    def _watched(self, act: Callable[[], None]) -> dict[str, float]:
        if self._gaps is None:
            self._gaps = Gaps()
        worst: list[float] = []
        with self._gaps.watched(worst):
            began = perf_counter()
            act()
            took = perf_counter() - began
            self.rest()
        return {"took": took, "gap": worst[0]}


def _go_on() -> None:
    """As the program waits for its next event."""
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
