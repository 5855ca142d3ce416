"""Two rows of controls: beside each other where there is room, one above the other where not, never cut.

It must not know what the controls do.
"""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.ui.lines.head import Head
from console.ui.look.parts import row


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What the head stands in; a window of its own could not become narrower than both rows."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(600, 100)
    return made


def shown(qtbot: QtBot, window: QWidget, left: QLabel, right: QLabel) -> Head:
    head = Head(row(left), row(right))
    head.setParent(window)
    head.resize(500, 80)
    with qtbot.waitExposed(window):
        window.show()
    return head


def test_the_second_row_goes_below_where_both_are_too_wide(qtbot: QtBot, window: QWidget) -> None:
    left, right = QLabel("left"), QLabel("right")
    for one in (left, right):
        one.setMinimumWidth(200)
    head = shown(qtbot, window, left, right)
    for width, aside in ((500, True), (300, False), (500, True)):
        head.resize(width, 80)
        QApplication.processEvents()
        assert (left.y() == right.y()) == aside
        assert head.rect().contains(right.geometry())
    assert head.minimumSizeHint().width() == 200


def test_it_turns_when_a_control_becomes_wider(qtbot: QtBot, window: QWidget) -> None:
    left, right = QLabel("left"), QLabel("right")
    shown(qtbot, window, left, right)
    assert left.y() == right.y()
    left.setMinimumWidth(490)
    qtbot.waitUntil(lambda: left.y() < right.y())
