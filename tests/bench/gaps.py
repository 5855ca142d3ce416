"""How long the window did not answer: the gaps between the ticks of a timer that is due every millisecond.

It must not know what the window was doing meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer

_IDLE_ROUNDS, _IDLE_SECONDS = 20, 0.05


class Gaps:
    """Watches the UI thread. Every figure is in seconds, less the worst gap of an idle window in the same run."""

    def __init__(self) -> None:
        self._worst, self._last = 0.0, perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.floor = 0.0
        self._timer.start(1)
        self.floor = median(self._idle() for _ in range(_IDLE_ROUNDS))

    @contextmanager
    def watched(self, found: list[float]) -> Iterator[None]:
        """Appends the worst gap of the block and of the event that ends it."""
        run(lambda: True)
        self._worst, self._last = 0.0, perf_counter()
        yield
        QCoreApplication.processEvents()
        self._tick()
        found.append(max(self._worst - self.floor, 0.0))

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def _idle(self) -> float:
        found: list[float] = []
        end = perf_counter() + _IDLE_SECONDS
        with self.watched(found):
            run(lambda: perf_counter() >= end)
        return found[0]

    def _tick(self) -> None:
        now = perf_counter()
        self._worst, self._last = max(self._worst, now - self._last), now


def run(until: Callable[[], bool]) -> None:
    """Let the window work until the condition holds."""
    QCoreApplication.processEvents()
    while not until():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
