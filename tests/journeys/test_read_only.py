"""A read-only environment, through the real window: no button that sends, the reason in its place, and nothing sent by any key.

It must not look at anything but the screen and the sandbox's own account of what it was asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from console.api.errors import ReadOnly
from console.store.database import Database
from console.store.trail import Trail
from console.ui.runs.window import RunWindow
from console.ui.shell.actions import WRITES
from console.ui.trail.trail import TrailWindow
from console.ui.workbench.palette import PaletteDialog
from tests.presenters.trail.sent import INTENT
from tests.support.console import Console, environment_of, posts, running
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

NAME = "Shop & Co, live"


@pytest.fixture
def looking(qtbot: QtBot, sandbox: Sandbox) -> Iterator[Console]:
    """A console on an environment that is read-only."""
    shop = replace(environment_of(sandbox, name=NAME, accent="production"), read_only=True)
    with running(qtbot, shop) as console:
        yield console


def shown(console: Console) -> list[str]:
    """The texts of the buttons that can be seen."""
    found = console.window.findChildren(QPushButton)
    return [one.text() for one in found if one.isVisible()]


def test_no_button_menu_or_key_leads_to_sending_and_the_bar_says_why(
    looking: Console, sandbox: Sandbox
) -> None:
    for record in (SAMPLE_ORDER, SAMPLE_CART):
        looking.look_up(record)
        assert not [text for text in shown(looking) if text.startswith(("Save", "Mark"))]
        assert looking.window.bar.read_only.isVisible()
        assert looking.window.bar.read_only.text() == f"{NAME} is read-only: look up only"
        assert looking.page.editor.state.locked.startswith(f"“{NAME}” is read-only")
        assert "Try again" not in shown(looking)
        for key, shift in (("S", False), ("S", True)):
            looking.press(key, ctrl=True, shift=shift)
        looking.rest()
        assert looking.dialogs() == []
    assert looking.window.windowTitle() == f"Order Console — {NAME} (read-only)"
    assert looking.window.environment.text() == "Shop && Co, live · read-only"
    offered = {
        action.property("name") for action in looking.window.findChildren(QAction) if action.isVisible()
    }
    assert offered.isdisjoint(WRITES)
    assert not looking.window.cart.isVisible()
    looking.app.finding.open()
    (palette,) = looking.dialogs()
    assert isinstance(palette, PaletteDialog)
    rows = palette.list.model()
    words = [str(rows.index(place, 0).data()) for place in range(rows.rowCount())]
    palette.reject()
    assert "Reload" in words
    assert not {"Save", "Mark shipped", "Abandon cart", "Expire cart", "Mark activity"} & set(words)
    assert posts(sandbox) == []


def test_an_entry_of_another_environment_is_told_apart_and_leads_to_no_record_of_this_one(
    looking: Console,
) -> None:
    looking.look_up(SAMPLE_ORDER)
    with closing(Database(looking.places, beside=True)) as database:
        trail = Trail(database)
        trail.end(trail.begin(replace(INTENT, environment="Test shop", record_id=SAMPLE_ORDER)), "saved")
    looking.window.actions_["trail"].trigger()
    (trail_window,) = looking.window.findChildren(TrailWindow)
    looking.until(lambda: trail_window.model.rowCount() == 1, "it is found")
    QApplication.clipboard().setText("as it was")
    for key in ("open", "link", "sentence"):
        trail_window.headline.clear()
        trail_window.hand_asked.emit(SAMPLE_ORDER, key)
        assert trail_window.headline.text() == "That record is in Test shop: bring that into use first."
    assert QApplication.clipboard().text() == "as it was"
    trail_window.hand_asked.emit(SAMPLE_ORDER, "id")
    assert QApplication.clipboard().text() == SAMPLE_ORDER
    trail_window.close()


def test_the_client_itself_sends_no_write(looking: Console, sandbox: Sandbox) -> None:
    client = looking.app.session.client
    assert client is not None
    with pytest.raises(ReadOnly) as caught:
        client.update_order(SAMPLE_ORDER, {"shippingDetails": "UPS"}, trigger_events=False)
    assert caught.value.sent is False
    assert NAME in caught.value.headline
    assert posts(sandbox) == []


def test_a_file_is_checked_and_there_is_no_start(looking: Console, sandbox: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text("Order;Tracking\n#1003;1Z5R89390000010035\n", "utf-8")
    assert looking.app.runs is not None
    looking.app.runs.take(str(file))
    looking.until(lambda: bool(looking.window.findChildren(RunWindow)), "the window is there")
    (window,) = looking.window.findChildren(RunWindow)
    looking.until(window.foot.check.isEnabled, "the file is read")
    looking.click_on(window.foot.check)
    looking.until(lambda: looking.app.runs is not None and window.foot.save.isEnabled(), "it is checked")
    foot = window.foot
    seen = {made.accessibleName() for made in foot.findChildren(QPushButton) if made.isVisible()}
    assert "Check" in seen
    assert not seen & {"Start", "Resume", "Retry failed", "Send unknown again"}
    assert foot.sentence.text() == f"“{NAME}” is read-only: rows can be checked, and nothing can be sent."
    assert foot.sentence.isVisible()
    assert foot.notice.advice.text() == "Nothing has been sent."
    assert not window.asking.isVisible()
    assert posts(sandbox) == []


def test_drafts_from_before_stay_and_are_there_again_when_it_is_not_read_only_any_more(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    shop = environment_of(sandbox)
    with running(qtbot, shop) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "by boat")
    with running(qtbot, replace(shop, read_only=True)) as console:
        console.until(lambda: console.window.front is not None, "it is open again")
        console.rest()
        assert console.text_of("Shipping details") == "by boat"
    with running(qtbot, shop) as console:
        console.until(lambda: console.window.front is not None, "it is open again")
        console.rest()
        assert console.text_of("Shipping details") == "by boat"
        console.send()
        assert len(posts(sandbox)) == 1
