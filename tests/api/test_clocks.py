"""The wall clock may jump: a token's life, a call's deadline and every other duration go by the monotonic one (fault 12).

It must not wait out a real limit; the wall clock is moved in a process of its own, before the client is loaded.
"""

from __future__ import annotations

import ast
import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from console.api.client import Client
from console.api.limits import MEBIBYTE, Limits
from console.api.service import STANDARD
from console.model.environment import Environment, Secret
from tests.api.given import ORDER, ORDER_JSON, SECRET, Serve
from tests.support.checkout import ROOT
from tests.support.raw_server import Peer, good_token, reply_json
from tests.test_architecture import MODULES, name, tree

GOOD = reply_json(ORDER_JSON)
MOVED = """
import json, sys, threading, time
real, moved = time.time, [0.0]
time.time = lambda: real() + moved[0]
time.time_ns = lambda: int(time.time() * 1e9)
from console.api.client import Client
from console.api.errors import ApiError
from console.api.limits import Limits
from console.model.environment import Environment, Secret
order, url, token_url, *hours = sys.argv[1:]
began = time.monotonic()
limits = Limits(read=8.0, whole=float(hours.pop(0)))
with Client(Environment("T", url, token_url, "id", Secret("a secret"), "test"), limits=limits) as client:
    said = ""
    for jump in hours:
        watch = threading.Timer(0.3, lambda: moved.__setitem__(0, float(jump) * 3600))
        watch.start()
        try:
            client.get_order(order)
        except ApiError as error:
            said = error.headline
        watch.join()
print(json.dumps([said, time.monotonic() - began]))
"""


def asked(url: str, token_url: str, whole: float, *hours: float) -> tuple[str, float]:
    """Read the order once for each of `hours`, to which the wall clock jumps after 0.3 s; what was said, how long."""
    done = subprocess.run(
        [sys.executable, "-c", MOVED, ORDER, url, token_url, str(whole), *map(str, hours)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    said, seconds = json.loads(done.stdout)
    return said, seconds


@pytest.mark.fault(12)
def test_a_token_lives_as_long_whatever_the_wall_clock_does(raw: Serve) -> None:
    server = raw(GOOD, token=[good_token(expires_in=3600)])
    assert asked(server.url, server.token_url, 30.0, 2, -2, 50, 0)[0] == ""
    assert len(server.requests) == 4
    assert len(server.tokens) == 1


@pytest.mark.fault(12, 31)
def test_a_call_that_drips_ends_at_its_deadline_though_the_wall_clock_was_set_back(raw: Serve) -> None:
    server = raw(lambda peer: peer.drip(GOOD, 0.4))
    said, seconds = asked(server.url, server.token_url, 1.0, -1)
    assert "1 s" in said
    assert 1.0 <= seconds < 6.0


@pytest.mark.fault(12)
def test_a_call_is_not_cut_short_by_a_wall_clock_set_forward(raw: Serve) -> None:
    server = raw(lambda peer: peer.drip(GOOD, 0.02, size=len(GOOD) // 40))
    assert asked(server.url, server.token_url, 20.0, 1)[0] == ""


STOPPED = """
import json, os, sys
from console.api.client import Client
from console.api.errors import ApiError
from console.api.limits import Limits
from console.model.environment import Environment, Secret
order, url, token_url = sys.argv[1:]
with Client(Environment("T", url, token_url, "id", Secret("a secret"), "test"), limits=Limits(whole=1.0)) as client:
    said = []
    for _ in range(2):
        try:
            said.append(client.get_order(order).id)
        except ApiError as error:
            said.append(type(error).__name__)
print(json.dumps(said), flush=True)
"""


@pytest.mark.fault(41)
def test_a_process_that_was_stopped_finds_its_call_late_and_goes_on(raw: Serve) -> None:
    def stop(peer: Peer) -> None:
        os.kill(child.pid, signal.SIGSTOP)
        peer.server.closing.wait(1.5)  # the clock that counts goes on meanwhile
        os.kill(child.pid, signal.SIGCONT)
        peer.hang()

    server = raw(stop, GOOD)
    with subprocess.Popen(
        [sys.executable, "-c", STOPPED, ORDER, server.url, server.token_url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        said, _ = child.communicate(timeout=60)
    assert json.loads(said) == ["TimedOut", ORDER]


def test_no_duration_is_taken_from_the_wall_clock() -> None:
    """`datetime.now` tells people when something was; what waits, ends or is due is counted by `monotonic` alone."""
    wall = {"time", "time_ns"}
    found = []
    for path in MODULES:
        if "sandbox" in path.parts or name(path) == "console/runtime/awake.py":
            continue  # the one has a clock of its own, which tests set, and the other has it for other computers' clocks
        for node in ast.walk(tree(path)):
            taken = isinstance(node, ast.ImportFrom) and node.module == "time" and node.names
            whole = isinstance(node, ast.Import) and any(one.name == "time" for one in node.names)
            if whole or (taken and wall & {one.name for one in taken}):
                found.append(f"{name(path)}:{node.lineno}")
    assert found == []


def test_the_limits_are_those_that_are_promised() -> None:
    assert Limits() == STANDARD
    assert (STANDARD.connect, STANDARD.read, STANDARD.whole) == (5.0, 15.0, 30.0)
    assert (STANDARD.body, STANDARD.refusal_body) == (16 * MEBIBYTE, MEBIBYTE // 16)
    assert (STANDARD.tries, STANDARD.backoff, STANDARD.retry_after) == (3, 0.2, 60.0)
    assert (STANDARD.token_margin, STANDARD.depth, STANDARD.line_items) == (30.0, 200, 20_000)


@pytest.mark.fault(29, 30)
def test_a_client_waits_for_five_and_fifteen_seconds_where_nobody_chose_otherwise(
    raw: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float | None] = []

    def settimeout(sock: socket.socket, seconds: float | None) -> None:
        waits.append(seconds)
        plain(sock, seconds)

    plain = socket.socket.settimeout
    server = raw(GOOD)
    monkeypatch.setattr(socket.socket, "settimeout", settimeout)
    with Client(Environment("T", server.url, server.token_url, "id", Secret(SECRET), "test")) as client:
        client.get_order(ORDER)
    assert waits[-1] == 15.0
    assert max(wait for wait in waits if wait is not None and wait != 15.0) <= 5.0
