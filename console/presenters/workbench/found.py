"""A record that was found, fresh or as it was read before, on its way from whoever looked it up to whoever opens it.

It must not open or read anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from console.presenters.record.fresh import FreshReading

if TYPE_CHECKING:
    from console.model.fields.field import RecordKind
    from console.model.question import Question
    from console.model.records import Cart, Order


@dataclass(frozen=True, slots=True)
class Found:
    """A record as the server answered it, and when. Not `checked`: the server could not be asked, it is from before.

    `asked` grows with each question, so that those of one text stand as they were asked; 0 for what nobody asked by a text.
    `fresh` is the reading under way of a record that is shown as it was before, `instead_of` the kind and ID of the one
    that was shown so and that this question does not ask for any more.
    """

    record: Order | Cart
    read_at: datetime
    taken_for: str
    checked: bool = True
    asked: int = 0
    fresh: FreshReading | None = None
    instead_of: tuple[RecordKind, str] | None = None


Copies = Callable[["Question", Callable[[Found | None], None]], None]
"""Gives the record that a question asks for as it was read before, later; None where there is none to show."""
