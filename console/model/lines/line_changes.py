"""What replacing a record's lines does to each of them: added, removed, changed, moved.

It must not decide which row is which line; a row remembers the line that it came from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import lt
from typing import Literal

from console.model.fields.field import EMPTY
from console.model.lines.lines import COLUMNS, DraftLine
from console.model.records import LineItem
from console.runtime.giving_way import unhurried

LineChangeKind = Literal["added", "removed", "changed", "moved"]
Cell = tuple[str, str, str]
"""A column's label as inside a sentence, and its text before and after; empty where there is none."""
_TELLING = ("sku", "quantity", "totalPrice")
"""What is told of a line that came or went, behind its title."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """What became of one line. `was` and `now` are line numbers from one; a moved line that has `cells` is changed too.

    The texts are made when they are asked for, since few of ten thousand are ever seen.
    """

    how: LineChangeKind
    was: int | None
    now: int | None
    row: DraftLine
    places: int | None = None

    @property
    def title(self) -> str:
        """What the line is called: by its name or SKU as it is now, or as it was."""
        return self.row.title

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that differ, in the order of the columns; of a line that came or went those that tell it apart."""
        return tuple(self._cells())

    def _cells(self) -> Iterator[Cell]:
        for column in _TELLING if self.how in ("added", "removed") else COLUMNS:
            label, text = inside(column), self.row.shown(column, self.places)
            if self.how == "removed" and text:
                yield label, text, ""
            elif self.how == "added" and text:
                yield label, "", text
            elif self.how in ("changed", "moved") and self.row.changed(column):
                yield label, DraftLine(self.row.item).shown(column, self.places), text


def differences(
    now: Sequence[DraftLine], base: Sequence[LineItem], places: int | None = None
) -> tuple[LineChange, ...]:
    """What replacing `base` by `now` does, line by line from the top; a removed line stands where it was.

    As few lines as can be count as moved. `places` is how many digits the currency has.
    """
    kept = _kept(now, base)
    still = _still(_in_new_order(kept))
    origin = {place: was for was, place in kept.items()}
    found: list[tuple[int, LineChange]] = []
    behind = 0
    for was, item in enumerate(base):
        if was not in kept:
            found.append((behind, LineChange("removed", was + 1, None, DraftLine(item), places)))
        elif was in still:
            behind = kept[was] + 1
    for place, row in enumerate(unhurried(now)):
        if place not in origin:
            found.append((place, LineChange("added", None, place + 1, row, places)))
            continue
        moved = origin[place] not in still
        if moved or row.touched:
            how: LineChangeKind = "moved" if moved else "changed"
            found.append((place, LineChange(how, origin[place] + 1, place + 1, row, places)))
    found.sort(key=lambda placed: placed[0])
    return tuple(change for _, change in found)


def told(cell: Cell) -> str:
    """One changed cell in words: "quantity 1 → 2"."""
    label, before, after = cell
    return f"{label} {before or EMPTY} → {after or EMPTY}"


def inside(column: str) -> str:
    """A column's label as it stands inside a sentence: "total price", "SKU", "image URL"."""
    return " ".join(word if word.isupper() else word.lower() for word in COLUMNS[column].label.split())


@dataclass(frozen=True, slots=True)
class LinesDifference:
    """What replacing lines does, counted. Of one line alone it is told which: `title` of the removed, `line` (from one)
    and `cells` (column, text before, text after) of the changed.
    """

    added: int = 0
    removed: int = 0
    title: str = ""
    changed: int = 0
    line: int = 0
    cells: tuple[tuple[str, str, str], ...] = ()
    moved: int = 0

    @property
    def words(self) -> str:
        """In one short sentence: "1 added, 1 removed (Pot), 1 changed (line 2: quantity 1 → 2), 1 moved"."""
        cells = ", ".join(told((inside(column), before, after)) for column, before, after in self.cells)
        said = (
            (self.added, "added", ""),
            (self.removed, "removed", self.title),
            (self.changed, "changed", f"line {self.line}: {cells}" if self.line else ""),
            (self.moved, "moved", ""),
        )
        return ", ".join(
            f"{count} {word}{f' ({which})' if which else ''}" for count, word, which in said if count
        )


def difference(now: Sequence[DraftLine], base: Sequence[LineItem]) -> LinesDifference:
    """What replacing `base` by `now` does, counted."""
    # Counted here and not from `differences`, because it is asked for at every keystroke.
    kept = _kept(now, base)
    order = sorted(kept.values())
    added, moved = len(now) - len(kept), len(kept) - len(_still(_in_new_order(kept)))
    removed = [item for was, item in enumerate(base) if was not in kept] if len(kept) < len(base) else []
    changed = [(place, now[place]) for place in unhurried(order) if now[place].touched]
    only = changed[0] if len(changed) == 1 else None
    return LinesDifference(
        added,
        len(removed),
        DraftLine(removed[0]).title if len(removed) == 1 else "",
        len(changed),
        only[0] + 1 if only else 0,
        tuple(_cells_changed(only[1])) if only else (),
        moved,
    )


def _cells_changed(row: DraftLine) -> Iterator[tuple[str, str, str]]:
    for column in COLUMNS:
        if row.changed(column):
            yield column, DraftLine(row.item).shown(column, None), row.shown(column, None)


def _kept(now: Sequence[DraftLine], base: Sequence[LineItem]) -> dict[int, int]:
    """Place in `base` -> place in `now`; a line used twice was kept once and added once."""
    places = dict(zip(map(id, base), range(len(base)), strict=True))
    kept: dict[int, int] = {}
    for place, row in enumerate(unhurried(now)):
        if row.item is not None and (was := places.get(id(row.item))) is not None:
            kept.setdefault(was, place)
    return kept


def _in_new_order(kept: dict[int, int]) -> list[int]:
    return sorted(kept, key=kept.__getitem__)


def _still(order: Sequence[int]) -> set[int]:
    """The most of these numbers that stand in rising order; the others moved. (Patience sorting.)"""
    if all(map(lt, order, order[1:])):
        return set(order)
    tops: list[int] = []  # the lowest end of a rising row of each length
    below: dict[int, int | None] = {}
    for number in unhurried(order):
        pile = bisect_left(tops, number)
        below[number] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [number]
    still: set[int] = set()
    at: int | None = tops[-1]
    while at is not None:
        still.add(at)
        at = below[at]
    return still
