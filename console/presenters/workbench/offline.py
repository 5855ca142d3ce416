"""A record that was read before, for when the server cannot be reached: shown as of then, and said so.

It must not pass for a fresh reading; what is shown carries the moment it was read.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from console.model.question import Question, Try
from console.presenters.workbench.lookup import Found
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, JobResult, Submits

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from console.store.archive import Archive

    _Kept = tuple[str, str, dict[str, Any], datetime]
    """Kind, own id, the record as JSON, and when it was read."""


class Offline:
    """The local index of one environment, asked where the server did not answer."""

    def __init__(
        self, disk: Submits, archive: Archive, environment: str, *, found: Callable[[Found], None]
    ) -> None:
        self._disk, self._archive, self._environment = disk, archive, environment
        self._found = found

    def ask(self, question: Question) -> None:
        """Open the record that a question asks for as it was read before, if it ever was."""
        self.recall(question, self._open)

    def recall(self, question: Question, done: Callable[[Found | None], None]) -> None:
        """Give the record as it was read before, later; None where it never was, or where that cannot be read."""
        self._disk.submit(partial(self._read, question), partial(self._recalled, question, done))

    def recall_id(self, id: str, done: Callable[[Found | None], None]) -> None:
        """Give the record with this own ID as it was read before, as `recall` does."""
        self.recall(Question((Try("order", "id", id), Try("cart", "id", id)), "an own ID"), done)

    def _open(self, found: Found | None) -> None:
        if found is not None:
            self._found(found)

    def _read(self, question: Question, _: Cancel) -> _Kept | None:
        for one in question.tries:
            own_id = one.id if one.by == "id" else self._own_id(one.kind, one.id)
            kept = self._archive.read(self._environment, one.kind, own_id) if own_id else None
            if kept is not None:
                return one.kind, own_id, *kept
        return None

    def _own_id(self, kind: str, customer_id: str) -> str:
        known = self._archive.find(customer_id, self._environment)
        return next((one.id for one in known if one.kind == kind and one.customer_id == customer_id), "")

    def _recalled(
        self,
        question: Question,
        done: Callable[[Found | None], None],
        result: JobResult[_Kept | None],
    ) -> None:
        from console.model.records import Cart, Order

        found = None
        if isinstance(result, Done) and result.value is not None:
            kind, id, content, as_of = result.value
            model = Order if kind == "order" else Cart
            with suppress(ValueError):  # another console may have kept it otherwise
                record = model.model_validate(content)
                found = Found(record, as_of, question.taken_for, checked=False) if record.id == id else None
        done(found)
