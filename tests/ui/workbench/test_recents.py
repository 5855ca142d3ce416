"""The pane at the left: records opened lately, chosen by mouse or key.

It must not look anything up; a chosen entry is told by its id.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.presenters.workbench.recents import Opened, RecentsState
from console.ui.workbench.recents import RecordsPane
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER
from tests.ui.conftest import Wear

WHEN = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
TWO = RecentsState(
    (
        Opened(SAMPLE_ORDER, "Order #1001", "processed · 39.53 USD", WHEN),
        Opened(SAMPLE_CART, "Cart C-2207", "active · 125.44 USD", WHEN),
    )
)


@pytest.fixture
def pane(qtbot: QtBot, wear: Wear) -> RecordsPane:
    wear()
    made = RecordsPane("Recent", "Records that you look up are listed here.")
    qtbot.addWidget(made)
    made.resize(184, 400)
    with qtbot.waitActive(made):
        made.show()
    return made


def test_an_empty_list_says_what_it_is_for(pane: RecordsPane) -> None:
    assert pane.empty.isVisible()
    assert not pane.entries.isVisible()
    pane.show_state(TWO)
    assert not pane.empty.isVisible()
    assert pane.entries.model().rowCount() == 2
    pane.show_state(RecentsState())
    assert pane.empty.isVisible()


def test_a_filter_without_a_match_says_so_and_trouble_is_not_called_empty(pane: RecordsPane) -> None:
    pane.show_state(RecentsState(sought="mule"))
    assert pane.empty.text().startswith("Nothing here matches.")
    assert pane.empty.isVisible()
    pane.show_state(RecentsState(trouble="The disk is full."))
    assert (pane.empty.isVisible(), pane.trouble.isVisible()) == (False, True)
    pane.show_state(RecentsState())
    assert pane.empty.text() == "Records that you look up are listed here."


def test_the_cursor_enters_at_the_first_and_leaves_upwards(pane: RecordsPane, qtbot: QtBot) -> None:
    assert not pane.take_cursor(), "there is nothing to enter"
    pane.show_state(TWO)
    assert pane.take_cursor()
    assert (pane.entries.hasFocus(), pane.entries.currentIndex().row()) == (True, 0)
    qtbot.keyClick(pane.entries, Qt.Key.Key_Down)
    qtbot.keyClick(pane.entries, Qt.Key.Key_Up)
    assert pane.entries.currentIndex().row() == 0
    with qtbot.waitSignal(pane.left):
        qtbot.keyClick(pane.entries, Qt.Key.Key_Up)


@pytest.mark.parametrize("by_key", [True, False])
def test_choosing_an_entry_tells_its_id(pane: RecordsPane, qtbot: QtBot, by_key: bool) -> None:
    pane.show_state(TWO)
    index = pane.entries.model().index(1, 0)
    with qtbot.waitSignal(pane.chosen) as chosen:
        if by_key:
            pane.entries.setFocus()
            pane.entries.setCurrentIndex(index)
            qtbot.keyClick(pane.entries, Qt.Key.Key_Return)
        else:
            at = pane.entries.visualRect(index).center()
            qtbot.mouseClick(pane.entries.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [SAMPLE_CART]


def test_the_selection_stays_while_the_list_does(pane: RecordsPane) -> None:
    pane.show_state(TWO)
    pane.entries.setCurrentIndex(pane.entries.model().index(1, 0))
    pane.show_state(RecentsState(tuple(TWO.entries), "The disk is full."))
    assert pane.entries.currentIndex().row() == 1
    assert pane.trouble.text() == "The disk is full."
    assert pane.trouble.isVisible()


def test_showing_a_state_twice_changes_nothing(pane: RecordsPane) -> None:
    pane.show_state(TWO)
    before = pane.grab().toImage()
    pane.show_state(TWO)
    assert pane.grab().toImage() == before


def test_a_double_click_opens_once(pane: RecordsPane, qtbot: QtBot) -> None:
    pane.show_state(TWO)
    told: list[str] = []
    pane.chosen.connect(told.append)
    at = pane.entries.visualRect(pane.entries.model().index(0, 0)).center()
    qtbot.mouseClick(pane.entries.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(pane.entries.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert set(told) == {SAMPLE_ORDER}
