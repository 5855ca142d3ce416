"""What changed on the desk, handed on to whoever shows it: many hints that come together are one.

It must not ask the desk anything; whoever shows a record reads it again.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from console.desk.part import Hint

if TYPE_CHECKING:
    from console.desk.part import DeskConnection

_PAUSE = 0.1
"""Seconds between two tellings: a colleague's run writes many rows a second, and each record is read once for all."""
_MOST = 1_000
"""More hints than that are told as "anything may have changed"."""


class Hints:
    """A `DeskPart`. `tell` gets the hints that came, or None where anything may have changed; on the line's thread."""

    def __init__(self, tell: Callable[[frozenset[Hint] | None], None]) -> None:
        self._tell = tell
        self._heard: set[Hint] = set()
        self._anything = False
        self._next = -math.inf

    def begin(self, connection: DeskConnection) -> None:
        """What came while there was no connection is not known: anything may have changed."""
        self._anything = True

    def work(self, connection: DeskConnection, now: float) -> float:
        """Hand on what was heard; at most ten times a second."""
        if not (self._anything or self._heard):
            return math.inf
        if now < self._next:
            return self._next
        heard = None if self._anything or len(self._heard) > _MOST else frozenset(self._heard)
        self.lose()
        self._next = now + _PAUSE
        self._tell(heard)
        return math.inf

    def hear(self, hint: Hint | None) -> None:
        """Keep it until the next telling."""
        if hint is None:
            self._anything = True
        elif len(self._heard) <= _MOST:
            self._heard.add(hint)

    def lose(self) -> None:
        """Nothing is to be handed on of a desk that is away."""
        self._anything = False
        self._heard.clear()
