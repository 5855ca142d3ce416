"""A watch over the window's thread: where it does not answer for a while, what it was doing goes into the log.

It must not stop or hurry anything, and it must cost next to nothing while nobody is at work.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from time import monotonic

from PySide6.QtCore import QObject, Qt, Signal

LATE = 0.25
"""Seconds without an answer from which on a person sees that the window stands still."""
_PAUSE = 10.0
"""So long nothing more is written: one bad while is told once."""


class WindowWatch(QObject):
    """Asks the thread that it is made on four times a second, until `close`, and waits for the answer.

    A turn of that thread that lasts twice as long as `late` seconds is always seen.
    """

    _asked = Signal()

    def __init__(self, *, late: float = LATE) -> None:
        super().__init__()
        self._late, self._watched = late, threading.get_ident()
        self._answered, self._over = threading.Event(), threading.Event()
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """WindowWatch no more."""
        self._over.set()
        self._answered.set()
        self._thread.join(1.0)

    def _answer(self) -> None:
        self._answered.set()

    def _look(self) -> None:
        quiet_until = 0.0
        while not self._over.wait(self._late):
            self._answered.clear()
            asked = monotonic()
            self._asked.emit()
            if self._answered.wait(self._late):
                continue
            # Where this thread overslept, the whole process or the machine stood still.
            if (
                monotonic() < asked + 2 * self._late
                and monotonic() >= quiet_until
                and not self._over.is_set()
            ):
                quiet_until = monotonic() + _PAUSE
                self._write(monotonic() - asked)
            self._answered.wait()

    def _write(self, seconds: float) -> None:
        frame = sys._current_frames().get(self._watched)
        stack = "".join(traceback.format_stack(frame)) if frame is not None else "nothing of Python\n"
        logging.getLogger("console").warning(
            "the window has not answered for %d ms\n%s", seconds * 1_000, stack
        )
