"""A console and the desk that it shares: joined without being waited for, left at once, and nothing where there is none."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from console.desk.place import held, shared_name
from console.model.environment import Secret
from console.store import desk_entry
from console.store.desk_entry import DeskEntry
from console.store.environments import Environments
from console.store.places import find_places
from console.ui.desk.sign import DeskSignButton
from console.ui.settings.settings import SettingsDialog
from tests.app.test_runs import NUMBER, opened, run_of, sent_to
from tests.presenters.given import new_order
from tests.support.checkout import ROOT
from tests.support.console import Console, environment_of, running
from tests.support.postgres import Desk
from tests.support.postgres import desk as desk
from tests.support.postgres import postgres as postgres
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

ALONE = """
import os, sys, threading
from PySide6.QtCore import QEventLoop, QTimer
from console.app.opening import StartOptions
from console.app.start import Start, application
from console.store.places import find_places

qt = application()
start = Start(qt, StartOptions(), find_places(os.environ))
start.show()
while not (start.app is not None and start.app._loaded and not start.app.jobs.busy and not start.app.disk.busy):
    qt.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
loaded = sorted(name for name in sys.modules if name.startswith(("psycopg", "console.desk")))
print(loaded, sorted(one.name for one in threading.enumerate() if "desk" in one.name))
start.close()
"""


@contextmanager
def at_the_desk(qtbot: QtBot, sandbox: Sandbox, address: str, password: str) -> Iterator[Console]:
    """A console of which a desk is set up, until it is closed."""
    places = find_places()
    places.prepare()
    desk_entry.save(Environments(places), DeskEntry(address, "", Secret(password)))
    with running(qtbot, environment_of(sandbox)) as console:
        yield console


@pytest.fixture
def anna(qtbot: QtBot, sandbox: Sandbox, desk: Desk) -> Iterator[Console]:
    """Anna's console, which has joined."""
    with at_the_desk(qtbot, sandbox, desk.url("anna"), desk.password("anna")) as console:
        console.until(lambda: sign(console) == "Desk: only you", "joined")
        yield console


def sign(console: Console) -> str:
    found = console.window.findChild(DeskSignButton)
    return found.text() if found is not None and found.isVisible() else ""


def said(console: Console) -> list[str]:
    return [one.notice.headline for one in console.app.telling.banners.state.banners]


def test_without_a_desk_nothing_of_one_is_loaded_and_no_thread_is_there() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["[]", "[]"]


def test_a_console_without_a_desk_has_no_sign_and_writes_no_outbox(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Tax", "0.28")
        console.send()
        assert console.window.findChild(DeskSignButton) is None
        with closing(sqlite3.connect(console.places.data / "console.db")) as file:
            assert file.execute("SELECT count(*) FROM trail").fetchone() == (1,)
            assert file.execute("SELECT count(*) FROM outbox").fetchone() == (0,)


def test_what_is_saved_is_on_the_desk_within_a_second_under_the_name_that_the_desk_gives(
    anna: Console, desk: Desk, sandbox: Sandbox
) -> None:
    anna.look_up(SAMPLE_ORDER)
    anna.type_into("Tax", "0.28")
    anna.send()
    with desk.connected("bert") as bert:

        def there() -> bool:
            return bert.execute("SELECT count(*) FROM desk.endings WHERE outcome = 'saved'").fetchone() == (
                1,
            )

        anna.until(there, "passed on")
        found = bert.execute("SELECT operator, environment, kind, record_id FROM desk.sends").fetchall()
        late = bert.execute("SELECT extract(epoch FROM max(at - written_at)) < 1 FROM desk.sends").fetchone()
    assert found == [("anna", shared_name(sandbox.url), "order", held(SAMPLE_ORDER))]
    assert late == (True,)


def test_a_colleague_is_counted_and_gone_when_gone(anna: Console, desk: Desk) -> None:
    console = uuid4()
    with desk.connected("bert") as bert:
        bert.execute("SELECT desk.here(%s, '[]', true)", (console,))
        anna.until(lambda: sign(anna) == "Desk: 2 here", "Bert is here")
        bert.execute("SELECT desk.gone(%s)", (console,))
        anna.until(lambda: sign(anna) == "Desk: only you", "Bert is gone")


@pytest.mark.fault(88)
def test_a_refused_password_is_said_once_and_the_sign_leads_to_the_settings(
    qtbot: QtBot, sandbox: Sandbox, desk: Desk
) -> None:
    with at_the_desk(qtbot, sandbox, desk.url("anna"), "not her password") as console:
        console.until(lambda: sign(console) == "Desk: not used", "refused")
        assert [one for one in said(console) if "refused" in one]
        console.look_up(SAMPLE_ORDER)
        assert console.page.editor.state.draft.base.id == SAMPLE_ORDER, "all else goes on"
        console.click("Desk: not used")
        (dialog,) = console.dialogs()
        assert isinstance(dialog, SettingsDialog)
        assert dialog.tabs.currentWidget().isAncestorOf(dialog.desk)
        console.rest()
        assert dialog.desk.inputs["address"].text() == desk.url("anna")
        dialog.reject()


def test_who_joins_in_settings_joins_now_and_who_leaves_leaves_now(
    qtbot: QtBot, sandbox: Sandbox, desk: Desk
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        dialog = console.app.settings.open()
        dialog.show_desk()
        console.rest()
        dialog.desk.inputs["address"].put(desk.url("anna"))
        dialog.desk.inputs["address"].typed.emit(desk.url("anna"))
        dialog.desk.inputs["password"].typed.emit(desk.password("anna"))
        dialog.desk.test.click()
        console.rest()
        assert dialog.desk.notice.headline.text(), "what the test found"
        assert sign(console) == ""
        dialog.desk.join.click()
        console.until(lambda: sign(console) == "Desk: only you", "joined")
        dialog.desk.leave.click()
        console.until(lambda: sign(console) == "", "left")
        assert console.app.sharing.joined is None
        dialog.reject()


def test_what_waits_of_one_operator_is_never_passed_on_under_the_name_of_another(
    qtbot: QtBot, sandbox: Sandbox, desk: Desk
) -> None:
    def join(dialog: SettingsDialog, who: str) -> None:
        dialog.desk.inputs["address"].typed.emit(desk.url(who))
        dialog.desk.inputs["password"].typed.emit(desk.password(who))
        dialog.desk.join.click()
        console.until(lambda: sign(console) == "Desk: only you", f"joined as {who}")

    with at_the_desk(qtbot, sandbox, desk.url("anna"), "not her password") as console:
        console.until(lambda: sign(console) == "Desk: not used", "refused")
        console.look_up(SAMPLE_ORDER)
        console.type_into("Tax", "0.30")
        console.send()
        dialog = console.app.settings.open()
        dialog.show_desk()
        console.rest()
        join(dialog, "bert")
        with desk.connected("bert") as bert:

            def there() -> list[tuple[object, ...]]:
                return bert.execute(
                    "SELECT s.operator, e.outcome FROM desk.endings e LEFT JOIN desk.sends s ON s.id = e.send"
                ).fetchall()

            console.until(lambda: there() == [(None, "saved")], "how it ended, but nothing in Bert's name")
            (item,) = console.window._side.history.entries  # type: ignore[union-attr]
            why = "not shared: It was written by anna, who is not at the desk from here any more."
            console.until(lambda: item.what.text().endswith(why), "the card says so")
            join(dialog, "anna")
            console.until(lambda: there() == [("anna", "saved")], "and it is Anna's, once she is back")
        dialog.reject()


def test_a_run_that_waits_for_the_desk_goes_on_once_it_was_joined_anew(
    qtbot: QtBot, sandbox: Sandbox, desk: Desk
) -> None:
    with at_the_desk(qtbot, sandbox, desk.url("anna"), "the one of before") as console:
        console.until(lambda: sign(console) == "Desk: not used", "refused")
        order = new_order(sandbox)
        window = opened(console, f"Order,Tracking number,Carrier,Notify\n{order},{NUMBER},UPS,no\n")
        window.foot.check.click()
        console.until(window.foot.start.isEnabled, "checked")
        window.foot.start.click()
        console.until(lambda: "Rows cannot be reserved" in run_of(console).state.reserve, "it asks")
        assert order not in sent_to(sandbox)
        dialog = console.app.settings.open()
        dialog.show_desk()
        console.rest()
        dialog.desk.inputs["password"].typed.emit(desk.password("anna"))
        dialog.desk.join.click()
        console.until(lambda: run_of(console).state.phase == "over", "it goes on by itself")
        assert sent_to(sandbox).count(order) == 1
        dialog.reject()


@pytest.mark.fault(102)
def test_a_desk_that_is_away_holds_nothing_up_and_what_was_sent_meanwhile_is_passed_on_later(
    qtbot: QtBot, sandbox: Sandbox, desk: Desk
) -> None:
    other = desk.cluster.make_desk()
    with at_the_desk(qtbot, sandbox, other.url("anna"), other.password("anna")) as console:
        console.until(lambda: sign(console) == "Desk: only you", "joined")
        name = other.database
        with desk.connected("postgres") as boss:
            boss.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
            boss.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        console.until(lambda: sign(console) not in ("Desk: only you", "Desk: connecting…"), "away")
        console.look_up(SAMPLE_ORDER)
        console.type_into("Tax", "0.29")
        console.send()
        console.until(
            lambda: "1 entry waits" in console.window.findChild(DeskSignButton).toolTip(), "and said"
        )
        with desk.connected("postgres") as boss:
            boss.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())
        console.app.sharing.act("retry desk")
        console.until(lambda: sign(console) == "Desk: only you", "joined again")
        with other.connected("bert") as bert:
            console.until(
                lambda: bert.execute("SELECT outcome FROM desk.endings").fetchall() == [("saved",)],
                "passed on",
            )
        console.until(lambda: "wait" not in console.window.findChild(DeskSignButton).toolTip(), "none waits")


def test_the_practice_sandbox_is_never_shared(anna: Console, sandbox: Sandbox) -> None:
    shop = environment_of(sandbox)
    assert anna.app.sharing.shared_as(shop) is not None
    assert anna.app.sharing.shared_as(replace(shop, name="Practice sandbox")) is None
