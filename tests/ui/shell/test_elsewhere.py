"""The question where the folders are in use on another computer: it names both, and closing it opens nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.ui.shell.elsewhere import Elsewhere, Unanswered

LOCK = Path("/home/kim/.local/share/order-console/instance.lock")


@pytest.fixture
def question(qtbot: QtBot) -> Elsewhere:
    dialog = Elsewhere("office-pc.example.com <b>", LOCK)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_it_names_the_computer_and_the_file(question: Elsewhere) -> None:
    said = " ".join(label.text() for label in question.findChildren(QLabel))
    assert "open on office-pc.example.com <b>." in said
    assert str(LOCK) in said
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in question.findChildren(QLabel))


def test_enter_opens_read_only(qtbot: QtBot, question: Elsewhere) -> None:
    qtbot.keyClick(question, Qt.Key.Key_Return)
    assert question.answer == "read only"


def test_taking_over_is_a_click_of_its_own(qtbot: QtBot, question: Elsewhere) -> None:
    qtbot.mouseClick(question.take_over, Qt.MouseButton.LeftButton)
    assert question.answer == "take over"


def test_esc_opens_nothing(qtbot: QtBot, question: Elsewhere) -> None:
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert question.answer == "leave"
    assert not question.isVisible()


def test_a_console_that_does_not_answer_is_said_in_a_window(qtbot: QtBot) -> None:
    dialog = Unanswered("Order Console is running already but does not answer; end it first.")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
