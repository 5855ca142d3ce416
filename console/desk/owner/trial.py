"""Tries a desk out before it is joined, for Settings and for `order-console desk check`: reached as the line does it.

It must not write anything there, and takes no longer than its bound whatever the server does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from console.desk import driver
from console.desk.line import faults
from console.desk.line.bell import Bell
from console.desk.line.dialled import Dialled, GivenUp
from console.desk.owner.checkup import Seen, check_desk
from console.desk.trouble import NotReached
from console.runtime import hidden
from console.runtime.awake import wall

if TYPE_CHECKING:
    from console.desk.line.address import DeskAddress
    from console.model.environment import Secret
    from console.runtime.cancel import Cancel

LONGEST = 20.0
"""Seconds; a name that the system looks up more slowly than that is waited for."""


@dataclass(frozen=True, slots=True)
class DeskFound:
    """What was looked at, in order."""

    seen: tuple[Seen, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, as sentences."""
        return tuple(one.words for one in self.seen)

    @property
    def good(self) -> bool:
        """Whether a console can work with it."""
        return all(one.weight != "bad" for one in self.seen)


def try_desk(
    address: DeskAddress,
    password: Secret,
    stop: Cancel,
    *,
    longest: float = LONGEST,
    patience: float = 5.0,
    clock: Callable[[], float] = wall,
) -> DeskFound:
    """Connect and look at everything. Raises `DeskTrouble` where nobody lets us in, or it was stopped or took too long.

    `patience` is how many seconds a silent server is given, `longest` how many all of it; `clock` is this computer's.
    """
    driver.psycopg()
    from console.desk.line import wire as wires

    hidden.KNOWN.secret(password.reveal())
    bell, until = Bell(), monotonic() + longest
    forget = stop.on_cancel(bell.ring)
    timer = threading.Timer(longest, bell.ring)
    timer.daemon = True
    timer.start()

    def given_up() -> bool:
        bell.heard()
        return stop.cancelled or monotonic() > until

    try:
        wire = wires.dial(
            address.options(password),
            wires.WireWatch(bell, given_up, patience=patience),
            hopeless=lambda failure: faults.of_one(failure, address).status == "refused",
        )
        try:
            return DeskFound(tuple(check_desk(wire, clock)))
        finally:
            wire.close()
    except Dialled as error:
        raise NotReached(faults.of_dialling(error.failed, address).sentence) from None
    except GivenUp:
        said = "Trying the desk was stopped." if stop.cancelled else "The desk took too long to answer."
        raise NotReached(said) from None
    finally:
        forget()
        timer.cancel()
        bell.close()
