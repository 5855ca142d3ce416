"""What a bench says: a figure of time with its reference from the same run, or how many of many; each with its bar.

It must not measure anything itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """Rounds of a thing and of its reference, in seconds; `bar` is the highest ratio of their medians that passes."""

    name: str
    reference: str
    rounds: Sequence[float]
    reference_rounds: Sequence[float]
    bar: float

    @property
    def ratio(self) -> float:
        """Median against median."""
        return median(self.rounds) / median(self.reference_rounds)

    @property
    def restless(self) -> bool:
        """Whether the reference's middle half spread by more than 30 % of its median, so that no judgement holds."""
        low, _, high = quantiles(self.reference_rounds, n=4)
        return (high - low) / median(self.reference_rounds) > 0.3

    @property
    def missed(self) -> bool:
        """Whether the bar was missed on a calm machine."""
        return not self.restless and self.ratio > self.bar

    def line(self) -> str:
        """One line of the table."""
        verdict = "restless, not judged" if self.restless else "missed" if self.missed else "kept"
        times = f"{1000 * median(self.rounds):7.1f} ms against {1000 * median(self.reference_rounds):7.1f} ms"
        return f"{self.name:<32} {times}   ratio {self.ratio:5.2f}   bar {self.bar:4.2f}   {verdict}   ({self.reference})"

    def as_json(self) -> dict[str, object]:
        """The same for machines; times in milliseconds."""
        return {
            "name": self.name,
            "reference": self.reference,
            "ms": round(1000 * median(self.rounds), 2),
            "reference_ms": round(1000 * median(self.reference_rounds), 2),
            "ratio": round(self.ratio, 3),
            "bar": self.bar,
            "rounds": len(self.rounds),
            "restless": self.restless,
        }


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many; `at_least` or `at_most` is the share, 0 to 1, that passes. Nothing in it depends on the machine."""

    name: str
    count: int
    of: int
    at_least: float | None = None
    at_most: float | None = None

    @property
    def share(self) -> float:
        """Which part of all it is, 0 to 1."""
        return self.count / self.of

    @property
    def missed(self) -> bool:
        """Whether the bar was missed."""
        too_few = self.at_least is not None and self.share < self.at_least
        return too_few or (self.at_most is not None and self.share > self.at_most)

    def line(self) -> str:
        """One line of the table."""
        bar = "" if self.at_least is None else f"bar at least {100 * self.at_least:.1f} %"
        bar = bar if self.at_most is None else f"bar at most {100 * self.at_most:.1f} %"
        verdict = ("missed" if self.missed else "kept") if bar else ""
        return f"{self.name:<46} {self.count:5} of {self.of:5} {100 * self.share:6.1f} %   {bar:<22} {verdict}".rstrip()

    def as_json(self) -> dict[str, object]:
        """The same for machines."""
        return {
            "name": self.name,
            "count": self.count,
            "of": self.of,
            "at_least": self.at_least,
            "at_most": self.at_most,
        }
