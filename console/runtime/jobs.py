"""The one file that knows threads: work goes out, exactly one outcome comes back on the UI thread.

It must not know what the work is, and it never calls back synchronously or from a worker.

Measured shape: one bridge object, a queue and a few daemon threads delivered every one of 5,000 results and let the
program close while calls hung; a signals object per runnable lost results, a pool held the close for a read timeout.
"""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from console.runtime.cancel import Cancel
from console.runtime.giving_way import window_begins

T = TypeVar("T")

_TURN = 0.0005
"""Seconds after which a working thread lets another go on: while one validated ten thousand lines, a window that had
to wait Python's usual 5 ms for each of its turns drew a page of fields in 200 ms."""


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The work returned `value`."""

    value: T


@dataclass(frozen=True, slots=True)
class Failed:
    """The work raised `error`."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The caller cancelled before an outcome was delivered."""


JobResult = Done[T] | Failed | Cancelled


class Job(Protocol):
    """Work under way."""

    def cancel(self) -> None:
        """Stop it: the outcome is Cancelled, whatever the work still does."""


class Submits(Protocol):
    """What a presenter needs of `Jobs`; tests put jobs of their own in its place."""

    def submit(self, work: Callable[[Cancel], T], done: Callable[[JobResult[T]], None]) -> Job:
        """Run `work` elsewhere; `done` gets exactly one outcome, later, on the UI thread."""


class _Running:
    """One job: its number, its work, and the cancel that the work is given."""

    def __init__(self, jobs: Jobs, number: int, work: Callable[[Cancel], Any]) -> None:
        self._jobs = jobs
        self.number = number
        self.work = work
        self.stop = Cancel()

    def cancel(self) -> None:
        self._jobs.cancel(self)


class Jobs(QObject):
    """A few daemon threads and the bridge that brings their outcomes to the thread this object lives on."""

    _landed = Signal(int)
    _ended = Signal(int)

    def __init__(self, workers: int = 6) -> None:
        super().__init__()
        sys.setswitchinterval(_TURN)
        self._numbers = count(1)
        self._waiting: dict[int, Callable[[JobResult[Any]], None]] = {}
        self._outcomes: dict[int, JobResult[Any]] = {}
        self._running: dict[int, _Running] = {}
        self._queue: queue.SimpleQueue[_Running | None] = queue.SimpleQueue()
        self._workers = workers
        self._closed = False
        self._threads: list[threading.Thread] = []
        self._idle = threading.Semaphore(0)
        self._landed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._let_go, Qt.ConnectionType.QueuedConnection)

    def submit(self, work: Callable[[Cancel], T], done: Callable[[JobResult[T]], None]) -> Job:
        """Run `work` on a worker; `done` gets exactly one outcome, later, on the UI thread. Nothing after `close`."""
        running = _Running(self, next(self._numbers), work)
        if self._closed:
            running.stop.cancel()
            return running
        self._waiting[running.number] = done
        self._running[running.number] = running
        self._queue.put(running)
        if not self._idle.acquire(blocking=False) and len(self._threads) < self._workers:
            thread = threading.Thread(target=self._serve, name=f"job-{len(self._threads) + 1}", daemon=True)
            self._threads.append(thread)
            thread.start()
        return running

    def cancel(self, running: _Running) -> None:
        """Give a job up now: its call is cut, its outcome is Cancelled, even one that is on its way already.

        Nothing happens if it has been delivered.
        """
        if running.number in self._waiting:
            self._outcomes[running.number] = Cancelled()
            self._landed.emit(running.number)
        running.stop.cancel()

    @property
    def busy(self) -> bool:
        """Whether any outcome is still to come."""
        return bool(self._waiting)

    def close(self, patience: float = 1.0) -> None:
        """Cancel everything, deliver nothing more, and wait at most `patience` seconds for the workers to end."""
        self._closed = True
        self._waiting.clear()
        for running in tuple(self._running.values()):
            running.stop.cancel()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(patience / len(self._threads))

    def wait(self, patience: float = 5.0) -> None:
        """Wait until what was submitted to the one worker there is has been done, for at most `patience` seconds.

        Outcomes are delivered later as ever. With more than one worker this would tell nothing.
        """
        assert self._workers == 1
        done = threading.Event()
        self.submit(lambda _: done.set(), _nobody)
        done.wait(patience)

    def finish(self, patience: float = 5.0) -> None:
        """Let everything that was submitted be done, for at most `patience` seconds, then close; nothing is delivered."""
        self._waiting.clear()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(patience)
        self.close(0.0)

    def _serve(self) -> None:
        while (running := self._queue.get()) is not None:
            outcome: JobResult[Any] = Cancelled()
            if not running.stop.cancelled:
                try:
                    outcome = Done(running.work(running.stop))
                except Exception as error:  # noqa: BLE001 - whatever went wrong belongs to who asked for the work
                    outcome = Failed(error)
            if self._closed:
                return
            number = running.number
            self._outcomes.setdefault(number, outcome)  # unless it was cancelled
            del running, outcome  # a waiting thread must not keep a result alive
            self._idle.release()
            self._ended.emit(number)

    def _let_go(self, number: int) -> None:
        kept = self._running.pop(number)  # so that what the work holds is let go here, and never by a worker
        self._deliver(kept.number)

    def _deliver(self, number: int) -> None:
        outcome = self._outcomes.pop(number, None)
        done = self._waiting.pop(number, None)  # popping it here is the whole once-only rule
        if done is not None and outcome is not None:
            window_begins()
            done(outcome)


def _nobody(_: object) -> None:
    """Nobody waits for this outcome."""
