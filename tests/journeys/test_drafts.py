"""Unsaved work survives whatever happens to the program, and is put on top of what the server holds now.

It must not look into the database; what the next start shows is what counts.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from console.api.client import Client
from tests.support.checkout import ROOT
from tests.support.console import NAME, environment_of, posts, running
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox
from tests.support.typist import FIELD, WRONG

FIVE = [SAMPLE_ORDER, SAMPLE_CART, "1002", "1003", "1004"]


@pytest.fixture
def colleague(sandbox: Sandbox) -> Iterator[Client]:
    """Somebody else, with a console of their own."""
    with Client(environment_of(sandbox)) as client:
        yield client


def test_the_next_start_shows_the_edits_on_a_fresh_reading(
    qtbot: QtBot, sandbox: Sandbox, colleague: Client
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.type_into("Tax", "12,5x")
        console.window.close()
        console.until(lambda: not console.window.isVisible(), "it closes without a question")
        assert console.dialogs() == []
    colleague.update_order(SAMPLE_ORDER, {"originIp": "203.0.113.9"}, trigger_events=False)
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.front is not None, "the record is open again")
        assert console.text_of("Shipping details") == "UPS Ground"
        assert console.text_of("Tax") == "12,5x"
        assert "Your unsaved edits are back" in console.said.headline
        assert "someone changed Origin IP" in console.said.advice
        assert posts(sandbox)[0]["body"] == {"originIp": "203.0.113.9"}
        assert len(posts(sandbox)) == 1


def test_the_first_key_after_a_start_can_be_undo_although_the_cursor_is_in_look_up(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.window.close()
        console.until(lambda: not console.window.isVisible(), "it closes")
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.front is not None, "the record is open again")
        field = console.window.lookup.field
        field.setFocus()
        console.press("Z", ctrl=True)
        console.rest()
        assert console.text_of("Shipping details") == "Free next day shipping"
        console.press("Z", ctrl=True, shift=True)
        console.rest()
        assert console.text_of("Shipping details") == "UPS Ground"
        field.insert("10")
        for _ in range(3):
            console.press("Z", ctrl=True)
        assert field.text() == ""
        console.rest()
        assert console.text_of("Shipping details") == "UPS Ground", (
            "what was typed to look up is undone alone"
        )


@pytest.mark.fault(73)
def test_tabs_come_back_in_their_order_with_the_same_one_in_front(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        for record in FIVE:
            console.look_up(record)
        console.look_up("1003")
        titles = [console.window.tabs.tabText(place) for place in range(5)]
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.tabs.count() == 5, "five tabs are open")
        console.rest()
        assert [console.window.tabs.tabText(place) for place in range(5)] == titles
        assert console.text_of_title() == "Order #1003"


def test_a_kept_draft_stands_under_unsaved_and_opens_with_its_edits(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.press("W", ctrl=True)
        (dialog,) = console.dialogs()
        console.click("Keep draft", within=dialog)
        assert console.window.tabs.count() == 0
    with running(qtbot, environment_of(sandbox)) as console:
        unsaved = console.window.unsaved.entries
        console.until(unsaved.isVisible, "unsaved work is listed")
        assert console.window.tabs.count() == 0
        unsaved.setCurrentIndex(unsaved.model().index(0, 0))
        unsaved.setFocus()
        console.press("Return")
        console.rest()
        assert console.text_of("Shipping details") == "UPS Ground"


def test_a_saved_or_discarded_draft_is_gone(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.until(console.window.unsaved.isVisible, "it is listed")
        console.send()
        console.until(lambda: not console.window.unsaved.isVisible(), "it is listed no more")
        console.look_up(SAMPLE_CART)
        console.type_into("Shipping details", "UPS Ground")
        console.until(console.window.unsaved.isVisible, "the cart is listed")
        console.press("W", ctrl=True)
        (dialog,) = console.dialogs()
        console.click("Discard", within=dialog)
        console.until(lambda: not console.window.unsaved.isVisible(), "it is listed no more")
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.front is not None, "the order is open again")
        assert not console.page.editor.state.draft.dirty
        assert not console.window.unsaved.isVisible()


@pytest.mark.fault(77)
def test_switching_the_environment_keeps_drafts_and_mixes_nothing(qtbot: QtBot, sandbox: Sandbox) -> None:
    other = environment_of(sandbox, name="Other shop", accent="production")
    with running(qtbot, environment_of(sandbox), other) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.app.connecting.choose("Other shop")
        console.until(lambda: console.app.session.name == "Other shop", "switched")
        console.rest()
        assert console.window.tabs.count() == 0
        console.look_up(SAMPLE_ORDER)
        assert console.text_of("Shipping details") != "UPS Ground"
        console.app.connecting.choose(NAME)
        console.until(lambda: console.window.front is not None and console.app.session.name == NAME, "back")
        console.rest()
        assert console.text_of("Shipping details") == "UPS Ground"


def test_a_server_that_is_away_shows_the_draft_as_it_was(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
    sandbox.stop()
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.front is not None, "the draft is open")
        assert console.text_of("Shipping details") == "UPS Ground"
        assert "could not be read again" in console.banner


def kill_while_typing(sandbox: Sandbox, moment: float) -> int:
    """Start a console that types into five records, kill it -9 `moment` seconds after its first key; the number that
    had stood on the screen for a second by then."""
    typist = subprocess.Popen(
        [sys.executable, "-m", "tests.support.typist", NAME, *FIVE],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert typist.stdout is not None
    typed: list[tuple[float, int]] = []
    end = None
    for line in typist.stdout:
        when, number = line.split()
        typed.append((float(when), int(number)))
        end = end or time.monotonic() + moment
        if time.monotonic() >= end:
            break
    os.kill(typist.pid, signal.SIGKILL)
    killed = time.monotonic()
    typist.wait(10)
    typist.stdout.close()
    return max((number for when, number in typed if when <= killed - 1), default=0)


@pytest.mark.fault(73)
@pytest.mark.parametrize("moment", [random.Random(seed).uniform(1.2, 2.4) for seed in range(4)])
def test_kill_nine_loses_nothing_older_than_a_second(qtbot: QtBot, sandbox: Sandbox, moment: float) -> None:
    with running(qtbot, environment_of(sandbox)):
        pass
    safe = kill_while_typing(sandbox, moment)
    assert safe > 0
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.tabs.count() == 5, "all five are open again")
        console.rest()
        for place, editor in enumerate(console.app.workbench.state.editors):
            draft = editor.state.draft
            found = re.fullmatch(r"typed (\d+)", draft.edits[FIELD])
            assert found, draft.edits
            assert int(found[1]) >= safe
            if place % 2 == 0:
                assert re.fullmatch(r"\d+x", draft.edits[WRONG])


def test_a_renamed_environment_keeps_its_drafts(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        dialog = console.app.connecting.open()
        name = dialog.form.input_of("name")
        console.until(lambda: name.text() == NAME, "its environment is shown")
        name.setFocus()
        name.selectAll()
        console.qtbot.keyClicks(name, "Renamed shop")
        console.press("Return", on=name)
        console.until(lambda: console.app.session.name == "Renamed shop", "renamed")
        console.rest()
        console.until(lambda: console.window.front is not None, "what was open is open again")
        assert console.text_of("Shipping details") == "UPS Ground"
