"""The question before edits would be lost.

It must not close anything; tests/journeys/test_leaving.py does.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from console.ui.leaving import Leaving
from tests.ui.conftest import Wear


def opened(qtbot: QtBot, names: list[str]) -> Leaving:
    dialog = Leaving(names)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    return dialog


def words(dialog: QDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel))


def test_it_has_the_names_of_the_manual_and_names_the_record(qtbot: QtBot) -> None:
    dialog = opened(qtbot, ["Order #1001"])
    assert dialog.windowTitle() == "Unsaved changes"
    assert (dialog.discard.accessibleName(), dialog.cancel.accessibleName()) == ("Discard", "Cancel")
    assert "Order #1001 has edits" in words(dialog)


def test_all_records_are_named_and_a_crowd_is_counted(qtbot: QtBot) -> None:
    dialog = opened(qtbot, [f"Order #{number}" for number in range(1, 13)])
    assert "12 records have edits" in words(dialog)
    assert "Order #8" in words(dialog)
    assert "and 4 more" in words(dialog)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_both_keep_everything(qtbot: QtBot, key: Qt.Key) -> None:
    dialog = opened(qtbot, ["Order #1001"])
    assert dialog.cancel.isDefault()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(QApplication.focusWidget() or dialog, key)


def test_discard_must_be_meant(qtbot: QtBot) -> None:
    dialog = opened(qtbot, ["Order #1001"])
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.discard, Qt.MouseButton.LeftButton)


def test_a_hostile_name_is_bounded_and_plain(qtbot: QtBot, wear: Wear) -> None:
    wear()
    dialog = opened(qtbot, ["<b>Order</b>\u202e" + "x" * 5_000])
    assert dialog.width() <= 480
    assert dialog.height() <= 300
    assert "⟨U+202E⟩" in words(dialog)
    for one in dialog.findChildren(QLabel):
        assert one.textFormat() == Qt.TextFormat.PlainText
