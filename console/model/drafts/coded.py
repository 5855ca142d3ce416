"""What stood in a field as the disk keeps it, and in words again: codes and JSON values stand there, never words.

It must not know what a record held; a text that is no word of ours is kept as it was shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from console.model import records
from console.model.drafts.draft import LINES
from console.model.fields.field import EMPTY, NO, YES, RecordKind
from console.model.lines.line_changes import LinesDifference
from console.model.plural import counted
from console.model.records import Cart, Order

_MODELS: dict[RecordKind, type[Order] | type[Cart]] = {"order": Order, "cart": Cart}
_LINES, _STATUS, _DIFFERENCE = "lines", "status", "difference"


def label(kind: RecordKind, key: str) -> str:
    """What a field of a record is called; empty for one that is not known."""
    if key == LINES:
        return records.LINES
    declared = records.fields(_MODELS[kind]).get(key)
    return declared.label if declared is not None else ""


def coded(key: str, text: str, value: Any, difference: LinesDifference | None = None) -> Any:
    """How to keep a text that was shown for this JSON value: as JSON that `words` makes the same text of.

    `difference` is what replacing the lines did, where `value` are the lines that replaced others.
    """
    found: Any = text
    if value is None or value == "":
        found = None
    elif isinstance(value, bool):
        found = value
    elif key == LINES and isinstance(value, list):
        found = {_LINES: len(value)}
        if difference is not None:
            found |= {_DIFFERENCE: {part: held for part, held in asdict(difference).items() if held}}
    elif key == "status" and isinstance(value, str):
        found = {_STATUS: value}
    return found if words(found) == text else text


def words(code: Any) -> str:
    """The text that was kept so, as it is said now; an older text stays as it is."""
    if code is None:
        return EMPTY
    if isinstance(code, bool):
        return YES if code else NO
    if not isinstance(code, Mapping):
        return str(code)
    if _STATUS in code:
        return records.status_words(code[_STATUS])
    if _DIFFERENCE in code:
        held = dict(code[_DIFFERENCE])
        cells = tuple((column, before, after) for column, before, after in held.pop("cells", ()))
        return f"replaced by these {code[_LINES]}: {LinesDifference(cells=cells, **held).words}"
    return counted(code[_LINES], "line")
