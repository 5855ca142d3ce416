"""What is said while an environment is taken: never that it is connected before its server answered.

It must not open the window; tests/journeys/test_start.py does.
"""

from __future__ import annotations

from socket import socket

import pytest

from console.api.client import Client
from console.presenters.notice import Notice
from console.presenters.workbench.greeting import Greeting
from tests.support.console import environment_of
from tests.support.jobs import HeldJobs
from tests.support.sandbox import Sandbox


class Foot:
    """What the foot of a window says."""

    def __init__(self) -> None:
        self.jobs, self.said = HeldJobs(), [Notice("plain", "Starting…")]
        self.greeting = Greeting(self.jobs, say=self.said.append, stands=lambda one: self.said[-1] == one)

    @property
    def headline(self) -> str:
        return self.said[-1].headline


@pytest.fixture
def foot() -> Foot:
    return Foot()


def test_connected_is_said_once_the_server_has_answered(foot: Foot, shared: Sandbox) -> None:
    with Client(environment_of(shared)) as client:
        foot.greeting.greet(client, "Shop", "New here?")
        assert (foot.headline, foot.said[-1].advice) == ("Signing in to Shop…", "Nothing has been sent.")
        foot.jobs.finish()
    assert foot.said[-1] == Notice("plain", "Connected to Shop. Nothing has been sent.", "New here?")


def test_a_server_that_is_not_there_is_never_called_connected(foot: Foot, shared: Sandbox) -> None:
    with socket() as held:  # a port that nobody listens at
        held.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{held.getsockname()[1]}/oauth2/token"
    with Client(environment_of(shared, token_url=nowhere)) as client:
        foot.greeting.greet(client, "Shop")
        foot.jobs.finish()
    assert foot.said[-1].tone == "bad"
    assert not any("Connected" in said.headline for said in foot.said)


def test_what_was_said_meanwhile_is_not_covered(foot: Foot, shared: Sandbox) -> None:
    with Client(environment_of(shared)) as client:
        foot.greeting.greet(client, "Shop")
        foot.said.append(Notice("bad", "The disk is full."))
        foot.jobs.finish()
    assert foot.headline == "The disk is full."
