"""A record that was read before, for when the server cannot be reached: shown as of then, and said so.

It must not pass for a fresh reading; what is shown carries the moment it was read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from console.model.question import Question
from console.presenters.desk.lookup import Found
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, JobResult, Submits

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from console.store.archive import Archive


class Offline:
    """The local index of one environment, asked where the server did not answer."""

    def __init__(
        self, disk: Submits, archive: Archive, environment: str, *, found: Callable[[Found], None]
    ) -> None:
        self._disk, self._archive, self._environment = disk, archive, environment
        self._found = found

    def ask(self, question: Question) -> None:
        """Open the record that a question asks for as it was read before, if it ever was."""
        self._disk.submit(partial(self._read, question), partial(self._show, question))

    def _read(self, question: Question, _: Cancel) -> tuple[str, dict[str, Any], datetime] | None:
        for one in question.tries:
            own_id = one.id if one.by == "id" else self._own_id(one.kind, one.id)
            kept = self._archive.read(self._environment, one.kind, own_id) if own_id else None
            if kept is not None:
                return one.kind, *kept
        return None

    def _own_id(self, kind: str, customer_id: str) -> str:
        known = self._archive.find(customer_id, self._environment)
        return next((one.id for one in known if one.kind == kind and one.customer_id == customer_id), "")

    def _show(
        self, question: Question, result: JobResult[tuple[str, dict[str, Any], datetime] | None]
    ) -> None:
        from console.model.records import Cart, Order

        if isinstance(result, Done) and result.value is not None:
            kind, content, as_of = result.value
            model = Order if kind == "order" else Cart
            self._found(Found(model.model_validate(content), as_of, question.taken_for, checked=False))
