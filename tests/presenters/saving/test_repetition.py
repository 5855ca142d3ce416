"""The identical change within a minute is asked about, whatever becomes of the computer's clock meanwhile."""

from __future__ import annotations

import pytest

from console.api.client import Client
from tests.presenters.given import (
    Between,
    MakeClient,
    Opened,
    Sent,
    answered,
    change,
    new_order,
    passed,
    told_time,
)
from tests.support.jobs import InlineJobs
from tests.support.raw_server import reply
from tests.support.sandbox import Sandbox


def repeating(client: Client, sandbox: Sandbox) -> Opened:
    """An order whose shipping details were saved, and put back by somebody else; the same is typed again."""
    opened = Opened(InlineJobs(), client, client.get_order(new_order(sandbox)))
    opened.editor.typed("shippingDetails", "by boat")
    opened.save()
    own = opened.state.draft.base.id
    change(sandbox, f"/orders/{own}?triggerEvents=false", {"shippingDetails": "by rail"})
    opened.clock.pass_(12)
    opened.editor.reload()
    opened.editor.typed("shippingDetails", "by boat")
    return opened


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_that_was_set_keeps_the_question_for_a_minute_and_tells_no_negative_time(
    client: Client, shared: Sandbox, hours: int
) -> None:
    opened = repeating(client, shared)
    went_out_at = told_time()
    opened.clock.set(hours)
    sent = Sent(shared)
    opened.save()
    assert sent.all() == []
    assert opened.said == (
        f"Not sent: the identical change went out at {went_out_at} by this computer's clock, which was set since. "
        "Send it again only if you mean to."
    )
    opened.clock.pass_(49)
    opened.save()
    assert len(sent.posts()) == 1


def test_a_clock_that_was_set_asks_nothing_about_what_was_not_saved(
    shared: Sandbox, make_client: MakeClient
) -> None:
    refused = answered(reply(400, headers={"X-Reason": "not today", "Connection": "close"}))
    with Between(shared, passed, passed, refused, passed) as between:
        client = make_client(between)
        opened = Opened(InlineJobs(), client, client.get_order(new_order(shared)))
        opened.editor.typed("shippingDetails", "by boat")
        opened.save()
        opened.clock.set(2)
        opened.save()
    assert opened.said.startswith("Saved and verified")
