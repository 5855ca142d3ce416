"""When no answer comes: the record itself tells, nothing is sent twice unasked, and a restart changes nothing of that.

It must not let the console guess; what the sandbox holds is what must be said.
"""

from __future__ import annotations

import os
import threading
from contextlib import closing
from datetime import datetime

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from console.model.records import Cart, Order
from console.presenters.saving import open_ends, saving
from console.presenters.saving.open_end import OpenEnd
from console.presenters.saving.saved import Saved
from console.store.database import Database
from console.store.places import find_places
from console.store.trail import Trail
from tests.presenters.given import Between, Late, answer_lost, passed, request_lost
from tests.support.console import Console, environment_of, posts, running
from tests.support.sandbox import SAMPLE_ORDER, Sandbox


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The looks at a record whose write got no answer follow at once."""
    monkeypatch.setattr(saving, "LOOK_AGAIN", (0.0, 0.0, 0.0))


@pytest.mark.fault(33)
def test_an_answer_that_is_lost_after_the_write_is_found_to_have_arrived(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    with (
        Between(sandbox, passed, passed, answer_lost, passed) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.send()
        assert "it did arrive" in console.said.headline
        assert len(posts(sandbox)) == 1
        assert not console.page.editor.state.draft.dirty


def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The further looks follow every tenth of a second, for a minute."""
    for module in (saving, open_ends):
        monkeypatch.setattr(module, "LOOK_LATER", (0.1,) * 600)


def all_the_same(console: Console) -> QAbstractButton:
    return console.named("Send all the same", QAbstractButton, console.sheet)


def outcomes() -> list[str]:
    """What the trail says of everything that was sent, newest first."""
    with closing(Database(find_places(os.environ))) as database:
        return [entry.outcome for entry in Trail(database).search()]


@pytest.mark.fault(22)
def test_a_write_that_comes_late_is_found_by_itself_while_one_types_on(
    qtbot: QtBot, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon(monkeypatch)
    late = Late()
    with (
        Between(sandbox, passed, passed, late.step, passed) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.send()
        assert "It had not arrived by " in console.said.headline
        assert "a slow server may still apply it" in console.page.header.may_arrive.text()
        console.type_into("Tax", "0.28")
        assert posts(sandbox) == []
        late.apply()
        console.until(lambda: "It did arrive, late" in console.said.headline, "it is found by itself")
        state = console.page.editor.state
        assert state.draft.base.shipping_details == "UPS Ground"
        assert state.draft.edits == {"taxAmount": "0.28"}
        assert not console.page.header.may_arrive.isVisible()
        assert len(posts(sandbox)) == 1
    assert outcomes() == ["arrived"]


def test_a_record_that_is_opened_with_an_open_write_is_judged_by_workers(
    qtbot: QtBot, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    where: list[threading.Thread] = []
    judged = OpenEnd.judged

    def noted(end: OpenEnd, record: Order | Cart, now: datetime) -> Saved:
        where.append(threading.current_thread())
        return judged(end, record, now)

    with (
        Between(sandbox, passed, passed, request_lost, passed) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.send()
    monkeypatch.setattr(OpenEnd, "judged", noted)
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.front is not None, "it is open again")
        reopened = len(where)
        assert reopened > 0
        console.page.editor.discard()
        console.press("W", ctrl=True)
        console.look_up(SAMPLE_ORDER)
        assert len(where) > reopened
    assert threading.main_thread() not in where


def test_what_is_sent_beside_one_that_may_still_arrive_is_sent_by_a_named_step_alone(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    late = Late()
    with (
        Between(sandbox, passed, passed, late.step, passed) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.send()
        console.press("S", ctrl=True)
        assert not console.sheet.send.isEnabled()
        assert all_the_same(console).hasFocus()
        assert "both may be applied" in all_the_same(console).accessibleDescription()
        console.press("Return", ctrl=True, on=console.sheet)
        assert console.page.sheet is not None, "the usual way to send does nothing"
        console.click_on(all_the_same(console))
        console.press("Return", ctrl=True, on=console.sheet)
        console.rest()
        assert console.said.headline.startswith("Saved and verified")
        assert len(posts(sandbox)) == 1
    assert outcomes() == ["saved", "not arrived"]


def test_the_guard_holds_after_a_restart_and_for_a_record_whose_tab_was_closed(
    qtbot: QtBot, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Late()
    with (
        Between(sandbox, passed, passed, late.step, passed) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.send()
    soon(monkeypatch)
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.front is not None, "the record is open again")
        console.rest()
        assert "had not arrived by" in console.said.headline
        console.press("S", ctrl=True)
        assert not console.sheet.send.isEnabled()
        console.press("Escape", on=console.sheet)
        console.app.workbench.close(console.page.editor)
        late.apply()
        console.until(lambda: "It did arrive, late" in console.foot, "it is told although no tab shows it")
    assert outcomes() == ["arrived"]


def test_an_unknown_outcome_survives_a_restart_and_is_settled_then(qtbot: QtBot, sandbox: Sandbox) -> None:
    with (
        Between(sandbox, passed, passed, answer_lost, request_lost) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.send()
        assert console.said.headline.startswith("It is not known whether this was saved")
        console.press("S", ctrl=True)
        assert not console.sheet.send.isEnabled(), "nothing more is sent unasked while that is open"
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.front is not None, "the record is open again")
        console.rest()
        assert "it did arrive" in console.said.headline
        assert not console.page.editor.state.draft.dirty
        assert len(posts(sandbox)) == 1
