"""When no answer comes: the record itself tells, nothing is sent twice, and a restart changes nothing of that.

It must not let the console guess; what the sandbox holds is what must be said.
"""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from console.presenters.saving import saving
from tests.presenters.given import Between, answer_lost, passed, request_lost
from tests.support.console import environment_of, posts, running
from tests.support.sandbox import SAMPLE_ORDER, Sandbox


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The looks at a record whose write got no answer follow at once."""
    monkeypatch.setattr(saving, "LOOK_AGAIN", (0.0, 0.0, 0.0))


@pytest.mark.fault(33)
def test_an_answer_that_is_lost_after_the_write_is_found_to_have_arrived(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    with (
        Between(sandbox, passed, passed, answer_lost, passed) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.send()
        assert "it did arrive" in console.said.headline
        assert len(posts(sandbox)) == 1
        assert not console.page.editor.state.draft.dirty


def test_a_write_that_is_not_there_yet_is_kept(qtbot: QtBot, sandbox: Sandbox) -> None:
    with (
        Between(sandbox, passed, passed, request_lost, passed) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.send()
        assert "had not arrived by" in console.said.headline
        assert posts(sandbox) == []
        assert console.page.editor.state.draft.dirty


def test_an_unknown_outcome_survives_a_restart_and_is_settled_then(qtbot: QtBot, sandbox: Sandbox) -> None:
    with (
        Between(sandbox, passed, passed, answer_lost, request_lost) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.send()
        assert console.said.headline.startswith("It is not known whether this was saved")
        console.press("S", ctrl=True)
        assert console.page.sheet is None, "nothing more is sent while that is open"
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.front is not None, "the record is open again")
        console.rest()
        assert "it did arrive" in console.said.headline
        assert not console.page.editor.state.draft.dirty
        assert len(posts(sandbox)) == 1
