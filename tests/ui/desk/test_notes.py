"""The Notes card: typed, added by key, read whole, withdrawn only by whoever wrote, and called by its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.desk.notes import DeskNote
from console.desk.place import DeskPlace, held
from console.presenters.desk.notes import ADDED, NoteItem, NotesCard, NotesState
from console.store.database import Database
from console.store.outbox import Outbox, SharedAs
from console.store.places import find_places
from console.store.typed_notes import TypedNotes
from console.ui.desk.notes import NotesView
from tests.support import heard as aloud
from tests.support.alarms import Alarms
from tests.support.heard import Announced
from tests.support.jobs import InlineJobs
from tests.ui.conftest import Wear

SHOP = "https://shop.example/api"
NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


class Answers:
    """The line, as far as notes ask it; it answers at once."""

    def __init__(self) -> None:
        self.there: tuple[DeskNote, ...] = ()

    def post(self, work: object, done: Callable[[Any], None]) -> None:
        done(self.there)


@pytest.fixture
def view(qtbot: QtBot, wear: Wear) -> NotesView:
    wear()
    made = NotesView()
    qtbot.addWidget(made)
    made.setFixedWidth(252)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def desk() -> Answers:
    return Answers()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database(find_places({"ORDER_CONSOLE_HOME": str(tmp_path)}))) as made:
        yield made


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database, clock=lambda: NOW)


@pytest.fixture
def card(view: NotesView, desk: Answers, outbox: Outbox, database: Database) -> NotesCard:
    made = NotesCard(
        InlineJobs(),
        outbox,
        desk,  # type: ignore[arg-type]
        typed=TypedNotes(database, clock=lambda: NOW),
        shared=SharedAs(SHOP, uuid4(), held, lambda: None),
        clock=lambda: NOW,
        alarm=Alarms(),
    )
    made.sync(("order", "1001"))
    view.bind(made)
    return made


def note(body: str, *, own: bool = False, withdrawn: bool = False) -> DeskNote:
    return DeskNote(str(uuid4()), DeskPlace(SHOP, "order", "1001"), "bert", own, NOW, body, withdrawn)


def read(view: NotesView) -> list[str]:
    return [one.text() for one in view.findChildren(QLabel) if one.isVisible() and one.text()]


def test_without_a_record_or_a_desk_there_is_no_card(view: NotesView, card: NotesCard) -> None:
    assert view.isVisible()
    card.sync(None)
    assert view.isHidden()
    card.sync(("order", "1001"))
    assert view.isVisible()
    view.let_go()
    assert view.isHidden()


def test_a_note_is_typed_and_added_with_the_keys_alone(
    view: NotesView, card: NotesCard, outbox: Outbox, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Announced(monkeypatch)
    assert not view.add.isEnabled()
    view.take_cursor()
    assert view.entry.hasFocus()
    qtbot.keyClicks(view.entry, "She moved.")
    qtbot.keyClick(view.entry, Qt.Key.Key_Return)
    qtbot.keyClicks(view.entry, "Call first")
    assert view.add.isEnabled()
    qtbot.keyClick(view.entry, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one.body for one in outbox.notes_of(SHOP, "order", "1001")] == ["She moved.\nCall first"]
    assert view.entry.toPlainText() == ""
    assert not view.add.isEnabled()
    assert heard == [ADDED]
    assert "She moved.\nCall first" in read(view)
    assert "Waits for the desk" in read(view)
    qtbot.keyClick(view.entry, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(outbox.notes_of(SHOP, "order", "1001")) == 1


def test_tab_leaves_the_field_and_the_button_adds_too(
    view: NotesView, card: NotesCard, outbox: Outbox, qtbot: QtBot
) -> None:
    view.take_cursor()
    qtbot.keyClicks(view.entry, "Call first")
    qtbot.keyClick(view.entry, Qt.Key.Key_Tab)
    assert view.add.hasFocus()
    qtbot.keyClick(view.add, Qt.Key.Key_Space)
    assert len(outbox.notes_of(SHOP, "order", "1001")) == 1


def test_only_ones_own_note_can_be_withdrawn_and_it_says_so_then(
    view: NotesView, card: NotesCard, desk: Answers, qtbot: QtBot
) -> None:
    desk.there = (note("Bert's"), note("Wrong customer", own=True), note("", withdrawn=True))
    card.heard(None)
    shown = view.views[:3]
    assert [one.withdraw.isVisible() for one in shown] == [False, True, False]
    assert shown[1].withdraw.accessibleDescription().endswith("you: Wrong customer")
    assert [one.text.text() for one in shown] == ["Bert's", "Wrong customer", "Withdrawn"]
    qtbot.mouseClick(shown[1].withdraw, Qt.MouseButton.LeftButton)
    assert shown[1].text.text() == "Wrong customer", "it is asked first"
    assert shown[1].no.hasFocus()
    assert not shown[1].withdraw.isVisible()
    card.heard(None)
    assert shown[1].question.isVisible(), "what comes meanwhile does not take the question away"
    qtbot.keyClick(shown[1].no, Qt.Key.Key_Escape)
    assert [one.isVisible() for one in (shown[1].question, shown[1].yes, shown[1].no)] == [False] * 3
    assert shown[1].withdraw.hasFocus()
    qtbot.keyClick(shown[1].withdraw, Qt.Key.Key_Space)
    qtbot.keyClick(shown[1].yes, Qt.Key.Key_Space)
    assert shown[1].text.text() == "Withdrawn"
    assert not shown[1].yes.isVisible()
    assert shown[1].mark.text() == "Withdrawn here; the desk is still to hear of it"
    assert "Wrong customer" not in read(view)


def test_a_long_note_is_shown_short_until_all_of_it_is_asked_for(
    view: NotesView, card: NotesCard, desk: Answers, qtbot: QtBot
) -> None:
    long = "\n".join(f"line {place}" for place in range(400))
    desk.there = (note(long), note("x" * 10_000), note("short"))
    card.heard(None)
    first, second, third = view.views[:3]
    assert first.text.text() == "\n".join(f"line {place}" for place in range(8)) + "…"
    assert len(second.text.text()) == 401
    assert [one.whole.isVisible() for one in view.views[:3]] == [True, True, False]
    qtbot.mouseClick(first.whole, Qt.MouseButton.LeftButton)
    assert first.text.text() == long
    card.heard(None)
    assert first.text.text() == long, "a reading does not fold it again"
    assert third.text.text() == "short"
    assert view.width() == 252, "no note makes the pane wider"


def test_what_colleagues_write_is_shown_as_it_is_and_never_as_markup(view: NotesView) -> None:
    body = "<b>bold</b> & \u202eevil\x00"
    view.show_state(NotesState("1", (NoteItem("1", "Today 09:30 · <i>bert</i>", body, "when"),)))
    assert view.views[0].text.text() == "<b>bold</b> & ⟨U+202E⟩evil⟨U+0000⟩"
    assert view.views[0].text.textFormat() == Qt.TextFormat.PlainText
    assert view.views[0].headline.textFormat() == Qt.TextFormat.PlainText


def test_showing_a_state_twice_changes_nothing_and_fewer_notes_leave_none_behind(view: NotesView) -> None:
    items = tuple(NoteItem(str(place), "Today · bert", f"note {place}", "when") for place in range(3))
    state = NotesState("1", items, "typed", trouble="The disk is full.", more=True)
    view.show_state(state)
    QApplication.processEvents()
    before = view.grab().toImage()
    view.show_state(state)
    assert view.grab().toImage() == before
    assert {"The disk is full.", "Older notes are found by their words in the trail."} <= set(read(view))
    view.show_state(NotesState("1", items[:1]))
    assert [one.isVisible() for one in view.views] == [True, False, False]


def test_every_part_is_called_by_the_words_on_it(view: NotesView, card: NotesCard, desk: Answers) -> None:
    desk.there = (note("x" * 2_000, own=True),)
    card.heard(None)
    assert aloud.name(view) == "Notes"
    assert aloud.name(view.entry) == "New note"
    for made in view.findChildren(QPushButton):
        if made.isVisible():
            assert made.text() in aloud.name(made)
