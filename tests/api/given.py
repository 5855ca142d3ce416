"""Values that the tests of the client share. It must not do anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from console.api.client import Client
from console.api.limits import Limits
from tests.support.raw_server import RawServer

ORDER = "0ad24370-96de-4922-9a53-954530fcbb64"
SECRET = "very-secret-client-word/+="
SHORT = Limits(connect=0.5, read=0.4, whole=1.5, backoff=0.01)

ORDER_JSON: dict[str, Any] = {
    "orderId": ORDER,
    "customerOrderId": "1001",
    "grandTotal": 4.27,
    "lineItems": [{"quantity": 1, "totalPrice": 3.99, "position": 0}],
    "states": {"processed": True, "shipped": False},
}

Serve = Callable[..., RawServer]
Connect = Callable[..., Client]
