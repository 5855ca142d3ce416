"""A claim of one row: whose it is, by which token, and how long it counts.

It must not ask the desk; what it says of time is what this computer's own clocks say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from console.desk.claims.lease import OwnClocks, OwnTime, left
from console.desk.place import DeskPlace


class ClaimLost(Exception):
    """The row is not this console's any more, or that cannot be known now: nothing of it may be sent."""


@dataclass(frozen=True, slots=True)
class HeldBy:
    """Another console has the row: `name` works at it, `until` by the desk's clock, which is `left` seconds from then."""

    name: str
    until: datetime
    left: float


@dataclass(eq=False, slots=True)
class Claim:
    """One row that is this console's to send, as long as it `counts`.

    `before` is who held it when their lease ran out, `may_have_sent` says that a write of theirs may have left. `open`:
    a write may have left, whoever's, and nobody knows what became of it; such a claim is not given back, or the desk
    would forget it.
    """

    place: DeskPlace
    token: int
    before: str
    may_have_sent: bool
    until: OwnTime
    clocks: OwnClocks = field(repr=False)
    spare: float = 0.0
    open: bool = False

    @property
    def counts(self) -> bool:
        """Whether there is time enough for a write, by this computer's own clocks. Asks nobody; for any thread."""
        return left(self.until, self.clocks()) >= self.spare
