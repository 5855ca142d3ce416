"""A draft as plain JSON values that can be written to disk, and the same draft made from them again.

It must not touch a disk itself, or read content of a newer format by guessing at it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NoReturn

from console.model.drafts.draft import Draft
from console.model.fields.field import NO, YES
from console.model.fields.json_text import in_steps
from console.model.fields.kinds import YesNo
from console.model.lines.lines import COLUMNS, DraftLine
from console.model.records import Cart, Order
from console.runtime.giving_way import unhurried

FORMAT = 2
"""The form of the content; it grows whenever an older console would read the content wrongly."""

_RECORDS: dict[str, type[Order] | type[Cart]] = {Order.kind: Order, Cart.kind: Cart}


class NotADraft(ValueError):
    """The content cannot be made a draft again; its text is one sentence for the operator."""


def kept(draft: Draft) -> dict[str, Any]:
    """A draft as strings, truths, whole numbers, lists and objects, which any JSON writer can write.

    `record` is the record as the server sent it, itself a JSON text: numbers with all their digits, unknown and
    ill-formed values as they came. A line stands as the place of the server's line that it began as, or null, and
    the texts typed in it; `lines` is null where nobody touched them. Texts may hold lone surrogates, so a writer
    must escape what is not ASCII (`json.dumps` does unless told otherwise).
    """
    return {
        "format": FORMAT,
        "kind": draft.base.kind,
        "read_at": draft.read_at.isoformat(),
        "record": draft.findings.once("kept", draft.base, lambda: _record_kept(draft.base)),
        "edits": {key: _edit_kept(draft, key, text) for key, text in draft.edits.items()},
        "lines": _lines_kept(draft),
    }


def restored(content: Any) -> Draft:
    """The draft that `kept` made this content of. Raises NotADraft for anything else, and nothing but that."""
    try:
        return _restored(content)
    except NotADraft:
        raise
    except (ValueError, TypeError, KeyError, LookupError, ArithmeticError, RecursionError) as error:
        raise NotADraft("This draft on disk is damaged and cannot be read.") from error


def _restored(content: Any) -> Draft:
    version = content["format"]
    if type(version) is not int or version < 1:
        _damaged()
    if version > FORMAT:
        raise NotADraft("This draft was kept by a newer version of Order Console; that version can open it.")
    record = json.loads(content["record"], parse_float=Decimal, parse_int=Decimal, parse_constant=Decimal)
    base = _RECORDS[content["kind"]].model_validate(record)
    edits = {key: _edit(held) for key, held in dict(content["edits"]).items()}
    draft = Draft(base, datetime.fromisoformat(content["read_at"]), _texts(edits))
    rows = content["lines"]
    return draft if rows is None else draft.with_lines([_row(base, *one) for one in rows])


def _edit_kept(draft: Draft, key: str, text: str) -> str | bool:
    """A typed text as it is kept: a box is true or false."""
    declared = draft.fields.get(key)
    if isinstance(declared.kind if declared else None, YesNo) and text in (YES, NO):
        return text == YES
    return text


def _edit(held: Any) -> Any:
    """What was kept as the text that was typed; in the first format a box was kept as that text."""
    return (YES if held else NO) if isinstance(held, bool) else held


def _record_kept(base: Order | Cart) -> str:
    return in_steps(base.as_json(), use_decimal=True, ensure_ascii=True)


def _lines_kept(draft: Draft) -> list[list[Any]] | None:
    base = draft.base.lines
    if len(draft.lines) == len(base) and all(
        row.item is item and not row.cells for row, item in zip(draft.lines, base, strict=True)
    ):
        return None
    places = {id(item): place for place, item in enumerate(base)}
    digits = draft.decimals
    return [_line_kept(row, places, digits) for row in unhurried(draft.lines)]


def _line_kept(row: DraftLine, places: Mapping[int, int], digits: int | None) -> list[Any]:
    if row.item is not None and id(row.item) not in places:
        row = row.copy(digits)  # a line of another reading: what it shows is what counts
    return [None if row.item is None else places[id(row.item)], dict(row.cells)]


def _row(base: Order | Cart, place: Any, cells: Any) -> DraftLine:
    texts = _texts(cells)
    if not texts.keys() <= COLUMNS.keys():
        _damaged()
    if place is None:
        return DraftLine(None, texts)
    if type(place) is not int or place < 0:
        _damaged()
    return DraftLine(base.lines[place], texts)


def _texts(found: Any) -> dict[str, str]:
    texts = dict(found)
    if not all(isinstance(part, str) for pair in texts.items() for part in pair):
        _damaged()
    return texts


def _damaged() -> NoReturn:
    raise ValueError("not what was kept")
