"""Alarms without time for tests of presenters: they ring when the test says so, and the clock of the test goes on with them.

It must not be used to test that a real alarm rings; `console.presenters.clock` has its own test for that.
"""

from __future__ import annotations

from collections.abc import Callable


class Alarms:
    """Keeps every alarm that is set, as (seconds, what rings), in the order in which they ring."""

    def __init__(self, pass_: Callable[[float], object] = lambda _: None) -> None:
        """`pass_` moves the clock of the test on by so many seconds."""
        self._pass = pass_
        self._now = 0.0
        self.set: list[tuple[float, Callable[[], None]]] = []

    def __call__(self, seconds: float, ring: Callable[[], None]) -> Callable[[], None]:
        """Set one; what this returns puts it off."""
        alarm = (self._now + seconds, ring)
        self.set.append(alarm)
        self.set.sort(key=lambda one: one[0])
        return lambda: self.set.remove(alarm) if alarm in self.set else None

    @property
    def pauses(self) -> list[float]:
        """In how many seconds each rings."""
        return [at - self._now for at, _ in self.set]

    def ring(self) -> float:
        """Let time go on to the first, and let it ring; returns how long that was."""
        at, ring = self.set.pop(0)
        gone, self._now = at - self._now, at
        self._pass(gone)
        ring()
        return gone
