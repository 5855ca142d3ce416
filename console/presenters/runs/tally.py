"""How many rows of a run stand how, kept up as rows change, so that ten thousand are never counted anew.

It must not hold a row, and it counts by keys; their words are those of the rows themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from console.presenters.runs.items import STATUS_WORDS, VERDICT_WORDS, RowCount, RowVerdict, RunRow
from console.presenters.runs.state import RunState
from console.store.runs import RowStatus


class Tally:
    """Counts of rows by what the check found, what became of them, and of those that are chosen; `unlinked` have no link.

    `unknown` rows may have arrived or not, and their orders can be read; `unknown_messaging` of them message the customer.
    """

    def __init__(self, items: Iterable[RunRow]) -> None:
        self._found: Counter[RowVerdict] = Counter()
        self._statuses: Counter[RowStatus] = Counter()
        self.chosen = self.unlinked = self.silent = self.messaging = self.total = 0
        self.unknown = self.unknown_messaging = 0
        for item in items:
            self.total += 1
            self._add(item, 1)

    def replaced(self, before: RunRow, after: RunRow) -> None:
        """Count a row as it is `after` in the place of how it was `before`."""
        self._add(before, -1)
        self._add(after, 1)

    @property
    def checked(self) -> int:
        """How many rows the check has come to."""
        return self.total - self._found["unchecked"]

    def ended(self, *statuses: RowStatus) -> int:
        """How many rows have one of these statuses."""
        return sum(self._statuses[status] for status in statuses)

    @property
    def found(self) -> tuple[RowCount, ...]:
        """What the check found, with how many rows each; what no row has is left out."""
        return tuple(RowCount(key, count) for key in VERDICT_WORDS if (count := self._found[key]))

    @property
    def became(self) -> tuple[RowCount, ...]:
        """What became of the rows, with how many each; what no row has is left out."""
        return tuple(RowCount(key, count) for key in STATUS_WORDS if (count := self._statuses[key]))

    def shown_in(self, state: RunState, *, sending: bool) -> RunState:
        """The state with these counts in it, as they are before the run, or while rows are sent."""
        return replace(
            state,
            counts=self.became if sending else self.found,
            chosen=self.chosen,
            silent=self.silent,
            messaging=self.messaging,
            failed=self.ended("failed"),
            to_send=self.ended("to send", "sending", "unknown", "held"),
            unknown=self.unknown,
        )

    def _add(self, item: RunRow, by: int) -> None:
        self._found[item.verdict] += by
        self._statuses[item.status] += by
        if item.open and item.order_id:
            self.unknown += by
            self.unknown_messaging += by * (item.request.message is True)
        if item.included and item.may_be_sent:
            self.chosen += by
            self.unlinked += by * (not item.request.shipment.link)
            self.silent += by * (item.request.message is None)
            self.messaging += by * (item.request.message is True)


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows with their tally, made on a worker, since counting ten thousand rows would hold up the window."""

    items: list[RunRow]
    tally: Tally

    @classmethod
    def of(cls, items: Sequence[RunRow]) -> Counted:
        """Rows, counted now."""
        return cls(list(items), Tally(items))
