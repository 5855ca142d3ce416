"""The record that a look-up asks for as it was read here before, to be shown until the server has answered.

It must not show one that could be another record than the server's answer, nor one that takes the window long to show.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from console.presenters.saving.joining import MANY
from console.presenters.workbench.found import Found
from console.runtime.jobs import Done, JobResult, Submits

if TYPE_CHECKING:
    from console.model.fields.field import RecordKind
    from console.model.question import Question
    from console.model.records import Cart, Order
    from console.presenters.saving.answered import Answered
    from console.presenters.workbench.journal import Journal
    from console.runtime.cancel import Cancel
    from console.store.archive import Archive

LONGEST = 200_000
"""Characters of a record, some seven hundred lines: what is longer is not worth being built twice."""


class Known:
    """The records of one environment that were read before, asked at each look-up beside the server."""

    def __init__(
        self, disk: Submits, archive: Archive, environment: str, *, journal: Journal, answered: Answered
    ) -> None:
        """`journal` has the drafts to be put on them, `answered` knows which are older than a write from here."""
        self._disk, self._archive, self._environment = disk, archive, environment
        self._journal, self._answered = journal, answered

    def ask(self, question: Question, done: Callable[[Found | None], None]) -> None:
        """Give the record as it was read before, later and on the UI thread; None where none is to be shown."""

        def came(result: JobResult[Found | None]) -> None:
            done(result.value if isinstance(result, Done) else None)

        self._disk.submit(partial(self._read, question), came)

    # -- on the disk's worker -------------------------------------------------------------------------------

    def _read(self, question: Question, _: Cancel) -> Found | None:
        for kind, id in self._sure(question):
            kept = self._archive.read(self._environment, kind, id, longest=LONGEST)
            if kept is None:
                continue
            record = _record(kind, kept[0])
            if record is None or record.id != id or not self._worth_it(record):
                return None
            self._journal.regain_ahead(record)
            return Found(record, kept[1], question.taken_for, checked=False)
        return None

    def _sure(self, question: Question) -> list[tuple[RecordKind, str]]:
        """Which record the server will answer with, unless somebody has renumbered it.

        No order has the ID of a cart; but the shop's own IDs of orders and carts are often the same numbers, and of
        those only what the server looks for first is sure.
        """
        first = question.tries[0]
        if first.by == "id":
            return [(one.kind, one.id) for one in question.tries if one.by == "id"]
        known = self._archive.find(first.id, self._environment)
        ids = {one.id for one in known if one.kind == first.kind and one.customer_id == first.id}
        return [(first.kind, id) for id in ids] if len(ids) == 1 else []

    def _worth_it(self, record: Order | Cart) -> bool:
        draft = self._journal.kept((record.kind, record.id)) or {}
        short = len(record.lines) <= MANY and len(str(draft.get("record", ""))) <= LONGEST
        return short and self._answered.behind(record) is None


def _record(kind: RecordKind, content: dict[str, object]) -> Order | Cart | None:
    """The record, its lines looked over; None where another console has kept it otherwise."""
    from console.model.drafts.checks import looked_over
    from console.model.drafts.draft import Draft
    from console.model.records import Cart, Order
    from console.presenters.clock import utc_now

    try:
        record = (Order if kind == "order" else Cart).model_validate(content)
    except ValueError:
        return None
    return looked_over(Draft(record, utc_now())).base
