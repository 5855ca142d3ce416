"""What was worked out of one reading of a record, kept while what it was worked out of stays the very same object.

It must not be compared, kept on disk or trusted for another reading: it only saves working the same out again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Findings:
    """Belongs to `base`, a record as read. Ten thousand lines are walked once, and not at each key that is pressed."""

    __slots__ = ("_known", "base")

    def __init__(self, base: object) -> None:
        self.base = base
        self._known: dict[str, tuple[object, Any]] = {}

    def once(self, what: str, of: object, work: Callable[[], T]) -> T:
        """What `work` returns; it is called only where `of` is another object than at the last time.

        Two threads may ask at the same time: then both work, and both get the same.
        """
        known = self._known.get(what)
        if known is None or known[0] is not of:
            known = self._known[what] = (of, work())
        found: T = known[1]
        return found

    def forget(self, what: str) -> None:
        """Keep this no longer, with what it was worked out of."""
        self._known.pop(what, None)
