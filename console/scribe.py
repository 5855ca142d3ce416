"""One writer for many workers: what they want written is put into as few transactions as may be.

It must not know what is written; a worker that waits goes on only when its own writing is safely there.
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
_LEFT_FOR = 0.05
"""Seconds for which what nobody waits for is left, after the last such wish, to be written with what follows."""


class _Wish(Generic[Tx]):
    """One piece of writing and what came of it."""

    def __init__(
        self, work: Callable[[Tx], Any], over: Callable[[Exception | None], object], *, awaited: bool
    ) -> None:
        self.work, self.over, self.awaited = work, over, awaited
        self.result: Any = None


class Scribe(Generic[Tx]):
    """Workers call `write` and `leave`; one thread of its own is in `serve` until `close`.

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
        written: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        wish: _Wish[Tx] = _Wish(work, written.put, awaited=True)
        self._put(wish)
        error = written.get()
        if error is not None:
            raise error
        result: T = wish.result
        return result

    def leave(self, work: Callable[[Tx], object], failed: Callable[[Exception], object]) -> None:
        """Have `work` done in a transaction after what was wished for before, soon, and do not wait for it.

        `failed` gets the error, if there is one, on the writer's thread. Raises RuntimeError after `close`.
        """
        self._put(_Wish(work, lambda error: failed(error) if error is not None else None, awaited=False))

    def serve(self, transact: Callable[[Callable[[Tx], Any]], Any]) -> None:
        """Write until `close`, and what was wished for before it.

        `transact` runs a piece of work in one transaction, as `Database.write` does.
        """
        over = False
        while not over:
            wishes, over = self._together()
            self._write(transact, wishes)

    def close(self) -> None:
        """End `serve` when nobody is at work any more and all that was wished for is written."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._leave_if_alone()

    def _put(self, wish: _Wish[Tx]) -> None:
        with self._lock:
            if self._closed and not self._at_work:
                raise RuntimeError("The writer has gone.")
            self._wishes.put(wish)

    def _leave_if_alone(self) -> None:
        if self._closed and not self._at_work:
            self._wishes.put(None)

    def _together(self) -> tuple[list[_Wish[Tx]], bool]:
        """What to write in one transaction, and whether it is the last.

        What nobody waits for does not begin one: who comes next would have to wait until that is on the disk.
        """
        wishes: list[_Wish[Tx]] = []
        patience = None
        while len(wishes) < _MOST_AT_ONCE:
            try:
                wish = self._wishes.get(timeout=patience)
            except queue.Empty:
                break
            if wish is None:
                return wishes, True
            wishes.append(wish)
            patience = 0.0 if wish.awaited or patience == 0.0 else _LEFT_FOR
        return wishes, False

    def _write(self, transact: Callable[[Callable[[Tx], Any]], Any], wishes: list[_Wish[Tx]]) -> None:
        if not wishes:
            return

        def all_of_them(tx: Tx) -> None:
            for wish in wishes:
                wish.result = wish.work(tx)

        failure: Exception | None = None
        try:
            transact(all_of_them)
        except Exception as error:  # noqa: BLE001 - each worker gets it and says what it means for its own work
            failure = error
        for wish in wishes:
            wish.over(failure)
