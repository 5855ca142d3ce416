"""What differs between two readings of one record, and between what was meant and what a server kept.

It must not decide anything: it names fields, the caller says what follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from console.model import records
from console.model.draft import LINES, Change, Draft
from console.model.field import Raw
from console.model.lines import COLUMNS, Row
from console.model.records import Cart, LineItem, Order

_ALWAYS_MOVES = ("updatedDate",)


def moved(mine: Order | Cart, theirs: Order | Cart) -> tuple[Change, ...]:
    """Every field in which two readings of one record differ in meaning, in form order, the lines last."""
    before, after = _plain(mine), _plain(theirs)
    found = [
        Change(key, declared.label, before.shown(key) or "empty", after.shown(key) or "empty")
        for key, declared in before.fields.items()
        if key not in _ALWAYS_MOVES
        and not declared.kind.same(records.value(mine, key), records.value(theirs, key))
    ]
    if not same_lines(mine, theirs):
        found.append(
            Change(
                LINES, records.LINES, f"{len(mine.lines)} lines", f"{len(theirs.lines)} lines, not the same"
            )
        )
    return tuple(found)


def same_lines(one: Order | Cart, other: Order | Cart) -> bool:
    """Whether two records hold the same lines in the same order."""
    if isinstance(one.line_items, Raw) or isinstance(other.line_items, Raw):
        return one.line_items == other.line_items
    return len(one.lines) == len(other.lines) and all(map(_same_line, one.lines, other.lines))


def kept_otherwise(payload: Mapping[str, Any], answer: Order | Cart) -> tuple[Change, ...]:
    """Where the server's answer does not hold what was sent: `before` is what was sent, `after` what it kept.

    `tid` is left out: the service never answers it.
    """
    declared = records.fields(type(answer))
    found: list[Change] = []
    for key, sent in _flat(payload):
        if key == "tid":
            continue
        if key == LINES:
            kept = [_as_sent(line) for line in answer.lines]
            if not _same_bodies(sent, kept):
                found.append(
                    Change(
                        key, records.LINES, f"{len(sent)} lines as sent", f"{len(kept)} lines, not the same"
                    )
                )
            continue
        kind, held = declared[key].kind, records.value(answer, key)
        if not kind.same(sent, held):
            found.append(
                Change(key, declared[key].label, kind.show(sent) or "empty", kind.show(held) or "empty")
            )
    return tuple(found)


def _flat(payload: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        pair
        for key, sent in payload.items()
        for pair in (
            [(f"states.{name}", flag) for name, flag in sent.items()] if key == "states" else [(key, sent)]
        )
    ]


def _same_line(one: LineItem, other: LineItem) -> bool:
    return all(
        declared.kind.same(records.value(one, column), records.value(other, column))
        for column, declared in COLUMNS.items()
        if declared.writable
    )


def _as_sent(line: LineItem) -> dict[str, Any]:
    return {column: records.value(line, column) for column, declared in COLUMNS.items() if declared.writable}


def _same_bodies(sent: list[dict[str, Any]], kept: list[dict[str, Any]]) -> bool:
    return len(sent) == len(kept) and all(
        COLUMNS[column].kind.same(body[column], held[column])
        for body, held in zip(sent, kept, strict=True)
        for column in body
    )


def _plain(record: Order | Cart) -> Draft:
    return Draft(record, datetime.min)  # nothing is typed, so no rule looks at when it was read


def rebase(draft: Draft, theirs: Order | Cart, read_at: datetime) -> Draft:
    """The same edits on a newer reading of the record. Texts typed stay; untouched fields show what is there now.

    Edited lines stay as the operator left them: on the same lines of the server where it still has them, as new
    lines where its lines were changed meanwhile. Nothing typed is ever dropped.
    """
    if not draft.lines_changed:
        return Draft(theirs, read_at, draft.edits)
    if same_lines(draft.base, theirs):
        now = {id(mine): item for mine, item in zip(draft.base.lines, theirs.lines, strict=True)}
        rows = tuple(row if row.item is None else Row(now[id(row.item)], row.cells) for row in draft.lines)
    else:
        rows = tuple(row if row.item is None else row.copy(draft.places) for row in draft.lines)
    return Draft(theirs, read_at, draft.edits, rows)
