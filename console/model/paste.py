"""What becomes of the lines when a block of cells is pasted into them.

It must not drop or mend a text; what cannot be sent stands in the line as it was copied, and is told as wrong.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import partial
from typing import Literal

from console.model import money
from console.model.draft import Draft
from console.model.lines import COLUMNS, SENT, DraftLine
from console.model.numerals import Marks, exact, plain
from console.model.tsv import Block, parsed

Way = Literal["over", "add", "all"]
"""Over the cells from the cursor on, as new lines behind it, or instead of all lines."""

_ALSO_CALLED = {
    "qty": "quantity", "count": "quantity", "pieces": "quantity", "pcs": "quantity",
    "price": "unitPrice", "total": "totalPrice", "linetotal": "totalPrice", "sum": "totalPrice",
    "item": "name", "product": "name", "productname": "name", "title": "name",
    "itemnumber": "sku", "articlenumber": "sku", "productcode": "sku",
    "image": "imageUrl", "picture": "imageUrl", "link": "productUrl", "url": "productUrl",
    "position": "position", "pos": "position", "line": "position", "no": "position",
}  # fmt: skip
WIDEST = 64
_TOO_WIDE = f"What was copied has more than {WIDEST} columns; copy only the columns that a line has."
_COMMA, _POINT = Marks(",", "."), Marks(".", ",")
_DOTTED = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
_PRECISION = 100
"""Enough for the product of the two longest numbers that a cell takes."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a block is to go: `columns` are API names by column of the block, empty for one that goes nowhere.

    `at` is the zero-based place of the cursor, `seen` are the places of the lines in the order in which they are seen
    (none: all, in their own order). `header` takes the first row for labels; `fill` writes quantity x price where a
    pasted line has no total.
    """

    way: Way
    at: int | None
    columns: tuple[str, ...]
    seen: tuple[int, ...] | None = None
    header: bool = False
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be sent: `row` counts the pasted lines from zero, `column` is an API name."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PastePlan:
    """What pasting would do: all lines as they become, the `places` of the pasted ones, and their rows in the block.

    The last `added` of those are new lines. `refusal` says why nothing can be pasted; `lines` are as before then.
    """

    lines: tuple[DraftLine, ...]
    places: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    added: int = 0
    wrong: tuple[Wrong, ...] = ()
    refusal: str = ""


def block(text: str) -> Block:
    """The cells of a copied text. One without tabs is split at semicolons or commas only where labels stand so on top."""
    cells = parsed(text)
    if len(cells) > 1 and len(cells[0]) == 1:
        for mark in ";,":
            labels = next(csv.reader([cells[0][0]], delimiter=mark))
            if sum(map(bool, map(_called, labels))) > 1:
                return _padded(csv.reader((row[0] for row in cells), delimiter=mark))
    return cells


def has_header(cells: Block) -> bool:
    """Whether the first row names columns: at least half of its words are known, and there is a row below."""
    words = [word for word in cells[0] if word.strip()] if len(cells) > 1 else []
    return bool(words) and 2 * sum(map(bool, map(_called, words))) >= len(words)


def by_name(labels: Iterable[str]) -> tuple[str, ...]:
    """Where labels lead; a column's own name goes before what it is also called, and each column is taken once."""
    words = list(labels)
    own = [_NAMES.get(_bare(word), "") for word in words]
    found: list[str] = []
    for name, word in zip(own, words, strict=True):
        also = "" if name else _ALSO_CALLED.get(_bare(word), "")
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

    `marks` are how numbers are written, unless more of the block's numbers can be read with others: it comes from one
    program, so all of its numbers are written in one way.
    """
    before, digits = draft.lines, draft.decimals
    if len(aim.columns) > WIDEST:
        return PastePlan(before, refusal=_TOO_WIDE)
    texts = _texts(cells, aim, marks)
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
    for place, line in zip(places, texts.values(), strict=True):
        lines[place] = _pasted(lines[place], line, digits, fill=aim.fill)
    after = draft.with_lines(lines)
    row_at = {place: row for row, place in enumerate(places)}
    wrong = tuple(
        Wrong(row_at[problem.row], problem.key, problem.sentence)
        for problem in after.problems()
        if problem.row in row_at
    )
    return PastePlan(after.lines, places, tuple(texts), added, wrong)


def typed(column: str, text: str, marks: Marks) -> str:
    """What a copied text becomes in a column: a number in its plain form, any other text as it is."""
    return plain(text, marks) if _is_number(column) else text


def _covered(rows: Sequence[DraftLine], aim: Aim) -> Sequence[int]:
    """The places that a block goes over, from the cursor on as the lines are seen."""
    if aim.way != "over" or aim.at is None:
        return ()
    seen = range(len(rows)) if aim.seen is None else aim.seen
    return seen[seen.index(aim.at) :] if aim.at in seen else ()


def _texts(cells: Block, aim: Aim, marks: Marks) -> dict[int, dict[str, str]]:
    """The rows of the block as texts by API name. Those that say nothing become no lines of their own."""
    read = _reader(cells[aim.header :], aim.columns, marks)
    lines = {
        number: {key: read(key, text) for key, text in zip(aim.columns, row, strict=True) if key}
        for number, row in enumerate(cells)
        if number >= aim.header
    }
    return {
        number: line for number, line in lines.items() if line and (aim.way == "over" or any(line.values()))
    }


def _reader(rows: Block, columns: Sequence[str], marks: Marks) -> Callable[[str, str], str]:
    """How the texts of this block are read: with the marks that most of its numbers are written in."""
    if not marks.group:
        return partial(typed, marks=marks)  # a plain number is written in one way only
    written = {
        (key, row[place])
        for place, key in enumerate(columns)
        if key and _is_number(key)
        for row in rows
        if row[place].strip()
    }
    numbers = [(key, text) for key, text in written if exact(text) is None]

    def readable(candidate: Marks) -> int:
        return sum(_reads(key, text, candidate) for key, text in numbers)

    best = max((marks, _COMMA, _POINT), key=readable)
    commas = best.decimal == "," and any(
        _reads(key, text, best) and not _reads(key, text, _POINT) for key, text in numbers
    )

    def read(column: str, text: str) -> str:
        if commas and _is_number(column) and _DOTTED.fullmatch(text.strip()):
            text = text.replace(".", "")  # beside 1,50 there is no doubt about what 1.500 means
        return typed(column, text, best)

    return read


def _reads(column: str, text: str, marks: Marks) -> bool:
    return not COLUMNS[column].kind.read(typed(column, text, marks)).error


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
    """Quantity x sale price, or unit price where there is none; rounded half up to the currency's digits."""
    quantity = row.reading("quantity").value
    prices = (row.reading(column).value for column in ("salePrice", "unitPrice"))
    price = next((price for price in prices if price is not None), None)
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
    return _NAMES.get(_bare(word), "") or _ALSO_CALLED.get(_bare(word), "")


def _bare(word: str) -> str:
    """A label without case, spaces and marks: "Unit price", "unit_price" and "unitPrice" are one."""
    return "".join(filter(str.isalnum, word)).casefold() or word.strip()


_NAMES = {_bare(name): key for key, field in COLUMNS.items() for name in (key, field.label)}
