"""An amount and its currency belong together: what to ask where an operator changed the one, and someone else the other.

It must not decide which side is right; and no amount may ever stand in a currency that nobody meant it in.
"""

from __future__ import annotations

from typing import Any

from console.model import records
from console.model.drafts.draft import Draft
from console.model.fields.field import EMPTY, Raw
from console.model.fields.kinds import Amount
from console.model.lines.lines import DraftLine
from console.model.merging.compare import differs, matched, same_lines
from console.model.merging.line_merge import AMOUNT_COLUMNS, Clash, over, without_amounts
from console.model.plural import counted
from console.model.records import Cart, LineItem, Order

MONEY = "currency"
"""The key of the clash, which stands for the currency and every amount."""
_LABEL = "Currency and amounts"
AMOUNTS = tuple(key for key, field in records.fields(Order).items() if isinstance(field.kind, Amount))
_MOST = 5


def money_clash(draft: Draft, theirs: Order | Cart) -> Clash | None:
    """The question where one side changed the currency and the other an amount; None where there is nothing to ask."""
    mine_turned, theirs_turned = draft.changed(MONEY), differs(MONEY, draft.base, theirs)
    if mine_turned and _agreed(draft, theirs):
        return None
    if not (mine_turned or theirs_turned):
        return None
    mine, other = _typed_amounts(draft), _moved_amounts(draft.base, theirs)
    mine_rows, other_rows = _typed_rows(draft), _moved_rows(draft.base, theirs)
    if not ((theirs_turned and (mine or mine_rows)) or (mine_turned and (other or other_rows))):
        return None
    keys = [key for key in AMOUNTS if key in mine or key in other]
    return Clash(
        MONEY,
        _LABEL,
        _text(draft.discarded(), keys, 0),
        _text(Draft(theirs, draft.read_at, lines=()), keys, other_rows),
        _text(draft, keys, mine_rows),
    )


def given_up(draft: Draft) -> Draft:
    """The draft without the operator's currency and amounts. A line of theirs that is new has none until they are typed."""
    edits = {key: text for key, text in draft.edits.items() if key != MONEY and key not in AMOUNTS}
    rows = [without_amounts(row) for row in draft.lines] if draft.lines_changed else draft.lines
    return Draft(draft.base, draft.read_at, edits, tuple(rows))


def as_before(before: Order | Cart, theirs: Order | Cart) -> Order | Cart:
    """A fresh reading with currency and amounts as they were; a line that is new in it has no amounts."""
    held: dict[str, Any] = {records.attribute(key): records.value(before, key) for key in (MONEY, *AMOUNTS)}
    if not isinstance(theirs.line_items, Raw):
        was = {now: place for place, now in matched(before.lines, theirs.lines).items()}
        held["line_items"] = tuple(
            _priced(item, before.lines[was[place]] if place in was else None)
            for place, item in enumerate(theirs.lines)
        )
    return theirs.model_copy(update=held)


def on_theirs(made: Draft, seen: Order | Cart, theirs: Order | Cart) -> Draft:
    """A draft that was made on `seen`, which is `theirs` as before, put on `theirs`: its currency and amounts are edits there."""
    item_of = {id(one): item for one, item in zip(seen.lines, theirs.lines, strict=True)}

    def moved(row: DraftLine) -> DraftLine:
        item = None if row.item is None else item_of.get(id(row.item), row.item)
        return row if item is row.item else over(DraftLine(item), row)

    edits = dict(made.edits)
    for key in (MONEY, *AMOUNTS):
        shown = made.shown(key)
        if not made.fields[key].kind.same(made.reading(key).value, records.value(theirs, key)):
            edits[key] = shown
    base = theirs
    if made.base is not seen:
        held: dict[str, Any] = {
            records.attribute(key): records.value(theirs, key) for key in (MONEY, *AMOUNTS)
        }
        if not isinstance(made.base.line_items, Raw):
            held["line_items"] = tuple(item_of.get(id(item), item) for item in made.base.lines)
        base = made.base.model_copy(update=held)
    return Draft(base, made.read_at, edits, tuple(map(moved, made.lines)))


def _agreed(draft: Draft, theirs: Order | Cart) -> bool:
    reading = draft.reading(MONEY)
    return not reading.error and draft.fields[MONEY].kind.same(reading.value, records.value(theirs, MONEY))


def _typed_amounts(draft: Draft) -> set[str]:
    return {key for key in AMOUNTS if draft.changed(key)}


def _moved_amounts(before: Order | Cart, theirs: Order | Cart) -> set[str]:
    return {key for key in AMOUNTS if differs(key, before, theirs)}


def _typed_rows(draft: Draft) -> int:
    """How many lines have an amount that was typed."""
    if not draft.lines_changed:
        return 0
    return sum(
        any(row.cells[key].strip() and row.changed(key) for key in AMOUNT_COLUMNS if key in row.cells)
        for row in draft.lines
    )


def _moved_rows(before: Order | Cart, theirs: Order | Cart) -> int:
    """How many lines have other amounts than before, or are new and have some."""
    if same_lines(before, theirs):
        return 0
    if isinstance(before.line_items, Raw) or isinstance(theirs.line_items, Raw):
        return 1
    was = {now: place for place, now in matched(before.lines, theirs.lines).items()}
    return sum(
        _amounts(item)
        != (_amounts(before.lines[was[place]]) if place in was else (None,) * len(AMOUNT_COLUMNS))
        for place, item in enumerate(theirs.lines)
    )


def _amounts(item: LineItem) -> tuple[Any, ...]:
    return tuple(records.value(item, key) for key in AMOUNT_COLUMNS)


def _priced(item: LineItem, before: LineItem | None) -> LineItem:
    """A line with the amounts of another one, or none; the same object where it has them."""
    amounts = (None,) * len(AMOUNT_COLUMNS) if before is None else _amounts(before)
    if _amounts(item) == amounts:
        return item
    return item.model_copy(update=dict(zip(map(records.attribute, AMOUNT_COLUMNS), amounts, strict=True)))


def _text(draft: Draft, keys: list[str], rows: int) -> str:
    parts = [draft.shown(MONEY) or "no currency"]
    parts += [f"{draft.fields[key].label} {draft.shown(key) or EMPTY}" for key in keys[:_MOST]]
    parts += [f"{len(keys) - _MOST} more amounts"] if len(keys) > _MOST else []
    parts += [f"amounts in {counted(rows, 'line')}"] if rows else []
    return ", ".join(parts)
