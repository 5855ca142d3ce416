"""Answers of the service as Python values, numbers as Decimal, for the tests of the model to start from.

It must not hold anything that a test is about; a test changes what it needs.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from console.model.drafts.draft import Draft
from console.model.records import Cart, Order

READ_AT = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)

MUG: dict[str, Any] = {
    "position": Decimal(0),
    "sku": "MUG-1",
    "name": "Coffee Mug",
    "description": "Holds coffee",
    "category": "Kitchen",
    "other": None,
    "quantity": Decimal(1),
    "unitPrice": Decimal("3.99"),
    "salePrice": Decimal("3.99"),
    "totalPrice": Decimal("3.990"),
    "imageUrl": "https://shop.example.com/mug.png",
    "productUrl": None,
}
POT: dict[str, Any] = {
    "position": Decimal(1),
    "name": "Pot",
    "quantity": Decimal(2),
    "totalPrice": Decimal(20),
}

ORDER: dict[str, Any] = {
    "orderId": "0AD24370-96de-4922-9a53-954530fcbb64",
    "customerOrderId": "1001",
    "cartId": None,
    "emailAddress": "jane@example.com",
    "contactId": "c-1",
    "orderDate": "2026-05-12T00:00:00.000Z",
    "status": "PROCESSED",
    "states": {"processed": True, "shipped": False},
    "hasTracking": False,
    "trackingCookieName": "tid_abc",
    "trackingCookieValue": "3.Ag.AQ",
    "deliveryId": None,
    "messageId": None,
    "currency": "USD",
    "grandTotal": Decimal("25.67"),
    "subtotal": Decimal("23.99"),
    "discountAmount": Decimal("0"),
    "taxAmount": Decimal("1.68"),
    "shippingAmount": Decimal("0.0"),
    "shippingDate": None,
    "shippingDetails": "Free next day shipping",
    "shippingTrackingUrl": None,
    "originIp": "127.0.0.1",
    "originUserAgent": None,
    "createdDate": "2026-05-12T03:53:14.322Z",
    "updatedDate": "2026-05-12T03:53:14.322Z",
    "lineItems": [MUG, POT],
}

CART: dict[str, Any] = {
    "cartId": "7255c31c-39ac-4611-a2b7-974b0ebfa555",
    "customerCartId": "C-2207",
    "url": "https://shop.example.com/carts/abc-123",
    "status": "ACTIVE",
    "phase": "BILLING",
    "emailAddress": None,
    "currency": "EUR",
    "grandTotal": Decimal("3.99"),
    "subtotal": Decimal("3.99"),
    "createdDate": "2026-05-12T03:53:14.322Z",
    "updatedDate": "2026-05-12T03:53:14.322Z",
    "hasTracking": False,
    "lineItems": [MUG],
}


def order(**fields: Any) -> Order:
    """The sample order with these fields of the API over it."""
    return Order.model_validate(ORDER | fields)


def cart(**fields: Any) -> Cart:
    """The sample cart with these fields of the API over it."""
    return Cart.model_validate(CART | fields)


def draft(**fields: Any) -> Draft:
    """A draft of the sample order, nothing typed."""
    return Draft(order(**fields), READ_AT)
