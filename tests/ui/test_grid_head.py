"""Two rows of controls: beside each other where there is room, one above the other where not, never cut.

It must not know what the controls do.
"""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.ui.grid_head import Head
from console.ui.parts import row


def test_the_second_row_goes_below_where_both_are_too_wide(qtbot: QtBot) -> None:
    left, right = QLabel("left"), QLabel("right")
    for one in (left, right):
        one.setMinimumWidth(200)
    head = Head(row(left), row(right))
    qtbot.addWidget(head)
    with qtbot.waitExposed(head):
        head.show()
    for width, aside in ((500, True), (300, False), (500, True)):
        head.resize(width, 80)
        QApplication.processEvents()
        assert (left.y() == right.y()) == aside
        assert head.rect().contains(right.geometry())
    assert head.minimumSizeHint().width() == 200


def test_it_turns_when_a_control_becomes_wider(qtbot: QtBot) -> None:
    left, right = QLabel("left"), QLabel("right")
    head = Head(row(left), row(right))
    qtbot.addWidget(head)
    head.resize(300, 80)
    with qtbot.waitExposed(head):
        head.show()
    assert left.y() == right.y()
    left.setMinimumWidth(290)
    head.turn()
    QApplication.processEvents()
    assert left.y() < right.y()
