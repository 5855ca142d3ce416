"""The page before any record, in the whole window: an ID to begin with, last work, unsaved work, a run that was cut.

It must not send a file; tests/journeys/test_ship_file.py does.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console.app.opening import StartOptions
from console.model.shipments.shipments import RowRequest
from console.presenters.runs.items import RunRow, kept
from console.store.database import Database
from console.store.places import find_places
from console.store.runs import Run, Runs
from console.ui.runs.window import RunWindow
from tests.support.console import NAME, Console, environment_of, running
from tests.support.sandbox import SAMPLE_ORDER, Sandbox


def offered(console: Console) -> list[str]:
    found = console.window.welcome.findChildren(QPushButton)
    return [one.accessibleName() for one in found if one.isVisible()]


def test_the_sandbox_offers_three_ids_that_it_has(qtbot: QtBot) -> None:
    with running(qtbot, options=StartOptions(sandbox=True)) as console:
        console.until(lambda: "Look #1001 up" in offered(console), "the sandbox is there")
        for text in ("#1001", "C-2207", "#1002"):
            console.until(lambda text=text: f"Look {text} up" in offered(console), "it can be pressed")
            console.click(f"Look {text} up", console.window.welcome)
            console.rest()
            assert text.strip("#") in console.text_of_title()
            console.app.workbench.close(console.page.editor)


def test_what_was_done_last_is_offered_where_nothing_is_open(console: Console) -> None:
    assert offered(console) == ["Ship from a file"]
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "by mule")
    assert console.app.journal is not None
    console.app.journal.flush()
    console.rest()
    editor = console.page.editor
    unsaved = console.window.unsaved
    console.until(lambda: unsaved.isVisible(), "it is kept")
    console.app.workbench.close(editor)
    console.rest()
    names = offered(console)
    assert [name.split(",")[0] for name in names] == ["Ship from a file", "Order #1001", "Order #1001"]
    assert "1 change" in names[1]
    console.click(names[1], console.window.welcome)
    console.rest()
    assert console.text_of("Shipping details") == "by mule"


def test_a_run_that_was_cut_is_gone_on_with_from_there(qtbot: QtBot, sandbox: Sandbox) -> None:
    shop = environment_of(sandbox)
    with running(qtbot, shop) as console:
        database = Database(find_places(os.environ))
        row = RunRow(0, (SAMPLE_ORDER,), RowRequest(SAMPLE_ORDER))
        run = Run(NAME, "monday.csv", (), datetime(2026, 1, 2, 12, tzinfo=UTC), {})
        Runs(database).begin(run, [kept(row)])
        database.close()
        assert console.app.runs is not None
        console.app.runs.look_for_unfinished()
        console.rest()
        console.click("Go on with monday.csv", console.window.welcome)
        console.rest()
        [window] = console.window.findChildren(RunWindow)
        console.until(lambda: window.name.text() == "monday.csv", "it is open")
        assert window.isVisible()
