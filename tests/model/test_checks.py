"""Advice on a draft: which sums are said to add up, by how much they do not, and what is left unsaid.

It must not look at what would be sent; advice never changes that.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.model.checks import Advice, advice, lines_sum, state, summary
from console.model.draft import Draft
from console.model.lines import Row
from console.model.records import Cart, Order
from tests.model.samples import MUG, POT, READ_AT, cart, draft, order

GOOD_LINES = Advice("good", "Lines add up to 23.99")
GOOD_PARTS = Advice("good", "Parts add up to 25.67")


def below(what: str, by: str, than: str, key: str) -> Advice:
    return Advice("warn", f"{what} is {by} below {than}", key)


def above(what: str, by: str, than: str, key: str) -> Advice:
    return Advice("warn", f"{what} is {by} above {than}", key)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, [GOOD_LINES, GOOD_PARTS]),
        (
            {"subtotal": Decimal("23.90")},
            [
                below("Subtotal", "0.09", "the lines", "subtotal"),
                above("Grand total", "0.09", "its parts", "grandTotal"),
            ],
        ),
        (
            {"subtotal": Decimal("24.99"), "grandTotal": Decimal("26.67")},
            [
                above("Subtotal", "1.00", "the lines", "subtotal"),
                Advice("good", "Parts add up to 26.67"),
            ],
        ),
        ({"grandTotal": Decimal(25)}, [GOOD_LINES, below("Grand total", "0.67", "its parts", "grandTotal")]),
        # shops send a discount with either sign
        (
            {"discountAmount": Decimal(5), "grandTotal": Decimal("20.67")},
            [GOOD_LINES, Advice("good", "Parts add up to 20.67")],
        ),
        (
            {"discountAmount": Decimal(-5), "grandTotal": Decimal("20.67")},
            [GOOD_LINES, Advice("good", "Parts add up to 20.67")],
        ),
        (
            {"discountAmount": Decimal(-5)},
            [GOOD_LINES, above("Grand total", "5.00", "its parts", "grandTotal")],
        ),
        # missing parts count as nothing
        (
            {
                "taxAmount": None,
                "shippingAmount": None,
                "discountAmount": None,
                "grandTotal": Decimal("23.99"),
            },
            [GOOD_LINES, Advice("good", "Parts add up to 23.99")],
        ),
        # nothing is said of sums that are not there or cannot be made
        ({"subtotal": None}, []),
        ({"grandTotal": None}, [GOOD_LINES]),
        ({"subtotal": "23.99"}, []),
        ({"taxAmount": "1.68"}, [GOOD_LINES]),
        ({"lineItems": []}, [GOOD_PARTS]),
        ({"lineItems": "none"}, [GOOD_PARTS]),
        ({"lineItems": [MUG, POT | {"totalPrice": None}]}, [GOOD_PARTS]),
        ({"lineItems": [MUG, POT | {"totalPrice": "20"}]}, [GOOD_PARTS]),
    ],
)
def test_sums(fields: dict[str, Any], said: list[Advice]) -> None:
    assert list(advice(draft(**fields))) == said


@pytest.mark.parametrize(
    ("currency", "good", "warn"),
    [
        ("JPY", "Lines add up to 500", "Grand total is 20 above its parts"),
        ("USD", "Lines add up to 500.00", "Grand total is 20.00 above its parts"),
        ("KWD", "Lines add up to 500.000", "Grand total is 20.000 above its parts"),
        ("ZZZ", "Lines add up to 500", "Grand total is 20 above its parts"),
    ],
)
def test_amounts_are_said_with_the_digits_of_the_currency(currency: str, good: str, warn: str) -> None:
    bare = Cart.model_validate(
        {
            "currency": currency,
            "subtotal": Decimal(500),
            "grandTotal": Decimal(520),
            "lineItems": [{"quantity": Decimal(1), "totalPrice": Decimal(500)}],
        }
    )
    assert [one.sentence for one in advice(Draft(bare, READ_AT))] == [good, warn]


def test_advice_follows_what_is_typed() -> None:
    now = draft()
    mug, pot = now.lines
    assert list(advice(now.with_lines([mug, pot.typed("totalPrice", "21", 2)]))) == [
        below("Subtotal", "1.00", "the lines", "subtotal"),
        GOOD_PARTS,
    ]
    assert list(advice(now.with_lines([mug, pot.typed("totalPrice", "", 2)]))) == [GOOD_PARTS]
    assert list(advice(now.typed("subtotal", "abc"))) == []


def test_digits_beyond_28_are_not_rounded_away() -> None:
    long = Decimal("12345678901234567890123456789.01")
    off = draft(subtotal=long, lineItems=[MUG | {"totalPrice": long}, POT | {"totalPrice": Decimal("0.02")}])
    assert advice(draft(subtotal=long, lineItems=[MUG | {"totalPrice": long}]))[0].tone == "good"
    assert advice(off)[0] == below("Subtotal", "0.02", "the lines", "subtotal")


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
    told = Advice("warn", "Shipped without a tracking URL", "shippingTrackingUrl")
    assert (told in advice(now)) is warned


@given(
    st.lists(st.decimals(min_value=-1000, max_value=1000, places=2), min_size=1, max_size=8), st.booleans()
)
@settings(max_examples=100, deadline=None)
def test_a_warning_names_exactly_what_is_apart(totals: list[Decimal], typed: bool) -> None:
    rows = [Row(None, {"totalPrice": str(total)}) for total in totals] if typed else []
    items = [] if typed else [{"totalPrice": total} for total in totals]
    now = Draft(Cart.model_validate({"subtotal": Decimal(7), "lineItems": items}), READ_AT)
    now = now.with_lines(rows or now.lines)
    assert lines_sum(now.lines) == sum(totals)
    (said,) = advice(now)
    if sum(totals) == 7:
        assert said.tone == "good"
    else:
        number, word = said.sentence.split()[2:4]
        assert Decimal(7) - sum(totals) == (Decimal(number) if word == "above" else -Decimal(number))


# -- one line on a record ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (order(), "processed · 25.67 USD · jane@example.com"),
        (order(emailAddress=None, currency=None), "processed · 25.67"),
        (order(grandTotal="25.67", currency=["USD"]), "processed · jane@example.com"),
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
