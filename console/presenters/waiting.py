"""What a piece of work on the server waits for: written by its worker, read by whoever shows it, and left by the operator.

It must not show anything or cut a write that has left; it says in words how long, how far and what for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from math import ceil
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from console.runtime.cancel import Cancel

if TYPE_CHECKING:
    from console.api.call import Progress
    from console.model.fields.field import RecordKind

LOOK_MS = 250
"""How often whoever shows a wait looks at it, in milliseconds; whole seconds are counted."""
_LITTLE = 100_000
"""Fewer bytes than these have come before anybody could read how many."""


class WaitWords(NamedTuple):
    """How a wait stands: `asked` is what a server asks for, `far` how long and how far otherwise; both may be empty.

    `left`: a write is out, so that what is done cannot be stopped any more. `put_off`: it was out, and the server has
    not taken it yet.
    """

    asked: str = ""
    far: str = ""
    left: bool = False
    put_off: bool = False


class Waiting:
    """One piece of work. It is called with each `Progress`, in the worker's thread; all else may come from any."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """`clock` counts seconds that only ever grow."""
        self.stop = Cancel()
        self.kind: RecordKind | None = None
        """The kind of record that is being read, where whoever waits does not know it."""
        self._clock = clock
        self._lock = threading.Lock()
        self._began = clock()
        self._last: Progress | None = None
        self._until = 0.0
        self._left = self._put_off = False

    def __call__(self, progress: Progress) -> None:
        """Hear how the call stands."""
        with self._lock:
            self._last = progress
            if progress.waiting:
                self._until = self._clock() + progress.waiting
                self._put_off = self._put_off or self._left
                self._left = False  # what left was refused
            elif progress.leaving:
                self._began = self._clock()
                self._left = not self.stop.cancelled

    def within(self, cancel: Cancel) -> Cancel:
        """What ends the work: `cancel`, which is the job's own, or the operator's wish, which never cuts a write."""
        cancel.on_cancel(self.stop.cancel)
        return self.stop

    def give_up(self) -> bool:
        """End the work, unless a write is out; says whether it is ended."""
        with self._lock:
            if not self._left:
                self.stop.cancel()
            return not self._left

    def words(self) -> WaitWords:
        """How it stands now."""
        with self._lock:
            last, now, until = self._last, self._clock(), self._until
            seconds, left, put_off = int(now - self._began), self._left, self._put_off
        if last is not None and last.waiting and until > now:
            return WaitWords(asked=_asked(last, ceil(until - now)), put_off=put_off)
        parts = [f"{seconds} s"] if seconds >= 1 else []
        if last is not None and last.got >= _LITTLE:
            parts.append(_so_far(last.got, last.total))
        return WaitWords(far=", ".join(parts), left=left)


def _asked(progress: Progress, seconds: int) -> str:
    who = "The sign-in server" if progress.signing_in else "The server"
    if progress.asked > progress.waiting:
        return f"{who} asks to wait {progress.asked:,.0f} s ({progress.status}); it is tried again in {seconds} s…"
    return f"{who} asks to wait {seconds} s ({progress.status})…"


def _so_far(got: int, total: int | None) -> str:
    if total is None or total < got:
        return f"{got / 1e6:.1f} MB so far"
    return f"{got / 1e6:.1f} of {total / 1e6:.1f} MB so far"
