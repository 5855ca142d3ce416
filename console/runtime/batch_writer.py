"""One writer for many workers: what they want written is put into as few transactions as may be.

It must not know what is written; a worker that waits goes on only when its own writing is safely there.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from console.runtime.turn import Turn, away

Tx = TypeVar("Tx")
T = TypeVar("T")

_MOST_AT_ONCE = 64
_LEFT_FOR = 0.05
"""Seconds for which what nobody waits for is left, after the last such write, to be written with what follows."""


class _Write(Generic[Tx]):
    """One piece of writing and what came of it."""

    def __init__(
        self, work: Callable[[Tx], Any], over: Callable[[Exception | None], object], *, awaited: bool
    ) -> None:
        self.work, self.over, self.awaited = work, over, awaited
        self.result: Any = None


class BatchWriter(Generic[Tx]):
    """Workers call `write` and `write_later`; one thread of its own is in `serve` until `close`.

    Writing a thousand rows one by one waits a thousand times for the disk; those that wait together are written
    together.
    """

    def __init__(self, turn: Turn | None = None) -> None:
        """`turn` is that of the workers: the work is done before them, and they compute while the disk is waited for."""
        self._turn = turn or Turn()
        self._writes: queue.SimpleQueue[_Write[Tx] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._writing = 0

    @contextmanager
    def writing(self) -> Iterator[bool]:
        """A worker is at work in this block and may write to its end, even after `close`; False: it came too late."""
        with self._lock:
            accepted = not self._closed
            self._writing += accepted
        try:
            yield accepted
        finally:
            with self._lock:
                self._writing -= accepted
                self._end_if_idle()

    def write(self, work: Callable[[Tx], T]) -> T:
        """Have `work` done in a transaction; returns what it returns once that is on the disk, or raises its error.

        An error fails everything that was written in the same transaction. Raises RuntimeError after `close`.
        """
        written: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        write: _Write[Tx] = _Write(work, written.put, awaited=True)
        self._put(write)
        with away:
            error = written.get()
        if error is not None:
            raise error
        result: T = write.result
        return result

    def write_later(
        self,
        work: Callable[[Tx], object],
        failed: Callable[[Exception], object],
        done: Callable[[], object] | None = None,
    ) -> None:
        """Have `work` done in a transaction after what was asked for before, soon, and do not wait for it.

        `failed` gets the error, if there is one, on the writer's thread; `done` is called there once it is on the disk.
        Raises RuntimeError after `close`.
        """

        def over(error: Exception | None) -> None:
            if error is not None:
                failed(error)
            elif done is not None:
                done()

        self._put(_Write(work, over, awaited=False))

    def serve(self, transact: Callable[[Callable[[Tx], Any]], Any]) -> None:
        """Write until `close`, and what was asked for before it.

        `transact` runs a piece of work in one transaction, as `Database.write` does.
        """
        over = False
        while not over:
            writes, over = self._next_batch()
            self._write(transact, writes)

    def close(self) -> None:
        """End `serve` when nobody is at work any more and all that was asked for is written."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._end_if_idle()

    def _put(self, write: _Write[Tx]) -> None:
        with self._lock:
            if self._closed and not self._writing:
                raise RuntimeError("The writer has gone.")
            self._writes.put(write)

    def _end_if_idle(self) -> None:
        if self._closed and not self._writing:
            self._writes.put(None)

    def _next_batch(self) -> tuple[list[_Write[Tx]], bool]:
        """What to write in one transaction, and whether it is the last.

        What nobody waits for does not begin one: who comes next would have to wait until that is on the disk.
        """
        writes: list[_Write[Tx]] = []
        patience = None
        while len(writes) < _MOST_AT_ONCE:
            try:
                write = self._writes.get(timeout=patience)
            except queue.Empty:
                break
            if write is None:
                return writes, True
            writes.append(write)
            patience = 0.0 if write.awaited or patience == 0.0 else _LEFT_FOR
        return writes, False

    def _write(self, transact: Callable[[Callable[[Tx], Any]], Any], writes: list[_Write[Tx]]) -> None:
        if not writes:
            return

        def all_of_them(tx: Tx) -> None:
            with self._turn.first():
                for write in writes:
                    write.result = write.work(tx)

        failure: Exception | None = None
        try:
            transact(all_of_them)
        except Exception as error:  # noqa: BLE001 - each worker gets it and says what it means for its own work
            failure = error
        for write in writes:
            write.over(failure)
