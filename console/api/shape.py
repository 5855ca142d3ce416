"""From the values of an answer to a record, in small steps, so that a long one does not stop the window.

It must not check or change a value: the models keep what a server sends.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

from console.model.records import Cart, LineItem, Order
from console.runtime.giving_way import give_way

RecordType = TypeVar("RecordType", Order, Cart)

_SLICE = 100
_LINES = TypeAdapter(list[LineItem])


def record(model: type[RecordType], found: dict[str, Any]) -> RecordType:
    """The record of an answer. Line items are validated 100 at a time, because pydantic lets no other thread run."""
    lines = found.get("lineItems")
    if isinstance(lines, list) and len(lines) > _SLICE and all(isinstance(line, dict) for line in lines):
        ready: list[LineItem] = []
        for start in range(0, len(lines), _SLICE):
            give_way()
            ready += _LINES.validate_python(lines[start : start + _SLICE])
        found = found | {"lineItems": ready}
    return model.model_validate(found)
