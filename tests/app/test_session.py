"""Which environment is worked on: what is begun with, what switching does, and that all ends with the session."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from console.api.client import Client
from console.api.errors import Stopped
from console.app.practice import Practice
from console.app.session import Session
from console.model.environment import SANDBOX_NAME, Environment, Secret
from console.presenters.notice import Notice
from console.runtime.jobs import Jobs
from console.store.environments import Environments
from console.store.places import Places, find_places
from tests.support.sandbox import SAMPLE_ORDER

PATIENCE_MS = 20_000


def environment(name: str) -> Environment:
    return Environment(
        name, "https://rest.example.com", "https://auth.example.com/token", "me", Secret("word"), "test"
    )


class Told:
    """A session with two stored environments, and what it told."""

    def __init__(self, qtbot: QtBot, places: Places) -> None:
        self.qtbot, self.places = qtbot, places
        places.prepare()
        self.store = Environments(places)
        for name in ("Acme", "Shop"):
            self.store.save(environment(name))
        self.jobs = Jobs()
        self.session = Session(self.jobs, places)
        self.notices: list[Notice] = []
        self.used: list[str] = []
        self.to_be_read: list[Notice] = []
        self.session.told.connect(self.notices.append)
        self.session.must_be_read.connect(self.to_be_read.append)
        self.session.changed.connect(lambda: self.used.append(self.session.name))

    def begin(self, wanted: str = "") -> bool:
        begun = self.session.begin(self.store.load(), wanted=wanted)
        self.rest()
        return begun

    def rest(self) -> None:
        """Wait until no job is under way."""
        self.until(lambda: not self.jobs.busy)

    def until(self, condition: object) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    @property
    def practice(self) -> Practice:
        assert self.session._practice is not None
        return self.session._practice

    @property
    def process(self) -> QProcess:
        found = self.practice.findChild(QProcess)
        assert isinstance(found, QProcess)
        return found

    def practise(self) -> Client:
        """Work on the sandbox; returns its client when it is there."""
        self.session.use_practice()
        self.until(lambda: self.session.name == SANDBOX_NAME)
        self.rest()
        assert self.session.client is not None
        return self.session.client

    def close(self) -> None:
        self.session.close()
        self.jobs.close()


@pytest.fixture
def told(qtbot: QtBot) -> Iterator[Told]:
    made = Told(qtbot, find_places(os.environ))
    yield made
    made.close()


# -- beginning --------------------------------------------------------------------------------------------


def test_it_begins_with_what_was_asked_for(told: Told) -> None:
    listed: list[list[str]] = []
    told.session.listed.connect(lambda: listed.append(told.session.names))
    assert told.begin("Shop")
    assert told.used == ["Shop"]
    assert listed == [[SANDBOX_NAME, "Acme", "Shop"]]
    assert (told.session.name, told.session.target) == ("Shop", "Shop")
    assert told.session.client is not None
    assert told.session.client.environment == environment("Shop")
    assert told.session.requests == []


def test_it_begins_with_what_was_used_last(told: Told) -> None:
    told.begin("Shop")
    again = Session(told.jobs, told.places)
    assert again.begin(told.store.load(), wanted="")
    assert again.name == "Shop"
    told.rest()
    again.close()


def test_with_nothing_to_begin_with_it_says_so(told: Told) -> None:
    assert not told.begin()
    assert told.used == []
    assert (told.session.name, told.session.target) == ("", "")
    assert told.session.client is None


def test_a_name_that_nobody_has_is_told_with_those_that_there_are(told: Told) -> None:
    assert told.begin("Shopp")
    [notice] = told.to_be_read
    assert notice.headline == "There is no environment called “Shopp”."
    assert notice.advice == f"At the top right there are: “{SANDBOX_NAME}”, “Acme”, “Shop”."
    assert told.session.client is None


def test_what_connect_changed_is_listed(told: Told) -> None:
    told.begin("Shop")
    told.store.save(environment("Third"))
    told.session.learn(told.store.load())
    assert told.session.names == [SANDBOX_NAME, "Acme", "Shop", "Third"]


# -- switching --------------------------------------------------------------------------------------------


def test_switching_closes_the_client_before(told: Told) -> None:
    told.begin("Shop")
    before = told.session.client
    assert before is not None
    told.session.choose("Acme")
    told.rest()
    assert told.used == ["Shop", "Acme"]
    assert told.session.client is not before
    assert told.store.load().last_used == "Acme"
    with pytest.raises(Stopped):
        before.get_order(SAMPLE_ORDER)


def test_choosing_what_is_in_use_or_unknown_changes_nothing(told: Told) -> None:
    told.begin("Shop")
    client = told.session.client
    told.session.choose("Shop")
    told.session.choose("Nowhere")
    told.rest()
    assert told.used == ["Shop"]
    assert told.session.client is client


def test_an_environment_that_was_mended_gets_a_new_client(told: Told) -> None:
    told.begin("Shop")
    before = told.session.client
    mended = Environment(
        "Shop", "https://rest.example.com", "https://auth.example.com/token", "me", Secret("new"), "test"
    )
    told.session.use(mended)
    told.rest()
    assert told.used == ["Shop", "Shop"]
    assert told.session.client is not before


def test_a_disk_that_refuses_is_told_and_the_switch_holds(told: Told) -> None:
    told.begin("Shop")
    told.places.config.rename(told.places.config.with_name("elsewhere"))
    told.places.config.touch()
    told.session.choose("Acme")
    told.rest()
    assert told.session.name == "Acme"
    [notice] = told.to_be_read
    assert "in the way" in notice.headline
    assert "Error" not in notice.headline


# -- the practice sandbox ---------------------------------------------------------------------------------


def test_the_sandbox_starts_is_worked_on_and_ends_with_the_session(told: Told) -> None:
    told.begin()
    client = told.practise()
    assert told.notices[0].headline == "Starting the practice sandbox…"
    assert told.session.target == "SANDBOX"
    assert client.get_order(SAMPLE_ORDER).id == SAMPLE_ORDER
    told.until(lambda: any(SAMPLE_ORDER in line for line in told.session.requests))
    assert told.store.load().last_used == SANDBOX_NAME
    told.close()
    assert told.process.state() == QProcess.ProcessState.NotRunning
    assert len(told.notices) == 1, "its end was told as if it had failed"


def test_chosen_again_while_it_runs_it_is_not_started_twice(told: Told) -> None:
    told.begin()
    told.session.use_practice()
    told.session.use_practice()
    told.practise()
    pid = told.process.processId()
    told.session.choose("Acme")
    told.session.choose(SANDBOX_NAME)
    told.rest()
    assert told.process.processId() == pid
    assert told.used == [SANDBOX_NAME, "Acme", SANDBOX_NAME]


def test_another_choice_while_it_starts_holds(told: Told) -> None:
    told.begin()
    told.session.use_practice()
    told.session.choose("Acme")
    with told.qtbot.waitSignal(told.practice.ready, timeout=PATIENCE_MS):
        told.rest()
    assert told.used == ["Acme"]
    told.session.choose(SANDBOX_NAME)
    told.rest()
    assert told.used == ["Acme", SANDBOX_NAME]


def test_killed_it_is_told_and_started_again_what_is_open_stays(told: Told) -> None:
    told.begin()
    client = told.practise()
    assert client.get_order(SAMPLE_ORDER).id == SAMPLE_ORDER
    with told.qtbot.waitSignal(told.practice.failed, timeout=PATIENCE_MS):
        told.process.kill()
    assert told.notices[-1].headline == "The practice sandbox is not running. It ended by itself."
    assert told.notices[-1].tone == "bad"
    with told.qtbot.waitSignal(told.practice.ready, timeout=PATIENCE_MS):
        told.session.choose(SANDBOX_NAME)
    told.rest()
    assert told.notices[-1].headline == "The practice sandbox is running again."
    assert told.used == [SANDBOX_NAME], "what is open would have been closed"
    assert told.session.client is client
    assert client.get_order(SAMPLE_ORDER).id == SAMPLE_ORDER


def test_its_death_is_no_news_to_who_works_elsewhere(told: Told) -> None:
    told.begin()
    told.practise()
    told.session.choose("Acme")
    before = list(told.notices)
    with told.qtbot.waitSignal(told.practice.failed, timeout=PATIENCE_MS):
        told.process.kill()
    told.rest()
    assert told.notices == before


def test_closing_while_it_starts_ends_it(told: Told) -> None:
    told.begin()
    told.session.use_practice()
    told.close()
    assert told.process.state() == QProcess.ProcessState.NotRunning
    assert told.used == []


def test_a_session_that_used_nothing_closes(told: Told) -> None:
    told.close()
    assert told.session.client is None
