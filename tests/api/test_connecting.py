"""What can go wrong before anything is sent, and how it is said (faults 28, 29)."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic
from typing import NoReturn

import pytest

from console.api.errors import Stopped, TimedOut, Unreachable
from console.api.outgoing import About, Outgoing
from console.runtime.cancel import Cancel
from tests.api.given import ORDER, ORDER_JSON, Connect, Nowhere, Serve, read_fails, write_fails
from tests.support.raw_server import good_token, reply, reply_json


@pytest.fixture
def full_backlog() -> Iterator[int]:
    """A port whose backlog is full: a further SYN is not answered."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        for _ in range(3):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        yield port


@pytest.mark.fault(28)
def test_a_refused_port_is_said_at_once(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    began = monotonic()
    error = write_fails(connect(Nowhere(f"http://127.0.0.1:{port}")))
    assert monotonic() - began < 1.0
    assert type(error) is Unreachable
    assert error.headline == f"Nothing answers at 127.0.0.1:{port}: the connection was refused."
    assert error.sent is False


def test_the_api_may_be_the_one_that_refuses(raw: Serve, connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    server = raw()
    nowhere = Nowhere(url)
    nowhere.token_url = server.token_url
    error = write_fails(connect(nowhere))
    assert type(error) is Unreachable
    assert error.sent is False
    assert error.advice.startswith("Nothing was sent.")
    assert error.path == f"/orders/{ORDER}?triggerEvents=false"


@pytest.mark.fault(28)
def test_an_unknown_host_is_named(connect: Connect) -> None:
    error = read_fails(connect(Nowhere("https://no-such-host.invalid"), connect=3.0))
    assert type(error) in (Unreachable, TimedOut)
    assert "no-such-host.invalid" in error.headline
    if type(error) is Unreachable:
        assert error.headline == "No server is known by the name of no-such-host.invalid."


@pytest.fixture
def slow_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A system that looks names up until the test is over; the names that it was asked for."""
    asked, over, ended = [], threading.Event(), threading.Event()

    def look_up(host: str, *_: object, **__: object) -> NoReturn:
        asked.append(host)
        over.wait()
        ended.set()
        raise socket.gaierror(socket.EAI_NONAME, "gone")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    yield asked
    over.set()
    assert not asked or ended.wait(10)


@pytest.mark.fault(28)
@pytest.mark.parametrize("host", ["api.example.com", "rest.example.com"])
def test_a_slow_look_up_of_a_name_ends_at_the_limit(
    connect: Connect, slow_names: list[str], host: str
) -> None:
    error = read_fails(connect(Nowhere(f"https://{host}"), connect=0.2))
    assert f"Looking up the name of {host}" in error.headline
    assert "took longer than 0.2 s" in error.headline
    assert error.sent is False
    assert set(slow_names) == {host}


def test_a_slow_look_up_of_a_name_can_be_cancelled(connect: Connect, slow_names: list[str]) -> None:
    cancel = Cancel()
    threading.Timer(0.1, cancel.cancel).start()
    before = monotonic()
    assert (
        type(
            read_fails(connect(Nowhere("https://rest.example.com"), connect=20.0, whole=30.0), cancel=cancel)
        )
        is Stopped
    )
    assert monotonic() - before < 5
    assert slow_names == ["rest.example.com"]


@pytest.mark.fault(29)
def test_a_syn_without_answer_times_out(connect: Connect, full_backlog: int) -> None:
    error = write_fails(connect(Nowhere(f"http://127.0.0.1:{full_backlog}"), connect=0.3))
    assert type(error) is TimedOut
    assert error.headline == f"127.0.0.1:{full_backlog} did not take a connection within 0.3 s."
    assert error.sent is False


@pytest.mark.fault(29)
def test_connecting_can_be_cancelled(connect: Connect, full_backlog: int) -> None:
    client = connect(Nowhere(f"http://127.0.0.1:{full_backlog}"), connect=9.0, whole=10.0)
    cancel = Cancel()
    timer = threading.Timer(0.1, cancel.cancel)
    timer.start()
    began = monotonic()
    error = read_fails(client, cancel=cancel)
    timer.join()
    assert type(error) is Stopped
    assert monotonic() - began < 4
    assert error.sent is False


def test_a_cancelled_call_does_not_even_begin(raw: Serve, connect: Connect) -> None:
    server, cancel = raw(), Cancel()
    cancel.cancel()
    error = write_fails(connect(server), cancel=cancel)
    assert type(error) is Stopped
    assert error.headline == "You stopped this."
    assert server.connections == 0


def test_a_proxy_that_refuses_is_named(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = connect(Nowhere("https://api.example"), proxy=f"http://127.0.0.1:{port}")
    error = read_fails(client)
    assert type(error) is Unreachable
    assert error.headline == f"Nothing answers at the proxy 127.0.0.1:{port}: the connection was refused."


def test_a_proxy_that_lets_nobody_through_is_named(raw: Serve, connect: Connect) -> None:
    server = raw(reply(407))
    error = read_fails(connect(Nowhere("https://api.example"), proxy=server.url))
    assert type(error) is Unreachable
    assert error.headline == (
        f"The proxy 127.0.0.1:{server.port} did not let the call through to api.example (status 407):"
        " it asks for a sign-in, which this program does not have."
    )
    assert error.sent is False
    [request] = server.requests
    assert request.method == "CONNECT"
    assert "authorization" not in request.headers


def test_an_explicit_proxy_is_used(raw: Serve, connect: Connect) -> None:
    proxy = raw(reply_json(ORDER_JSON), token=[good_token()])
    client = connect(Nowhere("http://127.0.0.1:9"), proxy=proxy.url)
    assert client.get_order(ORDER).order_id == ORDER
    assert proxy.requests[0].target == f"http://127.0.0.1:9/orders/{ORDER}"


def test_the_url_of_an_outgoing_is_never_a_reason_to_crash() -> None:
    outgoing = Outgoing("GET", "https://a.example/orders?x=1", None, About("order", "find"))
    assert outgoing.path == "/orders?x=1"
    assert outgoing.address == "a.example"
