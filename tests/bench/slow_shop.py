"""A server of orders that takes the same time for every answer: `python -m tests.bench.slow_shop MILLISECONDS [drip|hang|short]`

It must not cost more than the clients that are measured on it: no framework, no checks, every id is an order.

An id whose first eight digits are 0 has as many lines as its last twelve say. With `drip` a record comes a byte each
50 ms, with `hang` never. `/counts` tells how many connections, token calls and other calls there were, and `/refuse`
has every token refused that was given before.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from tests.bench.bodies import body

_LINE = {"name": "Coffee Mug", "sku": "MUG-1", "quantity": 1, "unitPrice": 3.99, "totalPrice": 3.99}
_MOMENT = "2026-01-02T12:00:00.000Z"
_LIFE, SHORT_LIFE = 86_400, 600
"""Seconds that a token lasts, and with `short`."""
_DRIP_SECONDS = 0.05


class Books:
    """What all connections share: what was written to which order, and how much was asked."""

    def __init__(self, delay: float, manner: str) -> None:
        self.delay, self.manner = delay, manner
        self.written: dict[str, dict[str, Any]] = {}
        self.counts = {"connections": 0, "tokens": 0, "calls": 0}
        self.refused = 0

    def token(self) -> bytes:
        """Another one each time."""
        life = SHORT_LIFE if self.manner == "short" else _LIFE
        text = f"bench-{self.counts['tokens']}"
        return json.dumps({"access_token": text, "token_type": "bearer", "expires_in": life}).encode()

    def refuses(self, lines: list[str]) -> bool:
        """Whether the token in this head is one of those that do not count any more."""
        given = next((line for line in lines if line.lower().startswith("authorization: bearer bench-")), "")
        return bool(given) and int(given.rpartition("-")[2]) <= self.refused


class Shop(asyncio.Protocol):
    """One connection."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep it to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._books.counts["connections"] += 1

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
        path = target.partition("?")[0]
        books = self._books
        if path in ("/counts", "/refuse"):
            books.refused = books.counts["tokens"] if path == "/refuse" else books.refused
            self._send(json.dumps(books.counts).encode())
            return
        if books.refused and path != "/oauth2/token" and books.refuses(lines):
            self._transport.write(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
            return
        answer = self._answer(method, path, rest[:length])
        loop = asyncio.get_running_loop()
        if path == "/oauth2/token":
            loop.call_later(self._books.delay, self._send, answer)
        elif self._books.manner == "drip":
            self._send(b"", len(answer))
            self._drip(answer)
        elif self._books.manner != "hang":
            loop.call_later(self._books.delay, self._send, answer)

    def _answer(self, method: str, path: str, sent: bytes) -> bytes:
        books = self._books
        books.counts["tokens" if path == "/oauth2/token" else "calls"] += 1
        if path == "/oauth2/token":
            return books.token()
        order_id = path.rpartition("/")[2]
        if method == "POST":
            books.written.setdefault(order_id, {}).update(json.loads(sent))
        if order_id not in books.written:
            return (
                _as_first(order_id)
                if order_id.startswith("00000000")
                else json.dumps(_order(order_id)).encode()
            )
        return json.dumps(_order(order_id) | books.written[order_id]).encode()

    def _send(self, text: bytes, length: int | None = None) -> None:
        if not self._transport.is_closing():
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self._transport.write(head % (len(text) if length is None else length) + text)

    def _drip(self, text: bytes) -> None:
        if text and not self._transport.is_closing():
            self._transport.write(text[:1])
            asyncio.get_running_loop().call_later(_DRIP_SECONDS, self._drip, text[1:])


@cache
def _as_first(order_id: str) -> bytes:
    """A long order is made once."""
    return json.dumps(_order(order_id)).encode()


def long_order(lines: int) -> str:
    """The id of an order with so many lines."""
    return f"00000000-0000-4000-8000-{lines:012}"


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
        "lineItems": body(int(order_id[-12:])) if order_id.startswith("00000000") else [_LINE] * 5,
    }


@contextmanager
def served(milliseconds: int, manner: str = "") -> Iterator[dict[str, str]]:
    """Such a server in a process of its own: the `url`, `token_url`, `client_id` and `client_secret` of its console."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.slow_shop", str(milliseconds), manner],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        url = f"http://127.0.0.1:{int(process.stdout.readline())}"
        yield {"url": url, "token_url": f"{url}/oauth2/token", "client_id": "bench", "client_secret": "bench"}
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


async def main(delay: float, manner: str) -> None:
    """Serve until killed, or until who started it is gone; the first line says on which port."""
    books, loop = Books(delay, manner), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Shop(books), "127.0.0.1", 0)
    loop.add_reader(sys.stdin, server.close)  # nothing is ever said there, so it has ended
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    with suppress(asyncio.CancelledError):
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) / 1000, sys.argv[2] if len(sys.argv) > 2 else ""))
