"""What the lines of a record come to: each line's quantity times price, and the sum of their totals.

It must not change a line or judge a difference; and it works out only lines that are other ones than at the last time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import compress, count
from operator import is_not

from console.model.fields.field import Value, counted_as
from console.model.lines.lines import DraftLine
from console.runtime.giving_way import unhurried

_ALL_DIGITS = 2_000
"""Precision in which any sum or product of well-formed amounts is exact; the usual 28 digits would round long ones."""


@dataclass(frozen=True, slots=True)
class LineSum:
    """One line: its total (None where it is missing or no number), and what quantity times price comes to.

    `expected` is set only where it differs from the total: the sale price counts where there is one, else the unit
    price, and a total that fits either is right. A price of zero is none, since the service answers zero where none was
    given; but beside a sale price of zero a total of zero is a gift. `step` is the last digit of the price.
    """

    total: Decimal | None
    expected: Decimal | None = None
    price: str = ""
    off: Decimal = Decimal(0)
    quantity: Decimal = Decimal(1)
    step: Decimal = Decimal(1)

    def is_rounding(self, unit: Decimal | None) -> bool:
        """Whether it is off by no more than its price may have been rounded by, times the quantity."""
        if unit is None:
            return False
        slack = Context(prec=_ALL_DIGITS).multiply(self.quantity.copy_abs(), min(unit, self.step) / 2)
        return self.off.copy_abs() <= max(unit, slack)


_NOTHING = LineSum(None)


class LineSums:
    """Follows the lines of one record. Not for several threads at once."""

    def __init__(self) -> None:
        self._rows: Sequence[DraftLine] = ()
        self._each: list[LineSum] = []
        self._unit: Decimal | None = None
        self._without = self.wrong = self.beyond_rounding = 0
        self._sum = self.off = Decimal(0)

    def follow(self, rows: Sequence[DraftLine], unit: Decimal | None = None) -> LineSums:
        """Take these lines; only those between what stands unchanged at both ends are worked out.

        `unit` is the currency's smallest: lines that are off by more than rounding count as `beyond_rounding`, without
        one all do. `off` is by how much all totals together are above what quantity times price comes to.
        """
        if unit != self._unit:
            self._count(self._each, -1)
            self._unit = unit
            self._count(self._each, 1)
        if rows is self._rows:
            return self
        shorter = min(len(rows), len(self._rows))
        head = _same(rows, self._rows, shorter)
        tail = _same(rows[::-1], self._rows[::-1], shorter - head)
        fresh = [line_sum(row) for row in unhurried(rows[head : len(rows) - tail])]
        end = len(self._each) - tail
        self._count(self._each[head:end], -1)
        self._count(fresh, 1)
        self._each[head:end] = fresh
        self._rows = rows
        return self

    @property
    def total(self) -> Decimal | None:
        """The sum of the totals; None where one of them is missing or no number."""
        return None if self._without else self._sum

    @property
    def first_wrong(self) -> tuple[int, LineSum] | None:
        """The first line whose total is not quantity times price, with its place; beyond rounding where there is one."""
        return next(self._all_wrong(), None) if self.wrong else None

    @property
    def all_wrong(self) -> list[tuple[int, LineSum]]:
        """Every such line, each with its place; only those beyond rounding where there are any."""
        return list(self._all_wrong())

    def _all_wrong(self) -> Iterator[tuple[int, LineSum]]:
        every = not self.beyond_rounding
        return (
            (place, one)
            for place, one in enumerate(self._each)
            if one.expected is not None and (every or not one.is_rounding(self._unit))
        )

    def _count(self, some: Sequence[LineSum], by: int) -> None:
        exact, summed, off = Context(prec=_ALL_DIGITS), self._sum, self.off
        for one in unhurried(some):
            if one.expected is not None:
                self.wrong += by
                self.beyond_rounding += by * (not one.is_rounding(self._unit))
                off = exact.add(off, one.off) if by > 0 else exact.subtract(off, one.off)
            if one.total is None:
                self._without += by
            else:
                summed = exact.add(summed, one.total) if by > 0 else exact.subtract(summed, one.total)
        self._sum, self.off = summed, off


def line_sum(row: DraftLine) -> LineSum:
    """What one line comes to."""
    total, quantity = _amount(row, "totalPrice", "total_price"), _amount(row, "quantity", "quantity")
    if total is None:
        return _NOTHING
    if quantity is None:
        return LineSum(total)
    expected, which, step = None, "", Decimal(1)
    for price, attribute in (("salePrice", "sale_price"), ("unitPrice", "unit_price")):
        each = _amount(row, price, attribute)
        if not each:
            if each is not None and price == "salePrice" and not total:
                return LineSum(total)  # given away
            continue
        product = Context(prec=_ALL_DIGITS).multiply(quantity, each)
        if product == total:
            return LineSum(total)
        if expected is None:
            expected, which, step = product, price, _last_digit(each)
    if expected is None:
        return LineSum(total)
    return LineSum(total, expected, which, less(total, expected), quantity, step)


def less(one: Decimal, other: Decimal) -> Decimal:
    """The exact difference."""
    return Context(prec=_ALL_DIGITS).subtract(one, other)


def exactly(*amounts: Decimal) -> Decimal:
    """The exact sum."""
    exact, summed = Context(prec=_ALL_DIGITS), Decimal(0)
    for amount in amounts:
        summed = exact.add(summed, amount)
    return summed


def _last_digit(price: Decimal) -> Decimal:
    """One of the last digit that a price is written with; zeros at its end were put there by the service."""
    exponent = price.normalize(Context(prec=_ALL_DIGITS)).as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def _amount(row: DraftLine, column: str, attribute: str) -> Decimal | None:
    if row.cells and column in row.cells:
        held: Value = row.reading(column).value
    else:
        held = getattr(row.item, attribute, None)
    return held if isinstance(held, Decimal) else counted_as(held)


def _same(one: Sequence[DraftLine], other: Sequence[DraftLine], most: int) -> int:
    """How many rows at the beginning are the very same objects."""
    return min(next(compress(count(), map(is_not, one, other)), most), most)
