"""Advice on a draft: sums that do not add up, an order shipped without a link.

It must never block a save or change an amount; it only says what it sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Literal

from console.model import money, records
from console.model.draft import Draft
from console.model.lines import Row
from console.model.records import Order

_ALL_DIGITS = 2_000
"""Precision in which any sum of well-formed amounts is exact; the usual 28 digits would round long ones."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence; `key` is the field to mark where it is a warning about one."""

    tone: Literal["good", "warn"]
    sentence: str
    key: str = ""


def advice(draft: Draft) -> tuple[Advice, ...]:
    """What there is to say about a draft, the sums first."""
    found = [*_lines_against_subtotal(draft), *_parts_against_grand_total(draft)]
    if _ships_now(draft) and not draft.shown("shippingTrackingUrl").strip():
        found.append(Advice("warn", "Shipped without a tracking URL", "shippingTrackingUrl"))
    return tuple(found)


def lines_sum(rows: Sequence[Row]) -> Decimal | None:
    """The sum of the lines' totals; None where a total is missing or no number."""
    totals: list[Decimal] = []
    for row in rows:
        held = row.reading("totalPrice").value if row.cells else (row.item.total_price if row.item else None)
        if not isinstance(held, Decimal):
            return None
        totals.append(held)
    return _exactly(*totals)


def _exactly(*amounts: Decimal) -> Decimal:
    with localcontext(prec=_ALL_DIGITS):
        return sum(amounts, Decimal(0))


def _ships_now(draft: Draft) -> bool:
    return (
        isinstance(draft.base, Order)
        and draft.changed("states.shipped")
        and draft.reading("states.shipped").value is True
    )


def _lines_against_subtotal(draft: Draft) -> list[Advice]:
    subtotal = _amount(draft, "subtotal")
    summed = draft.findings.once("sum", draft.lines, lambda: lines_sum(draft.lines))
    if subtotal is None or summed is None or not draft.lines:
        return []
    if summed == subtotal:
        return [Advice("good", f"Lines add up to {_text(draft, subtotal)}")]
    return [Advice("warn", f"Subtotal is {_apart(draft, subtotal, summed)} the lines", "subtotal")]


def _parts_against_grand_total(draft: Draft) -> list[Advice]:
    grand, subtotal = _amount(draft, "grandTotal"), _amount(draft, "subtotal")
    if grand is None or subtotal is None:
        return []
    parts = [subtotal]
    for key in ("discountAmount", "taxAmount", "shippingAmount"):
        part = _amount(draft, key)
        if part is not None:  # shops send the discount with either sign
            parts.append(part.copy_abs().copy_negate() if key == "discountAmount" else part)
        elif draft.reading(key).value is not None:
            return []  # a part that is no number: nothing can be said of the sum
    expected = _exactly(*parts)
    if grand == expected:
        return [Advice("good", f"Parts add up to {_text(draft, grand)}")]
    return [Advice("warn", f"Grand total is {_apart(draft, grand, expected)} its parts", "grandTotal")]


def _amount(draft: Draft, key: str) -> Decimal | None:
    held = draft.reading(key).value
    return held if isinstance(held, Decimal) else None


def _apart(draft: Draft, stated: Decimal, expected: Decimal) -> str:
    apart = money.written(_exactly(stated, expected.copy_negate()).copy_abs())
    shortest = Decimal(apart.rstrip("0") if "." in apart else apart)
    return f"{_text(draft, shortest)} {'above' if stated > expected else 'below'}"


def _text(draft: Draft, amount: Decimal) -> str:
    return money.written(amount, draft.places)


def summary(record: records.Order | records.Cart) -> str:
    """One line on a record for lists: its state, grand total and e-mail address."""
    parts = [state(record)]
    if isinstance(record.grand_total, Decimal):
        code = record.currency if isinstance(record.currency, str) else ""
        parts.append(f"{money.written(record.grand_total, money.digits(code))} {code}".strip())
    parts.append(record.email_address if isinstance(record.email_address, str) else "")
    return " · ".join(part for part in parts if part)


def state(record: records.Order | records.Cart) -> str:
    """The state of a record in a word: "shipped", "processed", "pending", or the cart's status in lower case.

    An order that tells no states is named by its status; empty where there is neither.
    """
    if isinstance(record, records.Cart):
        return record.status.lower() if isinstance(record.status, str) else ""
    for key in ("states.shipped", "states.processed"):
        if records.value(record, key) is True:
            return key.partition(".")[2]
    if records.value(record, "states.processed") is False:
        return "pending"
    return record.status.lower() if isinstance(record.status, str) else ""
