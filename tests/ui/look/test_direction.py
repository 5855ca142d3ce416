"""Texts in a window that runs from right to left: each keeps the order that it has by itself.

It must not go by characters that nobody sees; what is compared is what was painted.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QStringListModel, Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QPushButton,
    QStyledItemDelegate,
    QStyleFactory,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.ui.look import ordered_style
from console.ui.look.direction import IsolatedCells, isolated
from console.ui.look.parts import ModelIndex
from tests.ui.conftest import Wear

TEXTS = (
    "Save to SANDBOX…",
    "Order #1001, shipped",
    "3 of 7",
    "-5.00 USD",
    "1 change · 22:12",
    "https://www.example.com/track?number=1Z999&lang=en/",
    "0ad24370-96de-4922-9a53-954530fcbb64",
    "(CHF) 1'234.50-",
)
WRONG_WAY_ROUND = ("Save to SANDBOX…", "1 change · 22:12", "(CHF) 1'234.50-")


@pytest.fixture
def from_the_right(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, wear: Wear) -> Iterator[None]:
    """The application runs from right to left, dressed as ever."""
    style = qapp.style().name()
    monkeypatch.setattr(ordered_style, "_styles", [])
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    wear("contrast")
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    qapp.setStyle(QStyleFactory.create(style))


RIGHT = ("הזמנה #1001, נשלחה (3)", "طلب رقم 1001: تم الشحن.")


class InTheMiddle(QStringListModel):
    """Texts in the middle of their cells, so that they stand in the same place whichever way the window runs."""

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return super().data(index, role)


def painted(qtbot: QtBot, widget: QWidget) -> QImage:
    """What is written on a widget, without the room around it."""
    font = widget.font()
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)  # each letter begins on a whole pixel
    widget.setFont(font)
    qtbot.addWidget(widget)
    widget.resize(520, 40)
    widget.show()
    inside = widget.grab().toImage().copy(20, 5, 480, 26)
    ground = inside.pixel(0, 13)
    written = [(x, y) for x in range(480) for y in range(26) if inside.pixel(x, y) != ground]
    left, top = (min(part) for part in zip(*written, strict=True))
    right, bottom = (max(part) for part in zip(*written, strict=True))
    return inside.copy(left, top, right - left + 1, bottom - top + 1)


def button(text: str) -> QPushButton:
    return QPushButton(text.replace("&", "&&"))


def cell(text: str, delegate: QStyledItemDelegate) -> QTableView:
    view = QTableView()
    view.setModel(InTheMiddle([text], view))
    view.verticalHeader().hide()
    view.horizontalHeader().hide()
    view.horizontalHeader().setStretchLastSection(True)
    view.setItemDelegate(delegate)
    delegate.setParent(view)
    return view


def its_own_way(widget: QWidget, text: str) -> QWidget:
    """The widget as it would be in a window that runs the way of its text."""
    left, right = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
    widget.setLayoutDirection(right if text in RIGHT else left)
    return widget


@pytest.mark.usefixtures("from_the_right")
@pytest.mark.parametrize("text", [*TEXTS, *RIGHT])
def test_a_button_shows_its_words_in_their_own_order(qtbot: QtBot, text: str) -> None:
    assert painted(qtbot, button(text)) == painted(qtbot, its_own_way(button(text), text))


@pytest.mark.usefixtures("from_the_right")
@pytest.mark.parametrize("text", [*TEXTS, *RIGHT])
def test_a_cell_shows_its_text_in_its_own_order(qtbot: QtBot, text: str) -> None:
    alone = its_own_way(cell(text, QStyledItemDelegate()), text)
    assert painted(qtbot, cell(text, IsolatedCells())) == painted(qtbot, alone)


@pytest.mark.usefixtures("from_the_right")
@pytest.mark.parametrize("text", WRONG_WAY_ROUND)
def test_without_that_it_would_stand_in_pieces(qtbot: QtBot, text: str) -> None:
    alone = its_own_way(cell(text, QStyledItemDelegate()), text)
    assert painted(qtbot, cell(text, QStyledItemDelegate())) != painted(qtbot, alone)


@pytest.mark.usefixtures("from_the_right")
def test_what_is_read_of_it_is_the_text_alone(qtbot: QtBot) -> None:
    box = QCheckBox("Take theirs…")
    view = cell("3 of 7", IsolatedCells())
    for widget in (box, view):
        qtbot.addWidget(widget)
    assert box.text() == "Take theirs…"
    assert view.model().index(0, 0, QModelIndex()).data() == "3 of 7"


def test_from_left_to_right_nothing_is_added(qapp: QApplication) -> None:
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert isolated("3 of 7") == "3 of 7"
