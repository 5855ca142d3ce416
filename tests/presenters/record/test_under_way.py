"""A wait is seen where the save is, and can be left as long as nothing is out."""

from __future__ import annotations

import re
from typing import Any

import pytest

from console.api.call import Progress
from console.api.limits import Limits
from console.presenters.notice import STOP_WAITING
from tests.presenters.given import Between, During, MakeClient, Opened, answered, new_cart, new_order, passed
from tests.support.jobs import InlineJobs
from tests.support.raw_server import RawServer, good_token, reply, reply_json
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

BUSY = reply(429, headers={"Retry-After": "12", "Connection": "close"})
HELD: dict[str, Any] = {"orderId": SAMPLE_ORDER, "shippingDetails": "by sea"}
BIG: dict[str, Any] = HELD | {"lineItems": [{"description": "x" * 1_500_000, "quantity": 1, "totalPrice": 1}]}


class Told:
    """What a record says each time that it is looked at, and perhaps Esc then."""

    def __init__(self, opened: Opened, *, esc: bool = False) -> None:
        self._opened, self._esc = opened, esc
        self.said: list[str] = []

    def __call__(self) -> None:
        self._opened.editor.waits.look()
        self.said.append(self._opened.said)
        if self._esc:
            assert self._opened.action == STOP_WAITING
            self._opened.editor.act(STOP_WAITING.key)


def edited(make_client: MakeClient, server: Any) -> Opened:
    client = make_client(server)
    opened = Opened(InlineJobs(), client, client.get_order(SAMPLE_ORDER))
    opened.editor.typed("shippingDetails", "by boat")
    return opened


def waits(progress: Progress) -> bool:
    return bool(progress.waiting)


def leaves(progress: Progress) -> bool:
    return progress.leaving


@pytest.mark.fault(20)
def test_a_wait_before_the_write_is_counted_down_and_esc_ends_it(
    make_client: MakeClient, during: During
) -> None:
    with RawServer(reply_json(HELD), reply_json(HELD), BUSY) as server:
        opened = edited(make_client, server)
        told = Told(opened, esc=True)
        during(waits, told)
        opened.save()
        assert [request.method for request in server.requests] == ["GET", "GET", "POST"]
    assert told.said == [
        "The server asks to wait 12 s (429)… It has not taken your change yet, so nothing was saved; Esc stops it."
    ]
    assert opened.said == (
        "You stopped the save. The server had not taken it, so nothing was saved. Your edits are still here."
    )
    assert opened.state.draft.dirty
    assert [entry.outcome for entry in opened.entries] == ["not saved"]


def test_a_wait_for_the_fresh_reading_is_seen_too_and_nothing_was_sent(
    make_client: MakeClient, during: During
) -> None:
    with RawServer(reply_json(HELD), BUSY) as server:
        opened = edited(make_client, server)
        told = Told(opened, esc=True)
        during(waits, told)
        opened.save()
        assert [request.method for request in server.requests] == ["GET", "GET"]
    assert told.said[0].startswith("The server asks to wait 12 s (429)…")
    assert opened.said == "You stopped the save. Nothing was sent. Your edits are still here."


@pytest.mark.fault(11)
@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_of_the_sign_in_server_is_told_as_its_own(
    make_client: MakeClient, during: During, status: int
) -> None:
    busy = reply(status, headers={"Retry-After": "12"})
    gone = reply(403)
    with RawServer(reply_json(HELD), gone, token=[good_token(), busy]) as server:
        opened = edited(make_client, server)
        told = Told(opened, esc=True)
        during(waits, told)
        opened.save()
    assert told.said[0].startswith(f"The sign-in server asks to wait 12 s ({status})…")
    assert opened.said.startswith("You stopped the save. Nothing was sent.")


@pytest.mark.fault(20)
def test_what_a_server_asks_for_beyond_a_minute_is_said_and_then_asked(
    make_client: MakeClient, during: During
) -> None:
    busy = reply(429, headers={"Retry-After": "86400", "Connection": "close"})
    with RawServer(reply_json(HELD), reply_json(HELD), busy) as server:
        client = make_client(server, limits=Limits(retry_after=0.01))
        opened = Opened(InlineJobs(), client, client.get_order(SAMPLE_ORDER))
        opened.editor.typed("shippingDetails", "by boat")
        told = Told(opened)
        during(waits, told)
        opened.save()
    assert told.said[0].startswith("The server asks to wait 86,400 s (429); it is tried again in 1 s…")
    assert opened.said.startswith("Not saved. The server asks to slow down. Nothing was saved.")
    assert opened.action is not None
    assert opened.action.key == "review again"


def test_esc_after_the_write_is_out_cuts_nothing_and_is_said(make_client: MakeClient, during: During) -> None:
    answer = HELD | {"shippingDetails": "by boat"}
    with RawServer(reply_json(HELD), reply_json(HELD), reply_json(answer)) as server:
        opened = edited(make_client, server)
        told = Told(opened)
        during(leaves, lambda: (opened.editor.cancel(), told()))
        opened.save()
        assert [request.method for request in server.requests] == ["GET", "GET", "POST"]
    assert told.said == [
        "Sent to TEST SHOP; waiting for the answer… It has left, so it can no longer be stopped."
    ]
    assert opened.said.startswith("Saved and verified")


def test_esc_in_the_last_moment_lets_nothing_leave(make_client: MakeClient, during: During) -> None:
    with RawServer(reply_json(HELD), reply_json(HELD)) as server:
        opened = edited(make_client, server)
        during(leaves, opened.editor.cancel, before=True)
        opened.save()
        assert [request.method for request in server.requests] == ["GET", "GET"]
    assert opened.said == "You stopped the save. Nothing was sent. Your edits are still here."


def test_an_act_on_a_cart_waits_and_can_be_left_the_same_way(
    make_client: MakeClient, shared: Sandbox, during: During
) -> None:
    with Between(shared, passed, passed, answered(BUSY)) as between:
        client = make_client(between)
        opened = Opened(InlineJobs(), client, client.get_cart(new_cart(shared)))
        told = Told(opened, esc=True)
        during(waits, told)
        opened.editor.cart_acts.ask("abandon")
        opened.editor.cart_acts.confirm("TEST SHOP")
        assert between.methods() == ["GET", "GET", "PUT"]
    assert told.said[0].startswith("The server asks to wait 12 s (429)…")
    assert opened.said.startswith("The cart was not abandoned. You stopped this. Nothing was changed.")
    assert not opened.state.may_arrive


def test_marking_shipped_waits_and_can_be_left_and_is_offered_again(
    make_client: MakeClient, shared: Sandbox, during: During
) -> None:
    with Between(shared, passed, passed, answered(BUSY)) as between:
        client = make_client(between)
        opened = Opened(InlineJobs(), client, client.get_order(new_order(shared)))
        during(waits, Told(opened, esc=True))
        opened.editor.shipping.open()
        opened.editor.shipping.pasted("1Z999AA10123456784")
        opened.editor.shipping.answer(message=False)
        opened.editor.shipping.review()
        opened.editor.send()
    assert opened.said.startswith("You stopped the save.")
    assert opened.action is not None
    assert opened.action.key == "mark shipped again"


@pytest.mark.fault(37)
@pytest.mark.parametrize("save", [False, True])
def test_a_slow_order_shows_how_much_has_come(make_client: MakeClient, during: During, save: bool) -> None:
    with RawServer(reply_json(HELD), reply_json(BIG)) as server:
        opened = edited(make_client, server)
        told = Told(opened)
        during(lambda progress: progress.got > 1_200_000, told)
        opened.save() if save else opened.editor.reload()
    doing = "Reading it once more, then sending to TEST SHOP…" if save else "Reading it again…"
    # Whatever else has come since it was heard of counts too.
    assert re.match(rf"{re.escape(doing)} 1\.[2-5] of 1\.5 MB so far", told.said[0])
