"""What the tests of presenters share: one sandbox for all of them, and real clients. It must not hold records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from console.api.call import Progress
from console.api.client import Client
from console.api.limits import Limits
from console.model.environment import Environment, Secret
from console.presenters.saving import saving
from console.presenters.waiting import Waiting
from tests.presenters.given import SHORT, During, MakeClient, at_end
from tests.support.sandbox import Sandbox, serve


@pytest.fixture(scope="session")
def shared() -> Iterator[Sandbox]:
    """One sandbox for all tests that work on records of their own."""
    yield from serve()


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look again at once, as often as the real program does, at a record whose write got no answer."""
    monkeypatch.setattr(saving, "LOOK_AGAIN", (0.0,) * len(saving.LOOK_AGAIN))


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    """Do after the test what `at_end` was asked for, such as to close its databases."""
    with at_end:
        yield


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    """Closed after the test, last opened first."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def make_client(closing: ExitStack) -> MakeClient:
    """Make a client of a sandbox or raw server, with short limits; `api_url` may lead through a proxy."""

    def make(server: Any, *, client_id: str = "", api_url: str = "", limits: Limits = SHORT) -> Client:
        secret = getattr(server, "client_secret", "word")
        client_id = client_id or getattr(server, "client_id", "me")
        for known in getattr(server, "clients", ()):
            secret = known["client_secret"] if known["client_id"] == client_id else secret
        environment = Environment(
            "Test shop", api_url or server.url, server.token_url, client_id, Secret(secret), "test"
        )
        return closing.enter_context(Client(environment, limits=limits))

    return make


@pytest.fixture
def client(shared: Sandbox, make_client: MakeClient) -> Client:
    """A client of the shared sandbox that may read and write, with the patience of the real program."""
    return make_client(shared, limits=Limits())


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch) -> During:
    """Have something done right before or after a worker told of progress that fits."""
    heard = Waiting.__call__

    def listen(
        fits: Callable[[Progress], object], act: Callable[[], object], *, before: bool = False
    ) -> None:
        def call(waiting: Waiting, progress: Progress) -> None:
            if before and fits(progress):
                act()
            heard(waiting, progress)
            if not before and fits(progress):
                act()

        monkeypatch.setattr(Waiting, "__call__", call)

    return listen
