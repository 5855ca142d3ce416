"""How fast a run goes: rows done, rows a second, seconds left, and a sample of it each second for the chart.

It must not know what a row is; it is told how many are done, and what time it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

_SECONDS_A_SAMPLE = 1.0
_SECONDS_TO_TELL = 2.0
_MOST_OF_THE_PAST = 300


@dataclass(frozen=True, slots=True)
class Sample:
    """How many rows had ended `at` so many seconds after the start."""

    at: float
    done: int


def of_ends(began: datetime, ends: Iterable[datetime]) -> tuple[Sample, ...]:
    """The samples of a run that is over, from when it began and when its rows ended; none where no row did.

    At most a few hundred, evenly over its time.
    """
    at = sorted(max((end - began).total_seconds(), 0.0) for end in ends)
    if not at or not at[-1]:
        return ()
    step = at[-1] / _MOST_OF_THE_PAST
    samples = [Sample(0.0, 0)]
    for done, spent in enumerate(at, 1):
        if spent - samples[-1].at >= step or done == len(at):
            samples.append(Sample(spent, done))
    return tuple(samples)


class Pace:
    """One stretch of work over `total` rows; `samples` begin anew with each."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._began = 0.0
        self.total = self.done = 0
        self.samples: tuple[Sample, ...] = ()

    def begin(self, total: int) -> None:
        """Start the clock for so many rows, with none of them done."""
        self._began = self._clock()
        self.total, self.done, self.samples = total, 0, (Sample(0.0, 0),)

    def tell(self, done: int) -> None:
        """Take down how many rows are done by now, and once a second a sample of it."""
        self.done = done
        if self.samples and self.spent - self.samples[-1].at >= _SECONDS_A_SAMPLE:
            self.samples = (*self.samples, Sample(self.spent, self.done))

    @property
    def rate(self) -> float:
        """Rows a second since the start."""
        return self.done / self.spent if self.spent else 0.0

    @property
    def left(self) -> float | None:
        """Seconds to go at this rate; None while that cannot be told."""
        if self.spent < _SECONDS_TO_TELL or not self.done:
            return None
        return (self.total - self.done) / self.rate

    @property
    def spent(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._began
