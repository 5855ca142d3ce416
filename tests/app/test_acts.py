"""The acts of the menus in a running console: each of them has someone who does it.

It must not do an act; the journeys do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from console.ui.shell.actions import Actions
from tests.support.console import environment_of, running
from tests.support.sandbox import Sandbox


def test_every_act_of_the_menus_is_done_by_someone_and_by_one_alone(
    qtbot: QtBot, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: Counter[str] = Counter()
    connect_to = Actions.connect_to

    def noted(actions: Actions, acts: dict[str, Callable[[], object]]) -> None:
        done.update(acts.keys())
        connect_to(actions, acts)

    monkeypatch.setattr(Actions, "connect_to", noted)
    with running(qtbot, environment_of(sandbox)) as console:
        declared = [action.property("name") for action in console.window.actions_.all()]
    assert done == Counter(declared)
