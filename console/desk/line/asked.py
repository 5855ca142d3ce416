"""What others ask of the line, until it is done or there is no line: each is answered exactly once.

It must not run anything; the line does, on its thread.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from console.desk.trouble import DeskTrouble, NotReached

if TYPE_CHECKING:
    from console.desk.part import DeskConnection

T = TypeVar("T")


class Asked(Generic[T]):
    """One piece of work. `answer` may be called by whoever comes first; only the first counts."""

    def __init__(
        self, work: Callable[[DeskConnection], T], done: Callable[[T | DeskTrouble], None] | None = None
    ) -> None:
        """`done` is called by `answer`, on its thread."""
        self.work = work
        self._done = done
        self._answered = threading.Event()
        self._lock = threading.Lock()
        self._taken = False
        self._answer: T | DeskTrouble | None = None

    @property
    def wanted(self) -> bool:
        """Whether nobody has answered yet."""
        return not self._taken

    def answer(self, answer: T | DeskTrouble) -> None:
        """Give this answer, unless there is one."""
        with self._lock:
            if self._taken:
                return
            self._taken = True
        self._answer = answer
        self._answered.set()
        if self._done is not None:
            self._done(answer)

    def wait(self, seconds: float) -> T:
        """Wait for the answer. Raises the `DeskTrouble` that it is, and `NotReached` after so long."""
        if not self._answered.wait(seconds):
            self.answer(NotReached("The desk did not answer in time."))
            self._answered.wait()
        if isinstance(self._answer, DeskTrouble):
            raise self._answer
        return self._answer  # type: ignore[return-value]


class Queued:
    """What is asked and not begun, in order. While it is shut each is answered with the trouble at once."""

    def __init__(self, why: DeskTrouble) -> None:
        self._lock = threading.Lock()
        self._queue: deque[Asked[Any]] = deque()
        self._why: DeskTrouble | None = why

    def put(self, asked: Asked[Any]) -> None:
        """Have this done later, or answer it at once."""
        with self._lock:
            why = self._why
            if why is None:
                self._queue.append(asked)
        if why is not None:
            asked.answer(why)

    def take(self) -> Asked[Any] | None:
        """The next one that is still wanted."""
        with self._lock:
            while self._queue:
                if (one := self._queue.popleft()).wanted:
                    return one
        return None

    def open(self) -> None:
        """From now on there is a line."""
        with self._lock:
            self._why = None

    def shut(self, why: DeskTrouble) -> None:
        """From now on there is none; whatever waits is answered."""
        with self._lock:
            self._why = why
            dropped = list(self._queue)
            self._queue.clear()
        for one in dropped:
            one.answer(why)
