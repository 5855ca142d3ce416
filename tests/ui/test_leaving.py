"""The question before a record with edits is closed: keep the draft, discard it, or stay.

It must not close anything here; what was chosen is what is looked at.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.ui.leaving import Leaving
from tests.ui.conftest import Wear

Opened = Callable[[str], tuple[Leaving, list[str]]]


@pytest.fixture
def opened(qtbot: QtBot, wear: Wear) -> Opened:
    """Open the question; the list gets what was chosen."""

    def open_(title: str) -> tuple[Leaving, list[str]]:
        wear()
        dialog, chosen = Leaving(title), []
        qtbot.addWidget(dialog)
        dialog.kept.connect(lambda: chosen.append("kept"))
        dialog.discarded.connect(lambda: chosen.append("discarded"))
        with qtbot.waitActive(dialog):
            dialog.open()
        return dialog, chosen

    return open_


def test_it_has_the_names_of_the_manual_and_names_the_record(opened: Opened) -> None:
    dialog, _ = opened("Order #1001")
    assert dialog.windowTitle() == "Unsaved changes"
    assert [one.accessibleName() for one in dialog.findChildren(QPushButton)] == [
        "Keep draft",
        "Discard",
        "Cancel",
    ]
    assert any("Order #1001" in one.text() for one in dialog.findChildren(QLabel))


@pytest.mark.parametrize(
    ("key", "chosen"),
    [(Qt.Key.Key_Return, ["kept"]), (Qt.Key.Key_Enter, ["kept"]), (Qt.Key.Key_Escape, [])],
)
def test_enter_keeps_the_draft_and_escape_leaves_everything(
    opened: Opened, qtbot: QtBot, key: Qt.Key, chosen: list[str]
) -> None:
    dialog, told = opened("Order #1001")
    qtbot.keyClick(dialog, key)
    assert not dialog.isVisible()
    assert told == chosen


def test_discarding_must_be_meant(opened: Opened, qtbot: QtBot) -> None:
    dialog, told = opened("Order #1001")
    assert not dialog.discard.isDefault()
    qtbot.mouseClick(dialog.discard, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert told == ["discarded"]


def test_a_hostile_name_is_bounded_and_plain(opened: Opened) -> None:
    dialog, _ = opened("<b>&x</b>\n" * 200)
    told = dialog.findChildren(QLabel)[0]
    assert told.textFormat() == Qt.TextFormat.PlainText
    assert len(told.text()) < 140
    assert "\n" not in told.text()
    assert dialog.width() < 700
