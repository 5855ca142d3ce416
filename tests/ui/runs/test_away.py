"""The question while the desk is away: seen only while it is asked, heard, and answered by keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.presenters.runs.state import RunState
from console.ui.runs.away import AwayQuestion
from tests.ui.conftest import Wear

ASKED = RunState(phase="sending", reserve="Rows cannot be reserved. The desk's server db1 does not answer.")


@pytest.fixture
def question(qtbot: QtBot, wear: Wear) -> AwayQuestion:
    wear()
    made = AwayQuestion()
    qtbot.addWidget(made)
    made.show_state(ASKED)
    return made


def test_it_is_seen_only_while_it_is_asked(question: AwayQuestion) -> None:
    assert question.isVisible()
    for state in (replace(ASKED, reserve=""), replace(ASKED, phase="over")):
        question.show_state(state)
        assert not question.isVisible()


def test_it_says_why_and_each_answer_says_it_too(question: AwayQuestion) -> None:
    assert question.question.text() == question.accessibleName() == ASKED.reserve
    assert [made.accessibleName() for made in question.buttons] == ["Wait", "Go on alone"]
    assert {made.accessibleDescription() for made in question.buttons} == {ASKED.reserve}


def test_whoever_waits_can_still_go_on_alone(question: AwayQuestion) -> None:
    question.wait.setFocus()
    question.show_state(replace(ASKED, reserve_waits=True))
    assert question.alone.isVisible()
    assert (question.wait.text(), question.wait.accessibleName()) == ("Waiting…", "Waiting…")
    assert question.focusWidget() is question.wait, "the cursor goes to no button that does something else"
    question.show_state(ASKED)
    assert question.wait.accessibleName() == "Wait"


@pytest.mark.parametrize(("place", "act"), [(0, "wait"), (1, "go alone")])
def test_an_answer_is_told_as_an_act(question: AwayQuestion, qtbot: QtBot, place: int, act: str) -> None:
    with qtbot.waitSignal(question.pressed, check_params_cb=lambda told: told == act):
        qtbot.keyClick(question.buttons[place], Qt.Key.Key_Space)
