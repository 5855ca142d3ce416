"""What was opened once can be found and read without a server, and says how old it is.

It must not pass a kept reading off as a fresh one.
"""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.support.console import Console, environment_of, running
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox


def test_a_record_is_read_as_it_was_when_the_server_is_away(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.press("W", ctrl=True)
    sandbox.stop()
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up("#1001")
        console.until(lambda: console.window.front is not None, "the kept reading is open")
        assert console.said.headline.startswith("This is the record as of ")
        assert console.text_of("E-mail address") == "jose@example.com"
        assert "connection was refused" in console.lookup_says


def test_typing_finds_what_was_opened_by_any_of_its_keys(console: Console) -> None:
    for record in (SAMPLE_ORDER, SAMPLE_CART):
        console.look_up(record)
    entries = console.window.recents.entries
    console.until(lambda: entries.model().rowCount() == 2, "both are listed")
    for text, found in (("0001204", 1), ("jose@", 2), ("c-2207", 1), ("nobody has this", 0), ("", 2)):
        console.type_into("Look up", text)
        console.rest()
        console.until(lambda found=found: entries.model().rowCount() == found, text)


def test_deleting_local_data_asks_and_leaves_the_screen_alone(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.window.actions_["wipe"].trigger()
        (dialog,) = console.dialogs()
        console.click("Delete", within=dialog)
        console.rest()
        assert console.text_of_title() == "Order #1001"
        console.press("W", ctrl=True)
    sandbox.stop()
    with running(qtbot, environment_of(sandbox)) as console:
        assert console.window.recents.entries.isVisible() is False
        console.look_up("#1001")
        assert console.window.front is None


@pytest.mark.fault(73)
def test_what_was_open_is_open_as_of_then_and_stays_open_whatever_is_looked_up(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    six = [SAMPLE_ORDER, SAMPLE_CART, "1002", "1003", "1004", "1005"]
    with running(qtbot, environment_of(sandbox)) as console:
        for record in six:
            console.look_up(record)
        console.look_up("1003")
        titles = [console.window.tabs.tabText(place) for place in range(6)]
    sandbox.stop()
    for _ in range(2):
        with running(qtbot, environment_of(sandbox)) as console:
            console.until(lambda console=console: console.window.tabs.count() == 6, "all six are open")
            console.rest()
            assert [console.window.tabs.tabText(place) for place in range(6)] == titles
            assert console.text_of_title() == "Order #1003"
            assert console.said.headline.startswith("This is the record as of ")
            assert "connection was refused" in console.banner
            console.look_up("1002")
            assert console.window.tabs.count() == 6
            console.look_up("1003")
