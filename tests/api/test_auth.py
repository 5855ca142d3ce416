"""Signing in, how long it lasts, and how it is refused (faults 1-4, 9-12)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from console.api import errors
from console.api.errors import Invalid, NotSignedIn
from tests.api.given import ORDER, ORDER_JSON, SECRET, Clock, Connect, Serve, form, read_fails
from tests.support.raw_server import REFRESH, TOKEN, good_token, reply, reply_json

GOOD = reply_json(ORDER_JSON)


def test_the_secret_travels_in_the_body_and_the_token_in_a_header(raw: Serve, connect: Connect) -> None:
    server = raw(GOOD)
    connect(server).get_order(ORDER)
    [token] = server.tokens
    assert token.method == "POST"
    assert token.target == "/oauth2/token"
    assert token.headers["content-type"] == "application/x-www-form-urlencoded"
    assert "authorization" not in token.headers
    assert form(token) == {
        "grant_type": "client_credentials",
        "client_id": "the-client",
        "client_secret": SECRET,
    }
    [request] = server.requests
    assert request.headers["authorization"] == f"Bearer {TOKEN}"


def test_a_token_address_may_have_no_path(raw: Serve, connect: Connect) -> None:
    server = raw(good_token(), GOOD)
    connect(SimpleNamespace(url=server.url, token_url=server.url)).get_order(ORDER)
    assert [(request.method, request.target) for request in server.requests] == [
        ("POST", "/"),
        ("GET", f"/orders/{ORDER}"),
    ]


@pytest.mark.fault(1)
@pytest.mark.parametrize(
    "refusal",
    [
        reply(401, b'{"error": "invalid_client"}', {"WWW-Authenticate": "Basic"}),
        reply(400, b'{"error": "invalid_client"}'),
        reply(401),
    ],
)
def test_a_wrong_secret_is_said_after_one_request(raw: Serve, connect: Connect, refusal: bytes) -> None:
    server = raw(GOOD, token=[refusal])
    error = read_fails(connect(server))
    assert type(error) is NotSignedIn
    assert error.headline == "The client ID or the client secret was refused."
    assert error.advice.startswith("The sign-in did not succeed, so nothing else was sent.")
    assert error.sent is False
    assert len(server.tokens) == 1
    assert server.requests == []


@pytest.mark.fault(2)
def test_other_refusals_of_the_sign_in_are_distinct(raw: Serve, connect: Connect) -> None:
    codes = [
        "invalid_scope",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_request",
        "invalid_grant",
    ]
    answers = [reply_json({"error": code}, 400) for code in codes]
    answers += [reply(400), reply(403), reply(404), reply(405), reply_json({"error": ["odd"]}, 400)]
    client = connect(raw(GOOD, token=answers))
    found = [read_fails(client) for _ in answers]
    assert all(type(error) is errors.Refused and error.sent is False for error in found)
    assert len({error.headline for error in found}) == len(answers) - 1  # an odd code says nothing
    assert "orders/carts-read" in found[0].headline


@pytest.mark.fault(3, 10)
@pytest.mark.parametrize(
    "answer",
    [
        good_token(token_type="mac"),
        reply_json({"expires_in": 3600}),
        good_token("two words"),
        good_token("broken\r\nX-Evil: 1"),
        good_token("€uro"),
        good_token("x" * 65_536),
        good_token(""),
        reply_json({"access_token": 7}),
        reply_json([1]),
        reply(200, b"<html>Sign in</html>"),
        reply(200),
        reply(204),
        reply(201, b"{}"),
    ],
)
def test_an_odd_token_is_never_used(raw: Serve, connect: Connect, answer: bytes) -> None:
    server = raw(GOOD, token=[answer])
    error = read_fails(connect(server))
    assert type(error) is Invalid
    assert error.sent is False
    assert server.requests == []


@pytest.mark.fault(9)
@pytest.mark.parametrize("target", ["/elsewhere", None])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_secret_never_follows_a_redirect(
    raw: Serve, connect: Connect, status: int, target: str | None
) -> None:
    other = raw(good_token())
    server = raw(GOOD, token=[reply(status, headers={"Location": target or other.token_url})])
    error = read_fails(connect(server))
    assert type(error) is errors.Refused
    assert "which is not followed" in error.headline
    assert other.connections == 0
    assert len(server.tokens) == 1


def test_the_token_type_may_be_named_in_any_case(raw: Serve, connect: Connect) -> None:
    assert connect(raw(GOOD, token=[good_token(token_type="BEARER")])).get_order(ORDER).id == ORDER


@pytest.mark.fault(4, 12)
@pytest.mark.parametrize(
    ("expires_in", "lasts"),
    [
        ("none", 270),
        (3600, 3570),
        ("3600", 3570),
        (1e12, 86_370),
        (float("nan"), 270),
        ("NaN", 270),
        ("soon", 270),
        (True, 270),
        ([], 270),
        (10, 9),
    ],
)
def test_its_life_is_read_leniently_and_by_the_monotonic_clock(
    raw: Serve, connect: Connect, expires_in: object, lasts: float
) -> None:
    answer = good_token(expires_in=expires_in)
    if expires_in == "none":
        answer = reply_json({"access_token": TOKEN})
    server, clock = raw(GOOD, token=[answer]), Clock()
    client = connect(server, clock=clock)
    client.get_order(ORDER)
    clock.now += lasts - 0.5
    client.get_order(ORDER)
    assert len(server.tokens) == 1
    clock.now += 1.0
    client.get_order(ORDER)
    assert len(server.tokens) == 2


@pytest.mark.fault(4)
@pytest.mark.parametrize("expires_in", [0, -5, "0"])
def test_a_token_without_a_life_is_used_once(raw: Serve, connect: Connect, expires_in: object) -> None:
    server = raw(GOOD, token=[good_token(expires_in=expires_in)])
    client = connect(server, clock=Clock())
    client.get_order(ORDER)
    client.get_order(ORDER)
    assert len(server.tokens) == 2


def test_it_is_renewed_with_the_refresh_token(raw: Serve, connect: Connect) -> None:
    server, clock = raw(GOOD, token=[good_token(), good_token("second-token")]), Clock()
    client = connect(server, clock=clock)
    client.get_order(ORDER)
    clock.now += 4_000
    client.get_order(ORDER)
    assert form(server.tokens[1])["grant_type"] == "refresh_token"
    assert form(server.tokens[1])["refresh_token"] == REFRESH
    assert form(server.tokens[1])["client_secret"] == SECRET
    assert server.requests[1].headers["authorization"] == "Bearer second-token"


def test_a_dead_refresh_token_means_one_fresh_sign_in(raw: Serve, connect: Connect) -> None:
    dead = reply_json({"error": "invalid_grant"}, 400)
    server, clock = raw(GOOD, token=[good_token(), dead, good_token("third-token")]), Clock()
    client = connect(server, clock=clock)
    client.get_order(ORDER)
    clock.now += 4_000
    client.get_order(ORDER)
    assert [form(token)["grant_type"] for token in server.tokens] == [
        "client_credentials",
        "refresh_token",
        "client_credentials",
    ]
