"""Records and clients that the tests of presenters share: real ones, on a real sandbox. It must not hold tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import quote

from console.api.client import Client
from console.api.limits import Limits
from console.jobs import Submits
from console.model.records import Cart, Order
from console.presenters.editor import Editor, EditorState
from tests.support.sandbox import Line, Sandbox

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SHORT = Limits(connect=2.0, read=0.5, whole=2.0, backoff=0.01)
LINK = "https://www.ups.com/track?tracknum=1Z999AA10123456784"
LINE = {"name": "Coffee Mug", "sku": "MUG-1", "quantity": 1, "unitPrice": 3.99, "totalPrice": 3.99}
POT = {"name": "Pot", "sku": "POT-2", "quantity": 2, "unitPrice": 10, "totalPrice": 20}
_NUMBERS = count(500_001)

MakeClient = Callable[..., Client]


class Clock:
    """A clock that stands until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def told_time(moment: datetime = NOON) -> str:
    """A moment as notices tell it."""
    return moment.astimezone().strftime("%H:%M:%S")


def new_order(sandbox: Sandbox, **fields: Any) -> str:
    """The id of an order of the test's own: processed, not shipped, a mug and a pot."""
    body: dict[str, Any] = {
        "customerOrderId": str(next(_NUMBERS)),
        "states": {"processed": True, "shipped": False},
        "currency": "USD",
        "lineItems": [LINE, POT],
    }
    status, made = sandbox.write("/orders?triggerEvents=false", body | fields)
    assert status == 201, made
    return str(made["orderId"])


def new_cart(sandbox: Sandbox, **fields: Any) -> str:
    """The id of an active cart of the test's own."""
    body: dict[str, Any] = {
        "customerCartId": f"C-{next(_NUMBERS)}",
        "currency": "EUR",
        "lineItems": [LINE, POT],
    }
    status, made = sandbox.write("/carts", body | fields)
    assert status == 201, made
    return str(made["cartId"])


class Sent:
    """The calls that a sandbox has answered since this was made."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._since = len(sandbox.requests())

    def all(self) -> list[Line]:
        return self._sandbox.calls(self._since)

    def posts(self) -> list[Line]:
        return [line for line in self.all() if line["method"] == "POST"]

    def methods(self) -> list[str]:
        return [line["method"] for line in self.all()]


def url_of(sandbox: Sandbox, line: Line) -> str:
    """The whole URL of a call."""
    query = "&".join(f"{name}={quote(value)}" for name, value in line["query"].items())
    return f"{sandbox.url}{line['path']}{'?' if query else ''}{query}"


class Opened:
    """An editor on a record, and every state that it showed."""

    def __init__(self, jobs: Submits, client: Client, record: Order | Cart) -> None:
        self.clock = Clock()
        self.shown: list[EditorState] = []
        self.read: list[Order | Cart] = []
        self.editor = Editor(
            jobs, client, record, NOON, environment="Test shop", target="TEST SHOP", clock=self.clock
        )
        self.editor.on_read = self.read.append
        self.editor.show(self.shown.append)

    @property
    def state(self) -> EditorState:
        """What it shows now."""
        assert self.shown[-1] is self.editor.state
        return self.editor.state

    @property
    def said(self) -> str:
        """Headline and advice of what it says."""
        assert self.state.notice is not None
        return f"{self.state.notice.headline} {self.state.notice.advice}".strip()

    @property
    def action(self) -> str:
        """What the notice offers to do."""
        assert self.state.notice is not None
        return self.state.notice.action

    def save(self) -> None:
        """Review and send."""
        self.editor.review()
        assert self.state.review is not None, self.said
        self.editor.send()
