"""Test connection: four troubles told apart, and nothing ever changed."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from console.api.check import check
from console.api.errors import Stopped
from console.runtime.cancel import Cancel
from tests.api.given import Connect, Serve
from tests.support.raw_server import Peer, good_token, reply, reply_json
from tests.support.sandbox import Sandbox


def as_client(connect: Connect, sandbox: Sandbox, client_id: str, secret: str | None = None) -> Any:
    known = next(client for client in sandbox.clients if client["client_id"] == client_id)
    return connect(
        sandbox, client_id=client_id, secret=secret or known["client_secret"], read=5.0, whole=10.0
    )


@pytest.mark.parametrize(
    ("client_id", "state"),
    [
        ("practice-console", "ready"),
        ("practice-read-only", "no write"),
        ("practice-write-only", "no read"),
        ("practice-no-scope", "no read"),
    ],
)
def test_permissions_are_told_apart(
    shared_sandbox: Sandbox, connect: Connect, client_id: str, state: str
) -> None:
    verdict = check(as_client(connect, shared_sandbox, client_id))
    assert verdict.state == state


def test_a_wrong_secret_is_told(shared_sandbox: Sandbox, connect: Connect) -> None:
    verdict = check(as_client(connect, shared_sandbox, "practice-console", "wrong-secret"))
    assert verdict.state == "wrong secret"
    assert verdict.headline == "The client ID or the client secret was refused."


@pytest.mark.parametrize(("method", "other"), [("post", "basic"), ("basic", "post")])
def test_the_other_way_to_send_the_secret_is_proposed_where_it_is_taken(
    raw: Serve, connect: Connect, method: str, other: str
) -> None:
    server = raw(reply(404), token=[reply_json({"error": "invalid_client"}, 401), good_token()])
    verdict = check(connect(server, auth_method=method))
    assert (verdict.state, verdict.method) == ("other method", other)
    assert "are right" in verdict.headline
    assert f"client_secret_{other}" in verdict.advice
    assert verdict.error is not None
    assert [("authorization" in token.headers) for token in server.tokens] == [
        method == "basic",
        other == "basic",
    ]
    assert server.requests == []


@pytest.mark.parametrize(
    "second", [reply_json({"error": "invalid_client"}, 401), reply(500), reply(203, b"{}")]
)
def test_where_neither_way_is_taken_the_secret_is_wrong(raw: Serve, connect: Connect, second: bytes) -> None:
    server = raw(token=[reply_json({"error": "invalid_client", "error_description": "No"}, 400), second])
    verdict = check(connect(server))
    assert (verdict.state, verdict.method) == ("wrong secret", None)
    assert verdict.error is not None
    assert verdict.error.reason == "invalid_client: No"


@pytest.mark.parametrize("code", ["invalid_scope", "unauthorized_client", "invalid_request", "odd", ""])
@pytest.mark.parametrize("status", [400, 401])
def test_any_other_refusal_is_no_reason_to_try_the_other_way(
    raw: Serve, connect: Connect, code: str, status: int
) -> None:
    server = raw(token=[reply_json({"error": code}, status)])
    assert check(connect(server)).method is None
    assert len(server.tokens) == 1


def test_the_other_way_can_be_cancelled(raw: Serve, connect: Connect) -> None:
    cancel = Cancel()

    def hang(peer: Peer) -> None:
        cancel.cancel()
        peer.hang()

    server = raw(token=[reply_json({"error": "invalid_client"}, 401), hang])
    with pytest.raises(Stopped):
        check(connect(server, read=5.0, whole=10.0), cancel=cancel)
    assert len(server.tokens) == 2


def test_it_changes_nothing(shared_sandbox: Sandbox, connect: Connect) -> None:
    since, events = len(shared_sandbox.requests()), len(shared_sandbox.events())
    check(as_client(connect, shared_sandbox, "practice-console"))
    read, write = shared_sandbox.calls(since)
    assert (read["method"], read["status"]) == ("GET", 404)
    assert (write["method"], write["status"], write["body"]) == ("POST", 404, {})
    assert write["query"] == {"triggerEvents": "false"}
    assert len(shared_sandbox.events()) == events


@pytest.mark.parametrize("which", ["api", "token"])
def test_the_unreachable_address_is_named(raw: Serve, connect: Connect, which: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"

    class Half:
        url = raw().url
        token_url = raw().token_url

    setattr(Half, "url" if which == "api" else "token_url", f"http://{address}" + "/t" * (which == "token"))
    verdict = check(connect(Half))
    assert verdict.state == "unreachable"
    assert address in verdict.headline


@pytest.mark.parametrize("answer", [reply(404), reply(500), reply(200, b"<html>")])
def test_a_token_address_that_is_none_is_trouble(raw: Serve, connect: Connect, answer: bytes) -> None:
    verdict = check(connect(raw(token=[answer])))
    assert verdict.state == "trouble"
    assert verdict.error is not None


def test_it_can_be_cancelled(raw: Serve, connect: Connect) -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(Stopped):
        check(connect(raw()), cancel=cancel)
