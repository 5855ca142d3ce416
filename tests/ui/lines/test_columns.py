"""Columns that are shown, hidden, resized and moved, and stand so again, whatever a file says.

It must not look at lines; a table of three columns will do.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QMenu, QTableView
from pytestqt.qtbot import QtBot

from console.model.remembered import LINE_COLUMNS
from console.ui.lines.columns import Column, Columns, ColumnsOf

KEYS = ("position", "sku", "name", "price")
USUAL = (Column("position", 40), Column("sku", 80), Column("price", 60), Column("name", 170))


def ini(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def table(qtbot: QtBot) -> QTableView:
    view = QTableView()
    qtbot.addWidget(view)
    model = QStandardItemModel(1, len(KEYS), view)
    model.setHorizontalHeaderLabels(["#", "SKU", "Name", "Price"])
    view.setModel(model)
    return view


def order(view: QTableView) -> list[str]:
    header = view.horizontalHeader()
    sections = [header.logicalIndex(place) for place in range(header.count())]
    return [KEYS[section] for section in sections if not header.isSectionHidden(section)]


def test_columns_stand_as_usual_until_somebody_changes_them(table: QTableView) -> None:
    columns = Columns()
    ColumnsOf(columns, table, USUAL, keys=KEYS)
    assert order(table) == ["position", "sku", "price", "name"]
    assert [table.columnWidth(place) for place in range(4)] == [40, 80, 170, 60]
    assert columns.chosen == ()


def test_what_is_done_to_one_table_is_done_to_all_and_remembered(
    table: QTableView, tmp_path: Path, qtbot: QtBot
) -> None:
    columns = Columns()
    ColumnsOf(columns, table, USUAL, keys=KEYS)
    table.setColumnWidth(1, 99)
    table.horizontalHeader().moveSection(3, 1)
    columns.remember(ini(tmp_path))
    again = Columns()
    again.restore(ini(tmp_path))
    assert again.chosen == columns.chosen
    other = QTableView()
    qtbot.addWidget(other)
    other.setModel(table.model())
    ColumnsOf(again, other, USUAL, keys=KEYS)
    assert order(other) == ["position", "name", "sku", "price"]
    assert other.columnWidth(1) == 99


def test_a_column_is_hidden_and_comes_back_as_wide_as_it_was(table: QTableView) -> None:
    columns = Columns()
    of = ColumnsOf(columns, table, USUAL, keys=KEYS)
    table.setColumnWidth(2, 123)
    menu = QMenu()
    of.fill(menu)
    ticks = {action.text(): action for action in menu.actions()}
    assert "#" not in ticks, "the number of a line is always shown"
    ticks["Name"].setChecked(False)
    assert order(table) == ["position", "sku", "price"]
    assert Column("name", 123, True) in columns.chosen
    of.reveal(2)
    assert order(table) == ["position", "sku", "price", "name"]
    assert table.columnWidth(2) == 123
    ticks["Columns as they were"].trigger()
    assert (columns.chosen, table.columnWidth(2)) == ((), 170)


def test_a_column_of_a_later_version_stands_where_it_usually_does(table: QTableView) -> None:
    columns = Columns()
    columns.choose([Column("position", 40), Column("name", 200), Column("gone", 50), Column("sku", 70)])
    ColumnsOf(columns, table, USUAL, keys=KEYS)
    assert order(table) == ["position", "name", "price", "sku"]
    assert table.columnWidth(3) == 60


@pytest.mark.parametrize(
    "held",
    [
        "",
        "sku",
        "sku 80",
        "sku -4 0",
        "sku 99999999999 0",
        ["sku eighty 0", "x"],
        ["@Invalid()"],
        7,
        ["sku ８０ 0 1"],
    ],
)
def test_what_cannot_be_read_is_as_if_nobody_had_chosen(tmp_path: Path, held: object) -> None:
    kept = ini(tmp_path)
    kept.setValue(LINE_COLUMNS, held)
    columns = Columns()
    columns.restore(kept)
    assert columns.chosen == ()


def test_a_column_that_an_edited_file_names_twice_stands_once(tmp_path: Path, table: QTableView) -> None:
    kept = ini(tmp_path)
    kept.setValue(LINE_COLUMNS, ["sku 80 0", "sku 90 0"])
    columns = Columns()
    columns.restore(kept)
    ColumnsOf(columns, table, USUAL, keys=KEYS)
    assert columns.chosen == (Column("sku", 90),)
    assert sorted(order(table)) == sorted(KEYS)


def test_the_number_of_a_line_cannot_be_hidden(table: QTableView) -> None:
    columns = Columns()
    columns.choose([Column("position", 40, True)])
    ColumnsOf(columns, table, USUAL, keys=KEYS)
    assert order(table)[0] == "position"
