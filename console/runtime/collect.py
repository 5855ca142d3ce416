"""Python's cyclic garbage collection, moved to the UI thread.

It must run nowhere else: a worker's collection was seen destroying widgets and waiting for the UI thread for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Signal

from console.runtime.heap import give_back

_EVERY_MS = 500
_MANY = 20_000
"""New objects from which on a record is long: looking at all of them for garbage would stop the window."""
_WHOLE_TICKS = 10
"""So often all that was not set aside is looked at, while something is made: it takes some milliseconds. Python would wait
for two minutes, and meanwhile what was closed is old enough to stay, with a heap that has grown by it for good."""
_QUIET_TICKS, _QUIET = 60, 100
"""Half a minute in which next to nothing was made: then nobody is at work whom a long look would stop."""


class Collector(QObject):
    """While this lives, garbage is collected twice a second on the thread it was made on, and only there.

    The objects of a long record are set aside unseen, and looked at when the window is quiet. As soon as work has paused for
    half a second, all else is looked at, and the system gets back what memory came free.
    """

    tidying = Signal()
    """Comes before all is looked at: whoever keeps something for nothing lets it go."""

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._due, self._aside, self._quiet, self._last = False, False, 0, 0
        self._ticks, self._worked = 0, False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(_EVERY_MS)

    def collect(self) -> None:
        """Collect what was made since the last time, and now and then all that is not set aside."""
        made = gc.get_count()[0]
        idle = abs(made - self._last) < _QUIET
        self._quiet = self._quiet + 1 if idle else 0
        self._worked = self._worked or not idle
        if made > _MANY:
            gc.freeze()
            self._due = self._aside = True
        elif self._due and self._quiet >= _QUIET_TICKS:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            give_back()
            self._due, self._aside = False, True
        elif self._worked and idle:
            self._tidy()
            give_back()
            self._worked = False
        else:
            self._collect_young(made, gc.get_threshold()[0])
        self._last = gc.get_count()[0]

    def _collect_young(self, made: int, limit: int) -> None:
        self._ticks += 1
        if self._ticks >= _WHOLE_TICKS and self._quiet == 0:
            self._tidy()
        elif made > limit:
            gc.collect(0)
            self._due = self._due or self._aside

    def _tidy(self) -> None:
        self.tidying.emit()
        gc.collect()
        self._ticks = 0
        # Some of what was set aside may be garbage now; Python would walk all of it to say how much it is.
        self._due = self._due or self._aside

    def stop(self) -> None:
        """Give collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
