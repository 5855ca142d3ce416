"""The first write of a day to production, through the real window: nothing is sent before the tick, by no key.

It must not look at anything but the screen and the sandbox's own account of what it was asked.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.support.console import Console, environment_of, posts, running
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox


@pytest.fixture
def live(qtbot: QtBot, sandbox: Sandbox) -> Iterator[Console]:
    """A console on a shop whose colour is production's."""
    with running(qtbot, environment_of(sandbox, name="Shop & Co, live", accent="production")) as console:
        yield console


def test_no_key_sends_before_the_tick_and_the_day_is_asked_once(live: Console, sandbox: Sandbox) -> None:
    live.look_up(SAMPLE_ORDER)
    live.type_into("Shipping details", "UPS")
    live.press("S", ctrl=True)
    sheet = live.sheet
    assert sheet.confirm.accessibleName() == "Yes, write to Shop & Co, live"
    assert sheet.confirm.text() == "Yes, write to Shop && Co, live"
    assert sheet.confirm.hasFocus(), "the cursor stands where something is to do"
    assert not sheet.send.isEnabled()
    for key in ("Return", "Enter"):
        live.press(key, ctrl=True, on=sheet)
        live.press(key, on=sheet.confirm)
        live.click_on(sheet.send)
    live.rest()
    assert sheet.isVisible()
    assert posts(sandbox) == []

    live.press("Space", on=sheet.confirm)
    assert sheet.confirm.isChecked()
    assert sheet.send.isEnabled()
    live.press("Return", ctrl=True, on=sheet)
    live.rest()
    assert len(posts(sandbox)) == 1
    assert live.said.headline.startswith("Saved and verified at ")

    live.look_up(SAMPLE_CART)
    live.type_into("Shipping details", "DHL")
    live.press("S", ctrl=True)
    assert not live.sheet.confirm.isVisible()
    live.press("Return", ctrl=True, on=live.sheet)
    live.rest()
    assert len(posts(sandbox)) == 2


def test_other_environments_do_not_ask(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox, accent="test")) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS")
        console.press("S", ctrl=True)
        assert not console.sheet.confirm.isVisible()
        assert console.sheet.send.hasFocus()
        console.press("Return", ctrl=True, on=console.sheet)
        console.rest()
    assert len(posts(sandbox)) == 1


def test_marking_an_order_shipped_asks_as_well(live: Console, sandbox: Sandbox) -> None:
    live.look_up(SAMPLE_ORDER)
    live.press("S", ctrl=True, shift=True)
    QTest.keyClicks(live.shipping.number, "1Z999AA10123456784")
    live.press("D", alt=True)
    live.press("Return")
    sheet = live.sheet
    live.press("Return", ctrl=True, on=sheet)
    live.rest()
    assert sheet.isVisible()
    assert posts(sandbox) == []
    live.press("Space", on=sheet.confirm)
    live.press("Return", ctrl=True, on=sheet)
    live.rest()
    assert len(posts(sandbox)) == 1
