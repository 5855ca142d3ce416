"""The question before something typed is lost: what it says, what each key does, and how it looks once a copy is safe."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.presenters.notice import Notice
from console.presenters.workbench.keeping import KeepingState
from console.ui.shell.losing import Losing
from tests.ui.conftest import Wear

WHY = "Order Console could not save in /home/someone/.local/share/order-console/console.db: the disk is full."
THREE = KeepingState(WHY, 3, ("Order #1001", "Cart C-2207"))


class Asked:
    """The open dialog, and what it told."""

    def __init__(self, qtbot: QtBot, state: KeepingState) -> None:
        self.told: list[str] = []
        self.dialog = Losing(state)
        self.dialog.copy_asked.connect(lambda: self.told.append("copy"))
        self.dialog.lost.connect(lambda: self.told.append("lost"))
        qtbot.addWidget(self.dialog)
        with qtbot.waitActive(self.dialog):
            self.dialog.show()


@pytest.fixture
def asked(qtbot: QtBot, wear: Wear) -> Asked:
    wear()
    return Asked(qtbot, THREE)


def test_it_says_how_much_of_what_would_be_lost_and_why(asked: Asked) -> None:
    dialog = asked.dialog
    assert dialog.headline.text() == "3 edits are only on the screen."
    assert dialog.which.text() == "Order #1001, Cart C-2207"
    assert WHY in dialog.why.text()
    names = [one.accessibleName() for one in (dialog.stay, dialog.copy, dialog.close_all)]
    assert names == ["Stay", "Save a copy elsewhere", "Close and lose 3 edits"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_stay(asked: Asked, qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget() or asked.dialog, key)
    assert asked.told == []
    assert not asked.dialog.isVisible()


def test_a_copy_leaves_it_open_and_losing_closes_it(asked: Asked, qtbot: QtBot) -> None:
    qtbot.mouseClick(asked.dialog.copy, Qt.MouseButton.LeftButton)
    assert asked.told == ["copy"]
    assert asked.dialog.isVisible()
    qtbot.mouseClick(asked.dialog.close_all, Qt.MouseButton.LeftButton)
    assert asked.told == ["copy", "lost"]
    assert not asked.dialog.isVisible()


def test_once_a_copy_is_safe_closing_loses_nothing_and_one_that_failed_changes_nothing(asked: Asked) -> None:
    dialog = asked.dialog
    before = dialog.height()
    dialog.say(Notice("bad", "Order Console could not save /mnt/x: the disk is full."))
    assert dialog.close_all.accessibleName() == "Close and lose 3 edits"
    dialog.say(Notice("good", "A copy of 2 drafts is in x.drafts.json.", "File > Bring back brings it back."))
    assert dialog.close_all.accessibleName() == "Close the console"
    assert "x.drafts.json" in dialog.said.text()
    assert dialog.height() < before + 60


def test_what_is_counted_follows_what_is_kept_meanwhile(asked: Asked) -> None:
    asked.dialog.show_state(KeepingState(WHY, 1, tuple(f"Order {number}" for number in range(7))))
    assert asked.dialog.close_all.text() == "Close and lose 1 edit"
    assert asked.dialog.headline.text() == "1 edit is only on the screen."
    assert asked.dialog.which.text().endswith("Order 3 and 3 other records")
