"""The lanes of a run: rows taken one after the other by several workers, with one brake for all of them.

It must not know what is done with a row, and never takes one twice unless the server asked for patience.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from console.presenters.runs.items import RunRow
from console.presenters.runs.outage import Outage, TakeBack
from console.runtime.brake import Brake
from console.runtime.cancel import Cancel
from console.runtime.turn import Turn, away

if TYPE_CHECKING:
    from console.api.call import Progress
    from console.api.errors import ApiError

_MOST_TRIES = 8
_USUAL_WAIT, _LONGEST_WAIT = 1.0, 60.0
"""Seconds to wait where the server asks for patience and does not say for how long; and where it asks for more."""
_WHY = {429: "too many calls", 503: "not available"}
"""Why a server asks for patience, by the status of its answer."""


class TryLater(Exception):
    """The server asked for patience with this `error`, and nothing was done.

    The row is to be taken again; `last` makes what it is when it has been tried often enough.
    """

    def __init__(self, last: Callable[[], RunRow], error: ApiError) -> None:
        super().__init__()
        self.last, self.error = last, error


class Lanes:
    """`items` are the rows as they stand; `changed` collects the places of rows that changed, for whoever looks.

    `work` runs in a lane's thread and returns the row as it stands then, the very same one where nothing was done
    with it; it may raise `TryLater`, and tells its watch of a trouble that is not the row's own. After several of
    those in a row `outage` says why, and no further row is taken.
    """

    def __init__(self, items: list[RunRow], brake: Brake) -> None:
        self.items, self.brake = items, brake
        self.changed: deque[int] = deque()
        self.turn = Turn()
        self.stop = Cancel()
        self.outage = Outage()
        self._todo: deque[tuple[int, int]] = deque()
        self._done: set[int] = set()

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
        self.stop, self.outage = Cancel(), Outage()
        self._todo = deque((place, 0) for place in places)
        self._done = set()

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
            with self.turn.taken():
                self._rows(work, cancel)
        finally:
            forget()

    def _rows(self, work: Callable[[RunRow, Watch, Cancel], RunRow], cancel: Cancel) -> None:
        while not self.stop.cancelled and (taken := self._taken()) is not None:
            if not (self.brake.enter_at_once() or self._entered()):
                self._todo.appendleft(taken)
                return
            watch = Watch(self.brake, self.stop)
            try:
                self._one(work, taken, watch, cancel)
            finally:
                self.brake.leave(well=not watch.told)

    def _entered(self) -> bool:
        with away:
            return self.brake.enter(self.stop)

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
            if watch.wait_out(later.error):
                self.outage.waited(later.error.headline)
            if self.outage.why or tries + 1 < _MOST_TRIES:
                self._todo.append((place, tries + 1))
                self._end_if_gone()
                return
            after = later.last()
            watch.met(later.error.headline)
        if after is not item:
            self.update_row(after)
            self._done.add(place)
        self._judge(watch, done=after is not item)

    def _judge(self, watch: Watch, *, done: bool) -> None:
        """Count what the row met, if it was not its own; rows of which nothing was sent are as before, once all is stopped."""
        if watch.trouble is None:
            if done and watch.asked:
                self.outage.well()
            return
        for take_back in self.outage.met(*watch.trouble):
            before = take_back()
            self.update_row(before)
            self._done.discard(before.place)
        self._end_if_gone()

    def _end_if_gone(self) -> None:
        if self.outage.why:
            self.stop.cancel()


class Watch:
    """Listens to one row's calls for waits that the server announces, and holds every lane for so long.

    `stop` cuts what may be cut when no further row is to be taken: a read, never a write. `asked` is taken back for a
    row that needs nobody to be asked, since it tells nothing of the server.
    """

    def __init__(self, brake: Brake, stop: Cancel) -> None:
        self._brake = brake
        self.stop = stop
        self.told, self.asked = False, True
        self.trouble: tuple[str, TakeBack | None] | None = None

    def __call__(self, progress: Progress) -> None:
        if progress.waiting:
            self.hold(progress.waiting)

    def met(self, why: str, back: TakeBack | None = None) -> None:
        """The row met a trouble that is not its own. `back` makes the row as it was, where nothing of it was sent."""
        self.trouble = why, back

    def hold(self, seconds: float, *, named: bool = True, why: str = "") -> bool:
        """Let no lane begin another row for so many seconds; says whether that is a new wait."""
        self.told = True
        return self._brake.slow_down(min(seconds, _LONGEST_WAIT), named=named, why=why)

    def wait_out(self, error: ApiError) -> bool:
        """The same for as long as an answer asks for."""
        named = error.retry_after or 0.0
        return self.hold(named or _USUAL_WAIT, named=named > 0, why=_WHY.get(error.status or 0, ""))
