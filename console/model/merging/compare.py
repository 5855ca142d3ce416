"""Two readings of one record side by side: which fields differ in meaning, and which line of one is which of the other.

It must not know what an operator typed, or decide what follows from a difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from console.model import records
from console.model.drafts.draft import Change, Draft
from console.model.fields.field import EMPTY, Raw, Value, counted_as
from console.model.findings import Findings
from console.model.lines.lines import SENT, SENT_OF, DraftLine
from console.model.records import Cart, LineItem, Order
from console.runtime.giving_way import unhurried

_ALWAYS_MOVES = ("updatedDate",)


def fields_moved(before: Order | Cart, after: Order | Cart) -> list[Change]:
    """Every field but the lines in which two readings of one record differ in meaning, in form order."""
    declared = records.fields(type(before))
    keys = [key for key in declared if key not in _ALWAYS_MOVES and differs(key, before, after)]
    if not keys:
        return []
    one, other = _plain(before), _plain(after)
    return [
        Change(key, declared[key].label, one.shown(key) or EMPTY, other.shown(key) or EMPTY) for key in keys
    ]


def differs(key: str, one: Order | Cart, other: Order | Cart) -> bool:
    """Whether a field means something else in two readings of one record."""
    held, there = records.value(one, key), records.value(other, key)
    return held != there and not records.fields(type(one))[key].kind.same(held, there)


def same_lines(one: Order | Cart, other: Order | Cart) -> bool:
    """Whether two records hold the same lines in the same order."""
    if isinstance(one.line_items, Raw) or isinstance(other.line_items, Raw):
        return one.line_items == other.line_items
    return len(one.lines) == len(other.lines) and all(map(same_line, unhurried(one.lines), other.lines))


def same_line(one: LineItem, other: LineItem) -> bool:
    """Whether two lines mean the same to the API."""
    return bool(SENT_OF(one) == SENT_OF(other)) or meaning(one) == meaning(other)


def meaning(line: LineItem) -> tuple[Hashable, ...]:
    """What a line means to the API, for comparing and finding it: no position, and an empty text is none."""
    held: tuple[Value, ...] = SENT_OF(line)
    return tuple([_hashable(one) if one == "" or isinstance(one, Raw) else one for one in held])


def row_meaning(row: DraftLine) -> tuple[Hashable, ...] | None:
    """What a line under edit would mean if it were sent; None where it cannot be."""
    if row.item is not None and not row.touched:
        return meaning(row.item)
    found: list[Hashable] = []
    for column in SENT:
        reading = row.reading(column)
        if reading.error:
            return None
        found.append(_hashable(reading.value))
    return tuple(found)


def matched(before: Sequence[LineItem], now: Sequence[LineItem]) -> dict[int, int]:
    """Which line of an older reading is which of a newer one, as places; lines have no id of their own.

    What is not in it was removed or added.
    """
    return likely(before, now, unchanged(before, now), set())


def unchanged(before: Sequence[LineItem], now: Sequence[LineItem]) -> dict[int, int]:
    """The lines that mean the same in two readings: those at both ends by their place, others in order."""
    found = _ends(before, now)
    _pair(found, before, now, set(), meaning)
    return found


def likely(
    before: Sequence[LineItem], now: Sequence[LineItem], known: Mapping[int, int], claimed: Set[int]
) -> dict[int, int]:
    """What is known, and pairs among the other lines (`claimed` ones of `now` left out).

    A pair has one SKU and name, or one SKU, or one name, or stands at one place and has more in common than not.
    """
    found = dict(known)
    _pair(found, before, now, claimed, lambda line: _named(line.sku, line.name))
    _pair(found, before, now, claimed, lambda line: _named(line.sku))
    _pair(found, before, now, claimed, lambda line: _named(line.name))
    taken = {*found.values(), *claimed}
    for place in unhurried(range(min(len(before), len(now)))):
        if place not in found and place not in taken and _alike(before[place], now[place]):
            found[place] = place
    return found


def _plain(record: Order | Cart) -> Draft:
    # Nothing is typed, so no rule looks at when it was read. The findings are its own: the record's would hold the record,
    # and of a run each would wait for the garbage collector.
    return Draft(record, datetime.min, lines=(), findings=Findings(record))


def _hashable(held: Value) -> Hashable:
    if isinstance(held, Raw):
        number = counted_as(held)
        return ("ill-formed", str(held)) if number is None else number
    return None if held == "" else held


def _ends(before: Sequence[LineItem], now: Sequence[LineItem]) -> dict[int, int]:
    shorter = min(len(before), len(now))
    first = next((at for at in unhurried(range(shorter)) if not same_line(before[at], now[at])), shorter)
    found = {place: place for place in range(first)}
    for back in unhurried(range(1, shorter - first + 1)):
        if not same_line(before[-back], now[-back]):
            break
        found[len(before) - back] = len(now) - back
    return found


def _pair(
    found: dict[int, int],
    before: Sequence[LineItem],
    now: Sequence[LineItem],
    claimed: Set[int],
    key: Callable[[LineItem], Hashable],
) -> None:
    """Add what has one key on both sides and is not found yet, first with first."""
    if len(found) == len(before):
        return
    taken, there = {*found.values(), *claimed}, defaultdict[Any, list[int]](list)
    for place in unhurried(range(len(now) - 1, -1, -1)):
        if place not in taken:
            there[key(now[place])].append(place)
    there.pop(None, None)
    for place, line in enumerate(unhurried(before)):
        if place not in found and (same := there.get(key(line))):
            found[place] = same.pop()


def _named(*names: Value) -> Hashable:
    """These names together; None where one of them is missing."""
    return names if all(isinstance(name, str) and name.strip() for name in names) else None


def _alike(one: LineItem, other: LineItem) -> bool:
    pairs = [pair for pair in zip(meaning(one), meaning(other), strict=True) if pair != (None, None)]
    return 2 * sum(mine == theirs for mine, theirs in pairs) >= len(pairs)
