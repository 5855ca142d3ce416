"""The question before a record with edits is closed.

It must not close anything; tests/journeys/test_leaving.py does.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from console.ui.shell.leaving import Leaving
from tests.ui.conftest import Wear


class Asked:
    """The open dialog, and what it told."""

    def __init__(self, qtbot: QtBot, title: str = "Order #1001") -> None:
        self.told: list[str] = []
        self.dialog = Leaving(title)
        self.dialog.kept.connect(lambda: self.told.append("kept"))
        self.dialog.discarded.connect(lambda: self.told.append("discarded"))
        qtbot.addWidget(self.dialog)
        with qtbot.waitActive(self.dialog):
            self.dialog.show()


def words(dialog: QDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel))


def test_it_has_the_names_of_the_manual_and_names_the_record(qtbot: QtBot) -> None:
    dialog = Asked(qtbot).dialog
    assert dialog.windowTitle() == "Unsaved changes"
    names = [one.accessibleName() for one in (dialog.keep, dialog.discard, dialog.cancel)]
    assert names == ["Keep draft", "Discard", "Cancel"]
    assert "Order #1001 has edits" in words(dialog)
    assert "A draft stays on this computer" in words(dialog)


def test_enter_keeps_the_draft(qtbot: QtBot) -> None:
    asked = Asked(qtbot)
    assert asked.dialog.keep.isDefault()
    qtbot.keyClick(QApplication.focusWidget() or asked.dialog, Qt.Key.Key_Return)
    assert asked.told == ["kept"]
    assert not asked.dialog.isVisible()


@pytest.mark.parametrize("by_key", [True, False])
def test_escape_and_cancel_leave_everything_as_it_is(qtbot: QtBot, by_key: bool) -> None:
    asked = Asked(qtbot)
    if by_key:
        qtbot.keyClick(QApplication.focusWidget() or asked.dialog, Qt.Key.Key_Escape)
    else:
        qtbot.mouseClick(asked.dialog.cancel, Qt.MouseButton.LeftButton)
    assert asked.told == []
    assert not asked.dialog.isVisible()


@pytest.mark.fault(74)
def test_discard_must_be_meant(qtbot: QtBot) -> None:
    asked = Asked(qtbot)
    assert not asked.dialog.discard.isDefault()
    qtbot.mouseClick(asked.dialog.discard, Qt.MouseButton.LeftButton)
    assert asked.told == ["discarded"]
    assert not asked.dialog.isVisible()


def test_a_hostile_name_is_bounded_and_plain(qtbot: QtBot, wear: Wear) -> None:
    wear()
    dialog = Asked(qtbot, "<b>Order</b>\u202e" + "x" * 5_000).dialog
    assert dialog.width() <= 560
    assert dialog.height() <= 300
    assert "⟨U+202E⟩" in words(dialog)
    for one in dialog.findChildren(QLabel):
        assert one.textFormat() == Qt.TextFormat.PlainText
