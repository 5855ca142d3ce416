"""Reading a record again under edits: the worker joins the two, and what is typed meanwhile is not lost.

Which edits stay and what is said is in test_editor.py; a long request for the review sheet is written by a worker too.
"""

from __future__ import annotations

from console.api.client import Client
from console.presenters.record.rereading import on_top, read_again
from console.presenters.waiting import Waiting
from console.runtime.cancel import Cancel
from tests.presenters.given import (
    LINE,
    POT,
    Between,
    MakeClient,
    Opened,
    Replica,
    change,
    new_cart,
    new_order,
    passed,
    told_time,
)
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.sandbox import Sandbox


def test_the_worker_brings_the_record_with_the_edits_on_it(client: Client, shared: Sandbox) -> None:
    order = new_order(shared)
    opened = Opened(HeldJobs(), client, client.get_order(order))
    opened.editor.typed("shippingDetails", "by boat")
    change(shared, f"/orders/{order}?triggerEvents=false", {"lineItems": [POT]})
    under = opened.state.draft
    found = read_again(client, under, Waiting(), Cancel())
    assert found.under is under
    assert [row.title for row in found.draft.lines] == ["Pot"]
    assert found.draft.base is found.record
    assert found.draft.edits == {"shippingDetails": "by boat"}
    assert found.draft.read_at == under.read_at
    assert [moved.key for moved in found.foreign] == ["lineItems"]
    assert on_top(under, found.record, Cancel()) == found


def test_what_is_typed_while_a_worker_joins_is_joined_too(client: Client, shared: Sandbox) -> None:
    order, jobs = new_order(shared), HeldJobs()
    opened = Opened(jobs, client, client.get_order(order))
    change(shared, f"/orders/{order}?triggerEvents=false", {"lineItems": [POT]})
    opened.editor.reload()
    jobs.held[0].work()
    opened.editor.typed("shippingDetails", "by boat")
    jobs.held[0].deliver()
    assert opened.state.busy == "reading", "the edits are still being joined with what was read"
    assert [row.title for row in opened.state.draft.lines] == ["Coffee Mug", "Pot"]
    jobs.finish_all()
    assert opened.state.busy == ""
    assert [row.title for row in opened.state.draft.lines] == ["Pot"]
    assert opened.state.draft.edits == {"shippingDetails": "by boat"}


def test_a_long_request_is_written_by_a_worker(client: Client, shared: Sandbox) -> None:
    jobs = HeldJobs()
    opened = Opened(jobs, client, client.get_cart(new_cart(shared, lineItems=[LINE] * 2_001)))
    opened.editor.lines.cell_typed(0, "quantity", "2")
    opened.editor.review()
    assert len(jobs.held) == 1
    jobs.finish_all()
    assert opened.state.review is not None
    assert opened.state.review.request.count("MUG-1") == 2_001


def test_a_request_that_was_typed_over_while_it_was_written_is_not_shown(
    client: Client, shared: Sandbox
) -> None:
    jobs = HeldJobs()
    opened = Opened(jobs, client, client.get_cart(new_cart(shared, lineItems=[LINE] * 2_001)))
    opened.editor.lines.cell_typed(0, "quantity", "2")
    opened.editor.review()
    opened.editor.lines.cell_typed(0, "quantity", "3")
    jobs.finish_all()
    assert opened.state.review is None


# -- a replica that lags ----------------------------------------------------------------------------------


def test_a_reading_that_is_behind_ones_own_save_is_no_change_of_someone_elses(
    client: Client, shared: Sandbox, make_client: MakeClient
) -> None:
    own = new_order(shared)
    replica = Replica(shared, f"/orders/{own}")
    with Between(shared, passed, passed, *[replica.step] * 3, passed) as between:
        opened = Opened(InlineJobs(), make_client(between), client.get_order(own))
        opened.editor.typed("shippingDetails", "by boat")
        opened.save()
        assert "Saved and verified" in opened.said
        opened.editor.typed("grandTotal", "12.50")
        opened.editor.reload()
        assert opened.said == (
            f"The server shows older values than were there at {told_time()}; one of its copies may be behind. "
            "What you see is as it was then, and nobody is said to have changed it back. Read it again in a moment (F5)."
        )
        assert opened.state.draft.base.shipping_details == "by boat"
        assert opened.state.draft.edits == {"grandTotal": "12.50"}
        assert opened.state.busy == ""
        opened.save()
        assert opened.said.startswith("Not sent: the server shows older values")
        assert opened.state.clash is None
        assert between.methods().count("POST") == 1
        again = Opened(
            InlineJobs(), make_client(between), make_client(between).get_order(own), sending=opened.sending
        )
        assert again.said.startswith("The server shows older values than were there at ")
        opened.editor.reload()
    assert "nothing had changed" in opened.said


def test_what_somebody_really_put_back_is_told_as_theirs(client: Client, shared: Sandbox) -> None:
    own = new_order(shared, shippingDetails="by rail")
    opened = Opened(InlineJobs(), client, client.get_order(own))
    opened.editor.typed("shippingDetails", "by boat")
    opened.save()
    change(shared, f"/orders/{own}?triggerEvents=false", {"shippingDetails": "by rail"})
    opened.editor.reload()
    assert "someone changed Shipping details (by boat → by rail)" in opened.said


def test_an_act_on_a_cart_is_not_sent_on_the_word_of_a_replica_that_lags(
    client: Client, shared: Sandbox, make_client: MakeClient
) -> None:
    own = new_cart(shared)
    replica = Replica(shared, f"/carts/{own}")
    with Between(shared, passed, passed, passed, replica.step) as between:
        opened = Opened(InlineJobs(), make_client(between), client.get_cart(own))
        for step in ("abandon", "fiddle"):
            opened.editor.cart_acts.ask(step)
            opened.editor.cart_acts.confirm("TEST SHOP")
        assert between.methods() == ["GET", "PUT", "GET", "GET"]
    assert opened.said.startswith("Not sent: the server shows older values")
    assert "someone" not in opened.said.partition("So nobody")[0]
