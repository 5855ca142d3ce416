"""Python's cyclic garbage collection, moved to the UI thread.

It must run nowhere else: a worker's collection was seen destroying widgets and waiting for the UI thread for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000
_MANY = 20_000
"""New objects from which on a record is long: looking at all of them for garbage would stop the window."""
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
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(_EVERY_MS)

    def collect(self) -> None:
        """Collect what Python itself would have collected by now, the oldest generation last."""
        counts, limits = gc.get_count(), gc.get_threshold()
        self._quiet = self._quiet + 1 if abs(counts[0] - self._last) < _QUIET else 0
        if counts[0] > _MANY:
            gc.freeze()
            self._due = self._aside = True
        elif self._due and self._quiet >= _QUIET_TICKS:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._due, self._aside = False, True
        else:
            self._collect_young(counts, limits)
        self._last = gc.get_count()[0]

    def _collect_young(self, counts: tuple[int, int, int], limits: tuple[int, int, int]) -> None:
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                # Some of what was set aside may be garbage now; Python would walk all of it to say how much it is.
                self._due = self._due or self._aside
                return

    def stop(self) -> None:
        """Give collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
