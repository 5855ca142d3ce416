"""The choices of what the columns of a file are: named, described, reached by Tab, and told when one is chosen.

It must not map anything; it gives roles and hears what was chosen.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.model.shipments.shipments import ROLES
from console.ui.runs.columns import ColumnStrip
from tests.ui.conftest import Wear

HEAD = ("Order", "<b>Tracking</b> number \u202e", "Depot")
FIRST = ("1001", "1Z999AA10123456784", "North")


@pytest.fixture
def strip(qtbot: QtBot, wear: Wear) -> ColumnStrip:
    wear()
    made = ColumnStrip()
    qtbot.addWidget(made)
    made.show_columns(HEAD, {0: "order", 1: "tracking"}, FIRST)
    with qtbot.waitActive(made):
        made.show()
    return made


def test_each_column_has_a_choice_with_its_name_and_first_row(strip: ColumnStrip) -> None:
    assert [one.accessibleName() for one in strip.choices] == [
        "Column 1, Order, is",
        "Column 2, <b>Tracking</b> number ⟨U+202E⟩, is",
        "Column 3, Depot, is",
    ]
    assert [one.currentText() for one in strip.choices] == ["Order", "Tracking number or link", "Not used"]
    assert strip.choices[1].accessibleDescription() == "First: 1Z999AA10123456784"
    offered = [strip.choices[0].itemText(place) for place in range(strip.choices[0].count())]
    assert offered == ["Not used", *ROLES.values()]
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in strip.findChildren(QLabel))


def test_a_choice_is_told_and_shows_only_what_comes_back(strip: ColumnStrip, qtbot: QtBot) -> None:
    told: list[tuple[int, object]] = []
    strip.mapped.connect(lambda *one: told.append(one))
    strip.choices[2].setFocus()
    qtbot.keyClick(strip.choices[2], Qt.Key.Key_Down)
    strip.choices[0].setFocus()
    qtbot.keyClick(strip.choices[0], Qt.Key.Key_Up)
    assert told == [(2, "order"), (0, None)]
    strip.show_columns(HEAD, {2: "order", 1: "tracking"}, FIRST)
    assert [one.currentText() for one in strip.choices] == ["Not used", "Tracking number or link", "Order"]


def test_the_wheel_scrolls_past_and_changes_nothing(strip: ColumnStrip) -> None:
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(strip.choices[0], turn)
    assert strip.choices[0].currentText() == "Order"


def test_columns_come_and_go_with_the_file(strip: ColumnStrip, qtbot: QtBot) -> None:
    kept = strip.choices[0]
    with qtbot.waitSignal(strip.remade):
        strip.show_columns(("A",), {}, ())
    assert strip.choices == [kept]
    strip.show_columns(tuple("ABCDEFGH"), {}, ())
    assert len(strip.choices) == 8


def test_tab_brings_a_column_into_sight(strip: ColumnStrip, qtbot: QtBot) -> None:
    strip.show_columns(tuple(f"Column {place}" for place in range(30)), {}, ())
    qtbot.waitUntil(lambda: len(strip.choices) == 30)
    strip.resize(500, strip.sizeHint().height())
    qtbot.waitUntil(lambda: strip.horizontalScrollBar().maximum() > 0)
    strip.choices[0].setFocus()
    for _ in range(20):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert strip.choices[20].hasFocus()
    left = strip.choices[20].mapTo(strip.viewport(), QPoint(0, 0)).x()
    assert 0 <= left <= strip.viewport().width() - strip.choices[20].width()


def test_all_of_a_column_can_be_seen(strip: ColumnStrip) -> None:
    strip.resize(900, strip.sizeHint().height())
    QApplication.processEvents()
    for choice in strip.choices:
        column = choice.parentWidget()
        assert column is not None
        assert column.mapTo(strip, column.rect().bottomLeft()).y() < strip.height()
