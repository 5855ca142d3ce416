"""The table of rows: every change checked by Qt's own model tester, chosen by keys, and ten thousand shown at no cost.

It must not read or send anything; rows are made here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from console.model.drafts.shipping import Shipment
from console.model.shipments.shipments import RowRequest
from console.presenters.runs.items import RowKey, RowVerdict, RunRow
from console.ui.runs.rows import RowsModel, RowsTable
from tests.ui.conftest import Wear

HEAD = ("Order", "Tracking")
LINK = "https://track.example.com/1"
CHECK, RESULT = 2, 3


def item(place: int, verdict: RowVerdict = "will ship", **changes: Any) -> RunRow:
    wanted = RowRequest(f"{place}", shipment=Shipment(LINK))
    made = RunRow(place, (f"#{place}", "1Z<b>"), wanted, order_id=f"id-{place}").checked(verdict)
    return replace(made, **changes)


def mixed() -> list[RunRow]:
    verdicts: list[RowVerdict] = [
        "will ship",
        "not found",
        "different link",
        "will ship",
        "duplicate",
        "will ship",
    ]
    return [item(place, verdict) for place, verdict in enumerate(verdicts)]


class Counting(RowsModel):
    """Counts how often a cell is asked for."""

    asked = 0

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        self.asked += 1
        return super().data(index, role)


@pytest.fixture
def model(wear: Wear) -> RowsModel:
    made = RowsModel()
    made.apply_theme(wear())
    made.show_columns(HEAD, "checked")
    made.show_rows(mixed())
    return made


@pytest.fixture
def table(model: RowsModel, qtbot: QtBot) -> RowsTable:
    made = RowsTable(model)
    qtbot.addWidget(made)
    made.show_phase("checked")
    made.resize(1000, 400)
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    return made


def texts(model: RowsModel, column: int) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def ticks(model: RowsModel) -> list[bool]:
    role = Qt.ItemDataRole.CheckStateRole
    return [
        Qt.CheckState(model.index(row, 0).data(role)) == Qt.CheckState.Checked
        for row in range(model.rowCount())
    ]


def test_qt_has_nothing_against_rows_that_come_and_go(model: RowsModel, qtmodeltester: ModelTester) -> None:
    rows = mixed()
    model.show_rows(rows)
    qtmodeltester.check(model)
    only: RowKey | None
    for only in (None, "will ship", "failed", "not found", None):
        model.show_only(only)
        for places, status in (([0, 1, 2], "failed"), ([1, 5], "sent"), ([0], "unknown"), ([0, 3], "failed")):
            for place in places:
                rows[place] = replace(rows[place], status=status)
            model.rows_changed(places)
            expected = [one.place for one in rows if only is None or only in (one.verdict, one.status)]
            assert model.places == expected
    model.show_columns(("Only one",), "over")
    model.show_rows([])
    assert model.rowCount() == 0


def test_a_row_says_how_it_stands_in_its_tone(model: RowsModel, wear: Wear) -> None:
    theme = wear()
    assert texts(model, CHECK)[:3] == ["will ship", "not found", "already shipped, different link"]
    assert texts(model, 1) == ["1", "2", "3", "4", "5", "6"]
    assert texts(model, 4)[0] == "#0"
    assert texts(model, 6)[0] == LINK
    role = Qt.ItemDataRole.ForegroundRole
    assert [model.index(row, CHECK).data(role) for row in range(3)] == [
        theme.colour(tone) for tone in ("good", "bad", "warn")
    ]
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert heads == ["", "#", "Check", "Result", "Order", "Tracking", "Link"]


def test_a_screen_reader_hears_the_column_and_whether_a_row_is_chosen(model: RowsModel) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, 0).data(role) == "Row 1: chosen to be sent"
    assert model.index(1, 0).data(role) == "Row 2: left out"
    assert model.index(1, CHECK).data(role) == "Check: not found"
    assert model.headerData(0, Qt.Orientation.Horizontal, role) == "Chosen"
    assert "<b>" not in model.index(0, 5).data(Qt.ItemDataRole.ToolTipRole).replace("&lt;b&gt;", "")


def test_only_what_can_be_sent_can_be_chosen_and_only_after_the_check(model: RowsModel) -> None:
    assert ticks(model) == [True, False, False, True, False, True]
    assert [model.may_choose(row) for row in range(6)] == [True, False, True, True, False, True]
    for row in range(6):
        enabled = bool(model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsEnabled)
        assert enabled == model.may_choose(row)
    model.show_columns(HEAD, "sending")
    assert not any(model.may_choose(row) for row in range(6))


def test_a_click_on_the_box_asks_for_that_row_alone(table: RowsTable, model: RowsModel, qtbot: QtBot) -> None:
    told: list[tuple[list[int], bool]] = []
    model.chosen.connect(lambda *one: told.append(one))
    middle = table.visualRect(model.index(2, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert told == [([2], True)]


def test_space_chooses_or_leaves_out_every_selected_row(
    table: RowsTable, model: RowsModel, qtbot: QtBot
) -> None:
    told: list[tuple[list[int], bool]] = []
    model.chosen.connect(lambda *one: told.append(one))
    table.setCurrentIndex(model.index(1, 4))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert told == [], "the order was not found"
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert told == [([2], True)]
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert told[-1] == ([0, 2, 3, 5], True), "what can be sent; not all of them were chosen"
    table.clearSelection()
    table.selectRow(3)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert told[-1] == ([3], False)


def test_columns_come_with_what_they_have_to_say(table: RowsTable) -> None:
    def hidden() -> list[int]:
        return [column for column in range(7) if table.isColumnHidden(column)]

    for phase, away in (("map", [0, 2, 3]), ("checking", [0, 3]), ("checked", [3]), ("over", [2])):
        table.show_phase(phase)
        assert hidden() == away, phase


def test_ten_thousand_rows_cost_no_more_than_what_is_in_sight(qtbot: QtBot, wear: Wear) -> None:
    theme = wear()
    rows = [item(place) for place in range(10_000)]
    model = Counting()
    table = RowsTable(model)
    qtbot.addWidget(table)
    table.resize(1000, 600)
    model.apply_theme(theme)
    model.show_columns(HEAD, "sending")
    model.show_rows(rows)
    table.show_phase("sending")
    with qtbot.waitActive(table):
        table.show()
    assert model.asked < 6_000, "widths are taken from the first rows, and about twenty rows are painted"
    model.asked = 0
    for first in range(0, 10_000, 200):  # as a run goes on, four looks a second
        places = list(range(first, first + 200))
        for place in places:
            rows[place] = replace(rows[place], status="sent")
        model.rows_changed(places)
    QApplication.processEvents()
    assert model.asked < 3_000
    model.asked = 0
    table.scrollToBottom()
    QApplication.processEvents()
    assert model.asked < 3_000
    model.show_only("sent")
    assert model.rowCount() == 10_000


def test_rows_that_nobody_sees_are_not_drawn_anew(wear: Wear, qtbot: QtBot) -> None:
    rows, model = [item(place) for place in range(500)], Counting()
    model.apply_theme(wear())
    model.show_columns(HEAD, "sending")
    model.show_rows(rows)
    table = RowsTable(model)
    qtbot.addWidget(table)
    table.resize(1000, 400)
    with qtbot.waitExposed(table):
        table.show()
    QApplication.processEvents()

    def drawn(place: int) -> bool:
        rows[place] = replace(rows[place], status="sent")
        model.asked = 0
        model.rows_changed([place])
        QApplication.processEvents()
        return model.asked > 0

    seen = table.rowAt(table.viewport().height() - 1)
    assert [drawn(place) for place in (0, 5, seen, seen + 1, 499)] == [True, True, True, False, False]
    table.scrollToBottom()
    QApplication.processEvents()
    assert [drawn(place) for place in (0, table.rowAt(0) - 1, table.rowAt(0), 499)] == [
        False,
        False,
        True,
        True,
    ]
    assert model.index(0, RESULT).data() == "sent and verified", "it is as it is now for who scrolls there"
