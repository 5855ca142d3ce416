"""The practice sandbox as the program starts it: a real process, its environment, its end."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from console.api.client import Client
from console.app.practice import Practice
from console.model.environment import SANDBOX_NAME, Environment
from tests.support.noise import Noise
from tests.support.sandbox import SAMPLE_ORDER

PATIENCE_MS = 20_000
Start = Callable[[Practice], Environment]


class Ends:
    """Makes practices and stops them after the test."""

    def __init__(self) -> None:
        self.made: list[Practice] = []
        self.failures: list[str] = []

    def __call__(self, database: Path, **options: int) -> Practice:
        practice = Practice(database, **({"orders": 2} | options))
        practice.failed.connect(self.failures.append)
        self.made.append(practice)
        return practice


@pytest.fixture
def ends(qapp: object) -> Iterator[Ends]:
    made = Ends()
    yield made
    for practice in made.made:
        practice.stop()
        assert not practice.running


@pytest.fixture
def begin(qtbot: QtBot) -> Start:
    """Start it and wait for its environment."""

    def begin(practice: Practice) -> Environment:
        with qtbot.waitSignal(practice.ready, timeout=PATIENCE_MS) as ready:
            practice.start()
        [environment] = ready.args
        assert isinstance(environment, Environment)
        assert practice.environment == environment
        return environment

    return begin


def kill(practice: Practice) -> None:
    """End its process as a crash would."""
    process = practice.findChild(QProcess)
    assert isinstance(process, QProcess)
    process.kill()


def test_ready_brings_an_environment_that_works(
    ends: Ends, begin: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    practice = ends(tmp_path / "practice.db")
    assert not practice.running
    environment = begin(practice)
    assert practice.running
    assert (environment.name, environment.accent) == (SANDBOX_NAME, "sandbox")
    with Client(environment) as client:
        assert client.get_order(SAMPLE_ORDER).id == SAMPLE_ORDER
    qtbot.waitUntil(lambda: any(SAMPLE_ORDER in line for line in practice.requests), timeout=PATIENCE_MS)
    assert environment.secret.reveal() not in "".join(practice.requests)
    practice.stop()
    assert not practice.running
    assert ends.failures == []


def test_killed_it_is_told_and_comes_back_on_the_same_port(
    ends: Ends, begin: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    practice = ends(tmp_path / "practice.db")
    first = begin(practice)
    with qtbot.waitSignal(practice.failed, timeout=PATIENCE_MS):
        kill(practice)
    assert ends.failures == ["It ended by itself."]
    assert not practice.running
    assert begin(practice) == first, "another address or secret would close what is open"
    with Client(first) as client:
        assert client.get_order(SAMPLE_ORDER).id == SAMPLE_ORDER


def test_it_can_be_started_again_after_it_was_stopped(
    ends: Ends, begin: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    practice = ends(tmp_path / "practice.db")
    begin(practice)
    practice.stop()
    begin(practice)
    with qtbot.waitSignal(practice.failed, timeout=PATIENCE_MS):
        kill(practice)
    assert ends.failures == ["It ended by itself."]


def test_a_taken_port_is_told_in_the_sandboxs_own_sentence(
    ends: Ends, begin: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = ends(tmp_path / "one.db"), ends(tmp_path / "two.db")
    port = begin(first).api_url.rpartition(":")[2]
    second._port = int(port)
    with qtbot.waitSignal(second.failed, timeout=PATIENCE_MS) as failed:
        second.start()
    [sentence] = failed.args
    assert port in sentence
    assert "Error" not in sentence
    assert second.environment is None


def test_a_database_that_is_none_is_told_in_the_sandboxs_own_sentence(
    ends: Ends, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "practice.db").write_text("no database at all, but long enough to be looked at as one " * 20)
    practice = ends(tmp_path / "practice.db")
    with qtbot.waitSignal(practice.failed, timeout=PATIENCE_MS) as failed:
        practice.start()
    [sentence] = failed.args
    assert "practice.db" in sentence
    assert "Traceback" not in sentence
    assert "sqlite3" not in sentence
    assert practice.environment is None
    assert not practice.running


def test_a_breakdown_is_one_sentence_and_its_facts_are_in_the_log(
    ends: Ends, tmp_path: Path, qtbot: QtBot, noise: Noise, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise.expect_log("(?s)ERROR console: the practice sandbox broke down:.*ZeroDivisionError")
    (tmp_path / "starlette.py").write_text("1 / 0\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    practice = ends(tmp_path / "practice.db")
    with qtbot.waitSignal(practice.failed, timeout=PATIENCE_MS):
        practice.start()
    assert ends.failures == ["It ended by itself."]


def test_a_python_that_is_not_there_is_told(
    ends: Ends, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    practice = ends(tmp_path / "practice.db")
    with qtbot.waitSignal(practice.failed, timeout=PATIENCE_MS):
        practice.start()
    assert ends.failures == ["Its process could not be started."]
    assert not practice.running


def test_a_file_in_the_working_folder_is_not_taken_for_the_sandbox(
    ends: Ends, begin: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("console.py", "json.py", "sqlite3.py"):
        (tmp_path / name).write_text("raise SystemExit('not the one that was meant')\n")
    monkeypatch.chdir(tmp_path)
    assert begin(ends(tmp_path / "practice.db")).name == SANDBOX_NAME


def test_records_are_there_after_a_restart_and_not_made_anew(
    ends: Ends, begin: Start, tmp_path: Path
) -> None:
    practice = ends(tmp_path / "practice.db", orders=3)
    environment = begin(practice)
    with Client(environment) as client:
        client.update_order(SAMPLE_ORDER, {"shippingDetails": "by boat"}, trigger_events=False)
    practice.stop()
    with Client(begin(practice)) as client:
        assert client.get_order(SAMPLE_ORDER).shipping_details == "by boat"
    practice.stop()
    with closing(sqlite3.connect(tmp_path / "practice.db")) as database:
        assert database.execute("SELECT count(*) FROM orders").fetchone() == (4,)
