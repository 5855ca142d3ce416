"""Values and two-line questions that the tests of the client share. It must not know a single fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest

from console.api.client import Client
from console.api.errors import ApiError
from console.api.limits import Limits
from tests.support.raw_server import RawServer, Received

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


class Nowhere:
    """Addresses where a test wants nothing, or nothing good, to answer."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.token_url = url + "/oauth2/token"


class Clock:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def form(request: Received) -> dict[str, str]:
    """The fields of a sign-in."""
    return {name: value for name, [value] in parse_qs(request.body.decode()).items()}


def read_fails(client: Client, **options: Any) -> ApiError:
    """The error of reading the order."""
    with pytest.raises(ApiError) as caught:
        client.get_order(ORDER, **options)
    return caught.value


def write_fails(client: Client, **options: Any) -> ApiError:
    """The error of changing the order."""
    with pytest.raises(ApiError) as caught:
        client.update_order(ORDER, {"shippingDetails": "x"}, trigger_events=False, **options)
    return caught.value
