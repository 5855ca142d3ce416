"""Connections between calls, and a real server behind a bad network (faults 33, 36, 39-41)."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest

from console.api.client import Client
from console.api.errors import OutcomeUnknown, Stopped, TimedOut, Unreachable
from tests.api.given import ORDER, ORDER_JSON, Connect, Serve, read_fails, write_fails
from tests.api.test_exchange import BROKEN
from tests.support.proxy import FaultProxy
from tests.support.raw_server import Peer, RawServer, Step, reply_json
from tests.support.sandbox import Sandbox


def open_descriptors() -> int:
    """How many files and sockets this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


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


@pytest.mark.fault(39)
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


@pytest.mark.fault(78)
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
    assert monotonic() - began < 5, "and not when their limits are reached"
    assert {type(error) for error in ended} == {Stopped, OutcomeUnknown}
    assert type(read_fails(client)) is Stopped


# a real server behind a bad network ---------------


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


@pytest.mark.fault(33)
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


@pytest.mark.fault(36)
def test_one_byte_segments_work(shared_sandbox: Sandbox, relay: FaultProxy, connect: Connect) -> None:
    relay.segment = 1
    assert through(relay, shared_sandbox, connect).get_order(ORDER).order_id == ORDER


@pytest.mark.fault(39)
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


@pytest.mark.fault(41)
def test_a_frozen_server_is_timed_out_and_found_again(shared_sandbox: Sandbox, connect: Connect) -> None:
    client = connect(
        shared_sandbox,
        client_id=shared_sandbox.client_id,
        secret=shared_sandbox.client_secret,
        read=0.3,
        whole=5.0,
    )
    client.get_order(ORDER)
    shared_sandbox.pause()
    try:
        assert type(read_fails(client)) is TimedOut
    finally:
        shared_sandbox.resume()
    assert client.get_order(ORDER).order_id == ORDER


@pytest.mark.fault(40)
def test_200_look_ups_while_the_server_is_down_leave_nothing_behind(raw: Serve, connect: Connect) -> None:
    server = raw(reply_json(ORDER_JSON))
    client = connect(server, tries=1)
    client.get_order(ORDER)
    gone = RawServer(reply_json(ORDER_JSON))
    lost = connect(gone, tries=1)
    lost.get_order(ORDER)
    gone.close()
    descriptors, threads = open_descriptors(), threading.active_count()
    assert {type(read_fails(lost)) for _ in range(200)} == {Unreachable}
    assert open_descriptors() <= descriptors
    assert threading.active_count() <= threads
    assert client.get_order(ORDER).order_id == ORDER
    with RawServer(reply_json(ORDER_JSON), port=gone.port):
        assert lost.get_order(ORDER).order_id == ORDER, "it is up again"


@pytest.mark.parametrize("step", BROKEN.values(), ids=BROKEN)
def test_a_broken_answer_leaves_no_descriptor_behind(raw: Serve, connect: Connect, step: Step) -> None:
    server = raw(step)
    client = connect(server, tries=1)
    write_fails(client)
    server.wait_until_idle()
    before = open_descriptors()
    for _ in range(10):
        write_fails(client)
    server.wait_until_idle()
    assert open_descriptors() <= before + 1
