"""What becomes of the lines when a block of cells is pasted into them.

It must not drop or mend a text; what cannot be sent stands in the line as it was copied, and is told as wrong.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from console.model.drafts.draft import Draft
from console.model.fields import money, numerals
from console.model.fields.field import Value
from console.model.fields.numerals import Marks
from console.model.lines.lines import COLUMNS, SENT, DraftLine
from console.model.pasting.block_marks import BlockMarks, DecimalMark, Doubt, of_block
from console.model.pasting.line_heads import bare, forms, meant
from console.model.pasting.tsv import Block, parsed
from console.runtime.giving_way import unhurried

Way = Literal["over", "add", "all"]
"""Over the cells from the cursor on, as new lines behind it, or instead of all lines."""

WIDEST = 64
_TOO_WIDE = f"What was copied has more than {WIDEST} columns; copy only the columns that a line has."
_PRECISION = 100
"""Enough for the product of the two longest numbers that a cell takes."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a block is to go: `columns` are API names by column of the block, empty for one that goes nowhere.

    `at` is the zero-based place of the cursor, `seen` are the places of the lines in the order in which they are seen
    (none: all, in their own order). `header` takes the first row for labels; `fill` writes quantity x price where a
    pasted line has no total; `decimal` answers which mark stands before the decimals, where the block does not tell.
    """

    way: Way
    at: int | None
    columns: tuple[str, ...]
    seen: tuple[int, ...] | None = None
    header: bool = False
    fill: bool = False
    decimal: DecimalMark = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say of a cell: `row` counts the pasted lines from zero, `column` is an API name."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PastePlan:
    """What pasting would do: all lines as they become, the `places` of the pasted ones, and their rows in the block.

    The last `added` of those are new lines. `refusal` says why nothing can be pasted; `lines` are as before then.
    `doubt` is a number that could be two, to be answered by the aim's `decimal`; `decided` are the cells that could be
    too and are read by what the block or the answer tells.
    """

    lines: tuple[DraftLine, ...]
    places: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    added: int = 0
    wrong: tuple[Told, ...] = ()
    doubtful: tuple[Told, ...] = ()
    decided: tuple[Told, ...] = ()
    doubt: Doubt | None = None
    refusal: str = ""


def block(copied: str | Block) -> Block:
    """The cells that were copied, as they are or as a text of them.

    A text without tabs is split at semicolons or commas where labels stand so on top, and at semicolons also where each
    of its rows has as many of them and a number between.
    """
    if not isinstance(copied, str):
        return copied
    cells = parsed(copied)
    if len(cells) > 1 and len(cells[0]) == 1:
        for mark in ";,":
            split = _split(cells, mark)
            if split and sum(map(bool, map(_called, split[0]))) > 1:
                return _padded(split)
        split = _split(cells, ";")
        if (
            split
            and len({len(row) for row in split}) == 1 < len(split[0])
            and any(map(_all_numbers, zip(*split, strict=True)))
        ):
            return _padded(split)
    return cells


def _split(cells: Block, mark: str) -> list[list[str]]:
    """The first cell of each row, split at this mark; nothing where a quote or a line's end stands where none can be."""
    try:
        return list(csv.reader((row[0] for row in cells), delimiter=mark))
    except csv.Error:
        return []


def _all_numbers(texts: tuple[str, ...]) -> bool:
    """Whether each of these could be a number, written in one way or another."""
    return all(any(one is not None for one in numerals.readings(text, lambda _: True)) for text in texts)


def has_header(cells: Block) -> bool:
    """Whether the first row names columns: at least half of its words are known, and there is a row below."""
    words = [word for word in cells[0] if word.strip()] if len(cells) > 1 else []
    return bool(words) and 2 * sum(map(bool, map(_called, words))) >= len(words)


def without_blanks_above_header(cells: Block) -> Block:
    """The block from its header on where only blank rows stand above that, as in tables copied from a web page."""
    first = next((place for place, row in enumerate(cells) if any(map(str.strip, row))), 0)
    return cells[first:] if first and has_header(cells[first:]) else cells


def by_name(labels: Iterable[str]) -> tuple[str, ...]:
    """Where labels lead; a column's own name goes before what it is also called, and each column is taken once."""
    words = list(labels)
    own = [_named(word) for word in words]
    found: list[str] = []
    for name, word in zip(own, words, strict=True):
        also = "" if name else meant(word)
        free = also not in own
        key = name or (also if free else "")
        found.append(key if key in SENT and key not in found else "")
    return tuple(found)


def by_order(cells: Block, columns: Sequence[str], start: str = "") -> tuple[str, ...]:
    """Columns one after another as shown, from `start` where the block fits behind it; a leading "#" goes nowhere."""
    width = len(cells[0]) if cells else 0
    shown = [column for column in columns if column in SENT]
    if width == len(shown) + 1 and _counts_up(cells):
        return ("", *shown)
    first = shown.index(start) if start in shown and shown.index(start) + width <= len(shown) else 0
    keys = shown[first : first + width]
    return (*keys, *[""] * (width - len(keys)))


def plan(draft: Draft, cells: Block, aim: Aim, marks: Marks, *, most: int) -> PastePlan:
    """The draft's lines after pasting; `most` is how many there may be.

    `marks` are how the operator writes numbers. A block comes from one program, so how it writes them is told by all of
    its numbers, or else asked.
    """
    before, digits = draft.lines, draft.decimals
    if len(aim.columns) > WIDEST:
        return PastePlan(before, refusal=_TOO_WIDE)
    read = _reader(cells[aim.header :], aim, marks, draft.currency)
    texts = _texts(cells, aim, read)
    over = _covered(before, aim)[: len(texts)]
    lines = [] if aim.way == "all" else list(before)
    added = len(texts) - len(over)
    if len(lines) + added > most:
        return PastePlan(
            before, refusal=f"That would make {len(lines) + added:,} lines; a record takes at most {most:,}."
        )
    behind = len(lines) if aim.at is None or aim.way == "over" else min(aim.at + 1, len(lines))
    places = (*over, *range(behind, behind + added))
    lines[behind:behind] = [DraftLine()] * added
    for place, line in zip(places, unhurried(list(texts.values())), strict=True):
        lines[place] = _pasted(lines[place], line, digits, fill=aim.fill)
    after = draft.with_lines(lines)
    row_at = {place: row for row, place in enumerate(places)}
    wrong, doubtful = (
        tuple(
            Told(row_at[one.row], one.key, one.sentence)
            for one in said
            if one.row is not None and one.row in row_at
        )
        for said in (after.problems(), after.advice_of_lines())
    )
    decided = tuple(
        Told(row, key, why)
        for row, source in enumerate(unhurried(list(texts)))
        for key, text in zip(aim.columns, cells[source], strict=True)
        if key and (why := read.why(key, text))
    )
    return PastePlan(after.lines, places, tuple(texts), added, wrong, doubtful, decided, read.doubt)


def typed(column: str, text: str, marks: Marks, currency: Value) -> str:
    """What one copied text becomes in a column: a number in its plain form, any other text as it is.

    A number that could be two stays as it was copied, which is an error that names both.
    """
    read = of_block({column: [text]}, marks, currency)
    return text if read.doubt and not numerals.exact(text) else read.read(column, text)


def _covered(rows: Sequence[DraftLine], aim: Aim) -> Sequence[int]:
    """The places that a block goes over, from the cursor on as the lines are seen."""
    if aim.way != "over" or aim.at is None:
        return ()
    seen = range(len(rows)) if aim.seen is None else aim.seen
    return seen[seen.index(aim.at) :] if aim.at in seen else ()


def _texts(cells: Block, aim: Aim, read: BlockMarks) -> dict[int, dict[str, str]]:
    """The rows of the block as texts by API name. Those that say nothing become no lines of their own."""
    lines = {
        number: {key: read.read(key, text) for key, text in zip(aim.columns, row, strict=True) if key}
        for number, row in enumerate(unhurried(cells))
        if number >= aim.header
    }
    return {
        number: line
        for number, line in unhurried(list(lines.items()))
        if line and (aim.way == "over" or any(line.values()))
    }


def _reader(rows: Block, aim: Aim, marks: Marks, currency: Value) -> BlockMarks:
    columns = {
        key: dict.fromkeys(row[place] for row in unhurried(rows))
        for place, key in enumerate(aim.columns)
        if key and _is_number(key)
    }
    return of_block(columns, marks, currency, aim.decimal)


def _is_number(column: str) -> bool:
    return COLUMNS[column].kind.holds is Decimal


def _pasted(row: DraftLine, line: dict[str, str], places: int | None, *, fill: bool) -> DraftLine:
    held = DraftLine(row.item)
    cells = dict(row.cells)
    for column, text in line.items():
        if text == held.shown(column, places):
            cells.pop(column, None)
        else:
            cells[column] = text
    made = DraftLine(row.item, cells)
    if fill and not made.shown("totalPrice", places).strip() and (total := _product(made, places)):
        return made.typed("totalPrice", total, places)
    return made


def _product(row: DraftLine, places: int | None) -> str:
    """Quantity x sale price, or unit price where there is none; rounded half up to the currency's digits.

    A price of zero is none where there is another: the service answers zero where none was given.
    """
    quantity = row.reading("quantity").value
    prices = [row.reading(column).value for column in ("salePrice", "unitPrice")]
    given = [price for price in prices if price is not None]
    price = next((price for price in given if price), given[0] if given else None)
    if not (isinstance(quantity, Decimal) and isinstance(price, Decimal)):
        return ""
    with localcontext(prec=_PRECISION):
        total = quantity * price
        if places is not None and -total.as_tuple().exponent > places:  # type: ignore[operator]  # finite
            total = total.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return money.written(total, places)


def _counts_up(cells: Block) -> bool:
    numbers = [row[0].strip() for row in cells]
    start = int(numbers[0]) if numbers[0].isdecimal() else None
    return start is not None and all(text == str(start + place) for place, text in enumerate(numbers))


def _padded(rows: Iterable[list[str]]) -> Block:
    lines = list(rows)
    width = max(map(len, lines))
    return tuple((*line, *[""] * (width - len(line))) for line in lines)


def _called(word: str) -> str:
    return _named(word) or meant(word)


def _named(word: str) -> str:
    """The column whose own name this is."""
    return next((_NAMES[form] for form in forms(word) if form in _NAMES), "")


_NAMES = {bare(name): key for key, field in COLUMNS.items() for name in (key, field.label)}
