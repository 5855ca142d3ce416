"""What Send does: one fresh read, at most one write of only what changed, and a true word on what became of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from console.api.client import Client
from console.model.drafts.draft import Draft
from console.presenters.notice import CREATE_CONTACT, READ_AGAIN, REVIEW_AGAIN
from console.presenters.saving.saving import (
    LOOK_AGAIN,
    LOOK_LATER,
    SavePlan,
    judge,
    looks_left,
    on_arrived,
    save,
)
from console.runtime.cancel import Cancel
from tests.model.samples import draft, order
from tests.presenters.given import (
    LINE,
    LINK,
    NOON,
    POT,
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
    overwritten,
    passed,
    request_lost,
    silence,
    told_time,
)
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.proxy import FaultProxy
from tests.support.raw_server import RawServer, reply, reply_json
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

LOOKS = ["GET"] * len(LOOK_AGAIN)
TID = "3.Ag.AQ.AQ.AQ"


def opened_order(client: Client, sandbox: Sandbox, **fields: Any) -> Opened:
    return Opened(InlineJobs(), client, client.get_order(new_order(sandbox, **fields)))


def clashing(client: Client, sandbox: Sandbox) -> Opened:
    """An order whose save was stopped, because its shipping details were changed by somebody else too."""
    opened = opened_order(client, sandbox)
    opened.editor.typed("shippingDetails", "by boat")
    opened.editor.typed("currency", "EUR")
    own = opened.state.draft.base.id
    change(sandbox, f"/orders/{own}?triggerEvents=false", {"shippingDetails": "by rail"})
    opened.save()
    assert opened.state.clash is not None, opened.said
    return opened


def mark_shipped(opened: Opened) -> None:
    opened.editor.typed("states.shipped", "yes")
    opened.editor.typed("shippingTrackingUrl", LINK)


# -- saved ------------------------------------------------------------------------------------------------


def test_marking_shipped_is_one_post_of_two_fields_and_fires_nothing(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    own = opened.state.draft.base.id
    sent = Sent(shared)
    mark_shipped(opened)
    opened.clock.pass_(60)
    opened.save()
    assert sent.methods() == ["GET", "POST"]
    [post] = sent.posts()
    assert post["path"] == f"/orders/{own}"
    assert post["query"] == {"triggerEvents": "false"}
    assert post["body"] == {"states": {"processed": True, "shipped": True}, "shippingTrackingUrl": LINK}
    assert shared.events(own) == []
    assert (
        opened.said == f"Saved and verified at {told_time(opened.clock.now)}. The answer holds all 2 changes."
    )
    assert opened.state.notice is not None
    assert opened.state.notice.tone == "good"
    draft = opened.state.draft
    assert not draft.dirty
    assert draft.base.shipping_tracking_url == LINK
    assert (opened.state.busy, opened.state.undo, opened.state.review) == ("", "", None)
    assert opened.read == [draft.base]
    opened.editor.undo()
    assert not opened.state.draft.dirty


def test_workflows_run_only_where_they_were_asked_for(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    opened.editor.typed("states.shipped", "yes")
    opened.editor.review()
    opened.editor.choose("run_workflows", True)
    opened.editor.send()
    fired = shared.events(opened.state.draft.base.id)
    assert [event["event"] for event in fired] == ["order shipped"]
    assert "Saved and verified" in opened.said


def test_one_changed_cell_replaces_the_lines_and_nothing_else(client: Client, shared: Sandbox) -> None:
    opened = Opened(InlineJobs(), client, client.get_cart(new_cart(shared)))
    sent = Sent(shared)
    opened.editor.lines.cell_typed(1, "quantity", "2.50")
    opened.save()
    [post] = sent.posts()
    assert post["query"] == {}
    assert list(post["body"]) == ["lineItems"]
    mug, pot = post["body"]["lineItems"]
    assert pot["quantity"] == Decimal("2.50")
    assert {name: pot[name] for name in POT if name != "quantity"} == {
        name: value for name, value in POT.items() if name != "quantity"
    }
    assert {name: mug[name] for name in LINE} == LINE | {
        "unitPrice": Decimal("3.99"),
        "totalPrice": Decimal("3.99"),
    }
    assert opened.said.endswith("The answer holds your change.")


def test_no_wait_that_the_server_asks_for_holds_up_a_look_after_a_lost_answer(
    make_client: MakeClient, shared: Sandbox
) -> None:
    busy = answered(reply(429, headers={"Retry-After": "60", "Connection": "close"}))
    with Between(shared, passed, passed, answer_lost, busy) as between:
        client = make_client(between)
        opened = Opened(InlineJobs(), client, client.get_order(new_order(shared)))
        mark_shipped(opened)
        opened.save()
        assert between.methods() == ["GET", "GET", "POST", *LOOKS]
    assert "It could not be read again either." in opened.said


def test_send_twice_sends_once(client: Client, shared: Sandbox) -> None:
    jobs = HeldJobs()
    opened = Opened(jobs, client, client.get_order(new_order(shared)))
    sent = Sent(shared)
    mark_shipped(opened)
    opened.editor.review()
    opened.editor.send()
    opened.editor.send()
    assert opened.said.startswith("Reading it once more, then sending to TEST SHOP…")
    assert opened.state.review is None
    jobs.finish_all()
    opened.editor.send()
    assert sent.methods() == ["GET", "POST"]


@pytest.mark.fault(23)
def test_what_the_server_kept_otherwise_is_named(make_client: MakeClient) -> None:
    held = {"orderId": SAMPLE_ORDER, "currency": "USD", "shippingDetails": None, "grandTotal": 5}
    answer = held | {"shippingDetails": "BY BOAT"}
    with RawServer(reply_json(held), reply_json(held), reply_json(answer)) as server:
        client = make_client(server)
        opened = Opened(InlineJobs(), client, client.get_order(SAMPLE_ORDER))
        opened.editor.typed("shippingDetails", "by boat")
        opened.save()
    assert opened.said == (
        f"Saved at {told_time()}, but the server kept something otherwise. "
        "Shipping details: sent by boat, kept BY BOAT."
    )
    assert opened.state.draft.shown("shippingDetails") == "BY BOAT"
    assert not opened.state.draft.dirty


def test_what_others_changed_at_the_same_moment_is_told(make_client: MakeClient) -> None:
    held = {"orderId": SAMPLE_ORDER, "currency": "USD", "shippingDetails": None}
    answer = held | {"shippingDetails": "by boat", "currency": "EUR"}
    with RawServer(reply_json(held), reply_json(held), reply_json(answer)) as server:
        client = make_client(server)
        opened = Opened(InlineJobs(), client, client.get_order(SAMPLE_ORDER))
        opened.editor.typed("shippingDetails", "by boat")
        opened.save()
    assert "Saved and verified" in opened.said
    assert opened.said.endswith("Meanwhile someone else changed Currency (USD → EUR).")
    assert opened.state.notice is not None
    assert opened.state.notice.tone == "warn"


def test_a_tracking_id_is_said_to_be_unseen(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    opened.editor.typed("tid", TID)
    opened.save()
    assert opened.said == (
        f"Saved at {told_time()}. "
        "The service never answers with the Tracking ID (tid), so that could not be compared."
    )


# -- not saved --------------------------------------------------------------------------------------------


def test_what_somebody_else_changed_elsewhere_joins_the_save_and_is_told(
    client: Client, shared: Sandbox
) -> None:
    opened = opened_order(client, shared)
    own = opened.state.draft.base.id
    mark_shipped(opened)
    change(shared, f"/orders/{own}?triggerEvents=false", {"shippingDetails": "by rail"})
    sent = Sent(shared)
    opened.save()
    assert sent.methods() == ["GET", "POST"]
    [post] = sent.posts()
    assert post["body"] == {"states": {"processed": True, "shipped": True}, "shippingTrackingUrl": LINK}
    assert "Saved and verified" in opened.said
    assert opened.said.endswith("Meanwhile someone else changed Shipping details (empty → by rail).")
    assert opened.state.draft.base.shipping_details == "by rail"
    assert not opened.state.draft.dirty


def test_what_both_changed_stops_the_save_with_a_question(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    own = opened.state.draft.base.id
    opened.editor.typed("shippingDetails", "by boat")
    opened.editor.typed("currency", "EUR")
    mine = opened.state.draft
    change(shared, f"/orders/{own}?triggerEvents=false", {"shippingDetails": "by rail"})
    sent = Sent(shared)
    opened.clock.pass_(60)
    opened.save()
    assert sent.methods() == ["GET"], "nothing is sent before it is decided"
    assert opened.said == (
        f"Not saved yet: someone changed the same as you after you read it at {told_time()}. "
        "Nothing was sent and your edits are still here. Decide what holds, or save again later."
    )
    assert opened.state.draft is mine
    assert opened.state.undo == "type in Currency"
    assert opened.state.clash is not None
    [asked] = opened.state.clash.clashes
    assert (asked.key, asked.before, asked.theirs, asked.mine) == (
        "shippingDetails",
        "empty",
        "by rail",
        "by boat",
    )


@pytest.mark.parametrize(
    ("side", "body"),
    [
        ("mine", {"shippingDetails": "by boat", "currency": "EUR"}),
        ("theirs", {"currency": "EUR"}),
    ],
)
def test_a_decided_clash_is_reviewed_and_sent_as_decided(
    client: Client, shared: Sandbox, side: Any, body: dict[str, object]
) -> None:
    opened = clashing(client, shared)
    sent = Sent(shared)
    opened.editor.clash.accept()
    assert opened.state.clash is not None, "it is not decided yet"
    opened.editor.clash.decide("shippingDetails", side)
    opened.editor.clash.accept()
    assert opened.state.clash is None
    assert opened.state.review is not None
    assert sent.all() == [], "nothing is sent before it was reviewed"
    opened.editor.send()
    assert "Saved and verified" in opened.said
    assert [post["body"] for post in sent.posts()] == [body]


def test_a_clash_that_is_left_open_stays_one_through_a_reload(client: Client, shared: Sandbox) -> None:
    opened = clashing(client, shared)
    opened.editor.clash.leave()
    assert opened.state.clash is None
    assert opened.action == REVIEW_AGAIN
    opened.editor.reload()
    assert opened.state.draft.shown("shippingDetails") == "by boat"
    sent = Sent(shared)
    opened.save()
    assert sent.methods() == ["GET"]
    assert opened.state.clash is not None


def test_a_merge_that_makes_another_request_is_reviewed_again(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    own = opened.state.draft.base.id
    opened.editor.lines.cell_typed(1, "quantity", "3")
    change(shared, f"/orders/{own}?triggerEvents=false", {"lineItems": [LINE | {"quantity": 7}, POT]})
    sent = Sent(shared)
    opened.save()
    assert sent.methods() == ["GET"], "the lines go out whole, so theirs would have been undone"
    assert opened.said.startswith("Not sent yet: meanwhile someone changed Line items")
    assert [row.shown("quantity", 2) for row in opened.state.draft.lines] == ["7", "3"]
    assert opened.action == REVIEW_AGAIN
    opened.editor.act(opened.action.key)
    opened.editor.send()
    [post] = sent.posts()
    assert [line["quantity"] for line in post["body"]["lineItems"]] == [7, 3]


def test_a_cart_that_was_closed_meanwhile_becomes_read_only_with_the_edits_kept(
    client: Client, shared: Sandbox
) -> None:
    opened = Opened(InlineJobs(), client, client.get_cart(new_cart(shared)))
    opened.editor.typed("shippingDetails", "by boat")
    close_cart(shared, opened.state.draft.base.id)
    sent = Sent(shared)
    opened.save()
    assert sent.methods() == ["GET"]
    assert opened.said.startswith("Not saved. This cart has expired.")
    assert "has expired" in opened.state.locked
    assert opened.state.draft.shown("shippingDetails") == "by boat"
    assert opened.state.busy == ""


@pytest.mark.fault(17)
def test_a_cart_that_closes_in_the_last_moment_becomes_read_only_too(make_client: MakeClient) -> None:
    active = {"cartId": SAMPLE_CART, "status": "ACTIVE"}
    refusal = reply(409, headers={"X-Reason": "The cart is EXPIRED and cannot be changed"})
    steps = [reply_json(active), reply_json(active), refusal, reply_json(active | {"status": "EXPIRED"})]
    with RawServer(*steps) as server:
        client = make_client(server)
        opened = Opened(InlineJobs(), client, client.get_cart(SAMPLE_CART))
        opened.editor.typed("shippingDetails", "by boat")
        opened.save()
        assert [request.method for request in server.requests] == ["GET", "GET", "POST", "GET"]
    assert opened.said.startswith("Not saved. This cart has expired.")
    assert "has expired" in opened.state.locked
    assert opened.state.draft.edits == {"shippingDetails": "by boat"}


def test_a_closed_cart_that_cannot_be_read_again_is_told_all_the_same(make_client: MakeClient) -> None:
    active = {"cartId": SAMPLE_CART, "status": "ACTIVE"}
    refusal = reply(409, headers={"X-Reason": "The cart is EXPIRED and cannot be changed"})
    with RawServer(
        reply_json(active), reply_json(active), refusal, reply(404, headers={"X-Reason": "no such cart"})
    ) as server:
        client = make_client(server)
        opened = Opened(InlineJobs(), client, client.get_cart(SAMPLE_CART))
        opened.editor.typed("shippingDetails", "by boat")
        opened.save()
    assert opened.said.startswith("Not saved. The cart was closed meanwhile.")
    assert opened.state.draft.dirty


def test_a_refusal_is_told_with_the_servers_reason(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    opened.editor.typed("tid", "nonsense")
    sent = Sent(shared)
    opened.save()
    assert len(sent.posts()) == 1
    assert opened.said == (
        "Not saved. The server refused the request: tid is not a valid tracking ID. "
        "Nothing was saved. Mend what it names and try again. Your edits are still here."
    )
    assert opened.state.draft.edits == {"tid": "nonsense"}
    assert opened.state.busy == ""
    opened.editor.undo()
    assert not opened.state.draft.dirty


@pytest.mark.fault(16)
def test_an_unknown_contact_can_be_created_with_a_second_review(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    opened.editor.typed("emailAddress", "stranger@example.com")
    sent = Sent(shared)
    opened.save()
    assert opened.said.startswith("Not saved. No contact has this e-mail address.")
    assert opened.action == CREATE_CONTACT
    opened.editor.act(opened.action.key)
    assert opened.state.review is not None
    assert opened.state.review.options.create_contact
    assert len(sent.posts()) == 1, "nothing is sent before it was reviewed"
    opened.editor.send()
    assert "Saved and verified" in opened.said
    assert [post["query"] for post in sent.posts()] == [
        {"triggerEvents": "false"},
        {"triggerEvents": "false", "createContact": "true"},
    ]


@pytest.mark.fault(8)
def test_a_client_that_may_not_write_is_told_so_and_keeps_the_edits(
    shared: Sandbox, make_client: MakeClient
) -> None:
    opened = opened_order(make_client(shared, client_id="practice-read-only"), shared)
    mark_shipped(opened)
    opened.save()
    assert opened.said.startswith("Not saved. This environment's integration may not write orders and carts.")
    assert "orders/carts-write" in opened.said
    assert opened.state.draft.dirty
    assert shared.read(f"/orders/{opened.state.draft.base.id}")[1]["states"]["shipped"] is False


def test_a_record_that_is_gone_is_not_saved(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    mark_shipped(opened)
    change(shared, f"/orders/{opened.state.draft.base.id}", None, "DELETE")
    sent = Sent(shared)
    opened.save()
    assert sent.methods() == ["GET"]
    assert opened.said.startswith("Not saved. There is no order with this ID.")
    assert opened.state.draft.dirty


def test_without_an_answer_to_the_fresh_read_nothing_is_sent(
    shared: Sandbox, make_client: MakeClient
) -> None:
    with FaultProxy(shared.port) as proxy:
        opened = opened_order(make_client(shared, api_url=proxy.url), shared)
        mark_shipped(opened)
        sent = Sent(shared)
        proxy.answers_lost = True
        opened.save()
        assert set(sent.methods()) == {"GET"}
        assert opened.said.startswith("Not saved.")
        assert opened.state.draft.dirty
        proxy.answers_lost = False
        opened.save()
        assert "Saved and verified" in opened.said
        assert len(sent.posts()) == 1


def test_a_closed_client_sends_nothing(client: Client, shared: Sandbox) -> None:
    opened = opened_order(client, shared)
    mark_shipped(opened)
    sent = Sent(shared)
    client.close()
    opened.save()
    assert sent.all() == []
    assert opened.said.startswith("Not saved. The program closed its connections.")


# -- without an answer ------------------------------------------------------------------------------------


def sent_through(
    between: Between, sandbox: Sandbox, make_client: MakeClient, **typed: str
) -> tuple[Opened, Sent]:
    """An editor on an order behind `between` (whose first two steps it takes), sent."""
    opened = Opened(InlineJobs(), make_client(between), make_client(sandbox).get_order(new_order(sandbox)))
    for key, text in (typed or {"shippingDetails": "by boat"}).items():
        opened.editor.typed(key, text)
    sent = Sent(sandbox)
    opened.save()
    return opened, sent


def test_an_answer_lost_after_the_write_came_through(shared: Sandbox, make_client: MakeClient) -> None:
    with Between(shared, passed, answer_lost, passed) as between:
        opened, sent = sent_through(between, shared, make_client)
        assert between.methods() == ["GET", "POST", "GET"]
    assert len(sent.posts()) == 1
    assert opened.said == (
        "No proper answer came, but it did arrive. "
        f"Read again at {told_time()}: the record holds all you sent."
    )
    assert not opened.state.draft.dirty
    assert opened.state.draft.base.shipping_details == "by boat"
    assert opened.action is None


@pytest.mark.fault(22)
def test_a_write_that_is_not_there_yet_is_not_said_to_be_lost(
    shared: Sandbox, make_client: MakeClient
) -> None:
    with Between(shared, passed, request_lost, passed) as between:
        opened, sent = sent_through(between, shared, make_client)
        assert between.methods() == ["GET", "POST", *LOOKS]
        assert sent.posts() == []
        assert opened.said == (
            f"No proper answer came. It had not arrived by {told_time()}; a slow server may still apply it. "
            "The console looks again by itself for two minutes and at each reading (F5); your edits are still here."
        )
        assert opened.state.draft.edits == {"shippingDetails": "by boat"}
        assert [entry.outcome for entry in opened.entries] == ["not arrived"]
        assert not opened.entries[0].settled
        assert opened.action == READ_AGAIN


def test_a_write_for_the_workflows_alone_leaves_nothing_that_could_tell() -> None:
    shipped = order(states={"processed": True, "shipped": True})
    payload = {"states": {"processed": True, "shipped": True}}

    assert judge(shipped, payload, shipped).became == "unknown"
    assert judge(order(), payload, shipped).became == "arrived"


def test_what_someone_else_changed_beside_it_is_told_apart_from_ones_own() -> None:
    base, payload = order(shippingDetails="by rail"), {"shippingDetails": "by boat"}

    late = judge(base, payload, order(shippingDetails="by boat", currency="EUR"))
    assert (late.became, [change.key for change in late.foreign]) == ("arrived", ["currency"])

    not_yet = judge(base, payload, order(shippingDetails="by rail", currency="EUR"))
    assert (not_yet.became, [change.key for change in not_yet.foreign]) == ("not arrived", ["currency"])
    assert not_yet.open, "it may still come"

    assert judge(base, payload, order(shippingDetails="by air")).became == "unknown"


def test_the_pauses_grow_to_about_two_minutes_and_those_that_passed_are_left_out() -> None:
    assert list(LOOK_LATER) == sorted(LOOK_LATER)
    assert 110 <= sum(LOOK_LATER) <= 130
    assert looks_left(timedelta(0)) == looks_left(timedelta(hours=-2)) == LOOK_LATER
    assert looks_left(timedelta(seconds=20)) == (7.0, 30.0, 60.0)
    assert looks_left(timedelta(minutes=2)) == ()


@pytest.mark.parametrize("lost", [request_lost, answer_lost, silence])
def test_neither_answered_nor_readable_is_unknown(
    shared: Sandbox, make_client: MakeClient, lost: Any
) -> None:
    with Between(shared, passed, lost, request_lost) as between:
        opened, _ = sent_through(between, shared, make_client)
        assert between.methods() == ["GET", "POST", *LOOKS * 3], "each look is tried three times"
    assert opened.said == (
        "It is not known whether this was saved: no proper answer came. It could not be read again either. "
        "Do not send it again blindly. Read it again (F5) and compare; your edits are still here."
    )
    assert opened.state.draft.dirty
    assert opened.action == READ_AGAIN


@pytest.mark.fault(25)
@pytest.mark.parametrize(
    "answer",
    [
        reply(502),
        reply(500, headers={"X-Reason": "boom"}),
        reply(204),
        reply_json({"orderId": SAMPLE_ORDER}),
        reply(200, b'{"orderId":'),
        reply(302, headers={"Location": "https://elsewhere.example/"}),
    ],
    ids=["502", "500", "204", "another order", "half a body", "a redirect"],
)
def test_an_answer_that_says_nothing_leads_to_a_read(
    shared: Sandbox, make_client: MakeClient, answer: bytes
) -> None:
    with Between(shared, passed, answered(answer), passed) as between:
        opened, _ = sent_through(between, shared, make_client)
        assert between.methods() == ["GET", "POST", *LOOKS]
    assert opened.said.startswith("No proper answer came. It had not arrived by ")
    assert opened.state.notice is not None
    assert "after the change had been sent" in opened.state.notice.detail or (
        "was not understood" in opened.state.notice.detail
    )


def test_somebody_else_between_write_and_read(shared: Sandbox, make_client: MakeClient) -> None:
    own = new_order(shared)
    path = f"/orders/{own}?triggerEvents=false"
    record = make_client(shared).get_order(own)
    with Between(shared, passed, overwritten(path, {"currency": "EUR"}, applied=True), passed) as between:
        opened = Opened(InlineJobs(), make_client(between), record)
        opened.editor.typed("shippingDetails", "by boat")
        opened.save()
    assert "it did arrive" in opened.said
    assert opened.said.endswith("Meanwhile someone else changed Currency (USD → EUR).")


def test_somebody_else_over_the_very_field(shared: Sandbox, make_client: MakeClient) -> None:
    own = new_order(shared)
    path = f"/orders/{own}?triggerEvents=false"
    record = make_client(shared).get_order(own)
    theirs = overwritten(path, {"shippingDetails": "by rail"}, applied=True)
    with Between(shared, passed, theirs, passed) as between:
        opened = Opened(InlineJobs(), make_client(between), record)
        opened.editor.typed("shippingDetails", "by boat")
        opened.save()
        assert "Read again, it differs in Shipping details (empty → by rail)." in opened.said
        assert opened.action == READ_AGAIN
        opened.clock.pass_(120)
        opened.editor.act(opened.action.key)
        assert opened.said == (
            f"Your last save had no answer, and the record as read at {told_time(opened.clock())} does not tell "
            "whether it arrived. "
            "It differs in Shipping details (empty → by rail). Compare, then save what is missing."
        )
        assert opened.state.draft.edits == {"shippingDetails": "by boat"}
        opened.clock.pass_(61)
        opened.save()
        assert between.methods().count("POST") == 1
    assert opened.state.clash is not None, "the other's value is not overwritten without a question"


def test_a_tracking_id_alone_cannot_be_told_from_a_read(shared: Sandbox, make_client: MakeClient) -> None:
    with Between(shared, passed, request_lost, passed) as between:
        opened, _ = sent_through(between, shared, make_client, tid=TID)
    assert "no proper answer came. Read again, it does not tell." in opened.said


def test_a_save_that_is_stopped_by_the_program_says_to_read_again(client: Client, shared: Sandbox) -> None:
    jobs = HeldJobs()
    opened = Opened(jobs, client, client.get_order(new_order(shared)))
    mark_shipped(opened)
    opened.save()
    jobs.held[0].cancel()
    jobs.finish()
    assert opened.said.startswith("The console was told to stop while saving.")
    assert opened.state.busy == ""
    assert opened.state.draft.dirty


ANOTHER_SERVER = answered(
    reply(404, b"<title>Nobody home</title>", {"Content-Type": "text/html", "Connection": "close"})
)
NOT_THE_API = "Something that is not the orders API answered at 127.0.0.1:"


def test_another_server_in_place_of_the_fresh_read_stops_the_save(
    shared: Sandbox, make_client: MakeClient
) -> None:
    with Between(shared, passed, ANOTHER_SERVER) as between:
        opened = opened_order(make_client(between), shared)
        mark_shipped(opened)
        opened.save()
        assert "POST" not in between.methods()
    assert NOT_THE_API in opened.said
    assert "a web page titled “Nobody home”" in opened.said
    assert "There is no order" not in opened.said
    assert opened.state.draft.dirty


def test_another_server_in_place_of_a_write_or_a_reload_is_no_missing_order(
    shared: Sandbox, make_client: MakeClient
) -> None:
    with Between(shared, passed, passed, ANOTHER_SERVER) as between:
        opened = opened_order(make_client(between), shared)
        mark_shipped(opened)
        opened.save()
        assert NOT_THE_API in opened.said
        assert "Nothing was saved." in opened.said
        assert between.methods().count("POST") == 1
        opened.editor.reload()
        assert NOT_THE_API in opened.said
    assert opened.state.draft.dirty


def test_a_save_by_itself_needs_no_editor(client: Client, shared: Sandbox) -> None:
    draft = Draft(client.get_order(new_order(shared)), NOON).typed("shippingDetails", "by boat")
    outgoing = client.order_update(draft.base.id, draft.payload(), trigger_events=False)
    saved = save(client, SavePlan(draft, draft.payload(), outgoing), Cancel())
    assert saved.became == "saved"
    assert saved.kept == saved.foreign == ()
    assert saved.record is not None
    assert saved.record.shipping_details == "by boat"


def test_what_was_typed_since_a_save_that_arrived_is_an_edit_and_what_was_sent_is_none() -> None:
    sent = {"shippingDetails": "By bike"}
    since = draft().typed("shippingDetails", "By bike").typed("currency", "EUR")
    since = since.typed("shippingDetails", draft().shown("shippingDetails"))
    on_top = on_arrived(since, sent, order(shippingDetails="By bike"), NOON)
    assert on_top.payload() == {"currency": "EUR"}
    more = on_arrived(since.typed("shippingDetails", "By boat"), sent, order(**sent), NOON)
    assert more.payload() == {"currency": "EUR", "shippingDetails": "By boat"}
