"""Signing in: one token at a time, renewed once, and refused in words (faults 1-12)."""

from __future__ import annotations

import threading
from urllib.parse import parse_qs

import pytest

from console.api import errors
from console.api.call import Call
from console.api.errors import ApiError, Invalid, NotAllowed, NotSignedIn, Stopped
from console.cancel import Cancel
from tests.api.given import ORDER, ORDER_JSON, SECRET, Connect, Serve
from tests.support.raw_server import REFRESH, TOKEN, Peer, Received, Step, good_token, reply, reply_json

GOOD = reply_json(ORDER_JSON)


class Clock:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def fails(client: object, kind: type[ApiError] = ApiError) -> ApiError:
    with pytest.raises(kind) as caught:
        client.get_order(ORDER)  # type: ignore[attr-defined]
    return caught.value


def form(request: Received) -> dict[str, str]:
    return {name: value for name, [value] in parse_qs(request.body.decode()).items()}


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
    error = fails(connect(server), NotSignedIn)
    assert error.headline == "The client ID or the client secret was refused."
    assert error.advice.startswith("The sign-in did not succeed, so nothing else was sent.")
    assert error.sent is False
    assert len(server.tokens) == 1
    assert server.requests == []


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
    found = [fails(client) for _ in answers]
    assert all(type(error) is errors.Refused and error.sent is False for error in found)
    assert len({error.headline for error in found}) == len(answers) - 1  # an odd code says nothing
    assert "orders/carts-read" in found[0].headline


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
    error = fails(connect(server), Invalid)
    assert error.sent is False
    assert server.requests == []


@pytest.mark.parametrize("target", ["/elsewhere", None])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_secret_never_follows_a_redirect(
    raw: Serve, connect: Connect, status: int, target: str | None
) -> None:
    other = raw(good_token())
    server = raw(GOOD, token=[reply(status, headers={"Location": target or other.token_url})])
    error = fails(connect(server), errors.Refused)
    assert "which is not followed" in error.headline
    assert other.connections == 0
    assert len(server.tokens) == 1


def test_the_token_type_may_be_named_in_any_case(raw: Serve, connect: Connect) -> None:
    assert connect(raw(GOOD, token=[good_token(token_type="BEARER")])).get_order(ORDER).id == ORDER


# how long it lives -------------------------------------------------------------------------------


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


# when the API refuses it -------------------------------------------------------------------------


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("write", [False, True])
def test_a_stale_token_is_renewed_once_and_nobody_notices(
    raw: Serve, connect: Connect, status: int, write: bool
) -> None:
    server = raw(reply(status), GOOD, token=[good_token(), good_token("second-token")])
    client = connect(server)
    if write:
        client.update_order(ORDER, {}, trigger_events=False)
    else:
        client.get_order(ORDER)
    assert [form(token)["grant_type"] for token in server.tokens] == ["client_credentials"] * 2
    assert [request.headers["authorization"] for request in server.requests] == [
        f"Bearer {TOKEN}",
        "Bearer second-token",
    ]


def test_a_missing_permission_is_named_after_one_renewal(raw: Serve, connect: Connect) -> None:
    server = raw(reply(403, headers={"X-Reason": "scope"}))
    client = connect(server)
    error = fails(client, NotAllowed)
    assert isinstance(error, NotAllowed)
    assert error.needs == "read"
    assert error.reason == "scope"
    assert (len(server.tokens), len(server.requests)) == (2, 2)
    with pytest.raises(NotAllowed) as caught:
        client.update_order(ORDER, {}, trigger_events=False)
    assert caught.value.needs == "write"
    assert caught.value.headline == "This environment's integration may not write orders and carts."
    assert caught.value.advice.startswith("Nothing was saved.")
    assert (len(server.tokens), len(server.requests)) == (3, 4)


def test_401_for_ever_is_not_signed_in(raw: Serve, connect: Connect) -> None:
    server = raw(reply(401))
    error = fails(connect(server), NotSignedIn)
    assert "not even a new one" in error.headline
    assert (len(server.tokens), len(server.requests)) == (2, 2)


def test_a_forced_update_is_not_repeated_even_then(raw: Serve, connect: Connect) -> None:
    server = raw(reply(403), GOOD, token=[good_token(), good_token("second-token")])
    client = connect(server)
    outgoing = client.order_update(ORDER, {}, trigger_events=True, force=True)
    with pytest.raises(errors.Renewed) as caught:
        client.send(outgoing)
    assert caught.value.advice.startswith("Nothing was saved.")
    assert (len(server.tokens), len(server.requests)) == (2, 1)
    client.send(outgoing)
    assert (len(server.tokens), len(server.requests)) == (2, 2)


def together(number: int, work: object) -> None:
    threads = [threading.Thread(target=work) for _ in range(number)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_twenty_calls_that_meet_403_together_ask_for_one_token(raw: Serve, connect: Connect) -> None:
    all_refused = threading.Barrier(20)

    def refuse(peer: Peer) -> None:
        all_refused.wait(10)
        peer.send(reply(403))

    steps: list[Step] = [GOOD, *[refuse] * 20, GOOD]
    server = raw(*steps, token=[good_token(), good_token("second-token")])
    client, found = connect(server, read=10.0, whole=20.0), list[str]()
    client.get_order(ORDER)
    together(20, lambda: found.append(client.get_order(ORDER).id))
    assert found == [ORDER] * 20
    assert len(server.tokens) == 2
    assert len(server.requests) == 41


def test_twenty_first_calls_share_one_refusal(
    raw: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued, wait_for = threading.Semaphore(0), Call.wait_for

    def wait_and_say_so(call: Call, event: threading.Event) -> None:
        queued.release()
        wait_for(call, event)

    monkeypatch.setattr(Call, "wait_for", wait_and_say_so)

    def refuse(peer: Peer) -> None:
        for _ in range(19):
            queued.acquire(timeout=10)
        peer.send(reply_json({"error": "invalid_client"}, 401))

    server, found = raw(GOOD, token=[refuse]), list[ApiError]()
    client = connect(server, read=5.0, whole=10.0)
    together(20, lambda: found.append(fails(client, NotSignedIn)))
    assert len(found) == len({id(error) for error in found}) == 20
    assert len(server.tokens) == 1


def test_a_cancelled_leader_hands_the_sign_in_on(raw: Serve, connect: Connect) -> None:
    asked = threading.Event()

    def hang(peer: Peer) -> None:
        asked.set()
        peer.hang()

    server = raw(GOOD, token=[hang, good_token()])
    client, cancel, found = connect(server, read=5.0, whole=10.0), Cancel(), list[object]()

    def lead() -> None:
        with pytest.raises(Stopped) as caught:
            client.get_order(ORDER, cancel=cancel)
        found.append(caught.value)

    leader = threading.Thread(target=lead)
    leader.start()
    asked.wait(5)
    follower = threading.Thread(target=lambda: found.append(client.get_order(ORDER).id))
    follower.start()
    cancel.cancel()
    leader.join()
    follower.join()
    assert ORDER in found
    assert len(server.tokens) == 2


def test_a_follower_can_be_cancelled(raw: Serve, connect: Connect) -> None:
    asked, cancel = threading.Event(), Cancel()

    def hang(peer: Peer) -> None:
        asked.set()
        peer.hang()

    server = raw(GOOD, token=[hang])
    client = connect(server, read=5.0, whole=10.0)
    stop_leader = Cancel()

    def lead() -> None:
        with pytest.raises(Stopped):
            client.get_order(ORDER, cancel=stop_leader)

    leader = threading.Thread(target=lead)
    leader.start()
    asked.wait(5)
    timer = threading.Timer(0.1, cancel.cancel)
    timer.start()
    with pytest.raises(Stopped) as caught:
        client.update_order(ORDER, {}, trigger_events=False, cancel=cancel)
    assert caught.value.sent is False
    stop_leader.cancel()
    leader.join()
    timer.join()


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_sign_in_is_waited_for(raw: Serve, connect: Connect, status: int) -> None:
    server = raw(GOOD, token=[reply(status, headers={"Retry-After": "0"}), good_token()])
    assert connect(server).get_order(ORDER).id == ORDER


def test_waiting_for_a_busy_sign_in_can_be_cancelled(raw: Serve, connect: Connect) -> None:
    server, cancel = raw(GOOD, token=[reply(503, headers={"Retry-After": "30"})]), Cancel()
    with pytest.raises(Stopped):
        connect(server).get_order(
            ORDER, cancel=cancel, progress=lambda progress: progress.waiting and cancel.cancel()
        )
