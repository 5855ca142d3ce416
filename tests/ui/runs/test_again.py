"""The question before what is unknown is sent again: seen only while it is asked, named exactly, answered by keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.presenters.runs.state import RunState
from console.ui.runs.again import AgainQuestion
from tests.ui.conftest import Wear

ASKED = RunState(phase="over", to_send=3, unknown=3, again="An order may be written twice.")


@pytest.fixture
def question(qtbot: QtBot, wear: Wear) -> AgainQuestion:
    wear()
    made = AgainQuestion()
    qtbot.addWidget(made)
    made.show_environment("R&D SHOP")
    made.show_state(ASKED)
    return made


def test_it_is_seen_only_while_it_is_asked(question: AgainQuestion) -> None:
    assert question.isVisible()
    for state in (replace(ASKED, again=""), replace(ASKED, phase="sending"), replace(ASKED, busy=True)):
        question.show_state(state)
        assert not question.isVisible()


def test_it_says_what_could_happen_and_the_button_that_writes_says_how_many_and_where(
    question: AgainQuestion,
) -> None:
    assert question.question.text() == "An order may be written twice."
    assert question.yes.text() == "Send 3 rows a&gain in R&&D SHOP"
    assert {made.accessibleDescription() for made in (question.yes, question.no)} == {ASKED.again}


@pytest.mark.parametrize("yes", [True, False])
def test_an_answer_is_told(question: AgainQuestion, qtbot: QtBot, *, yes: bool) -> None:
    with qtbot.waitSignal(question.answered, check_params_cb=lambda told: told is yes):
        qtbot.keyClick(question.yes if yes else question.no, Qt.Key.Key_Space)
