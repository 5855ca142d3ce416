"""What differs between two readings of one record, and between what was meant and what a server kept.

It must not decide anything: it names fields, the caller says what follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from console.model import records
from console.model.drafts.draft import LINES, Change
from console.model.fields import money
from console.model.fields.field import EMPTY, Raw, counted_as
from console.model.lines.line_changes import inside
from console.model.lines.lines import COLUMNS, DraftLine
from console.model.merging.compare import fields_moved, matched, meaning
from console.model.merging.compare import same_lines as same_lines
from console.model.plural import counted, things
from console.model.records import Cart, LineItem, Order
from console.runtime.giving_way import unhurried

NEVER_ANSWERED = ("tid",)
"""Fields that can be sent and are never in an answer, so no reading can tell whether they arrived."""
_MOST_GONE = 5


def moved(mine: Order | Cart, theirs: Order | Cart) -> tuple[Change, ...]:
    """Every field in which two readings of one record differ in meaning, in form order, the lines last."""
    changes = fields_moved(mine, theirs)
    if not same_lines(mine, theirs):
        changes.append(
            Change(
                LINES,
                records.LINES,
                counted(len(mine.lines), "line"),
                f"{counted(len(theirs.lines), 'line')}, not the same",
            )
        )
    return tuple(changes)


def kept_otherwise(payload: Mapping[str, Any], answer: Order | Cart) -> tuple[Change, ...]:
    """Where the server's answer does not hold what was sent: `before` is what was sent, `after` what it kept.

    What is NEVER_ANSWERED is left out. Of the lines the count and the sums come first where they differ, then, line by
    line, each cell that was sent (`lineItems[2].totalPrice`); position, or none for an empty text, is no difference.
    """
    declared, places = records.fields(type(answer)), money.digits(answer.currency)
    found: list[Change] = []
    for key, sent in _flat(payload):
        if key in NEVER_ANSWERED:
            continue
        if key == LINES:
            found += _lines_kept_otherwise(sent, answer, places)
            continue
        kind, held = declared[key].kind, records.value(answer, key)
        meant = kind.accept(sent)
        if not kind.same(meant, held):
            before, after = kind.show(meant, places), kind.show(held, places)
            found.append(Change(key, declared[key].label, before or EMPTY, after or EMPTY))
    return tuple(found)


def _flat(payload: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        pair
        for key, sent in payload.items()
        for pair in (
            [(f"states.{name}", flag) for name, flag in sent.items()] if key == "states" else [(key, sent)]
        )
    ]


def _lines_kept_otherwise(
    sent: Sequence[Mapping[str, Any]], answer: Order | Cart, places: int | None
) -> list[Change]:
    kept = answer.lines
    if isinstance(answer.line_items, Raw):
        return [
            Change(
                LINES, records.LINES, counted(len(sent), "line"), "lines in a form this console does not know"
            )
        ]
    if len(sent) == len(kept):
        found = [
            Change(f"{LINES}[{place}].{column}", f"Line {place + 1}: {inside(column)}", before, after)
            for place, (body, line) in enumerate(zip(unhurried(sent), kept, strict=True))
            for column, before, after in _cells_kept_otherwise(body, line, places)
        ]
        if not found:
            return []
    else:
        found = []
    meant = tuple(map(LineItem.model_validate, sent))
    one, other = summed(meant, places), summed(kept, places)
    if len(sent) > len(kept):
        there = matched(meant, kept)
        gone = [place for place in range(len(sent)) if place not in there]
        title = f" ({DraftLine(meant[gone[0]]).title})" if len(gone) == 1 else ""
        listed = ", ".join(str(place + 1) for place in gone[:_MOST_GONE])
        more = f" and {len(gone) - _MOST_GONE} more" if len(gone) > _MOST_GONE else ""
        other += f", without {things(len(gone), 'line')} {listed}{more}{title}"
    elif Counter(map(meaning, meant)) == Counter(map(meaning, kept)):
        return [Change(LINES, records.LINES, one, "the same in another order")]
    return ([Change(LINES, records.LINES, one, other)] if one != other else []) + found


def _cells_kept_otherwise(
    body: Mapping[str, Any], line: LineItem, places: int | None
) -> Iterator[tuple[str, str, str]]:
    for column, sent in body.items():
        kind, held = COLUMNS[column].kind, records.value(line, column)
        if type(sent) is type(held) and sent == held:  # nearly always, and there may be a hundred thousand
            continue
        meant = kind.accept(sent)
        if not kind.same(meant, held):
            yield column, kind.show(meant, places) or EMPTY, kind.show(held, places) or EMPTY


def summed(lines: Sequence[LineItem], places: int | None) -> str:
    """Count and sums of lines: "8 lines, quantity 11, total 24.97". What is no number adds nothing."""
    quantity, total = (
        sum((number for value in values if (number := counted_as(value)) is not None), Decimal())
        for values in ([line.quantity for line in lines], [line.total_price for line in lines])
    )
    return f"{counted(len(lines), 'line')}, quantity {money.written(quantity)}, total {money.written(total, places)}"
