"""The practice records: deterministic, believable, and with all the shapes that the console must show."""

from __future__ import annotations

import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox, serve

EVERYTHING = "/orders?startDate=2000-01-01"
PHASES = {
    "SHOPPING",
    "BILLING",
    "PAYMENT",
    "SHIPPING_INFO",
    "SHIPPING_METHOD",
    "ORDER_REVIEW",
    "ORDER_COMPLETE",
}


def all_carts(sandbox: Sandbox, count: int) -> list[dict[str, Any]]:
    found = (sandbox.read(f"/carts/customerCartId/C-{2207 + n}") for n in range(count + 1))
    return [body for status, body in found if status == 200]


def adds_up(record: dict[str, Any]) -> bool:
    lines = sum((line["totalPrice"] for line in record["lineItems"]), Decimal(0))
    total = record["subtotal"] - record["discountAmount"] + record["taxAmount"] + record["shippingAmount"]
    return bool(lines == record["subtotal"] and total == record["grandTotal"])


def test_the_two_records_of_the_original_pages_are_always_there() -> None:
    with Sandbox(orders=0) as sandbox:
        status, order = sandbox.read(f"/orders/{SAMPLE_ORDER}")
        assert status == 200
        assert (order["customerOrderId"], order["currency"]) == ("1001", "USD")
        assert order["states"] == {"processed": True, "shipped": False}
        assert [line["sku"] for line in order["lineItems"]] == ["0003105", "0008811", "0001204"]
        status, cart = sandbox.read(f"/carts/{SAMPLE_CART}")
        assert (status, cart["customerCartId"], cart["status"]) == (200, "C-2207", "ACTIVE")
        assert adds_up(order)
        assert adds_up(cart)
        assert len(sandbox.read(EVERYTHING)[1]) == 1
        for path, record in ((f"/orders/{SAMPLE_ORDER}", order), (f"/carts/{SAMPLE_CART}", cart)):
            assert sandbox.write(path, {"emailAddress": record["emailAddress"]})[0] == 200, (
                "the contact is there"
            )


def test_the_same_seed_gives_the_same_records_and_more_orders_add_to_them() -> None:
    found = {}
    for orders, seed in ((4, 7), (4, 7), (8, 7), (4, 8)):
        with Sandbox(orders=orders, seed=seed) as sandbox:
            shown = (sandbox.read(EVERYTHING)[1], all_carts(sandbox, orders // 2))
        if (orders, seed) in found:
            assert shown == found[orders, seed]
        found[orders, seed] = shown
    assert found[8, 7][0][:5] == found[4, 7][0]
    assert found[8, 7][1][:3] == found[4, 7][1]
    assert found[4, 8][0][1:] != found[4, 7][0][1:]
    assert found[4, 8][0][0] == found[4, 7][0][0]


@pytest.fixture(scope="module")
def filled() -> Iterator[Sandbox]:
    """A sandbox that nobody writes to."""
    yield from serve(orders=60)


def test_sixty_orders_show_every_shape(filled: Sandbox) -> None:
    orders = filled.read(EVERYTHING)[1]
    carts = all_carts(filled, 30)
    assert len(orders) == 61
    assert {(one["states"]["processed"], one["states"]["shipped"]) for one in orders} == {
        (False, False),
        (True, False),
        (True, True),
        (False, True),
    }
    assert {one["status"] for one in carts} == {"ACTIVE", "ABANDONED", "EXPIRED", "COMPLETE"}
    assert {one["phase"] for one in carts} == PHASES
    assert {"USD", "EUR", "JPY", "KWD"} <= {one["currency"] for one in orders}
    assert 3 <= sum(not adds_up(one) for one in orders) <= 10
    assert [len(one["lineItems"]) for one in orders].count(2000) == 1
    assert any(len(one["shippingDetails"]) > 4000 for one in orders)
    assert any(one["hasTracking"] for one in orders)
    assert any(one["emailAddress"] is None for one in orders)
    linked = [one["cartId"] for one in orders if one["cartId"]]
    assert linked
    assert {one["status"] for one in carts if one["cartId"] in linked} == {"COMPLETE"}
    texts = "".join(
        f"{one['shippingDetails']}{line['name']}" for one in orders for line in one["lineItems"][:5]
    )
    for script in ("田", "Анна", "ال", "김", "é", "λ", "💡"):
        assert script in texts


@pytest.mark.parametrize(("currency", "digits"), [("JPY", 0), ("KWD", 3), ("USD", 2)])
def test_amounts_have_the_digits_of_their_currency(filled: Sandbox, currency: str, digits: int) -> None:
    seen = [one for one in filled.read(EVERYTHING)[1] if one["currency"] == currency]
    assert seen
    for order in seen:
        for amount in (order["grandTotal"], order["taxAmount"], order["lineItems"][0]["unitPrice"]):
            assert -Decimal(amount).as_tuple().exponent == digits  # type: ignore[operator]


def test_two_hundred_orders_are_there_at_once() -> None:
    started = time.monotonic()
    with Sandbox(orders=200):
        assert time.monotonic() - started < 5  # 0.4 s by itself; the rest is for a busy machine
