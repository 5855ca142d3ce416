"""One at a time of those who compute: the many workers of a long run, and the window, which goes before them.

It must not be a lock: nobody waits long for a turn, and whoever did not get one goes on without.

Python lets one thread compute at a time anyway. But a window that draws gives way to others at each of its steps, and
then stands in line with all that want to compute: sixteen workers made a picture of 6 ms last 90. With a turn it is one.
"""

from __future__ import annotations

import threading
from types import TracebackType

_PATIENCE, _PATIENCE_OF_FIRST = 0.01, 0.004
"""Seconds after which a worker, and who goes first, go on without a turn: who has it may be waiting for something."""
_mine = threading.local()
"""The `turn` that this thread works in, None for none, and whether it `has` it now."""


class Turn:
    """One turn for all who have this object; at most one worker waits for it, the others wait to be that one."""

    def __init__(self) -> None:
        self._next, self._turn = threading.Lock(), threading.Lock()

    def taken(self) -> _Taken:
        """For a block in which a worker has the turn, but for the time in which it is `away`."""
        return _Taken(self)

    def first(self) -> _First:
        """For a block whose thread goes before all workers, once the one that has the turn has left it."""
        return _First(self._turn)

    def take(self) -> bool:
        """Wait for the turn after those who wait already; False: it took too long."""
        if not self._next.acquire(timeout=_PATIENCE):
            return False
        has = self._turn.acquire(timeout=_PATIENCE)
        self._next.release()
        return has

    def leave(self) -> None:
        """Let the next one have it; only after a `take` that returned True."""
        self._turn.release()


class _Taken:
    """A block of a worker."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def __enter__(self) -> None:
        _mine.turn, _mine.has = self._turn, self._turn.take()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _mine.turn = None
        if _mine.has:
            self._turn.leave()


class _First:
    """A block of who goes first."""

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock

    def __enter__(self) -> None:
        self._has = self._lock.acquire(timeout=_PATIENCE_OF_FIRST)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._has:
            self._lock.release()


class _Away:
    """A block in which a thread waits for something; its turn, if it works in one, is another's meanwhile."""

    def __enter__(self) -> None:
        turn: Turn | None = getattr(_mine, "turn", None)
        if turn is not None and _mine.has:
            _mine.has = False
            turn.leave()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        turn: Turn | None = getattr(_mine, "turn", None)
        if turn is not None:
            _mine.has = turn.take()


away = _Away()
"""For the blocks of any thread: what is waited for there may take long, and nothing is computed."""
