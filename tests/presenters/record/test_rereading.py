"""Reading a record again under edits: the worker joins the two, and what is typed meanwhile is not lost.

Which edits stay and what is said is in test_editor.py; a long request for the review sheet is written by a worker too.
"""

from __future__ import annotations

from console.api.client import Client
from console.api.errors import NotAllowed, NotFound, Unreachable
from console.model.drafts.draft import Draft
from console.model.records import Cart, Order
from console.presenters.record.fresh import FreshReading
from console.presenters.record.rereading import ShownBefore, on_top, read_again
from console.presenters.waiting import Waiting
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult
from tests.model import samples
from tests.presenters.given import (
    LINE,
    NOON,
    POT,
    Between,
    MakeClient,
    Opened,
    Replica,
    Sent,
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


# -- shown as it was before -------------------------------------------------------------------------------


class Followed:
    """An open record that is shown as it was before, and the reading that it follows."""

    def __init__(
        self, client: Client, jobs: HeldJobs, record: Order | Cart, kept: Draft | None = None
    ) -> None:
        self.opened = Opened(jobs, client, record, kept=kept, checked=False)
        self.fresh, self.stop = FreshReading(Waiting()), HeldJobs()
        self.fresh.job = self.stop.submit(lambda _: record, self.fresh.come)
        self.opened.editor.rereading.follow(self.fresh, ShownBefore(NOON, kept is not None))


def test_a_record_as_it_was_before_says_so_and_sends_nothing_until_it_is_read(
    client: Client, shared: Sandbox
) -> None:
    order, jobs = new_order(shared), HeldJobs()
    followed = Followed(client, jobs, client.get_order(order))
    opened, sent = followed.opened, Sent(shared)
    assert opened.said.startswith("As of ")
    assert "being read anew…" in opened.said
    opened.editor.typed("shippingDetails", "by boat")
    opened.editor.review()
    opened.editor.send()
    opened.editor.shipping.open()
    opened.editor.reload()
    assert (opened.state.review, opened.state.shipping, sent.all()) == (None, None, [])
    change(shared, f"/orders/{order}?triggerEvents=false", {"taxAmount": 2})
    assert opened.read == []
    followed.fresh.come(Done(client.get_order(order)))
    opened.editor.typed("taxAmount", "3")
    jobs.finish_all()
    assert opened.state.busy == ""
    assert opened.state.draft.edits == {"shippingDetails": "by boat", "taxAmount": "3"}
    assert opened.said.startswith("Since you last read it, someone changed Tax")
    assert [record.id for record in opened.read] == [order]
    opened.editor.undo()
    assert opened.state.draft.edits == {"shippingDetails": "by boat"}
    assert opened.state.draft.shown("taxAmount") == "2.00"


def test_what_is_typed_in_a_cell_is_taken_over_before_others_lines_come(
    client: Client, shared: Sandbox
) -> None:
    order, jobs = new_order(shared), HeldJobs()
    followed = Followed(client, jobs, client.get_order(order))
    editor = followed.opened.editor
    editor.take_over = lambda: editor.lines.cell_typed(1, "quantity", "7")
    change(shared, f"/orders/{order}?triggerEvents=false", {"lineItems": [POT]})
    followed.fresh.come(Done(client.get_order(order)))
    jobs.finish_all()
    assert [(row.title, row.shown("quantity", 2)) for row in editor.state.draft.lines] == [("Pot", "7")]


def test_stopped_refused_or_of_another_record_it_stays_as_it_was_and_says_so(
    client: Client, shared: Sandbox
) -> None:
    record = client.get_order(new_order(shared))
    ended: list[tuple[JobResult[Order | Cart] | None, str]] = [
        (None, "You stopped the reading."),
        (Failed(NotFound("No such order.")), "What you typed is kept as a draft."),
        (Failed(NotAllowed("It may not.")), "It may not. F5 tries again"),
        (Failed(Unreachable("Away.")), "Away. F5 tries again"),
        (Done(samples.order()), "not checked since"),
    ]
    for result, said in ended:
        followed = Followed(client, HeldJobs(), record)
        if result is None:
            followed.opened.editor.cancel()
            followed.stop.held[0].deliver()
        else:
            followed.fresh.come(result)
        assert followed.opened.state.busy == ""
        assert followed.opened.state.draft.base is record
        assert said in followed.opened.said
        assert "as of " in followed.opened.said
        assert followed.opened.read == []
