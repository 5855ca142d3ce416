"""Python's cyclic garbage collection, moved to the UI thread.

It must run nowhere else: a worker's collection was seen destroying widgets and waiting for the UI thread for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000
_MANY = 20_000
"""New objects from which on a record is long: looking at all of them for garbage would stop the window."""
_WHOLE_TICKS = 5
"""So often all that was not set aside is looked at, while something is made: it takes some milliseconds. Python would wait
for two minutes, and meanwhile what was closed is old enough to stay, with a heap that has grown by it for good."""
_QUIET_TICKS, _QUIET = 30, 100
"""Half a minute in which next to nothing was made: then nobody is at work whom a long look would stop."""


class Collector(QObject):
    """While this lives, garbage is collected once a second on the thread it was made on, and only there.

    The objects of a long record are set aside unseen, and looked at when the window is quiet.
    """

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._due, self._aside, self._quiet, self._last = False, False, 0, 0
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(_EVERY_MS)

    def collect(self) -> None:
        """Collect what was made since the last time, and now and then all that is not set aside."""
        made = gc.get_count()[0]
        self._quiet = self._quiet + 1 if abs(made - self._last) < _QUIET else 0
        if made > _MANY:
            gc.freeze()
            self._due = self._aside = True
        elif self._due and self._quiet >= _QUIET_TICKS:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._due, self._aside = False, True
        else:
            self._collect_young(made, gc.get_threshold()[0])
        self._last = gc.get_count()[0]

    def _collect_young(self, made: int, limit: int) -> None:
        self._ticks += 1
        if self._ticks >= _WHOLE_TICKS and self._quiet == 0:
            gc.collect()
            self._ticks = 0
        elif made > limit:
            gc.collect(0)
        else:
            return
        # Some of what was set aside may be garbage now; Python would walk all of it to say how much it is.
        self._due = self._due or self._aside

    def stop(self) -> None:
        """Give collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
