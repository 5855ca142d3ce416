"""How many calls of a long run may be under way at once, and until when none may begin.

It must not make a call itself or know what one is about; whoever makes calls asks here before each.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from console.runtime.cancel import Cancel

_WELL_BEFORE_MORE = 20
"""Successes in a row before one more call at once is allowed."""


class Brake:
    """At most `most` at once, fewer for a while after the server asked for patience. For use from any thread."""

    def __init__(self, most: int, *, clock: Callable[[], float] = monotonic) -> None:
        self.most = self.allowed = most
        self._clock = clock
        self._changed = threading.Condition()
        self._under_way = 0
        self._well = 0
        self._free_at = self._asked = 0.0
        self._why = ""
        self._paused = False

    @property
    def wait(self) -> float:
        """Seconds until calls may begin again; 0 where they may."""
        return max(0.0, self._free_at - self._clock())

    @property
    def asked(self) -> tuple[float, str]:
        """The seconds that were named for the wait that runs, 0 where none were, and why it runs."""
        return self._asked, self._why

    @property
    def paused(self) -> bool:
        """Whether nothing may begin until `resume`."""
        return self._paused

    def enter(self, cancel: Cancel) -> bool:
        """Wait until one more call may begin; says whether it may. False: it was cancelled. `leave` follows a True."""
        forget = cancel.on_cancel(self._wake)
        try:
            with self._changed:
                while not cancel.cancelled:
                    wait = self.wait
                    if self._may_begin(wait):
                        return True
                    self._changed.wait(wait or None)
                return False
        finally:
            forget()

    def enter_at_once(self) -> bool:
        """The same without a wait: False also where one more call may begin only later."""
        with self._changed:
            return self._may_begin(self.wait)

    def _may_begin(self, wait: float) -> bool:
        may = not self._paused and not wait and self._under_way < self.allowed
        self._under_way += may
        return may

    def leave(self, *, well: bool) -> None:
        """Let the next call begin, because one is over; `well` says that the server did not ask for patience."""
        with self._changed:
            self._under_way -= 1
            self._well = self._well + 1 if well else 0
            if self._well >= _WELL_BEFORE_MORE and self.allowed < self.most:
                self.allowed, self._well = self.allowed + 1, 0
            self._changed.notify_all()

    def slow_down(self, seconds: float, *, named: bool = True, why: str = "") -> bool:
        """Let nothing begin for so many seconds, and then half as many at once as now; says whether a wait begins with it.

        `named`: the server named the seconds; `why` it asked, if it is known.

        Calls that were under way together may all be told so; while nothing may begin anyway, the number is
        not halved again.
        """
        with self._changed:
            begins = not self.wait
            if begins:
                self.allowed = max(1, self.allowed // 2)
                self._asked, self._why = 0.0, ""
            self._well = 0
            self._free_at = max(self._free_at, self._clock() + seconds)
            self._asked = max(self._asked, seconds if named else 0.0)
            self._why = why or self._why
            self._changed.notify_all()
            return begins

    def pause(self) -> None:
        """Let nothing begin until `resume`; what is under way goes on."""
        with self._changed:
            self._paused = True

    def resume(self) -> None:
        """Let calls begin again."""
        with self._changed:
            self._paused = False
            self._changed.notify_all()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
