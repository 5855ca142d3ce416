"""What a bench says: rounds of a row with its reference from the same run, or how many of many; each with its verdict.

It must not measure anything itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from tests.bench.rows import ROWS, Row

_RESTLESS = 0.3
"""The reference's middle half may spread by so much of its median."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Rounds of one row: of this checkout, of what it is held against, and where it is known of the earlier build.

    Times are in seconds and memory in bytes, as measured; a row of another unit holds plain numbers.
    """

    name: str
    here: Sequence[float]
    reference: Sequence[float] = ()
    earlier: Sequence[float] = ()

    @property
    def row(self) -> Row:
        """What it fills."""
        return ROWS[self.name]

    @property
    def ratio(self) -> float:
        """Median against median; the median itself, in the row's unit, where there is no reference."""
        return self._shown(self.here) if not self.reference else median(self.here) / median(self.reference)

    @property
    def restless(self) -> bool:
        """Whether the reference spread too much, or had too few rounds to tell, so that no judgement holds."""
        if not self.row.against:
            return False
        if len(self.reference) < 2:
            return True
        low, _, high = quantiles(self.reference, n=4, method="inclusive")
        return (high - low) / median(self.reference) > _RESTLESS

    @property
    def verdict(self) -> str:
        """`aim reached`, `met`, `missed`, or why it is not judged."""
        if self.restless:
            return "restless, not judged" if len(self.reference) > 1 else "one round, not judged"
        if self.ratio <= self.row.aim:
            return "met, and the aim"
        return "met" if self.ratio <= self.row.must else "missed"

    def cells(self) -> tuple[str, ...]:
        """What, against, reference, earlier build, here, ratio, must, aim, verdict."""
        row = self.row
        return (
            row.what,
            row.against,
            self._said(self.reference),
            self._said(self.earlier),
            self._said(self.here),
            f"{self.ratio:.2f}" if row.against else "",
            f"{row.must:g}",
            f"{row.aim:g}",
            self.verdict,
        )

    def as_json(self) -> dict[str, object]:
        """The same for machines; numbers in the row's unit, all rounds rounded to four places."""
        row = self.row
        return {
            "row": self.name,
            "what": row.what,
            "against": row.against,
            "unit": row.unit,
            "here": round(self._shown(self.here), 4),
            "reference": round(self._shown(self.reference), 4) if self.reference else None,
            "earlier": round(self._shown(self.earlier), 4) if self.earlier else None,
            "ratio": round(self.ratio, 4),
            "must": row.must,
            "aim": row.aim,
            "verdict": self.verdict,
            "rounds": [round(value, 6) for value in self.here],
            "reference_rounds": [round(value, 6) for value in self.reference],
        }

    def _shown(self, rounds: Sequence[float]) -> float:
        return median(rounds) * {"ms": 1000.0, "MiB": 2.0**-20}.get(self.row.unit, 1.0)

    def _said(self, rounds: Sequence[float]) -> str:
        if not rounds:
            return ""
        value = self._shown(rounds)
        digits = 0 if self.row.unit == "" else 1 if value >= 10 else 2
        return f"{value:,.{digits}f} {self.row.unit}".strip()


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
