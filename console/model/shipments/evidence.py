"""What the values of a column say of it: whether they are dates, links, carriers' numbers, addresses, choices.

It must not read more than a sample, and it never says what one row means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from console.model.carriers.carriers import Carriers, sure
from console.model.fields import dates
from console.model.plural import by_count, counted
from console.model.shipments.head_scores import NOTHING, Evidence, Role
from console.model.shipments.heads import ColumnLook
from console.model.shipments.words import NO, NOT_TO_SEND, YES

SAMPLE = 40
_TELLING, _NEARLY_ALL = 1 / 20, 0.8
_MARKED = re.compile(r"#?[A-Za-z]{0,6}[-_/]?\d{2,}[-\w]{0,12}")
_SHORTEST = 8


def looker(rows: Sequence[Sequence[str]], carriers: Carriers) -> ColumnLook:
    """The evidence for each column of a table in the rows below a row, looked at once."""

    @lru_cache(maxsize=2048)
    def look(place: int, below: int) -> Evidence:
        values = [row[place] if place < len(row) else "" for row in rows[below + 1 : below + 1 + SAMPLE]]
        return evidence(values, carriers)

    return look


def evidence(values: Sequence[str], carriers: Carriers) -> Evidence:
    """What a sample of a column's values says."""
    filled = [value for value in values if value]
    if not filled:
        return Evidence(known=bool(values)) if values else NOTHING

    def share(tells: Callable[[str], bool]) -> float:
        return sum(map(tells, filled)) / len(filled)

    return Evidence(
        filled=len(filled) / len(values),
        links=share(lambda value: "://" in value or value.lower().startswith("www.")),
        numbers=share(lambda value: _is_number(value, carriers)),
        sure=share(lambda value: not value.isdigit() and _is_sure(value, carriers)),
        dates=share(_is_date),
        addresses=share(lambda value: "@" in value and "://" not in value),
        choices=share(lambda value: value.casefold() in YES | NO),
        carriers=share(lambda value: not value.isdigit() and bool(carriers.named(value))),
        digits=share(lambda value: any(sign.isdigit() for sign in value)),
        spaced=share(lambda value: " " in value),
        short=share(lambda value: len(value) < _SHORTEST),
        marked=share(lambda value: bool(_MARKED.fullmatch(value))),
        counts=filled == [str(number) for number in range(1, len(filled) + 1)],
        known=True,
    )


def guessed(rows: Sequence[Sequence[str]], carriers: Carriers) -> dict[int, Role]:
    """Which column has which role where nothing names them: what can only be carriers' numbers or links, then the first
    other one that can be orders, none where none can. Numbers whose check fails never count, nor do those that count up
    as orders do; words that name carriers are the carriers."""
    sample = rows[:SAMPLE]
    width = max(map(len, sample), default=0)
    columns = {place: [row[place] if place < len(row) else "" for row in sample] for place in range(width)}
    seen = {place: evidence(values, carriers) for place, values in columns.items()}
    found: dict[int, Role] = {}
    if width > 1:
        telling = {
            place: one.links + one.numbers
            for place, one in seen.items()
            if (one.links > 0.5 or one.numbers > 0.5) and not _counts_up(columns[place])
        }
        if telling:
            found[max(telling, key=lambda place: telling[place])] = "tracking"
    naming = [place for place, one in seen.items() if one.carriers > 0.5 and one.links <= 0.5]
    if found and naming and naming[0] not in found:
        found[naming[0]] = "carrier"
    for place, one in seen.items():
        fit = (
            one.filled > 0.5
            and one.digits > 0.5
            and one.dates <= 0.5
            and not one.addresses
            and one.links <= 0.5
            and one.spaced <= 0.5
        )
        if place not in found and fit:
            return {place: "order", **found, **carriers_named(seen, {place, *found})}
    return found


def carriers_named(seen: Mapping[int, Evidence], taken: Collection[int]) -> dict[int, Role]:
    """The first free column in which nearly every value names a carrier, as such; empty for none."""
    fit = [place for place, one in seen.items() if place not in taken and one.carriers >= _NEARLY_ALL]
    return {fit[0]: "carrier"} if fit else {}


def unmapped(
    head: Sequence[str], rows: Sequence[Sequence[str]], taken: Collection[int], carriers: Carriers
) -> dict[int, str]:
    """The columns that have no role and are full of carriers' numbers or links, or of dates that no name explains, with
    a sentence for each."""
    said = {}
    for place in range(max(map(len, rows), default=0)):
        if place in taken:
            continue
        values = [row[place] if place < len(row) else "" for row in rows[:SAMPLE]]
        seen = evidence(values, carriers)
        if seen.filled < 0.5 or _counts_up(values):
            continue
        name = head[place] if place < len(head) and head[place] else f"Column {place + 1}"
        if seen.links > 0.5 and any(carriers.read_url(value) for value in values if "://" in value):
            said[place] = f"“{name}” is full of tracking links and is not used; say what it is."
        elif seen.numbers > 0.5:
            said[place] = f"“{name}” is full of carriers' numbers and is not used; say what it is."
        elif seen.dates > 0.5 and not any(head[place : place + 1]):
            said[place] = f"“{name}” is full of dates and is not used; say what it is."
    return said


def not_to_send(head: Sequence[str], rows: Sequence[Sequence[str]], taken: Collection[int]) -> list[str]:
    """A sentence for each column without a role that says of some rows that they are not to be shipped."""
    said = []
    for place, name in enumerate(head):
        if place in taken:
            continue
        found = [row[place] for row in rows if place < len(row) and row[place].casefold() in NOT_TO_SEND]
        if found and len(found) < len(rows):
            column = f"“{name or f'Column {place + 1}'}”"
            count, them = counted(len(found), "row"), by_count(len(found), "it", "them")
            said.append(
                f"{column} says “{found[0]}” or the like in {count}; it is not used, so leave {them} out yourself."
            )
    return said


def _is_number(value: str, carriers: Carriers) -> bool:
    """Whether a value is a carrier's number: its check digit fits, or its form is one that chance does not have."""
    if len(value) < _SHORTEST or "://" in value or _is_date(value):
        return False
    return any(
        one.check == "fits" or (one.check == "none" and one.share <= _TELLING)
        for one in carriers.candidates(value)
    )


def _is_sure(value: str, carriers: Carriers) -> bool:
    return len(value) >= _SHORTEST and "://" not in value and sure(carriers.candidates(value)) is not None


def _is_date(value: str) -> bool:
    if len(value) > 60 or (value.isdigit() and len(value) not in (5, 8)):
        return False
    try:
        dates.normal(value)
    except dates.NotADate as error:
        return "two dates" in str(error)
    return True


def _counts_up(values: Iterable[str]) -> bool:
    """Whether values are numbers of which each is a little larger than the last, as orders are numbered."""
    numbers = [int(value) for value in values if value.isascii() and value.isdigit()]
    steps = [two - one for one, two in pairwise(numbers)]
    return len(steps) > 1 and sum(0 < step <= 50 for step in steps) * 3 >= len(steps) * 2
