"""The columns of a file with dozens of them: those in use at first, any other by its name, all on request."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.presenters.runs.state import RunState
from console.ui.runs.wide import ColumnChooser
from tests.ui.conftest import Wear

HEAD = (*tuple(f"Field {place}" for place in range(77)), "Tracking Number", "Label URL")
STATE = RunState(
    phase="map",
    head=HEAD,
    cells=("#1001", *[""] * 76, "1Z999AA10123456784", "https://x.example/1"),
    roles={0: "order", 77: "tracking"},
    telling=frozenset({78}),
)


@pytest.fixture
def chooser(qtbot: QtBot, wear: Wear) -> ColumnChooser:
    wear()
    made = ColumnChooser()
    qtbot.addWidget(made)
    made.resize(1000, 140)
    made.show_state(STATE)
    with qtbot.waitActive(made):
        made.show()
    return made


def names(chooser: ColumnChooser) -> list[str]:
    return [one.accessibleName() for one in chooser.strip.choices]


IN_USE = ["Column 1, Field 0, is", "Column 78, Tracking Number, is", "Column 79, Label URL, is"]


def test_the_columns_in_use_and_those_full_of_numbers_are_shown_at_first(chooser: ColumnChooser) -> None:
    assert names(chooser) == IN_USE
    assert chooser.finder.accessibleName() == "Find a column"
    assert chooser.every.accessibleName() == "Show all 79 columns"


def test_any_column_is_found_by_its_name_or_by_what_stands_in_it(
    chooser: ColumnChooser, qtbot: QtBot
) -> None:
    qtbot.keyClicks(chooser.finder, "field 7")
    assert names(chooser)[:2] == ["Column 8, Field 7, is", "Column 71, Field 70, is"]
    chooser.finder.setText("x.example")
    assert names(chooser) == ["Column 79, Label URL, is"]
    chooser.finder.clear()
    assert names(chooser) == IN_USE


def test_what_is_chosen_of_a_found_column_is_told_with_its_own_place(
    chooser: ColumnChooser, qtbot: QtBot
) -> None:
    told: list[tuple[int, object]] = []
    chooser.strip.mapped.connect(lambda *one: told.append(one))
    chooser.finder.setText("label")
    (choice,) = chooser.strip.choices
    choice.setFocus()
    for _ in range(3):
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert told == [(78, "order"), (78, "tracking"), (78, "link")]
    chooser.show_state(replace(STATE, roles={**STATE.roles, 78: "link"}))
    assert choice.currentText() == "Tracking link"


def test_a_column_that_is_not_used_any_more_stays_where_the_cursor_is(chooser: ColumnChooser) -> None:
    chooser.show_state(replace(STATE, roles={0: "order"}))
    assert names(chooser) == IN_USE
    assert chooser.strip.choices[1].currentText() == "Not used"


def test_all_are_shown_on_request_and_another_file_begins_anew(chooser: ColumnChooser, qtbot: QtBot) -> None:
    qtbot.keyClick(chooser.every, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(chooser.strip.choices) == 79)
    assert names(chooser)[40] == "Column 41, Field 40, is"
    chooser.show_state(replace(STATE, head=(*HEAD[:-1], "Other"), telling=frozenset()))
    assert names(chooser) == IN_USE[:2]
    assert not chooser.every.isChecked()


def test_a_narrow_file_shows_all_its_columns_and_asks_for_none(chooser: ColumnChooser) -> None:
    chooser.show_state(RunState(phase="map", head=("Order", "Colour"), roles={0: "order"}))
    assert names(chooser) == ["Column 1, Order, is", "Column 2, Colour, is"]
    assert not chooser.finder.isVisible()
    assert not chooser.every.isVisible()
