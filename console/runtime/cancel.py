"""What a caller holds to stop a piece of work from another thread.

It must not know what it stops: HTTP, Qt and threads are other files' business.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count

from console.runtime.turn import away


class Cancel:
    """A one-way switch: once cancelled it stays cancelled. Every method may be called from any thread.

    The caller keeps it and calls `cancel()`; the work asks `cancelled` between steps, or registers a
    callback with `on_cancel` when it may be blocked (in a socket, in a wait) and has to be woken.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = False
        self._callbacks: dict[int, Callable[[], object]] = {}
        self._numbers = count()

    @property
    def cancelled(self) -> bool:
        """True from the moment `cancel()` was called."""
        return self._cancelled

    def cancel(self) -> None:
        """Stop the work. Runs each registered callback once, in the calling thread; a second call does nothing.

        Callbacks must be quick and must not raise; if one raises all the same, the others still run first.
        """
        with self._lock:
            self._cancelled = True
            callbacks = list(self._callbacks.values())
            self._callbacks.clear()
        with ExitStack() as stack:
            for callback in reversed(callbacks):
                stack.callback(callback)

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until cancelled; says whether it was cancelled."""
        if seconds <= 0:
            return self.cancelled
        woken = threading.Event()
        remove = self.on_cancel(woken.set)
        with away:
            woken.wait(seconds)
        remove()
        return self.cancelled

    def on_cancel(self, callback: Callable[[], object]) -> Callable[[], None]:
        """Have `callback()` run on `cancel()`, or at once in this thread if that has happened already.

        Returns a function that takes the callback off again; it may be called more than once. A callback that
        another thread is just running is not waited for, so it has to bear being late.
        """
        with self._lock:
            if not self._cancelled:
                number = next(self._numbers)
                self._callbacks[number] = callback
                return lambda: self._remove(number)
        callback()
        return lambda: None

    def _remove(self, number: int) -> None:
        with self._lock:
            self._callbacks.pop(number, None)
