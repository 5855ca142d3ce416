"""The page before any record: how to begin, and what can be pressed there.

It must not decide what is offered; its presenter does.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.presenters.workbench.recents import Opened
from console.presenters.workbench.welcome import CutRun, WelcomeState
from console.ui.workbench.welcome import Welcome
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER
from tests.ui.conftest import Wear

WHEN = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
ALL = WelcomeState(
    True,
    ("#1001", "C-2207", "#1002"),
    (Opened(SAMPLE_ORDER, "Order #1001 & sons", "2 changes · 14:02", WHEN),),
    (CutRun(7, "monday.csv", "3 sent, 2 not sent"),),
    (Opened(SAMPLE_CART, "Cart C-2207", "active · 125.44 USD", WHEN),),
)


@pytest.fixture
def page(qtbot: QtBot, wear: Wear) -> Welcome:
    wear()
    made = Welcome()
    qtbot.addWidget(made)
    made.resize(900, 600)
    with qtbot.waitActive(made):
        made.show()
    return made


def buttons(page: Welcome) -> dict[str, QPushButton]:
    found = page.findChildren(QPushButton)
    return {one.accessibleName(): one for one in found if one.isVisibleTo(page)}


def words(page: Welcome) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]


def test_before_anything_is_connected_it_says_how_to_begin(page: Welcome) -> None:
    page.show_state(WelcomeState())
    assert words(page)[0] == "Look an order or a cart up by its ID."
    assert buttons(page) == {}


def test_everything_that_is_offered_can_be_reached_and_pressed_by_keys(page: Welcome, qtbot: QtBot) -> None:
    page.show_state(ALL)
    chosen: list[object] = []
    page.chosen.connect(chosen.append)
    page.run_asked.connect(chosen.append)
    page.ship_asked.connect(lambda: chosen.append("ship"))
    for made in buttons(page).values():
        assert made.focusPolicy() & Qt.FocusPolicy.TabFocus
        qtbot.keyClick(made, Qt.Key.Key_Space)
    assert chosen == ["#1001", "C-2207", "#1002", "ship", 7, SAMPLE_ORDER, SAMPLE_CART]
    assert list(buttons(page))[4:] == [
        "Go on with monday.csv",
        "Order #1001 & sons, 2 changes · 14:02",
        "Cart C-2207, active · 125.44 USD",
    ]
    assert {"UNSAVED", "LAST WORK", "RUNS THAT WERE NOT FINISHED", "3 sent, 2 not sent"} <= set(words(page))


def test_showing_a_state_twice_changes_nothing_and_another_one_replaces_it(page: Welcome) -> None:
    page.show_state(ALL)
    before = list(buttons(page).values())
    page.show_state(ALL)
    assert list(buttons(page).values()) == before
    page.show_state(WelcomeState(True))
    assert list(buttons(page)) == ["Ship from a file"]


def test_a_small_window_scrolls(page: Welcome, qtbot: QtBot) -> None:
    page.show_state(ALL)
    page.resize(500, 200)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    assert page.horizontalScrollBar().maximum() == 0
