"""Coming by the folders: what is asked where another computer has them, and what each answer leads to.

It must not test how a lock is read; `test_single.py` does.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.app import claiming
from console.app.opening import StartOptions
from console.app.single import Single
from console.app.start import Start
from console.runtime.knock import Knock
from console.store.environments import Environments
from console.store.files import StoreTrouble
from console.store.places import Places, find_places
from console.ui.shell.elsewhere import Elsewhere
from console.ui.shell.losing import Losing
from tests.support.checkout import ROOT
from tests.support.console import Console, environment_of, running
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

FARAWAY = "77\npython3.11\nfaraway\n0123\n4567\n"


@pytest.fixture
def places() -> Places:
    """Folders that a console on another computer has."""
    found = find_places(os.environ)
    found.prepare()
    (found.data / "instance.lock").write_text(FARAWAY)
    return found


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "console", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def answered(qtbot: QtBot, places: Places, act: Callable[[Elsewhere], object]) -> tuple[Places | int, Single]:
    """What comes of answering the question like this, as on a screen."""
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    single = Single(places)

    def answer() -> None:
        (dialog,) = [one for one in qt.topLevelWidgets() if isinstance(one, Elsewhere) and one.isVisible()]
        act(dialog)

    QTimer.singleShot(0, answer)
    return claiming.claimed(qt, single, places, Knock()), single


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests have none; the question is asked all the same."""
    monkeypatch.setattr(claiming, "_WITHOUT_SCREEN", set())


def test_without_a_screen_the_other_computer_is_a_sentence_and_an_exit_code(places: Places) -> None:
    ended = start()
    assert ended.returncode == 1
    assert ended.stdout == ""
    (sentence,) = ended.stderr.splitlines()
    assert sentence.startswith("Order Console is open on faraway:")
    assert str(places.data / "instance.lock") in sentence
    assert (places.data / "instance.lock").read_text() == FARAWAY


@pytest.mark.usefixtures("screen")
def test_taking_over_opens_as_ever(qtbot: QtBot, places: Places) -> None:
    found, single = answered(qtbot, places, lambda dialog: dialog.take_over.click())
    assert found == places
    assert not Single(places).claim()
    single.close()


@pytest.mark.usefixtures("screen")
def test_not_opening_leaves_the_lock(qtbot: QtBot, places: Places) -> None:
    found, _ = answered(qtbot, places, lambda dialog: dialog.reject())
    assert found == 1
    assert (places.data / "instance.lock").read_text() == FARAWAY


def everything(places: Places) -> dict[Path, bytes]:
    folders = (places.config, places.data, places.log)
    return {
        path: path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.fault(75)
@pytest.mark.usefixtures("screen")
def test_read_only_reads_what_is_there_says_so_and_writes_nothing(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.window.close()
        console.until(lambda: not console.window.isVisible())
    there = find_places(os.environ)
    (there.data / "instance.lock").write_text(FARAWAY)
    before = everything(there)
    found, single = answered(qtbot, there, lambda dialog: dialog.read_only.click())
    assert isinstance(found, Places)
    assert found.held_by == "faraway"
    with reading(qtbot, found) as console:
        console.until(lambda: console.window.front is not None, "what is open there is open here")
        console.rest()
        assert console.text_of("Shipping details") == "UPS Ground"
        banner = console.window.bar.banner.notice
        assert banner.isVisible()
        assert "open on faraway, so nothing is kept here" in banner.headline.text()
        console.rest()
        assert len(console.banners) == 1, "said once"
        console.type_into("Shipping details", "Typed without being kept")
        console.look_up("1002")
        console.window.close()
        console.until(lambda: bool(console.window.findChildren(Losing)), "what is not kept is asked")
        console.click("Close and lose 1 edit", console.window.findChildren(Losing)[0])
        console.until(lambda: not console.window.isVisible())
    single.close()
    assert everything(there) == before


def test_read_only_refuses_to_save_an_environment(sandbox: Sandbox) -> None:
    places = find_places(os.environ)
    held = Environments(Places(places.config, places.data, places.log, held_by="faraway"))
    with pytest.raises(StoreTrouble, match="open on faraway"):
        held.save(environment_of(sandbox))
    assert "faraway" in (held.load().read_only or "")
    assert held.mark_used("Shop") == []
    assert not places.config.exists()


def reading(qtbot: QtBot, places: Places) -> ReadOnly:
    return ReadOnly(qtbot, places)


class ReadOnly:
    """A console on folders that are in use elsewhere."""

    def __init__(self, qtbot: QtBot, places: Places) -> None:
        self._console = Console.__new__(Console)
        qt = QApplication.instance()
        assert isinstance(qt, QApplication)
        self._console.qtbot, self._console.places = qtbot, places
        self._console.start = Start(qt, StartOptions(), places)

    def __enter__(self) -> Console:
        self._console.start.show()
        self._console.window = self._console.start.window
        self._console.until(lambda: self._console.start.app is not None, "the app is there")
        return self._console

    def __exit__(self, *_: object) -> None:
        self._console.close()
