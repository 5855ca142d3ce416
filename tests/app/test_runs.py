"""Shipping a file in the whole console: what the main window says of it, and how closing and switching wait for it.

It must not test the window for shipping or what is sent; those have tests of their own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.app.runs import unfinished
from console.model.remembered import RUN_COLUMNS
from console.model.settings import Settings
from console.presenters.notice import OPEN_RUN
from console.presenters.runs.run import ShippingRun
from console.store.database import Database
from console.store.runs import Runs
from console.ui.runs.window import RunWindow
from tests.presenters.given import new_order
from tests.support.console import NAME, Console, environment_of, posts, running
from tests.support.sandbox import Sandbox, serve

NUMBER = "1Z999AA10123456784"


@pytest.fixture
def slow() -> Iterator[Sandbox]:
    """A sandbox that takes its time, so that rows are on their way while something else is done."""
    yield from serve(delay=60)


@pytest.fixture
def console(qtbot: QtBot, sandbox: Sandbox) -> Iterator[Console]:
    """A console that is connected to the `sandbox` fixture."""
    with running(qtbot, environment_of(sandbox)) as made:
        yield made


def window_of(console: Console) -> RunWindow:
    """The window for shipping, once it is there."""
    console.until(lambda: bool(console.window.findChildren(RunWindow)), "the window is there")
    return console.window.findChildren(RunWindow)[-1]


def run_of(console: Console) -> ShippingRun:
    """Its presenter, to look at."""
    run = console.app.runs._run
    assert run is not None
    return run


def opened(console: Console, text: str = "") -> RunWindow:
    """The window, opened on rows that are pasted."""
    console.press("B", ctrl=True, shift=True)
    window = window_of(console)
    if text:
        QApplication.clipboard().setText(text)
        window.paste.click()
        console.until(window.foot.check.isEnabled, "it can be checked")
    return window


def sending(console: Console, sandbox: Sandbox, count: int) -> list[str]:
    """Begin to send so many orders of the test's own; returns when the first has its answer."""
    with ThreadPoolExecutor(10) as together:  # or a slow sandbox would take seconds to make them
        orders = list(together.map(lambda _: new_order(sandbox), range(count)))
    rows = "".join(f"{order},{NUMBER},UPS,no\n" for order in orders)
    window = opened(console, f"Order,Tracking number,Carrier,Notify\n{rows}")
    window.foot.check.click()
    console.until(window.foot.start.isEnabled, "it can be started")
    window.foot.start.click()
    console.until(
        lambda: console.app.runs.sending and run_of(console).state.done > 0, "rows are on their way"
    )
    return orders


def endings() -> dict[str, int]:
    """What stands on the disk of the last run."""
    from console.store.places import find_places

    with closing(Database(find_places())) as database:
        return {str(ending): count for ending, count in Runs(database).statuses(1).items()}


def sent_to(sandbox: Sandbox) -> list[str]:
    """The orders that were written to by the console, as the server tells; those that the test made left out."""
    return [line["path"].rsplit("/", 1)[-1] for line in posts(sandbox) if line["path"] != "/orders"]


# -- closing and switching --------------------------------------------------------------------------------


def test_closing_stops_a_run_and_waits_for_what_is_on_its_way(qtbot: QtBot, slow: Sandbox) -> None:
    with running(qtbot, environment_of(slow)) as console:
        orders = sending(console, slow, 60)
        console.window.close()
        console.until(lambda: "the window closes when" in console.foot, "it says so")
        assert console.window.isVisible()
        console.until(lambda: not console.window.isVisible(), "it closes by itself")
        console.rest()
    kept = endings()
    assert set(kept) == {"sent", "to send"}, "nothing is left unknown"
    assert len(sent_to(slow)) == kept["sent"] < len(orders)


def test_closing_twice_leaves_at_once_and_the_next_start_sends_nothing_twice(
    qtbot: QtBot, slow: Sandbox
) -> None:
    with running(qtbot, environment_of(slow)) as console:
        orders = sending(console, slow, 40)
        console.window.close()
        console.until(lambda: "the window closes when" in console.foot)
        console.window.close()
        console.until(lambda: not console.window.isVisible())
    with running(qtbot, environment_of(slow)) as console:
        console.until(lambda: "was not finished" in console.banner)
        console.click(OPEN_RUN.label, console.window.bar)
        window = window_of(console)
        console.until(window.foot.resume.isEnabled)
        window.foot.resume.click()
        console.until(lambda: run_of(console).state.phase == "over" and not run_of(console).state.to_send)
        console.rest()
    assert sorted(sent_to(slow)) == sorted(orders)


def test_another_environment_is_not_taken_while_rows_are_sent(qtbot: QtBot, slow: Sandbox) -> None:
    with running(qtbot, environment_of(slow), environment_of(slow, name="Other")) as console:
        sending(console, slow, 40)
        console.window.environment_chosen.emit("Other")
        assert "A file is being sent; switch to Other when the answer is there." in console.foot
        assert console.app.session.name == NAME
        window_of(console).foot.stop.click()
        console.until(lambda: not console.app.runs.sending)
        console.rest()
        console.window.environment_chosen.emit("Other")
        console.until(lambda: console.app.session.name == "Other")
        console.rest()
        assert not [one for one in console.window.findChildren(RunWindow) if one.isVisible()]
        again = opened(console)
        assert again.environment.text() == "Other"
        assert run_of(console).state.runs == (), "the run is the other environment's"


# -- what the main window says ----------------------------------------------------------------------------


def test_a_window_that_is_put_away_goes_on_and_the_main_one_says_so(qtbot: QtBot, slow: Sandbox) -> None:
    with running(qtbot, environment_of(slow)) as console:
        sending(console, slow, 30)
        window = window_of(console)
        window.close()
        assert console.foot.startswith("what was pasted: It goes on being sent.")
        console.until(lambda: "30 sent and verified" in console.foot, "it tells the end")
        console.click(OPEN_RUN.label, console.window.bar)
        console.until(window.isVisible)
        console.rest()


def test_a_run_that_is_put_away_does_not_wait_unseen_for_an_answer(
    console: Console, sandbox: Sandbox
) -> None:
    window = opened(console, f"Order,Tracking number\n{new_order(sandbox)},{NUMBER}\n")
    window.close()
    run = run_of(console)

    run.put(replace(run.state, reserve="Rows cannot be reserved."))

    assert console.foot.startswith("what was pasted: It waits: rows cannot be reserved.")


def test_how_far_a_cut_run_came_is_said() -> None:
    told = unfinished(
        "warehouse.csv", {"sent": 700, "sending": 2, "unknown": 1, "to send": 1297, "left out": 9}
    )
    assert told.headline == "warehouse.csv was not finished: 700 sent, 3 unknown, 1,297 not sent."
    assert told.action == OPEN_RUN


def test_without_a_server_nothing_is_opened(qtbot: QtBot) -> None:
    with running(qtbot) as console:
        for dialog in console.dialogs():
            dialog.close()
        console.window.actions_["ship_file"].trigger()
        assert console.foot.startswith("Connect to a server first")
        assert not console.window.findChildren(RunWindow)


# -- what is kept -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sample.csv", "sample.xlsx"])
def test_a_sample_file_can_be_read_back_and_needs_no_mapping(console: Console, name: str) -> None:
    window = opened(console)
    path = console.places.config / name
    window.sample_asked.emit(str(path))
    console.until(lambda: f"Wrote {name}." in window.foot.notice.headline.text())
    window.take(str(path))
    console.until(window.foot.check.isEnabled)
    assert [choice.currentData() for choice in window.mapping.columns.strip.choices] == [
        "order",
        "tracking",
        "carrier",
        "date",
        "details",
        "message",
    ]
    assert [item.request.problem for item in run_of(console).rows] == ["", ""]
    if name.endswith("csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.reader(file))) == 3


def test_a_sample_that_cannot_be_written_is_said(console: Console) -> None:
    window = opened(console)
    window.sample_asked.emit("/nowhere/sample.csv")
    console.until(lambda: "could not save" in window.foot.notice.headline.text())


def test_columns_are_remembered_for_the_next_start(qtbot: QtBot, sandbox: Sandbox) -> None:
    text = f"Depot,Ware\n{new_order(sandbox)},{NUMBER}\n"
    with running(qtbot, environment_of(sandbox)) as console:
        window = opened(console)
        QApplication.clipboard().setText(text)
        window.paste.click()
        console.until(lambda: run_of(console).state.phase == "map" and not run_of(console).state.busy)
        window.mapping.reading.head_chosen.emit(1)
        window.mapping.columns.strip.mapped.emit(0, "order")
        window.mapping.columns.strip.mapped.emit(1, "tracking")
        console.until(window.foot.check.isEnabled)
        window.foot.check.click()
        console.until(lambda: run_of(console).state.phase == "checked")
        console.rest()
    with running(qtbot, environment_of(sandbox)) as console:
        window = opened(console, text)
        assert run_of(console).state.header_row == 1
        assert run_of(console).state.roles == {0: "order", 1: "tracking"}


@pytest.mark.parametrize("kept", ["[", '{"a": ["order"], "b": "nonsense"}', "7"])
def test_what_was_remembered_may_be_damaged(qtbot: QtBot, sandbox: Sandbox, kept: str) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.start.ini.setValue(RUN_COLUMNS, kept)
        opened(console)
        assert run_of(console).file.known == {}


def test_calls_at_once_and_carriers_are_those_of_the_settings(console: Console, sandbox: Sandbox) -> None:
    console.app.settings.save(Settings(calls_at_once=3))
    window = opened(console, f"Order,Tracking number,Notify\n{new_order(sandbox)},TOWN12345678,no\n")
    assert run_of(console).state.at_once == 3
    assert run_of(console).rows[0].request.problem == "bad number"
    from console.model.carriers.carriers import carriers

    own = (
        '[town]\nname = "Town"\ntemplate = "https://town.example/{n}"\n'
        "numbers = [{ pattern = 'TOWN\\\\d{8}' }]\nsource = \"a letter\"\n"
    )
    console.app.settings.save(Settings(calls_at_once=5))
    console.app.settings._take(carriers(own.replace("\\\\", "\\")))
    console.until(
        lambda: run_of(console).rows[0].request.shipment.link == "https://town.example/TOWN12345678"
    )
    console.until(window.foot.check.isEnabled)
    window.foot.check.click()
    console.until(lambda: run_of(console).state.phase == "checked")
    assert run_of(console).state.at_once == 5
    assert run_of(console).rows[0].verdict == "will ship"
    console.rest()


def test_runs_are_gone_from_the_list_when_local_data_is_deleted(qtbot: QtBot, slow: Sandbox) -> None:
    with running(qtbot, environment_of(slow)) as console:
        sending(console, slow, 20)
        window = window_of(console)
        console.until(lambda: run_of(console).state.phase == "over" and window.earlier.isEnabled())
        console.app.forgetting._wipe()
        console.until(lambda: not window.earlier.isEnabled(), "none is offered")
        console.rest()
