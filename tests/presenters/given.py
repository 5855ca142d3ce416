"""Records and clients that the tests of presenters share: real ones, on a real sandbox. It must not hold tests."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, Self

import simplejson

from console.api.client import Client
from console.api.limits import Limits
from console.model.drafts.draft import Draft
from console.model.records import Cart, Order
from console.presenters.notice import Action
from console.presenters.record.editor import Editor, EditorState
from console.presenters.saving.sending import Sending
from console.runtime.jobs import Submits
from console.store.database import Database
from console.store.places import find_places
from console.store.trail import Entry, Trail
from tests.support.alarms import Alarms
from tests.support.jobs import InlineJobs
from tests.support.raw_server import Peer, RawServer, Received, reply
from tests.support.sandbox import Line, Sandbox

SHOP = "Test shop"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SHORT = Limits(connect=2.0, read=0.5, whole=2.0, backoff=0.01)
LINK = "https://www.ups.com/track?tracknum=1Z999AA10123456784"
LINE = {"name": "Coffee Mug", "sku": "MUG-1", "quantity": 1, "unitPrice": 3.99, "totalPrice": 3.99}
POT = {"name": "Pot", "sku": "POT-2", "quantity": 2, "unitPrice": 10, "totalPrice": 20}
_NUMBERS = count(500_001)

MakeClient = Callable[..., Client]
During = Callable[..., None]
"""Has something done when a worker tells of progress; the fixture of that name."""


class Clock:
    """A clock that stands until it is told to go on; `elapsed` are the seconds that really passed."""

    def __init__(self) -> None:
        self.now = NOON
        self.seconds = 0.0

    def __call__(self) -> datetime:
        return self.now

    def elapsed(self) -> float:
        return self.seconds

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds

    def set(self, hours: float) -> None:
        """Set it by so many hours, as a person or a time server does: no time passes."""
        self.now += timedelta(hours=hours)


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


def change(sandbox: Sandbox, path: str, body: object, method: str = "POST") -> None:
    """What somebody else does to a record meanwhile."""
    status, answer = sandbox.write(path, body, method)
    assert status in (200, 204), answer


def close_cart(sandbox: Sandbox, cart_id: str) -> None:
    """Have it abandoned and expired by somebody else."""
    change(sandbox, f"/carts/{cart_id}/abandon", None, "PUT")
    change(sandbox, f"/carts/{cart_id}/expire", None)


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


class Between:
    """A server between a client and a sandbox that does to single requests what bad networks do, as its steps say.

    with Between(sandbox, passed, answer_lost, passed) as between: ...
    """

    def __init__(self, sandbox: Sandbox, *steps: Callable[[Sandbox, Peer], object]) -> None:
        self.raw = RawServer(*(partial(step, sandbox) for step in steps))
        self.url, self.token_url = self.raw.url, self.raw.token_url

    def methods(self) -> list[str]:
        """The methods of all requests that came here."""
        return [request.method for request in self.raw.requests]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.raw.close()


def passed(sandbox: Sandbox, peer: Peer) -> None:
    """A step: the sandbox answers."""
    peer.send(_forwarded(sandbox, peer))


def answer_lost(sandbox: Sandbox, peer: Peer) -> None:
    """A step: the sandbox does it, and its answer is lost."""
    _forwarded(sandbox, peer)
    peer.reset()


class Late:
    """A server that is slow: its gateway answers 504 at once, and the write comes through when the test says so."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[], object]] = []

    def step(self, sandbox: Sandbox, peer: Peer) -> None:
        """A step: 504 now."""
        request = peer.server.requests[-1]
        self._waiting.append(partial(_forward, sandbox, request))
        peer.send(reply(504, headers={"Connection": "close"}))

    def apply(self, *, last: bool = False) -> None:
        """Let the oldest write that waits come through, or the newest."""
        self._waiting.pop(-1 if last else 0)()


class Replica:
    """A replica that reads come from and that lags: it answers as the record was when it followed last."""

    def __init__(self, sandbox: Sandbox, path: str) -> None:
        self._sandbox, self._path = sandbox, path
        self.follow()

    def follow(self) -> None:
        """Let it have all that was written by now."""
        status, self._record = self._sandbox.read(self._path)
        assert status == 200, self._record

    def step(self, _: Sandbox, peer: Peer) -> None:
        """A step: the replica answers."""
        body = simplejson.dumps(self._record, use_decimal=True).encode()
        peer.send(reply(200, body, {"Content-Type": "application/json", "Connection": "close"}))


def request_lost(_: Sandbox, peer: Peer) -> None:
    """A step: the sandbox never hears of it."""
    peer.reset()


def silence(_: Sandbox, peer: Peer) -> None:
    """A step: nobody ever answers."""
    peer.hang()


def answered(data: bytes) -> Callable[[Sandbox, Peer], object]:
    """A step: something else answers."""
    return lambda _, peer: peer.send(data)


def gate(status: int) -> Callable[[Sandbox, Peer], object]:
    """A step: what stands in front answers so to a path with an escaped slash, sign or dots; the sandbox to others."""

    def step(sandbox: Sandbox, peer: Peer) -> None:
        path = peer.server.requests[-1].target.partition("?")[0].lower()
        refused = any(sign in path for sign in ("%2f", "%5c", "%25", "%3f", "%23", ".."))
        peer.send(
            reply(status, b"<html>", {"Content-Type": "text/html"}) if refused else _forwarded(sandbox, peer)
        )

    return step


def overwritten(path: str, body: object, *, applied: bool) -> Callable[[Sandbox, Peer], object]:
    """A step: the answer is lost, and somebody else writes right after it; `applied` says whether the write came through."""

    def step(sandbox: Sandbox, peer: Peer) -> None:
        if applied:
            _forwarded(sandbox, peer)
        change(sandbox, path, body)
        peer.reset()

    return step


def _forwarded(sandbox: Sandbox, peer: Peer) -> bytes:
    return _forward(sandbox, peer.server.requests[-1])


def _forward(sandbox: Sandbox, request: Received) -> bytes:
    if request.method == "GET":
        status, value = sandbox.read(request.target)
    else:
        status, value = sandbox.write(request.target, json.loads(request.body or b"null"), request.method)
    body = simplejson.dumps(value, use_decimal=True).encode()
    return reply(status, body, {"Content-Type": "application/json", "Connection": "close"})


at_end = ExitStack()
"""What is to be done when the test is over, last asked for first; tests/presenters/conftest.py does it."""


def own_database() -> Database:
    """The database of the test's own home, closed when the test is over; a worker closes its own before that."""
    made = Database(find_places(os.environ))
    at_end.callback(made.close)
    return made


class Opened:
    """An editor on a record, every state that it showed, and the trail of what it sent.

    The disk answers at once unless the test brings one of its own; `left_open` is what the trail held open at the start,
    `before` are the arguments for what was kept. A further look is had by `alarms.ring()`.
    """

    def __init__(
        self,
        jobs: Submits,
        client: Client,
        record: Order | Cart,
        *,
        disk: Submits | None = None,
        read_at: datetime = NOON,
        left_open: Sequence[Entry] = (),
        clock: Clock | None = None,
        sending: Sending | None = None,
        **before: Any,
    ) -> None:
        self.clock = clock or Clock()
        self.alarms = Alarms(self.clock.pass_)
        self.shown: list[EditorState] = []
        self.read: list[Order | Cart] = []
        self.trail = Trail(own_database(), clock=self.clock)
        self.sending = sending or Sending(
            jobs,
            client,
            disk or InlineJobs(),
            trail=self.trail,
            environment=SHOP,
            set_alarm=self.alarms,
            clock=self.clock,
            elapsed=self.clock.elapsed,
        )
        if sending is None:
            self.sending.ends.restore(left_open)
        self.editor = Editor(
            jobs,
            client,
            self.sending,
            record=record,
            read_at=read_at,
            environment=SHOP,
            target="TEST SHOP",
            clock=self.clock,
            on_read=lambda record, _: self.read.append(record),
            **before,
        )
        self.editor.show(self.shown.append)
        self.sending.ends.hear(self.editor.looked)

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
    def entries(self) -> list[Entry]:
        """What the trail holds of the record, newest first."""
        record = self.editor.state.draft.base
        return self.trail.of(SHOP, record.kind, record.id)

    @property
    def action(self) -> Action | None:
        """What the notice offers to do."""
        assert self.state.notice is not None
        return self.state.notice.action

    def save(self, *, all_the_same: bool = False) -> None:
        """Review and send; `all_the_same` although an earlier write may still arrive."""
        self.editor.review()
        assert self.state.review is not None, self.said
        if all_the_same:
            self.editor.choose("all_the_same", True)
        self.editor.send()


def mutates(opened: Opened, act: Callable[[Editor], object], named: str) -> Draft:
    """Do it: one step of that name, whose undo restores the whole earlier draft, and whose redo the whole later one."""
    before, step_before = opened.state.draft, opened.state.undo
    act(opened.editor)
    after = opened.state.draft
    assert after != before
    assert (opened.state.undo, opened.state.redo) == (named, "")
    opened.editor.undo()
    assert opened.state.draft == before
    assert (opened.state.undo, opened.state.redo) == (step_before, named)
    opened.editor.redo()
    assert opened.state.draft == after
    assert (opened.state.undo, opened.state.redo) == (named, "")
    return after


def changes_nothing(opened: Opened, act: Callable[[Editor], object]) -> None:
    """Do it: neither the draft nor the steps are others afterwards."""
    before = opened.state
    act(opened.editor)
    assert opened.state.draft == before.draft
    assert (opened.state.undo, opened.state.redo) == (before.undo, before.redo)


def names(draft: Draft) -> list[str]:
    return [row.title for row in draft.lines]
