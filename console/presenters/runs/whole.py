"""What is done with all rows of a run at once, by a worker: they are written down, made unchecked, or held side by side.

It must not change a row that the window shows, nor compute long without letting the window draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from console.presenters.runs.check import doubles
from console.presenters.runs.items import RunRow, kept
from console.presenters.runs.tally import Counted, Tally
from console.runtime.cancel import Cancel
from console.runtime.turn import Turn, away

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.store.runs import Run, Runs

_STEP = 20
"""Rows of which the window can wait for the last: to write one down takes 0.05 ms."""


class WholeRun:
    """All `items` of a run as they stand; each method is the work of a job."""

    def __init__(self, items: Sequence[RunRow], turn: Turn) -> None:
        """`turn` is that of the window."""
        self._items, self._turn = list(items), turn

    def doubles(self, _: Cancel) -> list[RunRow]:
        """The rows whose order another row ships already, marked so."""
        return doubles(self._in_steps(self._items))

    def unchecked(self, _: Cancel) -> Counted:
        """The rows as they were before the check."""
        return self._counted([item.unchecked for item in self._in_steps(self._items)])

    def writing(self, runs: Runs, run: Run, message: bool | None) -> Callable[[Cancel], tuple[Run, Counted]]:
        """What writes them down as a new run and returns it with the rows as decided; `message` as a row has it."""
        return partial(self._written, runs, run, message)

    def _written(self, runs: Runs, run: Run, message: bool | None, _: Cancel) -> tuple[Run, Counted]:
        rows = [item.decided(message) for item in self._in_steps(self._items)]
        begun = runs.begin(run, (kept(item) for item in self._in_steps(rows)))
        return begun, self._counted(rows)

    def _counted(self, rows: list[RunRow]) -> Counted:
        return Counted(rows, Tally(self._in_steps(rows)))

    def _in_steps(self, items: list[RunRow]) -> Iterator[RunRow]:
        with self._turn.taken():
            for start in range(0, len(items), _STEP):
                yield from items[start : start + _STEP]
                with away:
                    pass  # the window draws now, if it wants to
