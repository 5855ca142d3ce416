"""Which row of a table names its columns, and what each column is: names are scored word by word, and values bear them out.

It must not settle what a person has to: a column that nothing speaks for has no role, and no column has two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from console.model.shipments.head_scores import LEAST, LIKE_A_VALUE, ROLES, Evidence, Role, scores
from console.model.shipments.head_speech import plain, spoken

__all__ = ["ROLES", "ColumnLook", "Evidence", "Role", "TableHead", "at", "columns", "find", "names"]

LOOKED_AT = 10
"""The head is looked for in so many rows."""


@dataclass(frozen=True, slots=True)
class TableHead:
    """`row` is the last row of the head, from 0, None where the table has none; `names` are those of the columns."""

    row: int | None
    names: tuple[str, ...]
    roles: Mapping[int, Role]


ColumnLook = Callable[[int, int], Evidence]
"""The evidence for a column, by its place, in the rows below a row."""


def columns(
    head: Sequence[str],
    known: Mapping[str, Role] | None = None,
    look: Callable[[int], Evidence] | None = None,
) -> dict[int, Role]:
    """Which column has which role, by the names in a row; `known` are names an operator mapped before.

    Empty where no column can be an order: then the row is no head.
    """
    found = _named(head, known, look)
    return found if "order" in found.values() else {}


def find(
    rows: Sequence[Sequence[str]], known: Mapping[str, Role] | None = None, look: ColumnLook | None = None
) -> TableHead:
    """The head of a table among its first rows: the first of those that name most, one of them an order.

    Where no row names an order, the first that names most other columns, and more than one.

    Two rows that name columns together, such as "Shipment" over "Number", are one head.
    """
    best: TableHead | None = None
    most = (False, 0)
    for at, row in enumerate(rows[:LOOKED_AT]):
        if not _may_be_names(row, known):
            continue
        alone = _named(row, known, _below(look, at))
        together = _joined(rows, at) if len(alone) > 1 else ()
        told_apart = len({plain(name) for name in row if name}) == len([name for name in row if name])
        both = _named(together, known, _below(look, at))
        grouped = "order" in both.values() and all(spoken(name)[0] for name in rows[at - 1] if name)
        for names, roles in ((together, both),) if grouped else ((row, alone), (together, both)):
            telling = "order" in roles.values(), len(roles)
            better = telling > most or (telling == most and names is together and not told_apart)
            if better and (telling[0] or telling[1] > 1 or _tells_a_parcel(names, roles)):
                best, most = TableHead(at, tuple(names), roles), telling
    if best is None or best.row is None:
        width = max(map(len, rows), default=0)
        return TableHead(None, ("",) * width, {})
    last = best.row
    while last + 1 < min(len(rows), LOOKED_AT) and _names_the_same(rows[last + 1], best.roles):
        last += 1
    return TableHead(last, best.names, best.roles)


def at(
    rows: Sequence[Sequence[str]],
    row: int | None,
    known: Mapping[str, Role] | None,
    look: ColumnLook | None = None,
) -> TableHead:
    """The head where a person says which row it is, None for none."""
    if row is None or row >= len(rows):
        return TableHead(None, ("",) * max(map(len, rows), default=0), {})
    roles = columns(rows[row], known, _below(look, row))
    return TableHead(row, tuple(rows[row]), roles)


def names(head: Sequence[str], roles: Mapping[int, Role]) -> dict[str, Role]:
    """What to remember of a mapping: the names of its columns in plain form."""
    return {plain(head[at]): role for at, role in roles.items() if at < len(head) and head[at].strip()}


def _named(
    head: Sequence[str], known: Mapping[str, Role] | None, look: Callable[[int], Evidence] | None
) -> dict[int, Role]:
    """Which column has which role, whether or not one is an order."""
    taken: dict[int, Role] = {}
    known = known or {}
    scored: list[tuple[float, int, int, Role]] = []
    shop_export = _is_shopify(head)
    addresses = any(plain(name) == "billing company" for name in head)
    for place, name in enumerate(head):
        if role := known.get(plain(name)):
            scored.append((1000, place, 0, role))
            continue
        if addresses and plain(name) == "shipping company":
            continue  # whom the parcel goes to, beside who pays; not who carries it
        seen = partial(look, place) if look is not None else None
        for rank, (role, score) in enumerate(scores(name, seen, shopify=shop_export).items()):
            if score >= LEAST:
                scored.append((score, place, rank, role))
    for _, place, _, role in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if place not in taken and role not in taken.values():
            taken[place] = role
    if "link" in taken.values() and "tracking" not in taken.values():
        taken = {place: "tracking" if role == "link" else role for place, role in taken.items()}
    return dict(sorted(taken.items()))


def _tells_a_parcel(head: Sequence[str], roles: Mapping[int, Role]) -> bool:
    """Whether one of the names says in so many words that carriers' numbers or links stand below it."""
    return any(
        role in ("tracking", "link") and spoken(head[place])[0] & {"tracking", "waybill"}
        for place, role in roles.items()
    )


def _below(look: ColumnLook | None, row: int) -> Callable[[int], Evidence] | None:
    return None if look is None else partial(_look_below, look, row)


def _look_below(look: ColumnLook, row: int, place: int) -> Evidence:
    return look(place, row)


def _is_shopify(head: Iterable[str]) -> bool:
    """Whether a head is of Shopify's export of orders, or of one for its import: there the column Name has their numbers."""
    plains = {plain(name) for name in head}
    return "name" in plains and (
        "financial status" in plains
        or any(one.startswith(("lineitem ", "fulfillment tracking ")) for one in plains)
    )


def _may_be_names(row: Sequence[str], known: Mapping[str, Role] | None) -> bool:
    filled = [cell for cell in row if cell]
    if len(row) > 1 and len(filled) < 2 and not (known and plain(filled[0] if filled else "") in known):
        return False
    values = sum(bool(LIKE_A_VALUE.search(cell)) for cell in filled)
    return values * 3 <= len(filled)


def _joined(rows: Sequence[Sequence[str]], at: int) -> tuple[str, ...]:
    """The names of a row with those of the row above it, which go on over blank cells; none where that names nothing."""
    above = rows[at - 1] if at else ()
    spans = any(name and not cell for cell, name in zip(above, rows[at], strict=False))
    if not spans or len([cell for cell in above if cell]) < 2 or any(map(LIKE_A_VALUE.search, above)):
        return ()
    groups, group = [], ""
    for cell in above:
        group = cell or group
        groups.append(group)
    return tuple(f"{one} {two}".strip() for one, two in zip(groups, rows[at], strict=False))


def _names_the_same(row: Sequence[str], roles: Mapping[int, Role]) -> bool:
    """Whether a row below the head is a head too, in other words."""
    if any(LIKE_A_VALUE.search(cell) for cell in row):
        return False
    again = columns(row)
    return len(again) > 1 and sum(roles.get(place) == role for place, role in again.items()) > 1
