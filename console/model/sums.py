"""The sums of a record: quantity times price, lines against subtotal, parts against grand total, and what would mend them.

It must never block a save or change an amount by itself; a mend is offered, and is an edit like any other.

Shops write the discount with either sign; it is always taken off, and said where it stands with a minus.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from console.model import money
from console.model.draft import Draft
from console.model.line_sums import LineSum, LineSums, exactly, less
from console.model.lines import COLUMNS, DraftLine
from console.model.plural import counted

_MINUS = "\u2212"
_LABELS = {
    "subtotal": "subtotal",
    "taxAmount": "tax",
    "shippingAmount": "shipping",
    "grandTotal": "grand total",
}


@dataclass(frozen=True, slots=True)
class Mend:
    """One way to make a sum right. `fields` are API names and texts, `cells` places, columns and texts.

    `all_totals` makes every line's total what quantity times price comes to; there may be ten thousand of them.
    """

    words: str
    fields: tuple[tuple[str, str], ...] = ()
    cells: tuple[tuple[int, str, str], ...] = ()
    all_totals: bool = False

    @property
    def step(self) -> str:
        """What this is called as a step of undo."""
        return self.words[0].lower() + self.words[1:]

    def on(self, draft: Draft) -> Draft:
        """The draft with this mend typed in."""
        for key, text in self.fields:
            draft = draft.typed(key, text)
        cells = _all_totals(draft) if self.all_totals else self.cells
        if not cells:
            return draft
        rows: list[DraftLine] = list(draft.lines)
        for place, column, text in cells:
            rows[place] = rows[place].typed(column, text, draft.decimals)
        return draft.with_lines(rows)


@dataclass(frozen=True, slots=True)
class Sum:
    """One comparison in a sentence. "rounding" is a difference of at most one minor unit a line, or of one in the parts.

    `difference` is signed, as shown: what is stated less what it should be. `key` is the field to mark, `name` what
    the difference is of.
    """

    tone: Literal["good", "rounding", "warn"]
    sentence: str
    difference: str = ""
    key: str = ""
    mends: tuple[Mend, ...] = ()
    name: str = ""


def sums(draft: Draft) -> tuple[Sum, ...]:
    """What there is to say of a draft's sums; nothing of one whose amounts are missing or are no numbers."""
    return draft.findings.once("sums", draft, lambda: _sums(draft))


def _sums(draft: Draft) -> tuple[Sum, ...]:
    lines = _line_sums(draft)
    found = [
        _each_line(draft, lines),
        _lines_and_subtotal(draft, lines),
        _parts_and_grand_total(draft, lines),
    ]
    return tuple(one for one in found if one is not None)


# -- quantity times price -----------------------------------------------------------------------------------------


def _line_sums(draft: Draft) -> LineSums:
    unit = None if draft.decimals is None else Decimal(1).scaleb(-draft.decimals)
    return draft.findings.once("line sums", draft.base, LineSums).follow(draft.lines, unit)


def _each_line(draft: Draft, lines: LineSums) -> Sum | None:
    first = lines.first_wrong
    if first is None:
        return None
    place, one = first
    said = f"Line {place + 1}: total is not quantity × {COLUMNS[one.price].label.lower()}"
    if lines.wrong > 1:
        said = f"{counted(lines.wrong, 'line')}, the first is line {place + 1}: total is not quantity × price"
    rounding = not lines.beyond_rounding
    return Sum(
        "rounding" if rounding else "warn",
        f"{said} (rounding)" if rounding else said,
        _signed(draft, one.off),
        "totalPrice",
        () if draft.lines_trouble else tuple(_mends_of_lines(draft, place, one, lines.wrong)),
        "Line totals" if lines.wrong > 1 else "Line total",
    )


def _mends_of_lines(draft: Draft, place: int, one: LineSum, wrong: int) -> Iterator[Mend]:
    assert one.expected is not None
    assert one.total is not None
    total = _rounded(draft, one.expected)
    yield Mend(f"Set total of line {place + 1} to {total}", cells=((place, "totalPrice", total),))
    if wrong > 1:
        yield Mend(f"Set all {wrong:,} totals", all_totals=True)
    quantity = draft.lines[place].reading("quantity").value
    each = _quotient(draft, one.total, quantity) if isinstance(quantity, Decimal) and quantity else None
    if each is not None:
        words = f"Set {COLUMNS[one.price].label.lower()} of line {place + 1} to {each}"
        yield Mend(words, cells=((place, one.price, each),))


def _all_totals(draft: Draft) -> tuple[tuple[int, str, str], ...]:
    wrong = _line_sums(draft).all_wrong
    return tuple(
        (place, "totalPrice", _rounded(draft, one.expected))
        for place, one in wrong
        if one.expected is not None
    )


def _quotient(draft: Draft, total: Decimal, quantity: Decimal) -> str | None:
    """The price at which the total would be right, where it comes out even in the currency's digits."""
    if draft.decimals is None or max(abs(total.adjusted()), abs(quantity.adjusted())) > 30:
        return None
    exact = Context(prec=200)
    each = exact.quantize(exact.divide(total, quantity), Decimal(1).scaleb(-draft.decimals))
    return money.written(each, draft.decimals) if exact.multiply(each, quantity) == total else None


# -- lines and subtotal -------------------------------------------------------------------------------------------


def _lines_and_subtotal(draft: Draft, lines: LineSums) -> Sum | None:
    subtotal, summed = _amount(draft, "subtotal"), lines.total
    if subtotal is None or summed is None or not draft.lines:
        return None
    if summed == subtotal:
        return Sum("good", f"Lines add up to {_written(draft, subtotal)}")
    apart = less(subtotal, summed)
    return Sum(
        *_told(draft, "Subtotal is", apart, "the lines", len(draft.lines)),
        "subtotal",
        (_set(draft, "subtotal", summed),),
        "Subtotal",
    )


# -- parts and grand total ----------------------------------------------------------------------------------------


def _parts_and_grand_total(draft: Draft, lines: LineSums) -> Sum | None:
    grand, subtotal = _amount(draft, "grandTotal"), _amount(draft, "subtotal")
    if grand is None or subtotal is None:
        return None
    parts = {"subtotal": subtotal}
    for key in ("taxAmount", "shippingAmount", "discountAmount"):
        part = _amount(draft, key)
        if part is not None:
            parts[key] = part.copy_abs().copy_negate() if key == "discountAmount" else part
        elif draft.reading(key).value is not None:
            return None  # a part that is no number: nothing can be said of the sum
    expected = exactly(*parts.values())
    discount = _amount(draft, "discountAmount")
    noted = ""
    if discount:
        off = _written(draft, discount.copy_abs())
        noted = f", {off} discount taken off" + (" (it stands with a minus)" if discount < 0 else "")
    if grand == expected:
        return Sum("good", f"Parts add up to {_written(draft, grand)}{noted}")
    apart = less(grand, expected)
    tone, said, signed = _told(draft, "Grand total is", apart, "its parts", 1)
    mends = [_set(draft, "grandTotal", expected)]
    for key in ("subtotal", "taxAmount", "shippingAmount"):
        right = exactly(parts.get(key, Decimal(0)), apart)
        agreed = key != "subtotal" or lines.total in (None, right)  # or it would only move the difference
        if right >= 0 and agreed:
            mends.append(_set(draft, key, right))
    return Sum(tone, said + noted, signed, "grandTotal", tuple(mends[:3]), "Grand total")


# -- words --------------------------------------------------------------------------------------------------------


def _told(
    draft: Draft, begin: str, apart: Decimal, end: str, lines: int
) -> tuple[Literal["rounding", "warn"], str, str]:
    amount = _written(draft, apart.copy_abs())
    said = f"{begin} {amount} {'above' if apart > 0 else 'below'} {end}"
    if _is_rounding(draft, apart, lines):
        return "rounding", f"{said} (rounding)", _signed(draft, apart)
    return "warn", said, _signed(draft, apart)


def _is_rounding(draft: Draft, apart: Decimal, lines: int) -> bool:
    """At most one minor unit a line; an unknown currency has none."""
    return draft.decimals is not None and apart.copy_abs() <= Decimal(lines).scaleb(-draft.decimals)


def _set(draft: Draft, key: str, amount: Decimal) -> Mend:
    text = _written(draft, amount)
    return Mend(f"Set {_LABELS[key]} to {text}", fields=((key, text),))


def _amount(draft: Draft, key: str) -> Decimal | None:
    held = draft.reading(key).value
    return held if isinstance(held, Decimal) else None


def _written(draft: Draft, amount: Decimal) -> str:
    """An amount with at least its currency's digits; zeros beyond them are dropped, other digits never."""
    text = money.written(amount)
    return money.written(Decimal(text.rstrip("0") if "." in text else text), draft.decimals)


def _rounded(draft: Draft, amount: Decimal) -> str:
    """An amount in no more than its currency's digits, half a unit up: what quantity times price is charged as."""
    if draft.decimals is not None and amount.adjusted() < 20:
        amount = amount.quantize(Decimal(1).scaleb(-draft.decimals), ROUND_HALF_UP)
    return _written(draft, amount)


def _signed(draft: Draft, amount: Decimal) -> str:
    return f"{'+' if amount > 0 else _MINUS}{_written(draft, amount.copy_abs())}"
