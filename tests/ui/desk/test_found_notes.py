"""The notes that a search of the trail found: hidden without any, opened with the keys, and never read as markup."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.presenters.desk.found_notes import FoundNote, FoundNotesState
from console.ui.desk.found_notes import FoundNotesView
from tests.support import heard as aloud
from tests.support.heard import Announced
from tests.ui.conftest import Wear

LINE = FoundNote("order", "id-1", "Today 09:30 · bert · Order id-1", "<b>Moved</b>\nto Basel \u202e", "tip")
STATE = FoundNotesState((LINE, FoundNote("cart", "id-2", "Today · you", "x" * 10_000, "tip")))


@pytest.fixture
def view(qtbot: QtBot, wear: Wear) -> FoundNotesView:
    wear()
    made = FoundNotesView()
    qtbot.addWidget(made)
    made.resize(600, 200)
    with qtbot.waitActive(made):
        made.show()
    return made


def test_it_is_there_only_where_something_is_to_be_shown(view: FoundNotesView) -> None:
    view.show_state(FoundNotesState())
    assert view.isHidden()
    view.show_state(STATE)
    assert view.isVisible()
    assert view.title.text() == "2 NOTES"
    view.show_state(FoundNotesState(trouble="Notes were not searched."))
    assert view.trouble.isVisible()
    assert not view.list.isVisible()
    view.show_state(FoundNotesState())
    assert view.isHidden()


def test_a_note_opens_its_record_with_the_keys(view: FoundNotesView, qtbot: QtBot) -> None:
    view.show_state(STATE)
    view.list.setFocus()
    view.list.setCurrentRow(0)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert opened.args == ["id-1"]


def test_texts_are_shown_as_they_are_on_two_lines(view: FoundNotesView) -> None:
    view.show_state(STATE)
    assert view.list.item(0).text() == "Today 09:30 · bert · Order id-1\n<b>Moved</b> to Basel ⟨U+202E⟩"
    assert len(view.list.item(1).text()) < 400


def test_how_many_were_found_is_heard_once(view: FoundNotesView, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Announced(monkeypatch)
    view.show_state(STATE)
    view.show_state(STATE)
    assert heard == ["2 notes found."]
    assert aloud.name(view.list) == "Notes that fit the search"
