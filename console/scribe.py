"""One writer for many workers: what they want written is put into as few transactions as may be.

It must not know what is written, and a worker goes on only when its own writing is safely there.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

Tx = TypeVar("Tx")
T = TypeVar("T")

_MOST_AT_ONCE = 64


class _Wish(Generic[Tx]):
    """One piece of writing and what came of it."""

    def __init__(self, work: Callable[[Tx], Any]) -> None:
        self.work = work
        self.over = threading.Event()
        self.result: Any = None
        self.error: Exception | None = None


class Scribe(Generic[Tx]):
    """Workers call `write`; one thread of its own is in `serve` until `close`.

    Writing a thousand rows one by one waits a thousand times for the disk; those that wait together are written
    together.
    """

    def __init__(self) -> None:
        self._wishes: queue.SimpleQueue[_Wish[Tx] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._at_work = 0

    @contextmanager
    def at_work(self) -> Iterator[bool]:
        """A worker is at work in this block and may write to its end, even after `close`; False: it came too late."""
        with self._lock:
            welcome = not self._closed
            self._at_work += welcome
        try:
            yield welcome
        finally:
            with self._lock:
                self._at_work -= welcome
                self._leave_if_alone()

    def write(self, work: Callable[[Tx], T]) -> T:
        """Have `work` done in a transaction; returns what it returns once that is on the disk, or raises its error.

        An error fails everything that was written in the same transaction. Raises RuntimeError after `close`.
        """
        wish: _Wish[Tx] = _Wish(work)
        with self._lock:
            if self._closed and not self._at_work:
                raise RuntimeError("The writer has gone.")
            self._wishes.put(wish)
        wish.over.wait()
        if wish.error is not None:
            raise wish.error
        result: T = wish.result
        return result

    def serve(self, transact: Callable[[Callable[[Tx], Any]], Any]) -> None:
        """Write until `close`, and what was wished for before it.

        `transact` runs a piece of work in one transaction, as `Database.write` does.
        """
        while (wish := self._wishes.get()) is not None:
            together = [wish]
            while len(together) < _MOST_AT_ONCE and not self._wishes.empty():
                following = self._wishes.get()
                if following is None:
                    self._wishes.put(None)
                    break
                together.append(following)
            self._write(transact, together)

    def close(self) -> None:
        """End `serve` when nobody is at work any more and all that was wished for is written."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._leave_if_alone()

    def _leave_if_alone(self) -> None:
        if self._closed and not self._at_work:
            self._wishes.put(None)

    def _write(self, transact: Callable[[Callable[[Tx], Any]], Any], wishes: list[_Wish[Tx]]) -> None:
        def all_of_them(tx: Tx) -> None:
            for wish in wishes:
                wish.result = wish.work(tx)

        try:
            transact(all_of_them)
        except Exception as error:  # noqa: BLE001 - each worker gets it and says what it means for its own work
            for wish in wishes:
                wish.error = error
        finally:
            for wish in wishes:
                wish.over.set()
