"""One at a time of those who compute: many workers of a long run, and the window, which goes before them.

It must not be a lock: nobody waits long for a turn, and whoever did not get one goes on without.

Python lets one thread compute at a time anyway. Sixteen workers that want to hold the window up at every step of a
picture, since it stands in line with all of them each time; with a turn it meets one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE, _WINDOWS_PATIENCE = 0.01, 0.004
"""Seconds after which a worker, and the window, go on without a turn: who has it may be waiting for something."""
_mine = threading.local()


class Turn:
    """One turn for those who have this object. A worker has it in `taken`, but for the time in which it is `away`."""

    def __init__(self) -> None:
        self._next, self._turn = threading.Lock(), threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """A worker computes in this block."""
        _mine.turn, _mine.has = self, self._take()
        try:
            yield
        finally:
            if _mine.has:
                self._turn.release()
            _mine.turn = None

    @contextmanager
    def first(self) -> Iterator[None]:
        """The window does something in this block: it waits for the one that has the turn, never for a second one."""
        has = self._turn.acquire(timeout=_WINDOWS_PATIENCE)
        try:
            yield
        finally:
            if has:
                self._turn.release()

    def _take(self) -> bool:
        if not self._next.acquire(timeout=_PATIENCE):
            return False
        try:
            return self._turn.acquire(timeout=_PATIENCE)
        finally:
            self._next.release()

    def _leave(self) -> None:
        if _mine.has:
            _mine.has = False
            self._turn.release()

    def _come_back(self) -> None:
        _mine.has = self._take()


@contextmanager
def away() -> Iterator[None]:
    """This thread waits for something in this block, so that its turn, if it has one, is another's."""
    turn: Turn | None = getattr(_mine, "turn", None)
    if turn is None:
        yield
        return
    turn._leave()
    try:
        yield
    finally:
        turn._come_back()
