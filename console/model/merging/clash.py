"""What an operator and someone else did to one record at the same time: what joins by itself, and what must be decided.

It must not decide a clash: without a choice the operator's text stays visible and the clash stays open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import is_
from typing import Any

from console.model import records
from console.model.drafts.draft import COOKIE, LINES, STATES, Change, Draft
from console.model.fields.field import EMPTY, Raw
from console.model.lines.lines import rows
from console.model.merging.compare import differs, fields_moved, same_lines
from console.model.merging.line_merge import Clash as Clash
from console.model.merging.line_merge import MergedLines, merge_lines, turned_by_them, without_amounts
from console.model.merging.line_merge import Side as Side
from console.model.merging.money_clash import AMOUNTS, MONEY, as_before, given_up, money_clash, on_theirs
from console.model.plural import counted
from console.model.records import Cart, LineItem, Order

_COOKIE_LABEL = "Tracking cookie"
_FOLLOWS = {"status": STATES, "hasTracking": COOKIE}
"""What the service itself changes along with others; told only where it changed alone."""


def clashes(draft: Draft, theirs: Order | Cart) -> tuple[Clash, ...]:
    """What the draft and the fresh reading changed differently, in form order, the lines last.

    A key is a field's API name (`trackingCookieName` for the cookie, whose halves belong together; `currency` for all
    amounts too, where one side changed the currency and the other an amount), `lineItems[2]` for the third line as it
    was, `lineItems.order` for the order of the lines, or `lineItems` for all of them.
    """
    return (*_field_clashes(draft, theirs), *_woven(draft, theirs, {}).clashes)


def told(draft: Draft, theirs: Order | Cart) -> tuple[Change, ...]:
    """What someone else changed that joins the draft without a question."""
    parted = money_clash(draft, theirs) is not None
    asked = _parted({clash.key for clash in _field_clashes(draft, theirs)}, money=parted)
    moved = fields_moved(draft.base, theirs)
    keys = {change.key for change in moved}
    changes = [
        change
        for change in moved
        if change.key not in asked and keys.isdisjoint(_FOLLOWS.get(change.key, ()))
    ]
    if not parted and (words := _woven(draft, theirs, {}).told):
        changes.append(Change(LINES, records.LINES, counted(len(draft.base.lines), "line"), words))
    return tuple(changes)


def merged(
    draft: Draft, theirs: Order | Cart, read_at: datetime, choices: Mapping[str, Side] | None = None
) -> Draft:
    """The draft on a fresh reading: what either changed is there, and clashes are as chosen.

    Where a clash has no choice, the operator's text stays on the value as it was before. So the same reading, or
    any later one, clashes with it again, and a save that compares first still stops.
    """
    chosen: Mapping[str, Side] = choices or {}
    parted = money_clash(draft, theirs) is not None
    if parted and chosen.get(MONEY) == "theirs":
        return merged(given_up(draft), theirs, read_at, choices)
    if parted and chosen.get(MONEY) == "mine":
        seen = as_before(draft.base, theirs)
        return on_theirs(merged(draft, seen, read_at, choices), seen, theirs)
    sides = {clash.key: chosen.get(clash.key) for clash in _field_clashes(draft, theirs)}
    lines = MergedLines(draft.lines, draft.base.line_items) if parted else _woven(draft, theirs, chosen)
    still_open = _parted({key for key, side in sides.items() if side is None}, money=parted)
    base = _as_before(theirs, draft.base, still_open, lines)
    return Draft(base, read_at, _edits(draft, theirs, sides, money=parted), lines.rows)


def _field_clashes(draft: Draft, theirs: Order | Cart) -> list[Clash]:
    before, after = draft.discarded(), Draft(theirs, draft.read_at, lines=())
    found: list[Clash] = []
    money = money_clash(draft, theirs)
    for key, declared in draft.fields.items():
        if money is not None and (key == MONEY or key in AMOUNTS):
            found += [money] if key == MONEY else []
        elif key in COOKIE:
            if key == COOKIE[0] and _both_moved(draft, theirs, COOKIE):
                found.append(Clash(key, _COOKIE_LABEL, *map(_cookie, (before, after, draft))))
        elif _both_moved(draft, theirs, (key,)):
            texts = [form.shown(key) or EMPTY for form in (before, after, draft)]
            found.append(Clash(key, declared.label, *texts))
    return found


def _both_moved(draft: Draft, theirs: Order | Cart, keys: Sequence[str]) -> bool:
    """Whether the operator and someone else changed these fields, and did not come to the same."""
    return (
        any(map(draft.changed, keys))
        and any(differs(key, draft.base, theirs) for key in keys)
        and not all(_agreed(draft, theirs, key) for key in keys)
    )


def _agreed(draft: Draft, theirs: Order | Cart, key: str) -> bool:
    declared, held = draft.fields[key], records.value(theirs, key)
    text = draft.shown(key)
    if key in draft.edits and not text.strip() and not declared.kind.clearable:
        return declared.kind.same(None, held)  # typed empty, which cannot be sent: and so it is there
    reading = draft.reading(key)
    return not reading.error and declared.kind.same(reading.value, held)


def _cookie(draft: Draft) -> str:
    name, content = (draft.shown(key) for key in COOKIE)
    return f"{name or EMPTY} = {content or EMPTY}" if name or content else EMPTY


def _parted(keys: set[str], *, money: bool) -> set[str]:
    """The fields behind the keys of clashes: both halves of the cookie, and all `money` where the currency is one."""
    cookie = set(COOKIE) if COOKIE[0] in keys else set()
    return keys | cookie | (set(AMOUNTS) if money and MONEY in keys else set())


def _edits(
    draft: Draft, theirs: Order | Cart, sides: Mapping[str, Side | None], *, money: bool
) -> dict[str, str]:
    """The texts that are still the operator's: not those that mean what is there anyway."""
    given_up = _parted({key for key, side in sides.items() if side == "theirs"}, money=money)
    asked = _parted(set(sides), money=money)
    found: dict[str, str] = {}
    for key, text in draft.edits.items():
        known = key in draft.fields and draft.fields[key].writable and key not in asked
        moved = known and differs(key, draft.base, theirs)
        idle = moved and (not draft.changed(key) or _agreed(draft, theirs, key))
        if not idle and key not in given_up:
            found[key] = text
    if sides.get(COOKIE[0]) == "mine":
        found |= {key: draft.shown(key) for key in COOKIE if not _agreed(draft, theirs, key)}
    return found


def _as_before(
    theirs: Order | Cart, before: Order | Cart, keys: set[str], lines: MergedLines
) -> Order | Cart:
    """The fresh reading with these fields, and the lines whose clash is open, as they were before."""
    held: dict[str, Any] = {}
    for key in keys:
        if key in STATES and isinstance(theirs, Order) and isinstance(before, Order):
            held["states"] = _states(held.get("states", theirs.states), before, key)
        else:
            held[records.attribute(key)] = records.value(before, key)
    if not _identical(lines.base, theirs.line_items):
        held["line_items"] = lines.base
    return theirs.model_copy(update=held) if held else theirs


def _identical(one: tuple[LineItem, ...] | Raw, other: tuple[LineItem, ...] | Raw) -> bool:
    if isinstance(one, Raw) or isinstance(other, Raw):
        return one is other
    return len(one) == len(other) and all(map(is_, one, other))


def _states(now: Any, before: Order, key: str) -> Any:
    if isinstance(now, Raw) or isinstance(before.states, Raw):
        return before.states  # one of the two cannot be taken apart
    return now.model_copy(update={key.partition(".")[2]: records.value(before, key)})


def _woven(draft: Draft, theirs: Order | Cart, choices: Mapping[str, Side]) -> MergedLines:
    """The lines together; as one clash where the lines of one side are in no form that can be taken apart."""
    if not (isinstance(theirs.line_items, Raw) or isinstance(draft.base.line_items, Raw)):
        return merge_lines(draft, theirs, choices)
    side, same = choices.get(LINES), same_lines(draft.base, theirs)
    words = "" if same else f"{counted(len(theirs.lines), 'line')}, not the same"
    if not draft.lines_changed or side == "theirs":
        return MergedLines(rows(theirs.lines), theirs.line_items, told=words)
    if same or side == "mine":
        own = [row if row.item is None else row.copy(draft.decimals) for row in draft.lines]
        own = [without_amounts(row) for row in own] if turned_by_them(draft, theirs) else own
        return MergedLines(tuple(own), theirs.line_items)
    before, mine = counted(len(draft.base.lines), "line"), counted(len(draft.lines), "line")
    return MergedLines(
        draft.lines, draft.base.line_items, (Clash(LINES, records.LINES, before, words, f"{mine}, edited"),)
    )
