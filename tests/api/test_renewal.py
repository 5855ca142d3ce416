"""A token that the API refuses: renewed once, by one call for all (faults 5-8, 11)."""

from __future__ import annotations

import threading

import pytest

from console.api import errors
from console.api.call import Call
from console.api.errors import ApiError, NotAllowed, NotSignedIn, Renewed, Stopped
from console.runtime.cancel import Cancel
from tests.api.given import ORDER, ORDER_JSON, Connect, Serve, form, read_fails
from tests.support.raw_server import TOKEN, Peer, Step, good_token, reply, reply_json

GOOD = reply_json(ORDER_JSON)


@pytest.mark.fault(5)
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


@pytest.mark.fault(6, 8)
def test_a_missing_permission_is_named_after_one_renewal(raw: Serve, connect: Connect) -> None:
    server = raw(reply(403, headers={"X-Reason": "scope"}))
    client = connect(server)
    error = read_fails(client)
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


@pytest.mark.fault(6)
def test_401_for_ever_is_not_signed_in(raw: Serve, connect: Connect) -> None:
    server = raw(reply(401, headers={"X-Reason": "unknown token"}))
    error = read_fails(connect(server))
    assert type(error) is NotSignedIn
    assert "not even a new one" in error.headline
    assert (len(server.tokens), len(server.requests)) == (2, 2)


def test_a_forced_update_that_a_renewed_sign_in_does_not_help_is_for_want_of_the_permission(
    raw: Serve, connect: Connect
) -> None:
    refused = reply(403, headers={"X-Reason": "scope too small"})
    server = raw(refused, token=[good_token("one"), good_token("two")])
    client = connect(server)
    with pytest.raises(Renewed):
        client.update_order(ORDER, {}, trigger_events=True, force=True)
    assert client.write_refused == ""
    with pytest.raises(NotAllowed):
        client.update_order(ORDER, {}, trigger_events=True, force=True)
    assert client.write_refused
    assert (len(server.requests), len(server.tokens)) == (2, 2)


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


@pytest.mark.fault(7)
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


def test_a_call_that_hears_of_it_late_takes_the_renewed_token_though_it_reads_the_same(
    raw: Serve, connect: Connect
) -> None:
    """Servers whose tokens are JWTs without an ID give the same one to every sign-in within a second."""
    arrived, renewed = threading.Event(), threading.Event()

    def refuse_late(peer: Peer) -> None:
        arrived.set()
        renewed.wait(10)
        peer.send(reply(403))

    server = raw(GOOD, refuse_late, reply(403), GOOD, token=[good_token()])
    client, found = connect(server, read=10.0, whole=20.0), list[str]()
    client.get_order(ORDER)
    late = threading.Thread(target=lambda: found.append(client.get_order(ORDER).id))
    late.start()
    arrived.wait(10)
    found.append(client.get_order(ORDER).id)
    renewed.set()
    late.join()
    assert found == [ORDER, ORDER]
    assert len(server.tokens) == 2


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
    together(20, lambda: found.append(read_fails(client)))
    assert [type(error) for error in found] == [NotSignedIn] * 20
    assert len({id(error) for error in found}) == 20
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


@pytest.mark.fault(11)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_sign_in_is_waited_for(raw: Serve, connect: Connect, status: int) -> None:
    server = raw(GOOD, token=[reply(status, headers={"Retry-After": "0"}), good_token()])
    assert connect(server).get_order(ORDER).id == ORDER


@pytest.mark.fault(11)
def test_waiting_for_a_busy_sign_in_can_be_cancelled(raw: Serve, connect: Connect) -> None:
    server, cancel = raw(GOOD, token=[reply(503, headers={"Retry-After": "30"})]), Cancel()
    with pytest.raises(Stopped):
        connect(server).get_order(
            ORDER, cancel=cancel, progress=lambda progress: progress.waiting and cancel.cancel()
        )
