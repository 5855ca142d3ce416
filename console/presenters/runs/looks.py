"""Looks by themselves at rows of which it is not known whether they arrived, with growing pauses for about two minutes.

It must not read anything or keep a schedule of its own; when it is time it tells, and whoever has the run looks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import timedelta

from console.presenters.clock import Wake
from console.presenters.saving.saving import looks_left


class Looks:
    """`look` is called when it is time. One alarm at a time; each pause begins with `go_on`."""

    def __init__(self, look: Callable[[], None], wake: Wake) -> None:
        self._look, self._wake = look, wake
        self._pauses: deque[float] = deque()
        self._put_off: Callable[[], object] = _nothing

    def begin(self, since: timedelta = timedelta(0)) -> None:
        """Have the looks that are left so long after a write begin with the next `go_on`."""
        self.put_off()
        self._pauses = deque(looks_left(since))

    def go_on(self) -> bool:
        """Set the alarm for the next look; says whether there is one."""
        self.put_off()
        if not self._pauses:
            return False
        self._put_off = self._wake(self._pauses.popleft(), self._look)
        return True

    def put_off(self) -> None:
        """Let no alarm ring until the next `go_on`."""
        self._put_off()
        self._put_off = _nothing

    def end(self) -> None:
        """Look no more."""
        self.put_off()
        self._pauses.clear()


def _nothing() -> None:
    """No alarm is set."""
