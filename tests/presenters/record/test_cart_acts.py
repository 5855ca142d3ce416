"""The acts on a cart's status: offered where they can do something, sent once, noted first, settled by reading.

What the window makes of them is in tests/ui; the way through it in tests/journeys.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from console.api.client import Client
from console.presenters.notice import READ_AGAIN
from tests.presenters.given import (
    NOON,
    Between,
    MakeClient,
    Opened,
    Sent,
    answer_lost,
    answered,
    change,
    close_cart,
    new_cart,
    new_order,
    passed,
    request_lost,
    told_time,
)
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.raw_server import RawServer, reply, reply_json
from tests.support.sandbox import SAMPLE_CART, Sandbox

TARGET = "TEST SHOP"


def opened_cart(client: Client, sandbox: Sandbox, *, status: str = "ACTIVE", **options: Any) -> Opened:
    """A cart of the test's own, open; its status by the name of the API."""
    own = new_cart(sandbox)
    if status != "ACTIVE":
        change(sandbox, f"/carts/{own}/abandon", None, "PUT")
    if status == "EXPIRED":
        change(sandbox, f"/carts/{own}/expire", None)
    return Opened(options.pop("jobs", None) or InlineJobs(), client, client.get_cart(own), **options)


def act(opened: Opened, step: Any) -> None:
    """Ask and say yes."""
    opened.editor.cart_acts.ask(step)
    assert opened.state.cart_act is not None, opened.said
    opened.editor.cart_acts.confirm(TARGET)


def status(opened: Opened) -> str:
    return opened.state.draft.shown("status")


# -- when it is offered -----------------------------------------------------------------------------------


def test_asked_for_where_it_is_not_offered_it_says_why_and_asks_nothing(
    client: Client, shared: Sandbox
) -> None:
    opened = Opened(InlineJobs(), client, client.get_order(new_order(shared)))
    opened.editor.cart_acts.ask("abandon")
    assert opened.state.cart_act is None
    assert opened.said == "Abandon cart is not possible now. This is for carts."


# -- the question -----------------------------------------------------------------------------------------


def test_the_question_tells_what_it_does_and_the_exact_request(client: Client, shared: Sandbox) -> None:
    opened = opened_cart(client, shared, status="ABANDONED")
    own, sent = opened.state.draft.base, Sent(shared)
    opened.editor.cart_acts.ask("expire")
    question = opened.state.cart_act
    assert question is not None
    assert question.title == f"Expire cart: {own.customer_id}"
    assert "closed for ever" in question.does
    assert question.changes == "Status: Abandoned → Expired"
    assert "The console mails nothing itself" in question.messages
    assert question.request == f"POST {shared.url}/carts/{own.id}/expire"
    assert question.edits == ""
    assert question.act.confirm
    opened.editor.cart_acts.leave()
    assert opened.state.cart_act is None
    opened.editor.cart_acts.confirm(TARGET)
    assert sent.all() == [], "what was put away is not sent"
    assert opened.entries == []


def test_unsaved_edits_are_spoken_of(client: Client, shared: Sandbox) -> None:
    opened = opened_cart(client, shared, status="ABANDONED")
    opened.editor.typed("shippingDetails", "by boat")
    for step, words in (("fiddle", "they stay as they are"), ("expire", "could never be saved here again")):
        opened.editor.cart_acts.ask(step)
        assert opened.state.cart_act is not None
        assert words in opened.state.cart_act.edits


# -- what became of it ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "step", "method", "after", "headline"),
    [
        ("ACTIVE", "abandon", "PUT", "ABANDONED", "The cart is abandoned now."),
        ("ACTIVE", "fiddle", "PUT", "ACTIVE", "Activity is marked, and the cart is active."),
        ("ABANDONED", "fiddle", "PUT", "ACTIVE", "Activity is marked, and the cart is active."),
        ("ABANDONED", "expire", "POST", "EXPIRED", "The cart is expired now. No one can change it again."),
    ],
)
def test_an_act_is_read_before_sent_once_and_read_again(
    client: Client, shared: Sandbox, before: str, step: str, method: str, after: str, headline: str
) -> None:
    opened = opened_cart(client, shared, status=before)
    opened.editor.typed("shippingDetails", "by boat")
    own, sent = opened.state.draft.base.id, Sent(shared)
    act(opened, step)
    assert [(line["method"], line["path"], line["body"]) for line in sent.all()] == [
        ("GET", f"/carts/{own}", None),
        (method, f"/carts/{own}/{step}", None),
        ("GET", f"/carts/{own}", None),
    ]
    assert opened.said.startswith(
        f"{headline} Read again at {told_time()}. Your unsaved edits are still here"
    )
    assert ("Copy lines" in opened.said) == (after == "EXPIRED")
    assert status(opened) == after
    assert opened.state.draft.shown("shippingDetails") == "by boat"
    assert opened.state.draft.dirty
    assert opened.state.busy == ""
    assert bool(opened.state.locked) == (after == "EXPIRED")
    assert opened.read[-1].id == own, "the local index hears of it"
    [entry] = opened.entries
    assert (entry.outcome, entry.intent.method, entry.intent.body) == ("saved", method, "")
    assert entry.intent.url == f"{shared.url}/carts/{own}/{step}"
    [changed] = entry.intent.changes
    assert (changed.key, changed.was, changed.becomes) == ("status", before, after)
    assert (changed.before, changed.after) == (before.capitalize(), after.capitalize())


def test_what_somebody_else_changed_meanwhile_is_told(client: Client, shared: Sandbox) -> None:
    opened = opened_cart(client, shared)
    change(shared, f"/carts/{opened.state.draft.base.id}", {"phase": "PAYMENT"})
    act(opened, "abandon")
    assert opened.said.startswith("The cart is abandoned now.")
    assert "Meanwhile someone else changed Phase (" in opened.said
    assert opened.state.notice is not None
    assert opened.state.notice.tone == "warn"
    assert opened.state.draft.base.phase == "PAYMENT"


def test_it_is_in_the_trail_before_it_leaves_and_one_write_is_under_way(
    client: Client, shared: Sandbox
) -> None:
    jobs, disk = HeldJobs(), HeldJobs()
    opened = opened_cart(client, shared, jobs=jobs, disk=disk)
    opened.editor.typed("shippingDetails", "by boat")
    sent = Sent(shared)
    act(opened, "abandon")
    assert (len(disk.held), len(jobs.held)) == (1, 0)
    assert opened.state.busy == "sending"
    opened.editor.cart_acts.ask("abandon")
    opened.editor.cart_acts.confirm(TARGET)
    opened.editor.review()
    assert opened.state.review is None
    assert opened.state.cart_act is None
    disk.finish()
    assert [entry.outcome for entry in opened.entries] == ["sent"]
    assert sent.all() == []
    jobs.finish()
    disk.finish_all()
    assert sent.methods() == ["GET", "PUT", "GET"]
    assert [entry.outcome for entry in opened.entries] == ["saved"]


def test_another_status_than_the_operator_saw_sends_nothing(client: Client, shared: Sandbox) -> None:
    opened = opened_cart(client, shared)
    change(shared, f"/carts/{opened.state.draft.base.id}/abandon", None, "PUT")
    sent = Sent(shared)
    act(opened, "fiddle")
    assert sent.methods() == ["GET"]
    assert opened.said.startswith("Nothing was sent: meanwhile someone acted, and the cart is Abandoned now.")
    assert status(opened) == "ABANDONED"
    [entry] = opened.entries
    assert entry.outcome == "not saved"
    assert "Nothing was sent." in entry.reason


def test_a_cart_that_was_closed_meanwhile_turns_read_only_with_the_edits(
    client: Client, shared: Sandbox
) -> None:
    opened = opened_cart(client, shared)
    opened.editor.typed("shippingDetails", "by boat")
    close_cart(shared, opened.state.draft.base.id)
    sent = Sent(shared)
    act(opened, "abandon")
    assert sent.methods() == ["GET"]
    assert opened.said.startswith("The cart was not abandoned. This cart has expired.")
    assert "Copy lines puts the lines into another cart or order." in opened.said
    assert "has expired" in opened.state.locked
    assert opened.state.draft.shown("shippingDetails") == "by boat"
    assert [entry.outcome for entry in opened.entries] == ["not saved"]


MISSING = reply(404, headers={"X-Reason": "no such cart"})
ACTIVE = {"cartId": SAMPLE_CART, "status": "ACTIVE"}
REFUSAL = reply(409, headers={"X-Reason": "The cart is EXPIRED and cannot be changed"})


@pytest.mark.parametrize(
    ("after", "headline", "locked"),
    [
        ("EXPIRED", "The cart was not abandoned. This cart has expired.", True),
        ("ACTIVE", "The cart was not abandoned. The cart's status does not allow this step.", False),
    ],
)
def test_a_refusal_in_the_last_moment_is_told(
    make_client: MakeClient, after: str, headline: str, locked: bool
) -> None:
    steps = [reply_json(ACTIVE), reply_json(ACTIVE), REFUSAL, reply_json(ACTIVE | {"status": after})]
    with RawServer(*steps) as server:
        client = make_client(server)
        opened = Opened(InlineJobs(), client, client.get_cart(SAMPLE_CART))
        act(opened, "abandon")
        assert [request.method for request in server.requests] == ["GET", "GET", "PUT", "GET"]
    assert opened.said.startswith(headline)
    assert bool(opened.state.locked) == locked
    assert opened.state.busy == ""


def test_a_cart_that_is_gone_or_cannot_be_read_again_is_told(make_client: MakeClient) -> None:
    with RawServer(reply_json(ACTIVE), MISSING) as server:
        opened = Opened(InlineJobs(), make_client(server), make_client(server).get_cart(SAMPLE_CART))
        act(opened, "abandon")
    assert opened.said.startswith("The cart was not abandoned. There is no cart with this ID.")
    with RawServer(reply_json(ACTIVE), reply_json(ACTIVE), reply(204), MISSING) as server:
        opened = Opened(InlineJobs(), make_client(server), make_client(server).get_cart(SAMPLE_CART))
        act(opened, "abandon")
    assert opened.said == "The cart is abandoned now. It could not be read again to see it; F5 tries again."
    assert not opened.state.unsettled


def test_a_status_that_is_another_right_after_is_not_called_done(make_client: MakeClient) -> None:
    steps = [reply_json(ACTIVE), reply_json(ACTIVE), reply(204), reply_json(ACTIVE)]
    with RawServer(*steps) as server:
        opened = Opened(InlineJobs(), make_client(server), make_client(server).get_cart(SAMPLE_CART))
        act(opened, "abandon")
    assert opened.said.startswith("The server took it, but the cart is Active now.")


# -- no answer --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lost", "outcome", "after", "said"),
    [
        (answer_lost, "arrived", "ABANDONED", "but it did arrive: the cart is Abandoned now."),
        (request_lost, "not arrived", "ACTIVE", "As read then, the cart is Active now."),
    ],
)
def test_without_an_answer_the_status_tells_and_nothing_is_repeated(
    client: Client,
    shared: Sandbox,
    make_client: MakeClient,
    lost: Any,
    outcome: str,
    after: str,
    said: str,
) -> None:
    record = client.get_cart(new_cart(shared))
    with Between(shared, passed, lost, passed, passed, passed) as between:
        opened = Opened(InlineJobs(), make_client(between), record)
        opened.editor.typed("shippingDetails", "by boat")
        act(opened, "abandon")
        assert between.methods().count("PUT") == 1
    assert said in opened.said
    assert status(opened) == after
    assert opened.state.draft.dirty
    assert not opened.state.unsettled
    assert [entry.outcome for entry in opened.entries] == [outcome]


def test_what_cannot_be_read_either_is_unknown_and_blocks_until_it_was_read(
    client: Client, shared: Sandbox, make_client: MakeClient
) -> None:
    record = client.get_cart(new_cart(shared))
    gone = answered(MISSING)
    steps = (passed, answer_lost, gone, gone, gone, passed)
    with Between(shared, *steps) as between:
        opened = Opened(InlineJobs(), make_client(between), record)
        opened.editor.typed("shippingDetails", "by boat")
        act(opened, "abandon")
        assert opened.state.unsettled
        assert opened.said.startswith("It is not known whether this arrived")
        assert [entry.outcome for entry in opened.entries] == ["unknown"]
        opened.editor.cart_acts.ask("abandon")
        assert opened.state.cart_act is None
        opened.editor.review()
        assert opened.state.review is None
        assert opened.action == READ_AGAIN
        opened.editor.act(opened.action.key)
        assert between.methods().count("PUT") == 1
    assert "but it did arrive" in opened.said
    assert opened.state.draft.shown("shippingDetails") == "by boat"
    assert not opened.state.unsettled
    assert [entry.outcome for entry in opened.entries] == ["arrived"]


def test_marking_an_active_cart_without_an_answer_stays_unknown_and_blocks_nothing(
    client: Client, shared: Sandbox, make_client: MakeClient
) -> None:
    record = client.get_cart(new_cart(shared))
    with Between(shared, passed, answer_lost, passed, passed, passed) as between:
        opened = Opened(InlineJobs(), make_client(between), record)
        act(opened, "fiddle")
    assert opened.said.startswith("It is not known whether activity was marked")
    assert "does no harm" in opened.said
    assert not opened.state.unsettled
    assert [entry.outcome for entry in opened.entries] == ["unknown"]


def test_an_act_that_falls_over_is_settled_by_reading(client: Client, shared: Sandbox) -> None:
    jobs = HeldJobs()
    opened = opened_cart(client, shared, jobs=jobs)
    act(opened, "abandon")
    jobs.held[0].cancel()
    jobs.finish()
    assert opened.state.unsettled
    opened.editor.reload()
    jobs.finish_all()
    assert "As read then, the cart is Active now." in opened.said
    assert not opened.state.unsettled


@pytest.mark.parametrize(
    ("lost", "outcome", "said"),
    [(answer_lost, "arrived", "but it did arrive"), (request_lost, "not arrived", "had not arrived by")],
)
def test_the_next_start_settles_an_act_that_a_kill_left_open(
    client: Client, shared: Sandbox, make_client: MakeClient, lost: Any, outcome: str, said: str
) -> None:
    from console.presenters.saving.sent import fields_sent, record_before

    record = client.get_cart(new_cart(shared))
    jobs = HeldJobs()
    with Between(shared, passed, lost, request_lost, request_lost, request_lost) as between:
        opened = Opened(jobs, make_client(between), record)
        act(opened, "abandon")
        jobs.held[0].work()  # its outcome is never delivered
    [entry] = opened.entries
    assert entry.outcome == "sent"
    now = client.get_cart(record.id)
    end = (record_before(entry.intent, now), fields_sent(entry.intent), entry.number)
    calls = Sent(shared)
    again = Opened(InlineJobs(), client, now, read_at=NOON + timedelta(hours=1), open_end=end)
    assert said in again.said
    assert [one.outcome for one in again.entries] == [outcome]
    assert calls.all() == [], "it is never sent again by itself"
