"""A server of orders that takes the same time for every answer: `python -m tests.bench.slow_shop MILLISECONDS`

It must not cost more than the clients that are measured on it: no framework, no checks, every id is an order.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

_LINE = {"name": "Coffee Mug", "sku": "MUG-1", "quantity": 1, "unitPrice": 3.99, "totalPrice": 3.99}
_MOMENT = "2026-01-02T12:00:00.000Z"
_TOKEN = json.dumps({"access_token": "bench", "token_type": "bearer", "expires_in": 86_400}).encode()


class Shop(asyncio.Protocol):
    """One connection; `written` is what was sent to which order."""

    def __init__(self, delay: float, written: dict[str, dict[str, Any]]) -> None:
        self._delay, self._written = delay, written
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep it to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer a whole request after the delay."""
        self._buffer += data
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return
        lines = head.decode("latin-1").split("\r\n")
        length = next((int(line[15:]) for line in lines if line.lower().startswith("content-length:")), 0)
        if len(rest) < length:
            return
        self._buffer = rest[length:]
        method, target, _ = lines[0].split(" ", 2)
        answer = self._answer(method, target.partition("?")[0], rest[:length])
        asyncio.get_running_loop().call_later(self._delay, self._send, answer)

    def _answer(self, method: str, path: str, body: bytes) -> bytes:
        if path == "/oauth2/token":
            return _TOKEN
        order_id = path.rpartition("/")[2]
        if method == "POST":
            self._written.setdefault(order_id, {}).update(json.loads(body))
        return json.dumps(_order(order_id) | self._written.get(order_id, {})).encode()

    def _send(self, body: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        self._transport.write(head + body)


def _order(order_id: str) -> dict[str, Any]:
    return {
        "orderId": order_id,
        "customerOrderId": f"C-{order_id[-6:]}",
        "cartId": None,
        "emailAddress": "jo@example.com",
        "contactId": "0a1b2c3d4e5f",
        "orderDate": _MOMENT,
        "status": "PROCESSED",
        "states": {"processed": True, "shipped": False},
        "hasTracking": False,
        "currency": "USD",
        "subtotal": 19.95,
        "taxAmount": 1.6,
        "shippingAmount": 4.95,
        "discountAmount": 0.0,
        "grandTotal": 26.5,
        "shippingTrackingUrl": None,
        "shippingDate": None,
        "shippingDetails": None,
        "createdDate": _MOMENT,
        "updatedDate": _MOMENT,
        "lineItems": [_LINE] * 5,
    }


async def main(delay: float) -> None:
    """Serve until killed; the first line says on which port."""
    written: dict[str, dict[str, Any]] = {}
    server = await asyncio.get_running_loop().create_server(lambda: Shop(delay, written), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) / 1000))
