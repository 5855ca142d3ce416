"""What can go wrong between the first byte of a request and the last of its answer (faults 29-43)."""

from __future__ import annotations

import gzip
import resource
import socket
import threading
import zlib
from contextlib import ExitStack
from time import monotonic
from typing import Any

import pytest

from console.api.call import Progress
from console.api.client import Client
from console.api.errors import ApiError, Invalid, OutcomeUnknown, Stopped, TimedOut, Unreachable
from console.cancel import Cancel
from tests.api.given import ORDER, ORDER_JSON, Connect, Serve
from tests.support.proxy import FaultProxy
from tests.support.raw_server import Peer, Step, reply, reply_json
from tests.support.sandbox import Sandbox

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
BODY = reply_json(ORDER_JSON).partition(b"\r\n\r\n")[2]


def read_fails(client: Client, **options: Any) -> ApiError:
    with pytest.raises(ApiError) as caught:
        client.get_order(ORDER, **options)
    return caught.value


def write_fails(client: Client, **options: Any) -> ApiError:
    with pytest.raises(ApiError) as caught:
        client.update_order(ORDER, {"shippingDetails": "x"}, trigger_events=False, **options)
    return caught.value


def close(peer: Peer) -> None:
    """Go without a word."""


def reset_in_the_middle(peer: Peer) -> None:
    peer.send(HEAD + b"Content-Length: 500\r\n\r\n" + BODY[:20])
    peer.reset()


BROKEN: dict[str, Step] = {
    "FIN before the answer": close,
    "RST before the answer": lambda peer: peer.reset(),
    "RST in the middle": reset_in_the_middle,
    "FIN in the middle": lambda peer: peer.send(HEAD + b"Content-Length: 500\r\n\r\n" + BODY[:20]),
    "FIN in the headers": lambda peer: peer.send(HEAD),
    "chunks cut": lambda peer: peer.send(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n10\r\n" + BODY[:16] + b"\r\n"
    ),
    "bad chunk size": lambda peer: peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + BODY),
    "not HTTP": lambda peer: peer.send(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "101 headers": lambda peer: peer.send(HEAD + b"X-A: b\r\n" * 101 + b"\r\n"),
    "64 KiB header": lambda peer: peer.send(HEAD + b"X-A: " + b"b" * 66_000 + b"\r\n\r\n"),
    "two lengths": lambda peer: peer.send(
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + BODY[:6]
    ),
}


@pytest.mark.parametrize("step", BROKEN.values(), ids=BROKEN)
def test_a_broken_answer_to_a_write_is_unknown_and_the_write_left_once(
    raw: Serve, connect: Connect, step: Step
) -> None:
    server = raw(step)
    error = write_fails(connect(server))
    assert type(error) is OutcomeUnknown
    assert error.sent is True
    assert error.advice.startswith("It is not known whether it was saved.")
    assert "after the change had been sent." in error.headline or "The change was sent" in error.headline
    assert len(server.requests) == 1


@pytest.mark.parametrize("step", BROKEN.values(), ids=BROKEN)
def test_a_read_whose_answer_breaks_is_tried_three_times(raw: Serve, connect: Connect, step: Step) -> None:
    server = raw(step)
    error = read_fails(connect(server))
    assert type(error) in (Unreachable, Invalid)
    assert error.advice.startswith("Nothing was changed.")
    if type(error) is Unreachable:
        assert len(server.requests) == 3


ACCIDENTS = {name: step for name, step in BROKEN.items() if name not in ("two lengths", "FIN in the headers")}


@pytest.mark.parametrize("step", ACCIDENTS.values(), ids=ACCIDENTS)
def test_a_read_recovers_when_the_next_answer_is_whole(raw: Serve, connect: Connect, step: Step) -> None:
    server = raw(step, reply_json(ORDER_JSON))
    assert connect(server).get_order(ORDER).order_id == ORDER
    assert len(server.requests) == 2


def test_how_far_a_broken_answer_got_is_said(raw: Serve, connect: Connect) -> None:
    error = read_fails(connect(raw(BROKEN["FIN in the middle"])))
    assert "broke off in the middle of its answer (got 20 of 500 bytes)" in error.headline


def test_silence_is_timed_out_by_the_read_limit(raw: Serve, connect: Connect) -> None:
    server = raw(lambda peer: peer.hang())
    error = read_fails(connect(server, read=0.2))
    assert type(error) is TimedOut
    assert error.headline == f"127.0.0.1:{server.port} did not answer within 0.2 s."
    assert len(server.requests) == 1
    error = write_fails(connect(server, read=0.2))
    assert type(error) is OutcomeUnknown
    assert "did not answer within 0.2 s, after the change had been sent" in error.headline
    assert len(server.requests) == 2


def test_silence_in_the_middle_says_how_far_it_got(raw: Serve, connect: Connect) -> None:
    def half(peer: Peer) -> None:
        peer.send(HEAD + b"Content-Length: 500\r\n\r\n" + BODY[:30])
        peer.hang()

    error = read_fails(connect(raw(half), read=0.2))
    assert type(error) is TimedOut
    assert "fell silent for 0.2 s in the middle of its answer (got 30 of 500 bytes)" in error.headline


DRIPS: dict[str, Step] = {
    "headers": lambda peer: peer.drip(HEAD * 50, 0.02),
    "body": lambda peer: (
        peer.send(HEAD + b"Content-Length: 5000\r\n\r\n"),
        peer.drip(BODY * 20, 0.02),
    ),
    "body without keeping alive": lambda peer: (
        peer.send(HEAD + b"Content-Length: 5000\r\nConnection: close\r\n\r\n"),
        peer.drip(BODY * 20, 0.02),
    ),
    "100 Continue for ever": lambda peer: peer.drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, 0.02, 25),
    "chunks": lambda peer: (
        peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
        peer.drip(b"1\r\n[\r\n" * 1000, 0.02, 6),
    ),
    "silence": lambda peer: peer.hang(),
}


@pytest.mark.parametrize("step", DRIPS.values(), ids=DRIPS)
def test_the_deadline_holds_however_slowly_an_answer_drips(raw: Serve, connect: Connect, step: Step) -> None:
    server = raw(step)
    client = connect(server, whole=0.3, read=9.0)
    began = monotonic()
    error = read_fails(client)
    assert 0.25 < monotonic() - began < 0.7
    assert type(error) is TimedOut
    assert f"127.0.0.1:{server.port} took longer than 0.3 s (got " in error.headline
    began = monotonic()
    error = write_fails(client)
    assert monotonic() - began < 0.7
    assert type(error) is OutcomeUnknown
    assert len(server.requests) == 2


@pytest.mark.parametrize("step", DRIPS.values(), ids=DRIPS)
@pytest.mark.parametrize("write", [False, True])
def test_esc_ends_a_dripping_call_within_200_ms(
    raw: Serve, connect: Connect, step: Step, write: bool
) -> None:
    server = raw(step)
    client, cancel, ended = connect(server, whole=20.0, read=15.0), Cancel(), []

    def work() -> None:
        ended.append(write_fails(client, cancel=cancel) if write else read_fails(client, cancel=cancel))

    thread = threading.Thread(target=work)
    thread.start()
    server.wait_for_requests(1)
    began = monotonic()
    cancel.cancel()
    thread.join()
    assert monotonic() - began < 0.2
    [error] = ended
    assert type(error) is (OutcomeUnknown if write else Stopped)
    assert error.headline.startswith("You stopped this")
    assert len(server.requests) == 1


def test_a_cancelled_connection_is_not_used_again(raw: Serve, connect: Connect) -> None:
    cancel = Cancel()

    def begin(peer: Peer) -> None:
        peer.send(HEAD + b"Content-Length: 5000\r\n\r\n" + BODY)
        cancel.cancel()
        peer.hang()

    client = connect(raw(begin, reply_json(ORDER_JSON)))
    assert type(read_fails(client, cancel=cancel)) is Stopped
    assert client.get_order(ORDER).order_id == ORDER


def test_slow_but_steady_answers_are_fine(raw: Serve, connect: Connect) -> None:
    whole = reply_json(ORDER_JSON)
    server = raw(lambda peer: peer.drip(whole, 0.001, 8), whole)
    assert connect(server).get_order(ORDER).order_id == ORDER


def test_progress_is_told(raw: Serve, connect: Connect) -> None:
    heard: list[Progress] = []
    connect(raw(reply_json(ORDER_JSON))).get_order(ORDER, progress=heard.append)
    assert heard[-1] == Progress(len(BODY), len(BODY))


# what is too much --------------------------------------------------------------------------------


def bomb(peer: Peer) -> None:
    """512 MiB of blanks in half a MiB of gzip, made as it goes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    peer.send(HEAD + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n")
    for _ in range(512):
        try:
            peer.sock.sendall(packer.compress(b" " * 1024 * 1024))
        except OSError:
            return
    peer.send(packer.flush())


def many_times_packed(peer: Peer) -> None:
    data = b" " * 64 * 1024 * 1024
    for _ in range(8):
        data = gzip.compress(data)
    peer.send(
        HEAD + b"Content-Encoding: " + b", ".join([b"gzip"] * 8) + b"\r\nConnection: close\r\n\r\n" + data
    )


TOO_MUCH: dict[str, Step] = {
    "gzip bomb": bomb,
    "gzip eight times": many_times_packed,
    "200 MB": lambda peer: (
        peer.send(HEAD + b"Content-Length: 200000000\r\n\r\n"),
        peer.flood(b" " * 65536),
    ),
    "chunks without end": lambda peer: (
        peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
        peer.flood(b"10000\r\n" + b" " * 65536 + b"\r\n"),
    ),
}


@pytest.mark.parametrize("step", TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_is_stopped_at_16_mib(raw: Serve, connect: Connect, step: Step) -> None:
    client = connect(raw(step), whole=20.0, read=10.0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    error = read_fails(client)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024
    assert type(error) is Invalid
    assert error.advice.startswith("Nothing was changed.")
    if step is not many_times_packed:
        assert error.headline.endswith("is larger than 16 MiB.")
    assert type(write_fails(client)) is OutcomeUnknown


def test_a_huge_refusal_is_read_no_further_than_needed(raw: Serve, connect: Connect) -> None:
    def refuse(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 400 Bad\r\nContent-Type: text/plain\r\nContent-Length: 200000000\r\n\r\n")
        peer.flood(b"no. " * 10_000)

    error = write_fails(connect(raw(refuse)))
    assert error.status == 400
    assert error.reason.startswith("no. no.")
    assert len(error.reason) <= 500


@pytest.mark.parametrize("coding", ["br", "zstd", "rot13"])
def test_an_unknown_packing_is_not_understood(raw: Serve, connect: Connect, coding: str) -> None:
    error = read_fails(connect(raw(reply(200, b"\x8b\xff\xfe\x00", {"Content-Encoding": coding}))))
    assert type(error) is Invalid


def test_a_damaged_gzip_is_not_understood(raw: Serve, connect: Connect) -> None:
    error = read_fails(connect(raw(reply(200, b"certainly no gzip", {"Content-Encoding": "gzip"}))))
    assert type(error) is Invalid
    assert error.headline.endswith("is damaged: it cannot be unpacked.")


def test_a_cut_gzip_counts_only_if_what_is_left_is_whole(raw: Serve, connect: Connect) -> None:
    packed = gzip.compress(BODY)
    whole = reply(200, packed[:-8], {"Content-Encoding": "gzip"})
    assert connect(raw(whole)).get_order(ORDER).order_id == ORDER
    cut = reply(200, packed[:-30], {"Content-Encoding": "gzip"})
    assert type(read_fails(connect(raw(cut)))) is Invalid
    assert type(write_fails(connect(raw(cut)))) is OutcomeUnknown


# connections -------------------------------------------------------------------------------------


def test_a_connection_is_kept_and_used_again(raw: Serve, connect: Connect) -> None:
    server = raw(reply_json(ORDER_JSON))
    client = connect(server)
    for _ in range(5):
        client.get_order(ORDER)
        client.update_order(ORDER, {}, trigger_events=False)
    assert server.connections == 1


def test_a_kept_connection_that_was_closed_meanwhile_is_replaced(raw: Serve, connect: Connect) -> None:
    server = raw(reply_json(ORDER_JSON))
    client = connect(server)
    client.get_order(ORDER)
    with server._lock:
        for connection in server._open:
            connection.shutdown(socket.SHUT_RDWR)
    client.update_order(ORDER, {}, trigger_events=False)
    assert len(server.requests) == 2
    assert server.connections == 2


def test_a_kept_connection_that_is_reset_under_a_write_is_not_repeated(raw: Serve, connect: Connect) -> None:
    server = raw(reply_json(ORDER_JSON), lambda peer: peer.reset(), reply_json(ORDER_JSON))
    client = connect(server)
    client.get_order(ORDER)
    assert type(write_fails(client)) is OutcomeUnknown
    assert len(server.requests) == 2


def test_an_answer_that_comes_after_103_is_not_taken_for_the_next_ones(raw: Serve, connect: Connect) -> None:
    asked_again = threading.Event()

    def hint_then_answer(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        asked_again.wait(0.2)
        peer.send(reply_json(ORDER_JSON | {"shippingDetails": "old"}))

    server = raw(hint_then_answer, reply_json(ORDER_JSON | {"shippingDetails": "new"}))
    client = connect(server)
    assert type(write_fails(client)) is OutcomeUnknown
    assert client.update_order(ORDER, {}, trigger_events=False).shipping_details == "new"
    asked_again.set()


def test_each_thread_has_its_own_connection_and_all_are_closed(raw: Serve, connect: Connect) -> None:
    server = raw(reply_json(ORDER_JSON))
    client = connect(server)
    client.get_order(ORDER)
    together = threading.Barrier(8)

    def work() -> None:
        together.wait()
        for _ in range(5):
            client.get_order(ORDER)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.requests) == 41
    assert server.connections == 9
    client.close()


def test_closing_ends_what_is_in_flight(raw: Serve, connect: Connect) -> None:
    server = raw(lambda peer: peer.hang())
    client, ended = connect(server, whole=20.0, read=15.0), []
    threads = [
        threading.Thread(target=lambda: ended.append(read_fails(client))),
        threading.Thread(target=lambda: ended.append(write_fails(client))),
    ]
    for thread in threads:
        thread.start()
    server.wait_for_requests(2)
    began = monotonic()
    client.close()
    for thread in threads:
        thread.join()
    assert monotonic() - began < 0.5
    assert {type(error) for error in ended} == {Stopped, OutcomeUnknown}
    assert type(read_fails(client)) is Stopped


# a real server behind a bad network --------------------------------------------------------------


class Behind:
    """The sandbox as the client sees it through a proxy."""

    def __init__(self, proxy: FaultProxy) -> None:
        self.url = proxy.url
        self.token_url = proxy.url + "/oauth2/token"


@pytest.fixture
def relay(shared_sandbox: Sandbox, closing: ExitStack) -> FaultProxy:
    return closing.enter_context(FaultProxy(shared_sandbox.port))


def through(relay: FaultProxy, sandbox: Sandbox, connect: Connect, **limits: float) -> Client:
    return connect(
        Behind(relay),
        client_id=sandbox.client_id,
        secret=sandbox.client_secret,
        **{"read": 5.0, "whole": 10.0} | limits,
    )


def test_a_reset_after_the_server_applied_the_write_is_unknown_and_left_once(
    shared_sandbox: Sandbox, relay: FaultProxy, connect: Connect
) -> None:
    client = through(relay, shared_sandbox, connect)
    client.get_order(ORDER)
    since = len(shared_sandbox.requests())
    relay.answers_lost = True
    error = write_fails(client)
    relay.answers_lost = False
    assert type(error) is OutcomeUnknown
    assert [line["method"] for line in shared_sandbox.calls(since)] == ["POST"]
    assert client.get_order(ORDER).shipping_details == "x"


def test_a_request_that_is_swallowed_is_unknown_too(
    shared_sandbox: Sandbox, relay: FaultProxy, connect: Connect
) -> None:
    client = through(relay, shared_sandbox, connect, read=0.3)
    client.get_order(ORDER)
    since = len(shared_sandbox.requests())
    relay.requests_lost = True
    assert type(write_fails(client)) is OutcomeUnknown
    assert shared_sandbox.calls(since) == []


def test_one_byte_segments_work(shared_sandbox: Sandbox, relay: FaultProxy, connect: Connect) -> None:
    relay.segment = 1
    assert through(relay, shared_sandbox, connect).get_order(ORDER).order_id == ORDER


def test_a_server_that_restarts_between_two_calls_is_not_noticed(
    shared_sandbox: Sandbox, relay: FaultProxy, connect: Connect
) -> None:
    client = through(relay, shared_sandbox, connect)
    client.get_order(ORDER)
    since = len(shared_sandbox.requests())
    relay.drop()
    client.update_order(ORDER, {}, trigger_events=False)
    relay.drop()
    client.get_order(ORDER)
    assert [line["method"] for line in shared_sandbox.calls(since)] == ["POST", "GET"]
