"""The panes in a narrow window: folded into buttons that lead to all that is in them.

It must not test that nothing overlaps; tests/ui/shell/test_window_room.py does.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.support.console import Console
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER


@pytest.fixture
def narrow(console: Console) -> Console:
    console.look_up(SAMPLE_CART)
    console.look_up(SAMPLE_ORDER)
    console.window.resize(640, 700)
    QApplication.processEvents()
    return console


def entries(console: Console) -> list[str]:
    menu = console.window.panes.menu
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions()]


def test_unsaved_and_recent_stay_in_reach_at_640(narrow: Console) -> None:
    panes = narrow.window.panes
    assert not panes.left.isVisible()
    narrow.type_into("Shipping details", "UPS Ground")
    narrow.until(lambda: panes.lists.text() == "Unsaved · 1", "the draft is listed")
    assert panes.lists.isVisible()
    assert panes.lists.accessibleName() == "Unsaved · 1"
    listed = entries(narrow)
    assert listed[0] == "Unsaved"
    assert listed[1].startswith("Order #1001, 1 change")
    assert any(text.startswith("Cart C-2207, active") for text in listed)
    [cart] = [action for action in panes.menu.actions() if action.text().startswith("Cart C-2207")]
    cart.trigger()
    narrow.rest()
    assert narrow.page.editor.state.draft.base.id == SAMPLE_CART


def test_changes_totals_and_history_lie_over_the_page_until_esc(narrow: Console) -> None:
    panes = narrow.window.panes
    side = panes.side
    assert side is not None
    assert not side.isVisible()
    narrow.type_into("Shipping details", "UPS Ground")
    assert panes.drawer.text() == "Changes · 1"
    narrow.qtbot.mouseClick(panes.drawer, Qt.MouseButton.LeftButton)
    assert side.isVisible()
    assert narrow.window.centralWidget().rect().contains(side.geometry())
    assert narrow.page.width() > 600, "the page keeps its room"
    narrow.press("Escape")
    assert not side.isVisible()
    narrow.window.resize(1280, 800)
    QApplication.processEvents()
    assert side.isVisible()
    assert not panes.drawer.isVisible()
    assert panes.left.isVisible()


def test_before_any_record_a_narrow_window_has_the_lists(console: Console) -> None:
    console.window.resize(640, 700)
    QApplication.processEvents()
    assert console.window.panes.left.isVisible()
