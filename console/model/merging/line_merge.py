"""Three readings of a record's lines woven into one: as they were, as an operator left them, as they are now.

It must not drop a line that somebody made or changed: what cannot be joined is a clash, and the operator decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from console.model.drafts.draft import LINES, Draft
from console.model.fields.field import EMPTY, Raw
from console.model.fields.kinds import Amount
from console.model.lines import lines as line_items
from console.model.lines.line_changes import difference
from console.model.lines.lines import COLUMNS, SENT, DraftLine
from console.model.merging.compare import (
    differs,
    likely,
    meaning,
    row_meaning,
    same_line,
    same_lines,
    unchanged,
)
from console.model.plural import counted
from console.model.records import Cart, LineItem, Order
from console.runtime.giving_way import unhurried

Side = Literal["mine", "theirs"]
ORDER_OF_LINES = f"{LINES}.order"
_MOST_ROWS = 50
"""With more clashing lines than this the operator is asked once about all of them."""
_MOST_TITLES = 20
AMOUNT_COLUMNS = tuple(key for key, field in COLUMNS.items() if isinstance(field.kind, Amount))


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that an operator and someone else changed differently; the three texts are as shown, never blank."""

    key: str
    label: str
    before: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class MergedLines:
    """The lines together.

    `rows` are the operator's on `base`, which are the lines as they are now, except that a line whose clash is not
    decided stays as it was before. `told` says what someone else did to the others, empty if nothing.
    """

    rows: tuple[DraftLine, ...]
    base: tuple[LineItem, ...] | Raw
    clashes: tuple[Clash, ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """One line in up to three forms; `place` is where it stood before."""

    place: int | None = None
    before: LineItem | None = None
    mine: DraftLine | None = None
    theirs: LineItem | None = None

    @property
    def key(self) -> str:
        return f"{LINES}[{self.place}]"

    @property
    def clashes(self) -> bool:
        """Whether both changed it, or one removed what the other changed."""
        if self.before is None:
            return False
        if self.mine is not None and self.theirs is not None:
            return self.touched and self.moved and not self.agreed
        return (self.mine is not None and self.touched) or (self.theirs is not None and self.moved)

    @property
    def touched(self) -> bool:
        return self.mine is not None and self.mine.touched

    @property
    def moved(self) -> bool:
        return self.before is None or self.theirs is None or not same_line(self.before, self.theirs)

    @property
    def agreed(self) -> bool:
        """Whether the operator's line and theirs came to the same."""
        return self.mine is not None and self.theirs is not None and _same(self.mine, self.theirs)


def merge_lines(draft: Draft, theirs: Order | Cart, choices: Mapping[str, Side]) -> MergedLines:
    """The lines of a draft and of a fresh reading in one, clashes decided as chosen.

    What nobody else touched stays the operator's, what the operator did not touch is as it is now, and a new line
    stays behind the line that it was put behind. A line that both added or changed alike is there once.
    """
    weaving = _LineMerge(draft, theirs, choices)
    arrived = len(draft.lines) == len(theirs.lines) and all(map(_same, unhurried(draft.lines), theirs.lines))
    if arrived and not same_lines(draft.base, theirs):
        return MergedLines(line_items.rows(theirs.lines), theirs.lines, told=weaving.told(()))
    return weaving.merge_lines()


def over(under: DraftLine, wanted: DraftLine) -> DraftLine:
    """The line `under` with texts over it, so that it shows and means what `wanted` does."""
    cells: dict[str, str] = {}
    for column in SENT:
        reading, kind = wanted.reading(column), COLUMNS[column].kind
        wrong = reading.error and column in wanted.cells
        if wrong or not kind.same(reading.value, under.reading(column).value):
            cells[column] = wanted.shown(column, None)
    return DraftLine(under.item, cells)


def turned_by_them(draft: Draft, theirs: Order | Cart) -> bool:
    """Whether someone else changed the currency and the operator did not, so that amounts from before are in no currency."""
    return differs("currency", draft.base, theirs) and not draft.changed("currency")


def without_amounts(row: DraftLine) -> DraftLine:
    """The line without the amounts that are typed in it; the same object where there are none."""
    if not any(key in row.cells for key in AMOUNT_COLUMNS):
        return row
    return DraftLine(row.item, {key: text for key, text in row.cells.items() if key not in AMOUNT_COLUMNS})


class _LineMerge:
    """The lines in their three orders, and what becomes of each."""

    def __init__(self, draft: Draft, theirs: Order | Cart, choices: Mapping[str, Side]) -> None:
        self._draft, self._theirs, self._choices = draft, theirs, choices
        self._was, self._mine, self._now = _joined(draft, theirs)
        common = [line for line in unhurried(self._was) if line.mine is not None and line.theirs is not None]
        mine, now = (_among(order, common) for order in (self._mine, self._now))
        self._mine_moved, self._now_moved = mine != common, now != common
        self._orders = (common, now, mine) if self._mine_moved and self._now_moved and mine != now else ()

    def merge_lines(self) -> MergedLines:
        clashing = [line for line in unhurried(self._was) if line.clashes]
        theirs_first = not self._mine_moved or (self._orders and self._chosen(ORDER_OF_LINES) == "theirs")
        whole = _merged(self._now, self._mine) if theirs_first else _merged(self._mine, self._now)
        rows = (self._row(line) for line in unhurried(whole))
        as_before = self._orders and not self._chosen(ORDER_OF_LINES)
        held = _merged(self._was, self._now) if as_before else _merged(self._now, self._was)
        base = (line.before if self._open(line) else line.theirs for line in unhurried(held))
        return MergedLines(
            tuple(row for row in rows if row is not None),
            tuple(item for item in base if item is not None),
            self._clashes(clashing),
            self.told(clashing),
        )

    def told(self, clashing: Collection[_Line]) -> str:
        """What someone else did to the lines that are no clash, in words."""
        apart = set(clashing)
        whole = _merged(self._was, self._now) if self._orders else _merged(self._now, self._was)
        rows: list[DraftLine] = []
        for line in unhurried(whole):
            if line in apart or not line.moved:
                rows.append(DraftLine(line.before))
            elif line.theirs is not None:
                rows.append(over(DraftLine(line.before), DraftLine(line.theirs)))
        words = difference(rows, self._draft.base.lines).words
        return f"{counted(len(self._theirs.lines), 'line')}: {words}" if words else ""

    def _chosen(self, key: str) -> Side | None:
        return self._choices.get(key) or self._choices.get(LINES)

    def _open(self, line: _Line) -> bool:
        return line.clashes and self._chosen(line.key) is None

    def _row(self, line: _Line) -> DraftLine | None:
        """What stands in the lines for this one; None for nothing."""
        if line.clashes:
            return self._decided(line)
        if line.before is not None and (line.mine is None or line.theirs is None):
            return None
        if line.theirs is None:
            return line.mine
        if line.mine is None or (line.moved and (line.agreed or not line.touched)):
            return DraftLine(line.theirs)
        return DraftLine(line.theirs, line.mine.cells)

    def _decided(self, line: _Line) -> DraftLine | None:
        chosen = self._chosen(line.key)
        if chosen == "theirs":
            return None if line.theirs is None else DraftLine(line.theirs)
        if line.mine is None:
            return None
        if chosen is None:
            return DraftLine(line.before, line.mine.cells)
        gone = line.theirs is None
        kept = line.mine.copy(self._draft.decimals) if gone else over(DraftLine(line.theirs), line.mine)
        return without_amounts(kept) if turned_by_them(self._draft, self._theirs) else kept

    def _clashes(self, clashing: Sequence[_Line]) -> tuple[Clash, ...]:
        if len(clashing) > _MOST_ROWS:
            words = difference(self._draft.lines, self._draft.base.lines).words
            count = f"{counted(len(self._theirs.lines), 'line')}; {len(clashing)} of them are changed on both sides"
            before, mine = (
                counted(len(self._draft.base.lines), "line"),
                counted(len(self._draft.lines), "line"),
            )
            return (Clash(LINES, COLUMNS["name"].group, before, count, f"{mine}: {words}"),)
        found = [self._clash(line) for line in clashing]
        if self._orders:
            before, theirs, mine = map(_titles, self._orders)
            found.append(Clash(ORDER_OF_LINES, "Order of the lines", before, theirs, mine))
        return tuple(found)

    def _clash(self, line: _Line) -> Clash:
        before = DraftLine(line.before)
        rows = [before, None if line.theirs is None else DraftLine(line.theirs), line.mine]
        changed = [set(over(before, row).cells) for row in rows if row is not None]
        columns = [column for column in SENT if column in set.union(*changed)]
        texts = [_text(row, columns, self._draft.decimals) for row in rows]
        return Clash(line.key, f"Line {(line.place or 0) + 1}: {before.title}", *texts)


def _joined(draft: Draft, theirs: Order | Cart) -> tuple[list[_Line], list[_Line], list[_Line]]:
    """Every line once with all its forms, in the order they had, as the operator has them, and as they are now."""
    base, now = draft.base.lines, theirs.lines
    places = {id(item): place for place, item in enumerate(base)}
    first: dict[int, int] = {}  # place before -> place among the operator's; a line used twice is new there
    for at, row in enumerate(draft.lines):
        if row.item is not None and id(row.item) in places:
            first.setdefault(places[id(row.item)], at)
    origin = {at: place for place, at in first.items()}
    found = unchanged(base, now)
    free: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place in sorted(set(range(len(now))) - set(found.values()), reverse=True):
        free[meaning(now[place])].append(place)
    both: dict[int, int] = {}  # new with the operator -> the same line, as new in the fresh reading
    for at, row in enumerate(draft.lines):  # what was meant is there already, as after a lost answer
        was = origin.get(at)
        if was not in found and (was is None or row.touched) and (same := free.get(row_meaning(row))):
            if was is None:
                both[at] = same.pop()
            else:
                found[was] = same.pop()
    found = likely(base, now, found, set(both.values()))
    was_lines = [
        _Line(
            place,
            item,
            draft.lines[first[place]] if place in first else None,
            now[found[place]] if place in found else None,
        )
        for place, item in enumerate(unhurried(base))
    ]
    mine = [
        was_lines[origin[at]]
        if at in origin
        else _Line(None, None, _new(row, draft), now[both[at]] if at in both else None)
        for at, row in enumerate(unhurried(draft.lines))
    ]
    there = {found[place]: was_lines[place] for place in found} | {both[at]: mine[at] for at in both}
    return (
        was_lines,
        mine,
        [there.get(place) or _Line(theirs=item) for place, item in enumerate(unhurried(now))],
    )


def _same(mine: DraftLine, theirs: LineItem) -> bool:
    return row_meaning(mine) == meaning(theirs)


def _new(row: DraftLine, draft: Draft) -> DraftLine:
    """A line that is no longer, or not only, the server's: its texts are its own."""
    return row if row.item is None else row.copy(draft.decimals)


def _among(order: Sequence[_Line], some: Collection[_Line]) -> list[_Line]:
    wanted = set(some)
    return [line for line in unhurried(order) if line in wanted]


def _merged(leading: Sequence[_Line], other: Sequence[_Line]) -> list[_Line]:
    """All lines of both, in the order of the leading one; what only the other has stays behind what it stood
    behind, or at the end."""
    both = set(leading).intersection(other)
    behind: defaultdict[_Line | None, list[_Line]] = defaultdict(list)
    at: _Line | None = None
    for line in unhurried(other):
        if line in both:
            at = line
        else:
            behind[at].append(line)
    last = behind.pop(at, [])
    whole: list[_Line] = []
    at = None
    for line in unhurried(leading):
        if line in both:
            whole += behind[at]
            at = line
        whole.append(line)
    return whole + behind[at] + last


def _text(row: DraftLine | None, columns: Sequence[str], places: int | None) -> str:
    if row is None:
        return "removed"
    texts = [f"{COLUMNS[column].label} {row.shown(column, places) or EMPTY}" for column in columns]
    return ", ".join(texts)


def _titles(order: Sequence[_Line]) -> str:
    titles = [DraftLine(line.before).title for line in islice(order, _MOST_TITLES)]
    return ", ".join(titles) + (" …" if len(order) > _MOST_TITLES else "")
