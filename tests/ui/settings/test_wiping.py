"""The question before local data is deleted: the button that deletes is the red one, and no key presses it by chance."""

from __future__ import annotations

from typing import get_args

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.ui.look.theme import Scheme, WindowAccent
from console.ui.settings.wiping import Wiping
from console.ui.shell.leaving import Leaving
from tests.ui.conftest import Wear


def filled(made: QPushButton) -> str:
    """The colour of a button beside its text."""
    return made.grab().toImage().pixelColor(QPoint(6, made.height() // 2)).name()


@pytest.mark.parametrize("scheme", get_args(Scheme))
@pytest.mark.parametrize("accent", get_args(WindowAccent))
@pytest.mark.parametrize("kind", [Wiping, lambda: Leaving("Order #1001")], ids=["delete", "discard"])
def test_what_cannot_be_undone_is_the_red_button_whatever_the_environment(
    qtbot: QtBot, wear: Wear, scheme: Scheme, accent: WindowAccent, kind: type[QDialog]
) -> None:
    theme = wear(scheme, accent)
    window = QWidget()
    qtbot.addWidget(window)
    dialog = kind()
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    buttons = dialog.findChildren(QPushButton)
    red = [made.accessibleName() for made in buttons if filled(made) == theme.colour("bad").name()]
    assert red in (["Delete"], ["Discard"])


def test_neither_enter_nor_escape_deletes(qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        dialog = Wiping()
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
        QTest.keyClick(QApplication.focusWidget() or dialog, key)
        assert not dialog.isVisible()
        assert dialog.result() == QDialog.DialogCode.Rejected
