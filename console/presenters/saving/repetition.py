"""Whether the identical change went out a moment ago, told by the trail and, whatever the computer's clock does, by memory.

It must not write the trail or decide whether a repetition is meant; the operator is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.store.trail import Entry, Intent, Trail

_A_MOMENT = 60.0
_KNOWN_APPLIED, _NOT_APPLIED = ("saved", "arrived"), ("not saved",)


class Repetition:
    """What went out since the start, by a clock that nobody sets. To be asked and told by one thread, that of the disk."""

    def __init__(self, trail: Trail, elapsed: Callable[[], float] = monotonic) -> None:
        """`elapsed` are seconds that only ever grow."""
        self._trail, self._elapsed = trail, elapsed
        self._sent: dict[int, tuple[tuple[str, ...], float]] = {}

    def note(self, number: int, intent: Intent) -> None:
        """Remember that this goes out now, as the entry of that number."""
        self._sent[number] = _identity(intent), self._elapsed()

    def of(self, intent: Intent) -> Entry | None:
        """The entry of the identical change that went out within a minute, unless it was not applied."""
        found = self._trail.same_recently(intent.environment, intent.kind, intent.record_id, intent.body)
        if found is not None and not self._is_over(found):
            return found
        for number, (identity, _) in reversed(self._sent.items()):
            if identity == _identity(intent) and self._age(number) < _A_MOMENT:
                entry = self._trail.entry(number)
                return entry if entry is not None and entry.outcome not in _NOT_APPLIED else None
        return None

    def _is_over(self, entry: Entry) -> bool:
        """Whether it went out longer ago than the clock says, which was set back since; what is still open never is."""
        known = entry.number in self._sent and entry.outcome in _KNOWN_APPLIED
        return known and self._age(entry.number) >= _A_MOMENT

    def _age(self, number: int) -> float:
        return self._elapsed() - self._sent[number][1]


def _identity(intent: Intent) -> tuple[str, ...]:
    from console.store.entries import digest

    return intent.environment, intent.kind, intent.record_id, digest(intent.body)
