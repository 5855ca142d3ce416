"""The sums of a record: quantity times price, lines against subtotal, parts against grand total, and what would mend them.

It must never block a save or change an amount by itself; a mend is offered, and is an edit like any other.

Shops write the discount with either sign; it is always taken off, and said where it stands with a minus.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from console.model.drafts.draft import Draft
from console.model.fields import money
from console.model.fields.field import counted_as
from console.model.lines.line_sums import LineSum, LineSums, exactly, less
from console.model.lines.lines import COLUMNS, DraftLine
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
    parts = _parts_and_grand_total(draft, lines)
    found = [
        _each_line(draft, lines),
        _lines_and_subtotal(draft, lines, parts),
        None if parts is None else parts.told,
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
    rounding, counts = not lines.beyond_rounding, lines.beyond_rounding or lines.wrong
    for key, sign, words in (
        ("discountAmount", -1, "with the {} discount taken off"),
        ("taxAmount", 1, "with {} tax in them"),
    ):
        amount = _amount(draft, key)
        if not rounding and amount and lines.off == amount.copy_abs() * sign:
            return Sum(
                "good",
                f"Line totals are quantity × price, {words.format(_written(draft, amount.copy_abs()))}",
            )
    said = f"Line {place + 1}: total is not quantity × {COLUMNS[one.price].label.lower()}"
    if counts > 1:
        said = f"{counted(counts, 'line')}, the first is line {place + 1}: total is not quantity × price"
    free = not one.total and lines.total == _amount(draft, "subtotal")  # a gift, or a part of a bundle
    kept = rounding or free or draft.lines_trouble
    mends = () if kept else tuple(_mends_of_lines(draft, place, one, counts))
    return Sum(
        "rounding" if rounding else "warn",
        f"{said} {_rounding(draft)}" if rounding else said,
        _signed(draft, one.off),
        "totalPrice",
        mends,
        "Line totals" if counts > 1 else "Line total",
    )


def _mends_of_lines(draft: Draft, place: int, one: LineSum, wrong: int) -> Iterator[Mend]:
    assert one.expected is not None
    assert one.total is not None
    total = _rounded(draft, one.expected)
    yield Mend(f"Set total of line {place + 1} to {total}", cells=((place, "totalPrice", total),))
    if wrong > 1:
        yield Mend(f"Set all {wrong:,} totals", all_totals=True)
    quantity = counted_as(draft.lines[place].reading("quantity").value)
    each = _quotient(draft, one.total, quantity) if quantity else None
    if each is not None and not each.startswith("-"):
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


def _lines_and_subtotal(draft: Draft, lines: LineSums, parts: _Parts | None) -> Sum | None:
    subtotal, summed = _amount(draft, "subtotal"), lines.total
    if subtotal is None or summed is None or not draft.lines:
        return None
    if summed == subtotal:
        return Sum("good", f"Lines add up to {_written(draft, subtotal)}")
    apart = less(subtotal, summed)
    if parts is None or parts.told.tone == "good":  # or it is not known which of them is right
        for expected, words in _between(draft, parts):
            if apart == expected:
                return Sum("good", f"Lines add up to {_written(draft, summed)}, {words}")
    return Sum(
        *_told(draft, "Subtotal is", apart, "the lines", len(draft.lines)),
        "subtotal",
        (_set(draft, "subtotal", summed),) if summed >= 0 else (),
        "Subtotal",
    )


def _between(draft: Draft, parts: _Parts | None) -> Iterator[tuple[Decimal, str]]:
    """By how much a subtotal may be above the lines where both are right and the parts are so made up, and why."""
    off, tax = _off(draft), _amount(draft, "taxAmount") or Decimal(0)
    discount, taxed = f"the {_written(draft, off)} discount taken off", f"{_written(draft, tax)} tax in"
    if off and not (parts and parts.off_is_in):
        yield off, f"with {discount}"
    if off and (parts is None or parts.off_is_in):
        yield -off, f"and the subtotal has {discount}"
    if tax and not (parts and parts.tax_is_in):
        yield -tax, f"with {taxed} them"
        if off and not (parts and parts.off_is_in):
            yield less(off, tax), f"with {discount} and {taxed} them"
    if tax and (parts is None or parts.tax_is_in):
        yield tax, f"and the subtotal has {taxed} it"


# -- parts and grand total ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is said of parts and grand total, and whether tax or discount are in the subtotal, so are not added again."""

    told: Sum
    tax_is_in: bool = False
    off_is_in: bool = False


def _parts_and_grand_total(draft: Draft, lines: LineSums) -> _Parts | None:
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
        return _Parts(Sum("good", f"Parts add up to {_written(draft, grand)}{noted}"))
    apart = less(grand, expected)
    for included, words, *are_in in _included(draft, lines, subtotal, noted):
        if apart == included:
            return _Parts(Sum("good", f"Parts add up to {_written(draft, grand)}{words}"), *are_in)
    for included, words, *are_in in _included(draft, lines, subtotal, noted):
        near = less(apart, included)
        if _is_rounding(draft, near, 1) and not _is_rounding(draft, apart, 1):
            tone, said, signed = _told(draft, "Grand total is", near, "its parts", 1)
            return _Parts(Sum(tone, said + words, signed, "grandTotal", (), "Grand total"), *are_in)
    tone, said, signed = _told(draft, "Grand total is", apart, "its parts", 1)
    mends = [_set(draft, "grandTotal", expected)] if expected >= 0 else []
    for key in (
        ("subtotal", "taxAmount", "shippingAmount") if mends else ()
    ):  # or the discount is what is wrong
        right = exactly(parts.get(key, Decimal(0)), apart)
        agreed = key != "subtotal" or lines.total in (None, right)  # or it would only move the difference
        if right >= 0 and agreed:
            mends.append(_set(draft, key, right))
    return _Parts(Sum(tone, said + noted, signed, "grandTotal", tuple(mends[:3]), "Grand total"))


def _included(
    draft: Draft, lines: LineSums, subtotal: Decimal, noted: str
) -> Iterator[tuple[Decimal, str, bool, bool]]:
    """By how much a right grand total is above its parts, where tax or discount are in the subtotal already, and why."""
    tax, off = _amount(draft, "taxAmount") or Decimal(0), _off(draft)
    tax_words = f"{_written(draft, tax)} tax is included"
    off_words = f"the {_written(draft, off)} discount is taken off already"
    shown = off and (lines.off == -off or lines.total == exactly(subtotal, off))
    if tax > 0:
        yield -tax, f"{noted}; {tax_words}", True, False
    if shown:
        yield off, f"; {off_words}", False, True
    if shown and tax > 0:
        yield less(off, tax), f"; {tax_words}, and {off_words}", True, True


def _off(draft: Draft) -> Decimal:
    return (_amount(draft, "discountAmount") or Decimal(0)).copy_abs()


# -- words --------------------------------------------------------------------------------------------------------


def _told(
    draft: Draft, begin: str, apart: Decimal, end: str, lines: int
) -> tuple[Literal["rounding", "warn"], str, str]:
    amount = _written(draft, apart.copy_abs())
    said = f"{begin} {amount} {'above' if apart > 0 else 'below'} {end}"
    if _is_rounding(draft, apart, lines):
        return "rounding", f"{said} {_rounding(draft)}", _signed(draft, apart)
    return "warn", said, _signed(draft, apart)


def _is_rounding(draft: Draft, apart: Decimal, lines: int) -> bool:
    """At most one minor unit a line; an unknown currency has none."""
    return draft.decimals is not None and apart.copy_abs() <= Decimal(lines).scaleb(-draft.decimals)


def _rounding(draft: Draft) -> str:
    return (
        f"(rounding; {money.ASSUMED} digits are assumed without a currency)"
        if money.is_none(draft.currency)
        else "(rounding)"
    )


def _set(draft: Draft, key: str, amount: Decimal) -> Mend:
    text = _written(draft, amount)
    return Mend(f"Set {_LABELS[key]} to {text}", fields=((key, text),))


def _amount(draft: Draft, key: str) -> Decimal | None:
    return counted_as(draft.reading(key).value)


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
