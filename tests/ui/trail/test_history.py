"""The History card: two lines an entry, its way back by key and mouse, and nothing read as markup."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.presenters.trail.history_card import HistoryItem, HistoryState
from console.ui.trail.history import HistoryView
from tests.ui.conftest import Wear

SAVED = HistoryItem(
    7, "Today 14:01 · you", "Tax 0.00 → 0.28 · no messages", "2026-11-21 14:01:05 +0100", True
)
FAILED = HistoryItem(
    6, "20 Nov 09:14 · sam", "Tax 0.00 → 0.28 · not saved", "2026-11-20 09:14:00 +0100", False
)
STATE = HistoryState("id-1", (SAVED, FAILED))


@pytest.fixture
def view(qtbot: QtBot, wear: Wear) -> HistoryView:
    wear()
    made = HistoryView()
    qtbot.addWidget(made)
    made.setFixedWidth(252)
    made.show()
    return made


def test_without_a_record_there_is_no_card_and_without_entries_a_sentence(view: HistoryView) -> None:
    view.show_state(HistoryState())
    assert view.isHidden()
    view.show_state(HistoryState("id-1"))
    assert view.isVisible()
    assert view.empty.isVisible()
    assert "from this computer" in view.empty.text()
    assert not view.everything.isVisible()
    view.show_state(HistoryState("id-1", whole=True))
    assert "nor by colleagues" in view.empty.text()


def test_only_what_arrived_has_a_way_back_and_it_tells_which(view: HistoryView, qtbot: QtBot) -> None:
    view.show_state(STATE)
    assert [entry.put_back.isVisible() for entry in view.entries] == [True, False]
    assert view.entries[0].put_back.accessibleName() == "Put it back"
    assert "Tax" in view.entries[0].put_back.accessibleDescription()
    with qtbot.waitSignal(view.put_back_asked) as asked:
        qtbot.keyClick(view.entries[0].put_back, Qt.Key.Key_Space)
    assert asked.args == [7]
    with qtbot.waitSignal(view.all_asked) as everything:
        qtbot.mouseClick(view.everything, Qt.MouseButton.LeftButton)
    assert everything.args == ["id-1"]


def test_showing_a_state_twice_changes_nothing_and_fewer_entries_leave_none_behind(view: HistoryView) -> None:
    view.show_state(STATE)
    before = view.grab().toImage()
    view.show_state(STATE)
    assert view.grab().toImage() == before
    view.show_state(HistoryState("id-1", (FAILED,), trouble="The disk is full."))
    assert [entry.isVisible() for entry in view.entries] == [True, False]
    assert view.entries[0].headline.text() == FAILED.headline
    assert view.trouble.text() == "The disk is full."


def test_a_servers_words_stay_words_and_cannot_widen_the_card(view: HistoryView) -> None:
    told = "Tracking URL <b>x</b> → https://www.ups.com/track?a=" + "1" * 60 + "\u202e"
    view.show_state(HistoryState("id-1", (HistoryItem(1, "<i>you</i>", told, "<u>", True),)))
    assert all(made.textFormat() == Qt.TextFormat.PlainText for made in view.findChildren(QLabel))
    assert "⟨U+202E⟩" in view.entries[0].what.text()
    assert "<u>" not in view.entries[0].headline.toolTip()
    assert view.minimumSizeHint().width() <= 252
