"""When the line beats, asks again and tries again: its times, its pauses that grow, and whether the computer slept.

It must not wait itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LineTimes:
    """All in seconds. A beat finds a connection that only looks alive; `seldom` is for what mends itself rarely.

    `connect` is for one address of a server. `statement` and `lock` are the server's limits, below `patience`, which a
    frozen one is given. No wait is longer than a `nap`, because one goes on where it stood when the computer wakes up.
    A part that failed is asked `again` later.
    """

    connect: float = 3.0
    patience: float = 5.0
    statement: float = 4.0
    lock: float = 2.0
    beat: float = 10.0
    poll: float = 15.0
    first_pause: float = 0.5
    longest_pause: float = 30.0
    seldom: float = 30.0
    nap: float = 2.5
    again: float = 5.0


class Pauses:
    """Pauses between tries, each twice the one before, and none exactly as long as another console's."""

    def __init__(self, times: LineTimes, chance: Callable[[], float]) -> None:
        """`chance` gives a number from 0 to 1."""
        self._times, self._chance = times, chance
        self._next = times.first_pause

    def next(self) -> float:
        """How long to wait now."""
        pause = self._next
        self._next = min(2 * pause, self._times.longest_pause)
        return self._spread(pause)

    def seldom(self) -> float:
        """How long to wait where only people can mend it."""
        return self._spread(self._times.seldom)

    def reset(self) -> None:
        """It went well, or all is different now."""
        self._next = self._times.first_pause

    def _spread(self, pause: float) -> float:
        return pause * (0.75 + 0.5 * self._chance())


def chance() -> float:
    """Any number from 0 to 1."""
    return random.random()  # noqa: S311 - spreads consoles, hides nothing


class Sleep:
    """Tells that the computer slept, by a clock that went on while the other stood, or by a wait far too long."""

    _LEAST = 5.0

    def __init__(self, clock: Callable[[], float], awake: Callable[[], float]) -> None:
        """`clock` gives monotonic seconds; `awake` those that go on in sleep."""
        self._clock, self._awake = clock, awake
        self._before = clock(), awake()

    def was(self, longest: float) -> bool:
        """Whether it slept since the last call; `longest` is how long that may be ago."""
        now = self._clock(), self._awake()
        passed, in_all = now[0] - self._before[0], now[1] - self._before[1]
        self._before = now
        return abs(in_all - passed) > self._LEAST or passed > longest + 6 * self._LEAST
