"""What differs between two readings of one record, and between what was meant and what a server kept.

It must not decide anything: it names fields, the caller says what follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from console.model import money, records
from console.model.draft import LINES, Change, Draft
from console.model.field import Raw, Value
from console.model.lines import COLUMNS, SENT, Row, counted
from console.model.records import Cart, LineItem, Order

_SENT_OF = attrgetter(*map(records.attribute, SENT))
_ALWAYS_MOVES = ("updatedDate",)
NEVER_ANSWERED = ("tid",)
"""Fields that can be sent and are never in an answer, so no reading can tell whether they arrived."""


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
                LINES, records.LINES, counted(len(mine.lines)), f"{counted(len(theirs.lines))}, not the same"
            )
        )
    return tuple(found)


def same_lines(one: Order | Cart, other: Order | Cart) -> bool:
    """Whether two records hold the same lines in the same order."""
    if isinstance(one.line_items, Raw) or isinstance(other.line_items, Raw):
        return one.line_items == other.line_items
    return len(one.lines) == len(other.lines) and all(
        _SENT_OF(mine) == _SENT_OF(theirs) or _meaning(mine) == _meaning(theirs)
        for mine, theirs in zip(one.lines, other.lines, strict=True)
    )


def kept_otherwise(payload: Mapping[str, Any], answer: Order | Cart) -> tuple[Change, ...]:
    """Where the server's answer does not hold what was sent: `before` is what was sent, `after` what it kept.

    What is NEVER_ANSWERED is left out.
    """
    declared, places = records.fields(type(answer)), money.digits(answer.currency)
    found: list[Change] = []
    for key, sent in _flat(payload):
        if key in NEVER_ANSWERED:
            continue
        if key == LINES:
            if isinstance(answer.line_items, Raw) or not _same_bodies(sent, answer.lines):
                kept = f"{counted(len(answer.lines))}, not the same"
                found.append(Change(key, records.LINES, f"{counted(len(sent))} as sent", kept))
            continue
        kind, held = declared[key].kind, records.value(answer, key)
        meant = kind.accept(sent)
        if not kind.same(meant, held):
            before, after = kind.show(meant, places), kind.show(held, places)
            found.append(Change(key, declared[key].label, before or "empty", after or "empty"))
    return tuple(found)


def _flat(payload: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        pair
        for key, sent in payload.items()
        for pair in (
            [(f"states.{name}", flag) for name, flag in sent.items()] if key == "states" else [(key, sent)]
        )
    ]


def _meaning(line: LineItem) -> tuple[Any, ...]:
    """What a line means to the API, for comparing and finding it: no position, and an empty text is none."""
    held: tuple[Value, ...] = _SENT_OF(line)
    return tuple(map(_hashable, held))


def _hashable(held: Value) -> Any:
    if isinstance(held, Raw):
        return ("ill-formed", str(held))
    return None if held == "" else held


def _same_bodies(sent: Sequence[Mapping[str, Any]], kept: Sequence[LineItem]) -> bool:
    return len(sent) == len(kept) and all(
        COLUMNS[column].kind.same(COLUMNS[column].kind.accept(meant), records.value(line, column))
        for body, line in zip(sent, kept, strict=True)
        for column, meant in body.items()
    )


def _plain(record: Order | Cart) -> Draft:
    return Draft(record, datetime.min)  # nothing is typed, so no rule looks at when it was read


def rebase(draft: Draft, theirs: Order | Cart, read_at: datetime) -> Draft:
    """The same edits on a newer reading of the record. Texts typed stay; untouched fields show what is there now.

    Edited lines stay as the operator left them: on the same lines of the server where it still has them, as new
    lines where its lines were changed meanwhile. Nothing typed is ever dropped.
    """
    rebased = Draft(theirs, read_at, draft.edits)
    if not draft.lines_changed:
        return rebased
    there: defaultdict[tuple[Any, ...], list[LineItem]] = defaultdict(list)
    for line in reversed(theirs.lines):
        there[_meaning(line)].append(line)
    found = {id(line): same.pop() for line in draft.base.lines if (same := there[_meaning(line)])}
    return rebased.with_lines([_moved_row(row, found, draft.places) for row in draft.lines])


def _moved_row(row: Row, found: Mapping[int, LineItem], places: int | None) -> Row:
    if row.item is None:
        return row
    same = found.get(id(row.item))
    return row.copy(places) if same is None else Row(same, row.cells)
