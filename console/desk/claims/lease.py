"""How long a claim counts, by this computer's own clocks: a machine that slept past its lease must find out by itself.

It must not believe one clock alone, nor ask the desk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from console.runtime.awake import awake, wall

_LEAST, _MOST = 10, 900
"""What the desk itself allows, in seconds; what it would shorten must not be believed here."""


class OwnTime(NamedTuple):
    """What this computer's two clocks say, in seconds.

    `awake` is set by nobody and goes on while the machine sleeps; `wall` is what people set, and goes on where the
    first has stood still, as in a virtual machine that was frozen.
    """

    awake: float
    wall: float


OwnClocks = Callable[[], OwnTime]


def own_clocks() -> OwnTime:
    """Now."""
    return OwnTime(awake(), wall())


@dataclass(frozen=True, slots=True)
class Lease:
    """For how many seconds the desk holds a row for this console unless it is renewed."""

    seconds: int = 120

    def __post_init__(self) -> None:
        if not _LEAST <= self.seconds <= _MOST:
            raise ValueError(f"A lease lasts {_LEAST} to {_MOST} seconds, not {self.seconds}.")

    @property
    def spare(self) -> float:
        """With fewer seconds left than these nothing is begun: a write may take 30 s, and some are for the desk's way."""
        return self.seconds * 3 / 8

    @property
    def renew_every(self) -> float:
        """A lost renewal or two must do no harm."""
        return self.seconds / 4

    def until(self, asked: OwnTime) -> OwnTime:
        """When a lease ends that the desk was asked for at `asked`: the desk begins to count later, never earlier."""
        return OwnTime(asked.awake + self.seconds, asked.wall + self.seconds)


def left(until: OwnTime, now: OwnTime) -> float:
    """Seconds that are left of a lease: the clock on which fewer are left counts."""
    return min(until.awake - now.awake, until.wall - now.wall)
