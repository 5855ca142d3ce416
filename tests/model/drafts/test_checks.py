"""Advice on a draft: what is warned of at a field, and one line on a record for lists.

It must not look at what would be sent; advice never changes that.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from console.model.drafts.checks import Advice, advice, shipping, state, summary
from console.model.records import Cart, Order
from tests.model.samples import MUG, cart, draft, order


def test_sums_that_do_not_add_up_are_warned_of_at_their_field() -> None:
    assert advice(draft()) == ()
    assert advice(draft(grandTotal=Decimal(25))) == (
        Advice("Grand total is 0.67 below its parts", "grandTotal"),
    )


def test_what_is_wrong_in_the_lines_marks_no_field() -> None:
    assert advice(draft(lineItems=[MUG | {"quantity": Decimal(3)}], subtotal=None)) == ()


@pytest.mark.parametrize(
    ("fields", "edits", "warned"),
    [
        ({}, [("states.shipped", "yes")], True),
        ({}, [("states.shipped", "yes"), ("shippingTrackingUrl", " ")], True),
        ({}, [("states.shipped", "yes"), ("shippingTrackingUrl", "https://x.example/1")], False),
        ({"shippingTrackingUrl": "https://x.example/1"}, [("states.shipped", "yes")], False),
        ({}, [("states.processed", "no")], False),
        ({"states": {"processed": True, "shipped": True}}, [("shippingDetails", "By bike")], False),
    ],
)
def test_shipping_without_a_link(fields: dict[str, Any], edits: list[tuple[str, str]], warned: bool) -> None:
    now = draft(**fields)
    for key, text in edits:
        now = now.typed(key, text)
    told = Advice("Shipped without a tracking URL", "shippingTrackingUrl")
    assert (told in advice(now)) is warned
    assert shipping(now) == ((told,) if warned else ())


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (order(), "processed · 25.67 USD · jane@example.com"),
        (order(emailAddress=None, currency=None), "processed · 25.67"),
        (order(grandTotal="25.67", currency=["USD"]), "processed · 25.67 · jane@example.com"),
        (order(grandTotal="some", currency=["USD"]), "processed · jane@example.com"),
        (cart(), "active · 3.99 EUR"),
        (Order(), ""),
        (Cart(), ""),
    ],
)
def test_summary(record: Order | Cart, line: str) -> None:
    assert summary(record) == line


@pytest.mark.parametrize(
    ("states", "status", "word"),
    [
        ({"processed": True, "shipped": True}, "PROCESSED", "shipped"),
        ({"processed": False, "shipped": True}, "PENDING", "shipped"),
        ({"processed": True, "shipped": False}, "PROCESSED", "processed"),
        ({"processed": False, "shipped": False}, "PENDING", "pending"),
        (None, "PROCESSED", "processed"),
        ("odd", "REFUNDED", "refunded"),
        (None, None, ""),
    ],
)
def test_state_in_a_word(states: Any, status: Any, word: str) -> None:
    assert state(order(states=states, status=status)) == word
