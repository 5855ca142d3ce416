"""What differs between two readings of one record, and between what was meant and what a server kept.

It must not decide anything: it names fields, the caller says what follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from console.model import money, records
from console.model.clash import Side, clashes, merged
from console.model.compare import fields_moved
from console.model.compare import same_lines as same_lines
from console.model.draft import LINES, Change, Draft
from console.model.field import Raw
from console.model.lines import COLUMNS, counted
from console.model.records import Cart, LineItem, Order

NEVER_ANSWERED = ("tid",)
"""Fields that can be sent and are never in an answer, so no reading can tell whether they arrived."""


def moved(mine: Order | Cart, theirs: Order | Cart) -> tuple[Change, ...]:
    """Every field in which two readings of one record differ in meaning, in form order, the lines last."""
    found = fields_moved(mine, theirs)
    if not same_lines(mine, theirs):
        found.append(
            Change(
                LINES, records.LINES, counted(len(mine.lines)), f"{counted(len(theirs.lines))}, not the same"
            )
        )
    return tuple(found)


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


def _same_bodies(sent: Sequence[Mapping[str, Any]], kept: Sequence[LineItem]) -> bool:
    return len(sent) == len(kept) and all(
        COLUMNS[column].kind.same(COLUMNS[column].kind.accept(meant), records.value(line, column))
        for body, line in zip(sent, kept, strict=True)
        for column, meant in body.items()
    )


def rebase(draft: Draft, theirs: Order | Cart, read_at: datetime) -> Draft:
    """The same edits on a newer reading of the record, the operator's wherever both changed something.

    Texts typed stay; untouched fields and lines show what is there now. Nothing typed is ever dropped, except
    what means no more than what is there anyway.
    """
    mine: dict[str, Side] = {clash.key: "mine" for clash in clashes(draft, theirs)}
    return merged(draft, theirs, read_at, mine)
