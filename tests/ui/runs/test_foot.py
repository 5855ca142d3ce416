"""The foot of the window for shipping a file: its sentences, its countdown, and which button can be pressed when.

It must not run anything; it is given states.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.presenters.runs.state import RunState
from console.ui.runs.foot import Foot, pace, patience, will_send
from tests.ui.conftest import Wear

CHECKED = RunState(phase="checked", name="a.csv", roles={0: "order"}, chosen=970, messaging=12)
SENDING = RunState(phase="sending", total=970, done=412, rate=37.6, left=14.8, at_once=8)


@pytest.fixture
def foot(qtbot: QtBot, wear: Wear) -> Foot:
    wear()
    made = Foot()
    qtbot.addWidget(made)
    made.show_environment("SANDBOX", production=False)
    made.show()
    return made


def usable(foot: Foot) -> set[str]:
    made = (foot.check, foot.start, foot.pause, foot.resume, foot.stop, foot.retry, foot.again, foot.save)
    return {one.accessibleName() for one in made if one.isEnabled()}


@pytest.mark.parametrize(
    ("changes", "who"),
    [
        ({}, "12 of them message the customer"),
        ({"messaging": 1}, "1 of them messages the customer"),
        ({"messaging": 0}, "no customer is messaged"),
        ({"messaging": 0, "silent": 970, "message": True}, "every one messages the customer"),
        ({"messaging": 0, "silent": 970, "message": False}, "no customer is messaged"),
    ],
)
def test_start_says_what_it_will_do(changes: dict[str, object], who: str) -> None:
    state = replace(CHECKED, **changes)  # type: ignore[arg-type]
    assert will_send(state, "SHOP") == f"Start sends 970 requests to SHOP, one for each order; {who}."


def test_before_it_can_be_pressed_it_says_what_is_missing() -> None:
    assert will_send(replace(CHECKED, silent=3), "SHOP") == "Choose whether customers are messaged."
    assert will_send(replace(CHECKED, chosen=0), "SHOP") == "No row is chosen to be sent."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "412 of 970 rows · 38 a second · 15 s left"),
        ({"paused": True}, "412 of 970 rows · paused"),
        ({"phase": "stopping"}, "412 of 970 rows · stopping: waiting for the rows on their way · 15 s left"),
        ({"rate": 0.2, "left": 7200.0}, "412 of 970 rows · 12 a minute · 2.0 h left"),
        ({"left": 150.0}, "412 of 970 rows · 38 a second · 2 min left"),
        ({"phase": "over", "left": None}, "412 of 970 rows · 38 a second"),
    ],
)
def test_how_far_it_is(changes: dict[str, object], said: str) -> None:
    assert pace(replace(SENDING, **changes)) == said  # type: ignore[arg-type]


def test_patience_counts_down_and_names_how_many_go_on(foot: Foot) -> None:
    foot.show_state(replace(SENDING, wait=2.3))
    assert foot.patience.isVisible()
    assert foot.patience.text() == "The server asked for patience: goes on in 3 s, 8 at once"
    foot.show_state(SENDING)
    assert not foot.patience.isVisible()
    assert patience(replace(SENDING, wait=2.3, phase="over")) == ""


@pytest.mark.parametrize(
    ("asked", "why", "said"),
    [
        (7.0, "too many calls", "The server asked to wait 7 s (too many calls): goes on in 3 s, 8 at once"),
        (7.0, "", "The server asked to wait 7 s: goes on in 3 s, 8 at once"),
        (0.0, "not available", "The server asked for patience (not available): goes on in 3 s, 8 at once"),
    ],
)
def test_an_announced_wait_is_named_with_its_reason(asked: float, why: str, said: str) -> None:
    assert patience(replace(SENDING, wait=2.3, asked=asked, asked_why=why)) == said


def test_sending_unknown_again_is_there_only_where_something_is_unknown(foot: Foot) -> None:
    foot.show_state(RunState(phase="over", failed=1))
    assert not foot.again.isVisible()
    foot.show_state(RunState(phase="over", failed=1, unknown=2, to_send=2))
    assert foot.again.isVisible()


def test_the_bar_shows_how_far_it_is(foot: Foot) -> None:
    foot.show_state(SENDING)
    assert foot.progress.isVisible()
    assert (foot.progress.value(), foot.progress.maximum()) == (412, 970)
    foot.show_state(CHECKED)
    assert not foot.progress.isVisible()


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (RunState(), set()),
        (RunState(phase="map"), set()),
        (RunState(phase="map", roles={0: "order"}), {"Check"}),
        (RunState(phase="map", roles={0: "order"}, busy=True), set()),
        (RunState(phase="checking"), {"Pause", "Stop"}),
        (CHECKED, {"Check", "Start in SANDBOX", "Save results"}),
        (replace(CHECKED, silent=1), {"Check", "Save results"}),
        (SENDING, {"Pause", "Stop"}),
        (replace(SENDING, paused=True), {"Resume", "Stop"}),
        (replace(SENDING, phase="stopping"), set()),
        (RunState(phase="over"), {"Save results"}),
        (RunState(phase="over", failed=2, to_send=1), {"Retry failed", "Resume", "Save results"}),
        (RunState(phase="over", to_send=1, unknown=1), {"Send unknown again", "Resume", "Save results"}),
        (RunState(phase="over", to_send=1, unknown=1, again="Sure?"), {"Resume", "Save results"}),
        (RunState(phase="over", to_send=1, unknown=1, busy=True), set()),
    ],
)
def test_only_what_can_be_done_can_be_pressed(foot: Foot, state: RunState, names: set[str]) -> None:
    foot.show_state(state)
    assert usable(foot) == names
    assert (foot.check.toolTip(), foot.start.toolTip()) != ("", "")


def test_production_asks_for_a_tick_for_each_file(foot: Foot, qtbot: QtBot) -> None:
    foot.show_environment("Shop & Co", production=True)
    foot.show_state(CHECKED)
    assert foot.start.text() == "&Start in Shop && Co…"
    assert foot.start.accessibleName() == "Start in Shop & Co"
    assert foot.sure.isVisible()
    assert not foot.start.isEnabled()
    qtbot.keyClick(foot.sure, Qt.Key.Key_Space)
    assert foot.start.isEnabled()
    foot.show_state(SENDING)
    assert not foot.sure.isVisible()
    foot.show_state(CHECKED)
    assert not foot.start.isEnabled(), "the tick was for the run before"


def test_the_sandbox_does_not_ask(foot: Foot) -> None:
    foot.show_state(CHECKED)
    assert not foot.sure.isVisible()
    assert foot.start.isEnabled()


def test_one_button_at_most_is_the_next(foot: Foot) -> None:
    buttons = (foot.check, foot.start, foot.resume, foot.save)
    for state, next_one in (
        (RunState(phase="map", roles={0: "order"}), foot.check),
        (CHECKED, foot.start),
        (replace(SENDING, paused=True), foot.resume),
        (RunState(phase="over"), foot.save),
        (RunState(phase="over", to_send=4), foot.resume),
    ):
        foot.show_state(state)
        assert [one for one in buttons if one.property("role") in ("primary", "send")] == [next_one]


def test_a_press_tells_the_act(foot: Foot, qtbot: QtBot) -> None:
    foot.show_state(CHECKED)
    with qtbot.waitSignal(foot.pressed, check_params_cb=lambda act: act == "start"):
        qtbot.keyClick(foot.start, Qt.Key.Key_Space)
    with qtbot.waitSignal(foot.save_asked):
        qtbot.keyClick(foot.save, Qt.Key.Key_Space)
