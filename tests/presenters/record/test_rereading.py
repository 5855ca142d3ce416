"""Reading a record again under edits: the worker joins the two, and what is typed meanwhile is not lost.

Which edits stay and what is said is in test_editor.py; a long request for the review sheet is written by a worker too.
"""

from __future__ import annotations

from console.api.client import Client
from console.presenters.record.rereading import on_top, read_again
from console.presenters.waiting import Waiting
from console.runtime.cancel import Cancel
from tests.presenters.given import LINE, POT, Opened, change, new_cart, new_order
from tests.support.jobs import HeldJobs
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
