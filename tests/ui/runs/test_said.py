"""What there is to know of a file before its check: all of it readable, by eye, by keys and by a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui.runs.said import FileNotes
from tests.ui.conftest import Wear

SAID = [f"Sentence {number} of what is to be known of this file." for number in range(1, 9)]


def test_every_sentence_can_be_read_by_keys_and_none_is_cut(qtbot: QtBot, wear: Wear) -> None:
    wear()
    notes = FileNotes()
    qtbot.addWidget(notes)
    notes.resize(600, 60)
    notes.show_sentences(SAID)
    with qtbot.waitActive(notes):
        notes.show()
    assert notes.toPlainText().split("\n") == SAID
    assert notes.isReadOnly()
    notes.setFocus()
    qtbot.keyClick(notes, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert notes.verticalScrollBar().value() == notes.verticalScrollBar().maximum()
    qtbot.keyClick(notes, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(notes, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "\n".join(SAID)


def test_it_is_as_high_as_its_sentences_and_gone_without_any(qtbot: QtBot, wear: Wear) -> None:
    wear()
    notes = FileNotes()
    qtbot.addWidget(notes)
    notes.resize(600, 60)
    notes.show_sentences(SAID[:1])
    assert notes.isVisibleTo(None)
    one = notes.sizeHint().height()
    notes.show_sentences(SAID[:3])
    three = notes.sizeHint().height()
    notes.show_sentences(SAID)
    assert one < three < notes.sizeHint().height() < 3 * three
    notes.show_sentences([])
    assert notes.isHidden()


def test_what_nobody_would_see_is_shown(qtbot: QtBot) -> None:
    notes = FileNotes()
    qtbot.addWidget(notes)
    notes.show_sentences(["“<b>\u202eName</b>” is hidden."])
    assert notes.toPlainText() == "“<b>⟨U+202E⟩Name</b>” is hidden."
