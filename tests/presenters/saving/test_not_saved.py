"""What is said and asked where a server takes the record for one that was changed in the meantime (412, 428)."""

from __future__ import annotations

from typing import Any

import pytest

from console.presenters.notice import REVIEW_AGAIN
from tests.presenters.given import (
    Between,
    MakeClient,
    Opened,
    change,
    new_order,
    passed,
    request_lost,
    told_time,
)
from tests.support.jobs import InlineJobs
from tests.support.raw_server import Peer, reply
from tests.support.sandbox import Sandbox


def edited(between: Between, sandbox: Sandbox, make_client: MakeClient) -> Opened:
    """An order that was saved through `between`, which takes the reading and the write."""
    opened = Opened(InlineJobs(), make_client(between), make_client(sandbox).get_order(new_order(sandbox)))
    opened.editor.typed("shippingDetails", "by boat")
    opened.save()
    return opened


def outdated(status: int, meanwhile: dict[str, Any]) -> Any:
    """A step: somebody else writes this in the very last moment, and the server refuses the write for it."""

    def step(sandbox: Sandbox, peer: Peer) -> None:
        if meanwhile:
            change(sandbox, f"{peer.server.requests[-1].path}?triggerEvents=false", meanwhile)
        peer.send(reply(status, headers={"Connection": "close"}))

    return step


@pytest.mark.parametrize("status", [412, 428])
def test_a_refusal_of_what_was_outdated_asks_like_every_clash(
    shared: Sandbox, make_client: MakeClient, status: int
) -> None:
    refuse = outdated(status, {"shippingDetails": "by rail"})
    with Between(shared, passed, refuse, passed) as between:
        opened = edited(between, shared, make_client)
        assert between.methods() == ["GET", "POST", "GET"]
    assert opened.state.clash is not None
    assert opened.said.startswith("Not saved yet: someone changed the same as you")
    assert "Nothing was saved and your edits are still here." in opened.said
    assert opened.state.draft.dirty
    assert [entry.outcome for entry in opened.entries] == ["not saved"]


@pytest.mark.parametrize("status", [412, 428])
def test_a_refusal_of_what_was_outdated_where_nothing_moved_says_so(
    shared: Sandbox, make_client: MakeClient, status: int
) -> None:
    with Between(shared, passed, outdated(status, {}), passed) as between:
        opened = edited(between, shared, make_client)
    assert opened.state.clash is None
    assert opened.said == (
        "Not saved. The server takes the record for one that was changed in the meantime. Nothing was saved. "
        f"Read again at {told_time(opened.clock.now)}, nothing in it had moved; your edits are still here. "
        "Send them again, and if that is refused too, tell whoever runs the server."
    )
    assert opened.action == REVIEW_AGAIN
    assert opened.state.draft.dirty
    with Between(shared, passed, outdated(status, {"currency": "EUR"}), passed) as between:
        other = edited(between, shared, make_client)
    assert "only Currency (USD → EUR) had moved" in other.said


def test_a_refusal_of_what_was_outdated_that_cannot_be_read_again_is_told(
    shared: Sandbox, make_client: MakeClient
) -> None:
    with Between(shared, passed, outdated(412, {}), request_lost) as between:
        opened = edited(between, shared, make_client)
    assert opened.said.startswith(
        "Not saved. The server takes the record for one that was changed meanwhile."
    )
    assert opened.state.draft.dirty
