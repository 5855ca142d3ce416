"""The lanes of a run: rows taken one after the other by several workers, with one brake for all of them.

It must not know what is done with a row, and never takes one twice unless the server asked for patience.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from console.presenters.runs.items import RunRow
from console.runtime.brake import Brake
from console.runtime.cancel import Cancel

if TYPE_CHECKING:
    from console.api.call import Progress

_MOST_TRIES = 8
_USUAL_WAIT = 1.0
"""Seconds to wait where the server asks for patience and does not say for how long."""


class TryLater(Exception):
    """The server asked for patience, for so many `seconds` if it named any; nothing was done.

    The row is to be taken again; `last` makes what it is when it has been tried often enough.
    """

    def __init__(self, last: Callable[[], RunRow], seconds: float | None) -> None:
        super().__init__()
        self.last, self.seconds = last, seconds


class Lanes:
    """`items` are the rows as they stand; `changed` collects the places of rows that changed, for whoever looks.

    `work` runs in a lane's thread and returns the row as it stands then, the very same one where nothing was done
    with it; it may raise `TryLater`.
    """

    def __init__(self, items: list[RunRow], brake: Brake) -> None:
        self.items, self.brake = items, brake
        self.changed: deque[int] = deque()
        self.stop = Cancel()
        self._todo: deque[tuple[int, int]] = deque()
        self._done: deque[int] = deque()

    @property
    def left(self) -> int:
        """How many rows no lane has taken yet."""
        return len(self._todo)

    @property
    def done(self) -> int:
        """With how many of the rows that were loaded something was done."""
        return len(self._done)

    def queue(self, places: Iterable[int]) -> None:
        """Queue these rows; a stop that was asked for before does not count for them."""
        self.stop = Cancel()
        self._todo = deque((place, 0) for place in places)
        self._done = deque()

    def drain_changes(self) -> list[int]:
        """The places of rows that changed since this was asked last, each once, in order."""
        found: set[int] = set()
        while self.changed:
            found.add(self.changed.popleft())
        return sorted(found)

    def update_row(self, item: RunRow) -> None:
        """Replace a row and mark it changed."""
        self.items[item.place] = item
        self.changed.append(item.place)

    def run(self, work: Callable[[RunRow, Watch, Cancel], RunRow], cancel: Cancel) -> None:
        """One lane: takes rows until there are none, it was stopped, or all is being closed."""
        forget = cancel.on_cancel(self.stop.cancel)
        try:
            while not self.stop.cancelled and (taken := self._taken()) is not None:
                if not self.brake.enter(self.stop):
                    self._todo.appendleft(taken)
                    return
                watch = Watch(self.brake, self.stop)
                try:
                    self._one(work, taken, watch, cancel)
                finally:
                    self.brake.leave(well=not watch.told)
        finally:
            forget()

    def _taken(self) -> tuple[int, int] | None:
        try:
            return self._todo.popleft()
        except IndexError:
            return None

    def _one(
        self,
        work: Callable[[RunRow, Watch, Cancel], RunRow],
        taken: tuple[int, int],
        watch: Watch,
        cancel: Cancel,
    ) -> None:
        place, tries = taken
        item = self.items[place]
        try:
            after = work(item, watch, cancel)
        except TryLater as later:
            watch.hold(later.seconds or _USUAL_WAIT)
            if tries + 1 < _MOST_TRIES:
                self._todo.append((place, tries + 1))
                return
            after = later.last()
        if after is not item:
            self.update_row(after)
            self._done.append(place)


class Watch:
    """Listens to one row's calls for waits that the server announces, and holds every lane for so long.

    `stop` cuts what may be cut when no further row is to be taken: a read, never a write.
    """

    def __init__(self, brake: Brake, stop: Cancel) -> None:
        self._brake = brake
        self.stop = stop
        self.told = False

    def __call__(self, progress: Progress) -> None:
        if progress.waiting:
            self.hold(progress.waiting)

    def hold(self, seconds: float) -> None:
        """Let no lane begin another row for so many seconds."""
        self.told = True
        self._brake.slow_down(seconds)
