"""What may be done in each state of shipping a file, and why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.presenters.runs.state import RunPhase, RunState

MAPPED = RunState(phase="map", roles={0: "order"})
CHECKED = RunState(phase="checked", roles={0: "order"}, chosen=3)
OVER = RunState(phase="over", to_send=2)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (RunState(), "Choose a file first."),
        (MAPPED, ""),
        (replace(MAPPED, busy=True), "This file is on its way."),
        (replace(MAPPED, roles={1: "tracking"}), "Say which column holds the order's ID."),
        (CHECKED, ""),
        (replace(MAPPED, phase="sending"), "This file is on its way."),
    ],
)
def test_why_a_file_cannot_be_checked(state: RunState, why: str) -> None:
    assert state.why_not_check == why


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (MAPPED, "Check the file first."),
        (CHECKED, ""),
        (replace(CHECKED, busy=True), "Check the file first."),
        (replace(CHECKED, forbidden="It may not."), "It may not."),
        (replace(CHECKED, chosen=0), "No row is chosen to be sent."),
        (replace(CHECKED, silent=1), "Choose whether customers are messaged."),
        (replace(CHECKED, silent=1, message=False), ""),
        (replace(CHECKED, silent=1, message=True), ""),
    ],
)
def test_why_nothing_can_be_sent(state: RunState, why: str) -> None:
    assert state.why_not_start == why


@pytest.mark.parametrize(
    ("phase", "running"),
    [
        ("choose", False),
        ("map", False),
        ("checking", True),
        ("checked", False),
        ("sending", True),
        ("stopping", True),
        ("over", False),
    ],
)
def test_when_a_run_is_under_way(phase: RunPhase, *, running: bool) -> None:
    assert RunState(phase=phase).running == running


@pytest.mark.parametrize(
    ("state", "can"),
    [
        (OVER, True),
        (replace(OVER, busy=True), False),
        (replace(OVER, to_send=0), False),
        (RunState(phase="sending", to_send=2), False),
        (RunState(phase="sending", to_send=2, paused=True), True),
        (RunState(phase="checking", paused=True), True),
    ],
)
def test_when_it_can_be_gone_on(state: RunState, *, can: bool) -> None:
    assert state.can_resume == can
