"""The lists of choices, as they open under any theme's clothes and at any size of text.

It must not press through a form; tests/ui/record/test_fields.py does.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from console.ui.look.inputs import Combo
from console.ui.look.theme import Theme, apply_theme
from tests.ui.conftest import Wear


def opened(qtbot: QtBot, combo: QComboBox, choices: int) -> QComboBox:
    combo.addItems([f"Choice {one}" for one in range(choices)])
    combo.setCurrentIndex(choices - 1)
    qtbot.addWidget(combo)
    combo.show()
    qtbot.waitExposed(combo)
    combo.showPopup()
    qtbot.waitUntil(combo.view().isVisible)
    return combo


def row(combo: QComboBox, at: int) -> QRect:
    view = combo.view()
    return view.visualRect(view.model().index(at, 0))


@pytest.mark.parametrize("text", [70, 100, 150, 200])
@pytest.mark.parametrize("choices", [2, 3, 7, 12])
@pytest.mark.parametrize("kind", [Combo, QComboBox])
def test_a_list_of_choices_opens_whole_and_as_wide_as_its_rows(
    qtbot: QtBot, qapp: QApplication, wear: Wear, kind: type[QComboBox], choices: int, text: int
) -> None:
    wear()
    apply_theme(qapp, Theme("light", "sandbox", text))
    combo = opened(qtbot, kind(), choices)
    room = combo.view().viewport().rect()
    assert room.contains(row(combo, 0))
    assert room.contains(row(combo, choices - 1))
    assert row(combo, 0).height() >= combo.fontMetrics().height() + 4
    combo.hidePopup()


def test_a_list_that_is_longer_than_the_screen_shows_that_it_scrolls(qtbot: QtBot, wear: Wear) -> None:
    wear()
    combo = opened(qtbot, Combo(), 60)
    view = combo.view()
    assert view.verticalScrollBar().isVisible()
    assert view.viewport().rect().contains(row(combo, 59))
    assert view.viewport().height() < combo.screen().availableSize().height()
    combo.hidePopup()
