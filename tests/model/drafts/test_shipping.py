"""Marking shipped: just these edits, and an order's standing to a shipment before it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from console.model.drafts.shipping import Shipment, ShipmentStanding, compare_shipment, shipped
from console.model.records import Order

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
LINK = "https://www.ups.com/track?tracknum=1Z5R89390357567127"


def order(**fields: Any) -> Order:
    base = {
        "orderId": "0ad24370-96de-4922-9a53-954530fcbb64",
        "states": {"processed": True, "shipped": False},
    }
    return Order.model_validate(base | fields)


def test_just_the_shipment_is_sent() -> None:
    draft = shipped(order(), NOON, Shipment(LINK, "2026-01-02", "UPS"))

    assert draft.payload() == {
        "states": {"processed": True, "shipped": True},
        "shippingTrackingUrl": LINK,
        "shippingDate": "2026-01-02",
        "shippingDetails": "UPS",
    }
    assert draft.problems() == ()


def test_an_empty_text_leaves_the_field_as_it_is() -> None:
    held = order(shippingDetails="Freight", shippingDate="2026-01-01")

    assert shipped(held, NOON, Shipment(link=LINK, details=" ")).payload() == {
        "states": {"processed": True, "shipped": True},
        "shippingTrackingUrl": LINK,
    }


def test_what_the_server_holds_already_is_not_sent_again() -> None:
    held = order(states={"processed": True, "shipped": True}, shippingTrackingUrl="https://old.example/1")

    assert shipped(held, NOON, Shipment(link=LINK)).payload() == {"shippingTrackingUrl": LINK}


@pytest.mark.parametrize(
    ("held", "link", "expected"),
    [
        ({}, LINK, "will ship"),
        ({}, "", "will ship"),
        ({"states": None}, LINK, "will ship"),
        ({"states": {"shipped": True}, "shippingTrackingUrl": LINK}, LINK, "same link"),
        ({"states": {"shipped": True}, "shippingTrackingUrl": LINK}, f" {LINK} ", "same link"),
        ({"states": {"shipped": True}, "shippingTrackingUrl": LINK}, LINK.lower(), "different link"),
        ({"states": {"shipped": True}}, LINK, "different link"),
        ({"states": {"shipped": True}, "shippingTrackingUrl": LINK}, "", "changed nothing"),
    ],
)
def test_how_an_order_stands(held: dict[str, Any], link: str, expected: ShipmentStanding) -> None:
    assert compare_shipment(order(**held), Shipment(link)) == expected
