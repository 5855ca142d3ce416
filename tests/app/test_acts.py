"""The acts of the menus in a running console: each of them has someone who does it.

It must not do an act; the journeys do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from console.ui.shell.actions import MENUS, Actions, MenuKey
from tests.support.console import environment_of, running
from tests.support.sandbox import SAMPLE_ORDER, Sandbox


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


def test_without_a_record_the_acts_on_one_are_off(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        actions = console.window.actions_
        menus: tuple[MenuKey, ...] = ("record", "lines", "cart")
        acts = [act.name for menu in menus for act in MENUS[menu] if act is not None]
        assert [name for name in acts if actions[name].isEnabled()] == ["trail"]
        assert not actions["undo"].isEnabled()
        console.look_up(SAMPLE_ORDER)
        assert actions["reload"].isEnabled()
        assert actions["mark_shipped"].isEnabled()
