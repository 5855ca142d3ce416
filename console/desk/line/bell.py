"""Wakes a thread that waits at a socket, from any other thread.

It must not say why: whoever wakes up looks for itself.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Bell:
    """Rung from any thread; the waiting one selects on `fileno()`, and calls `heard` before it looks what there is."""

    def __init__(self) -> None:
        self._near, self._far = socket.socketpair()
        self._near.setblocking(False)
        self._far.setblocking(False)
        self._lock = threading.Lock()
        self._rung = self._broken = False

    def ring(self) -> None:
        """Wake it, now or as soon as it waits. Does nothing once `close` was called."""
        with self._lock:
            if self._rung or self._broken:
                return
            self._rung = True
            self._far.send(b"!")

    def heard(self) -> bool:
        """Take the ringing back, and say whether there was any."""
        with self._lock:
            if not self._rung:
                return False
            self._rung = False
            with suppress(BlockingIOError):
                self._near.recv(16)
            return True

    def fileno(self) -> int:
        """What becomes readable."""
        return self._near.fileno()

    def close(self) -> None:
        """The waiting thread has ended."""
        with self._lock:
            self._broken = True
            self._near.close()
            self._far.close()
