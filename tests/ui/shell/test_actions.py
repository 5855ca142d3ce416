"""Every act of the window: it stands in a menu, has words, and no keys twice.

It must not trigger anything; what an act does is shown by the journeys.
"""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication

from console.ui.shell.actions import MENU_TITLES, MENUS, Actions, keys, words

PROMISED = {
    "look_up": "Ctrl+L",
    "save": "Ctrl+S",
    "mark_shipped": "Ctrl+Shift+S",
    "undo": "Ctrl+Z",
    "redo": "Ctrl+Shift+Z",
    "reload": "F5",
    "palette": "Ctrl+K",
    "close_tab": "Ctrl+W",
    "duplicate_line": "Ctrl+D",
    "move_up": "Alt+Up",
    "move_down": "Alt+Down",
    "shortcuts": "F1",
    "paste": "Ctrl+V",
    "quit": "Ctrl+Q",
}


@pytest.fixture
def actions(qapp: QApplication) -> Actions:
    return Actions(QObject(qapp))


def test_every_act_of_the_menus_is_an_action_with_a_sentence(actions: Actions) -> None:
    declared = [act for acts in MENUS.values() for act in acts if act is not None]
    assert [words(action) for action in actions.all()] == [
        act.text.replace("&", "").removesuffix("…") for act in declared
    ]
    for act in declared:
        assert actions[act.name].statusTip() == act.tip != ""
        assert actions[act.name].toolTip() == act.tip


@pytest.mark.parametrize(("name", "promised"), PROMISED.items())
def test_the_promised_keys_work(actions: Actions, name: str, promised: str) -> None:
    assert QKeySequence(promised) in actions[name].shortcuts()


def test_no_keys_stand_for_two_acts(actions: Actions) -> None:
    used = Counter(sequence.toString() for action in actions.all() for sequence in action.shortcuts())
    assert [keys for keys, count in used.items() if count > 1] == []
    assert "" not in used


def test_no_letter_stands_twice_in_a_menu() -> None:
    for menus in [
        tuple(MENU_TITLES[key] for key in MENUS),
        *[tuple(act.text for act in acts if act) for acts in MENUS.values()],
    ]:
        letters = [QKeySequence.mnemonic(text).toString() for text in menus]
        assert "" not in letters, menus
        assert len(set(letters)) == len(letters), menus


def test_keys_are_told_as_the_platform_writes_them(actions: Actions) -> None:
    assert "Ctrl+L" in keys(actions["look_up"])
    assert keys(actions["about"]) == ""


def test_words_of_a_server_keep_their_ampersand() -> None:
    assert words(QAction("&Undo: remove Salt && Pepper…")) == "Undo: remove Salt & Pepper"


def test_a_chosen_action_calls_what_it_was_given(actions: Actions) -> None:
    called: list[str] = []

    def look_up() -> None:
        called.append("look up")

    actions.connect_to({"look_up": look_up})
    actions["look_up"].trigger()
    assert called == ["look up"]
