"""The look-up pane: one types or pastes, presses Enter, and is told what became of it.

It must not look anything up; tests/journeys/test_lookup.py does.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.presenters.notice import LOOK_FOR_CART, Notice
from console.presenters.workbench.lookup import Found, Lookup, LookupState
from console.ui.workbench.lookup import LookupPane
from tests.support.jobs import HeldJobs
from tests.support.sandbox import SAMPLE_ORDER
from tests.ui.conftest import Wear


@pytest.fixture
def pane(qtbot: QtBot, wear: Wear) -> LookupPane:
    wear()
    made = LookupPane()
    qtbot.addWidget(made)
    made.resize(900, 120)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def attended(pane: LookupPane, jobs: HeldJobs) -> Lookup:
    """A look-up that never finds anything, behind the pane."""
    opened: list[Found] = []
    lookup = Lookup(jobs, pane.show_state, opened.append, raise_open=lambda _: False)
    pane.bind(lookup)
    return lookup


Ask = Callable[[LookupPane, QtBot], None]


def by_enter(pane: LookupPane, qtbot: QtBot) -> None:
    qtbot.keyClick(pane.field, Qt.Key.Key_Return)


def by_button(pane: LookupPane, qtbot: QtBot) -> None:
    qtbot.mouseClick(pane.go, Qt.MouseButton.LeftButton)


def test_everything_has_the_name_of_the_manual(pane: LookupPane) -> None:
    assert pane.field.accessibleName() == "Look up"
    assert pane.kind.accessibleName() == "Look for"
    assert pane.go.accessibleName() == "Look up"
    assert [pane.kind.itemText(place) for place in range(3)] == ["Anything", "Order", "Cart"]
    assert "Ctrl+L" in pane.field.placeholderText()


@pytest.mark.parametrize("ask", [by_enter, by_button])
def test_what_stands_in_the_field_is_asked_and_selected(pane: LookupPane, qtbot: QtBot, ask: Ask) -> None:
    pane.take_cursor()
    qtbot.keyClicks(pane.field, " #1001 ")
    with qtbot.waitSignal(pane.asked) as asked:
        ask(pane, qtbot)
    assert asked.args == [" #1001 "]
    assert pane.field.selectedText() == " #1001 ", "the next ID replaces this one"


def test_what_is_asked_before_anybody_attends_is_asked_then(pane: LookupPane, jobs: HeldJobs) -> None:
    pane.field.setText("1001")
    pane.ask()
    lookup = Lookup(jobs, pane.show_state, lambda _: None, raise_open=lambda _: False)
    pane.bind(lookup)
    assert lookup.state.asked == "1001"


def test_pasting_is_asking(pane: LookupPane, attended: Lookup) -> None:
    QGuiApplication.clipboard().setText(f"  {SAMPLE_ORDER}\n")
    pane.paste()
    assert attended.state.asked.strip() == SAMPLE_ORDER
    assert pane.field.hasFocus()


def test_pasting_nothing_asks_nothing(pane: LookupPane, attended: Lookup) -> None:
    pane.field.setText("kept")
    QGuiApplication.clipboard().clear()
    pane.paste()
    assert attended.state.asked == ""
    assert pane.field.text() == "kept"


def test_looking_for_one_kind_is_told(pane: LookupPane, attended: Lookup) -> None:
    pane.kind.setFocus()
    QTest.keyClick(pane.kind, Qt.Key.Key_C)
    assert attended.state.look_for == "cart"
    attended.narrow("order")
    assert pane.kind.currentText() == "Order"


def test_a_quick_answer_shows_no_progress_and_a_slow_one_does(pane: LookupPane, qtbot: QtBot) -> None:
    pane.show_state(LookupState(waiting=1))
    assert not pane.progress.isVisible()
    qtbot.waitUntil(pane.progress.isVisible)
    pane.show_state(LookupState(waiting=0))
    assert not pane.progress.isVisible()
    pane.show_state(LookupState(waiting=1))
    pane.show_state(LookupState(waiting=0))
    assert not pane._patience.isActive()


def test_a_notice_comes_and_goes_and_its_button_asks_for_the_other_kind(
    pane: LookupPane, qtbot: QtBot
) -> None:
    told = Notice("warn", "There is no order with the ID 1.", action=LOOK_FOR_CART)
    pane.show_state(LookupState(notice=told))
    assert pane.notice.isVisible()
    with qtbot.waitSignal(pane.action_asked) as asked:
        qtbot.mouseClick(pane.notice.action, Qt.MouseButton.LeftButton)
    assert asked.args == [LOOK_FOR_CART.key]
    pane.show_state(LookupState())
    assert not pane.notice.isVisible()


def test_showing_a_state_twice_changes_nothing(pane: LookupPane) -> None:
    pane.field.setText("1001")
    pane.field.setCursorPosition(2)
    state = LookupState(look_for="cart", notice=Notice("bad", "No.", "Well."))
    pane.show_state(state)
    before = pane.grab().toImage()
    pane.show_state(state)
    assert pane.field.cursorPosition() == 2
    assert pane.grab().toImage() == before


def test_a_hundred_thousand_letters_do_not_hurt(pane: LookupPane, attended: Lookup) -> None:
    QGuiApplication.clipboard().setText("x" * 300_000)
    pane.paste()
    assert len(pane.field.text()) == 100_000
    assert pane.notice.isVisible()
