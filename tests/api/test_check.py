"""Test connection: troubles told apart with proof, one token, and nothing ever changed."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from console.api.check import HARMLESS, check
from console.api.errors import NotTheApi, Stopped
from console.runtime.cancel import Cancel
from tests.api.given import ORDER_JSON, Connect, Serve
from tests.support.raw_server import Peer, RawServer, good_token, reply, reply_json
from tests.support.sandbox import Sandbox

LOGIN = reply(200, b"<title>Sign in to Corp</title>", {"Content-Type": "text/html"})
NONE, MISSING = reply(204), reply(404, headers={"X-Reason": "No such order"})


def as_client(connect: Connect, sandbox: Any, client_id: str, secret: str | None = None) -> Any:
    known = next(client for client in sandbox.clients if client["client_id"] == client_id)
    return connect(
        sandbox, client_id=client_id, secret=secret or known["client_secret"], read=5.0, whole=10.0
    )


@pytest.mark.parametrize(
    ("client_id", "state", "tokens"),
    [
        ("practice-console", "ready", 1),
        ("practice-read-only", "no write", 1),
        ("practice-write-only", "no read", 1),
        ("practice-no-scope", "no read", 1),
    ],
)
def test_permissions_are_told_apart_with_one_token(
    shared_sandbox: Sandbox, connect: Connect, client_id: str, state: str, tokens: int
) -> None:
    since = len(shared_sandbox.requests())
    verdict = check(as_client(connect, shared_sandbox, client_id))
    assert verdict.state == state
    asked = [line["path"] for line in shared_sandbox.requests(since)]
    assert asked.count("/oauth2/token") == tokens


def test_the_servers_reason_is_said(shared_sandbox: Sandbox, connect: Connect) -> None:
    verdict = check(as_client(connect, shared_sandbox, "practice-read-only"))
    [*_, (line)] = shared_sandbox.calls()
    assert line["status"] == 403
    assert f"The server says: “{line['reason']}”." in verdict.advice
    assert verdict.seen[-1].endswith(f"status 403, {line['reason']}")


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
    assert verdict.advice.endswith("The other way to send the secret was tried too, and got no token.")


@pytest.mark.parametrize("code", ["invalid_scope", "unauthorized_client", "invalid_request", "odd", ""])
@pytest.mark.parametrize("status", [400, 401])
def test_any_other_refusal_is_no_reason_to_try_the_other_way(
    raw: Serve, connect: Connect, code: str, status: int
) -> None:
    server = raw(token=[reply_json({"error": code}, status)])
    verdict = check(connect(server))
    assert verdict.method is None
    assert "the other way" not in verdict.advice
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
    verdict = check(as_client(connect, shared_sandbox, "practice-console"))
    orders, carts, read, write = shared_sandbox.calls(since)
    assert [(one["method"], one["path"], one["status"]) for one in (orders, carts)] == [
        ("GET", "/orders", 204),
        ("GET", "/carts", 204),
    ]
    assert (read["method"], read["status"]) == ("GET", 404)
    assert (write["method"], write["status"], write["body"]) == ("POST", 404, {})
    assert write["query"] == {"triggerEvents": "false"}
    assert len(shared_sandbox.events()) == events
    assert verdict.advice == HARMLESS
    assert [line.rpartition(": ")[2] for line in verdict.seen[:2]] == ["found nothing"] * 2


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


# -- what is not the API ----------------------------------------------------------------------------------

PAGE = {"Content-Type": "text/html"}
OTHERS = {
    "404 to everything": ([reply(404)], "status 404, no content"),
    "a page for everything": (
        [reply(404, b"<title>404 Not Found</title>", PAGE)],
        "a web page titled “404 Not Found”",
    ),
    "JSON with 404": ([reply_json({"detail": "Not Found"}, 404)], "status 404, JSON"),
    "404 and a reason for everything": ([MISSING], "status 404"),
    "a login page": ([LOGIN], "a web page titled “Sign in to Corp”"),
    "a redirect to a login": (
        [reply(302, headers={"Location": "https://login.corp.example/x?y"})],
        "points to login.corp.example",
    ),
    "{} for everything": ([reply_json({})], "not a list of records"),
    "[] for everything": ([reply_json([])], "not one record"),
    "204 for everything": ([NONE], "the status 204 has no meaning here"),
    "200 and nothing for everything": ([reply(200)], "it is empty"),
    "all orders for every search": ([reply_json([ORDER_JSON])], "Something that is not the orders API"),
    "only searches": ([NONE, NONE, reply(404, b"<title>Gone</title>", PAGE)], "titled “Gone”"),
    "only orders": ([NONE, reply(404, b"<title>No route</title>", PAGE)], "titled “No route”"),
    "a store of files without this key": (
        [
            reply(
                404,
                b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>No such key.</Message></Error>',
            )
        ],
        "status 404, XML that says “NoSuchKey”",
    ),
    "no such request": (
        [reply(400, b"<title>Plain HTTP to an HTTPS port</title>", PAGE)],
        "Plain HTTP to an",
    ),
    "no such method": ([reply(405, headers={"Allow": "POST"})], "status 405"),
    "a teapot": ([reply(418)], "status 418"),
    "a gate with a page": ([reply(403, b"<title>Blocked by IT</title>", PAGE)], "titled “Blocked by IT”"),
    "a gate that asks": ([reply(401, headers={"WWW-Authenticate": "Negotiate"})], "of its own (Negotiate)"),
    "a gate for writes": (
        [NONE, NONE, MISSING, reply(403, b"<title>Read only</title>", PAGE)],
        "titled “Read only”",
    ),
}


@pytest.mark.parametrize("case", OTHERS.values(), ids=OTHERS)
def test_nothing_but_the_api_is_well(raw: Serve, connect: Connect, case: tuple[list[bytes], str]) -> None:
    answers, seen = case
    server = raw(*answers)
    verdict = check(connect(server))
    assert verdict.state == "not the API"
    assert seen in verdict.headline
    assert "Nothing was" in verdict.advice
    assert len(server.tokens) == 1
    wrote = [request for request in server.requests if request.method != "GET"]
    assert wrote == [] or "Read only" in seen


def test_a_search_that_is_refused_as_wrong_asks_to_check_the_address(raw: Serve, connect: Connect) -> None:
    graphql = {"errors": [{"message": "Must provide query string."}]}
    verdict = check(connect(raw(reply_json(graphql, 400))))
    assert verdict.state == "trouble"
    assert verdict.headline == "The server refused the request: Must provide query string."
    assert verdict.advice.startswith(
        f"{HARMLESS} The orders API refuses no such question. Check the API address"
    )


@pytest.mark.malformed_requests
def test_a_wrong_path_is_not_well(shared_sandbox: Sandbox, connect: Connect) -> None:
    class Elsewhere:
        url = f"{shared_sandbox.url}/api/v2"
        token_url = shared_sandbox.token_url
        clients = shared_sandbox.clients

    verdict = check(as_client(connect, Elsewhere, "practice-console"))
    assert verdict.state == "not the API"
    assert isinstance(verdict.error, NotTheApi)
    assert Elsewhere.url in verdict.advice


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_without_a_word_is_not_blamed_on_the_permission_alone(
    raw: Serve, connect: Connect, status: int
) -> None:
    server = raw(reply(status))
    verdict = check(connect(server))
    assert verdict.state == "trouble"
    assert (len(server.tokens), len(server.requests)) == (1, 1)
    if status == 403:
        assert "refused without a reason (status 403)" in verdict.headline
        assert "or something in front of the API" in verdict.advice


@pytest.mark.parametrize("answer", [reply(500), reply(504), lambda peer: peer.reset(), LOGIN])
def test_a_write_without_an_answer_cannot_have_changed_anything(
    raw: Serve, connect: Connect, answer: Any
) -> None:
    verdict = check(connect(raw(NONE, NONE, MISSING, answer)))
    assert verdict.state == "trouble"
    assert verdict.advice == HARMLESS


def test_what_came_before_the_trouble_is_told(raw: Serve, connect: Connect) -> None:
    server: RawServer = raw(NONE, reply_json([]), MISSING, reply(405))
    verdict = check(connect(server))
    assert verdict.state == "trouble"
    assert [line.partition(": ")[2] for line in verdict.seen] == [
        "found nothing",
        "found nothing",
        "status 404, No such order",
        "status 405",
    ]


def test_it_can_be_cancelled(raw: Serve, connect: Connect) -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(Stopped):
        check(connect(raw()), cancel=cancel)
