"""Records in a list: a model that Qt's own checker has nothing against, and entries that read well.

It must not test what is listed; tests/presenters/workbench/test_recents.py does.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from console.presenters.workbench.recents import Opened, RecentsState
from console.ui.look.entries import Entries, TwoLines
from tests.ui.conftest import Wear

WHEN = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
HOSTILE = '<a href="x">y</a>\n<img src=x>\u202e'


def entry(number: int) -> Opened:
    return Opened(f"id-{number}", f"Order #{number}", "shipped · 1.00 USD", WHEN)


def test_qt_has_nothing_against_it(qtmodeltester: ModelTester) -> None:
    model = Entries()
    qtmodeltester.check(model)
    for count in (0, 3, 1, 0, 20):
        model.show(RecentsState(tuple(entry(number) for number in range(count))))
        assert model.rowCount() == count


def test_a_screen_reader_says_what_is_shown_and_the_id_last() -> None:
    model = Entries()
    model.show(RecentsState((entry(1),)))
    index = model.index(0, 0)
    assert index.data() == "Order #1"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Order #1, shipped · 1.00 USD, id-1"


def test_texts_of_a_server_stand_plain_on_one_line() -> None:
    model = Entries()
    model.show(RecentsState((Opened(HOSTILE, HOSTILE, HOSTILE, WHEN),)))
    index = model.index(0, 0)
    assert index.data() == '<a href="x">y</a> <img src=x>⟨U+202E⟩'
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;a" in tip
    assert "<img" not in tip


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast", "contrast-dark"])
def test_the_second_line_is_muted_and_not_faint(
    qtbot: QtBot, wear: Wear, scheme: str, qapp: QApplication
) -> None:
    theme = wear(scheme)
    view = QListView()
    view.setObjectName("recents")
    qtbot.addWidget(view)
    model = Entries()
    model.setParent(view)
    model.show(RecentsState((Opened("id", "", "████████", WHEN),)))
    view.setModel(model)
    view.setItemDelegate(TwoLines(view))
    view.resize(180, 60)
    view.show()
    assert qapp.palette().color(QPalette.ColorRole.PlaceholderText) == theme.colour("muted")
    image = view.viewport().grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert theme.colour("muted").name() in colours
