"""What the tests of the client share: raw servers, clients with short limits, and a real sandbox.

It must not hold anything that only one file needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest

from console.api.client import Client
from console.model.environment import Environment, Secret
from tests.api.given import SECRET, SHORT, Connect, Serve
from tests.support.raw_server import RawServer
from tests.support.sandbox import Sandbox, serve

_KNOWN = ("ca_file", "proxy", "auth_method", "scope")


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    """Closed after the test, last opened first."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def raw(closing: ExitStack) -> Serve:
    """Make a raw server; closed after the test."""

    def make(*steps: Any, **options: Any) -> RawServer:
        return closing.enter_context(RawServer(*steps, **options))

    return make


@pytest.fixture
def connect(closing: ExitStack) -> Connect:
    """Make a client of a raw server (or of anything with `url` and `token_url`), with short limits."""

    def make(server: Any, *, clock: Any = None, **options: Any) -> Client:
        known = {name: options.pop(name) for name in _KNOWN if name in options}
        secret = options.pop("secret", SECRET)
        client_id = options.pop("client_id", "the-client")
        environment = Environment(
            "Test", server.url, server.token_url, client_id, Secret(secret), "test", **known
        )
        more = {} if clock is None else {"clock": clock}
        return closing.enter_context(Client(environment, limits=replace(SHORT, **options), **more))

    return make


@pytest.fixture(scope="session")
def shared_sandbox() -> Iterator[Sandbox]:
    """One sandbox for all tests that only read, or write to records of their own."""
    yield from serve(orders=30)


@pytest.fixture
def sandbox_client(shared_sandbox: Sandbox, connect: Connect) -> Client:
    """A client of the shared sandbox, signed in as its main client, with the real limits' patience."""
    return connect(
        shared_sandbox,
        client_id=shared_sandbox.client_id,
        secret=shared_sandbox.client_secret,
        read=15.0,
        whole=30.0,
        connect=5.0,
    )
