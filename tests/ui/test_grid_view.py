"""The table of line items on the screen: edited by keys, copied whole, marked on its tints.

It must not test the model; tests/ui/test_lines.py does.
"""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from console.model.lines import Row
from console.model.records import LineItem
from console.ui.grid_view import LinesView
from console.ui.lines import KEYS, LinesModel
from tests.model.samples import MUG, POT
from tests.ui.conftest import Wear

HEADERS = [
    "#",
    "SKU",
    "Name",
    "Description",
    "Category",
    "Other",
    "Quantity",
    "Unit price",
    "Sale price",
    "Total price",
    "Image URL",
    "Product URL",
]
HOSTILE = '<a href="x">y</a>\n<img src=x>\u202e\x07'


def item(**fields: Any) -> LineItem:
    return LineItem.model_validate(MUG | fields)


def rows(count: int) -> tuple[Row, ...]:
    return tuple(Row(item(name=f"Mug {number}")) for number in range(count))


@pytest.fixture
def model() -> LinesModel:
    made = LinesModel()
    made.show((Row(LineItem.model_validate(MUG)), Row(LineItem.model_validate(POT))), 2, "")
    return made


@pytest.fixture
def view(qtbot: QtBot, wear: Wear, model: LinesModel) -> LinesView:
    theme = wear()
    made = LinesView(model)
    model.setParent(made)
    made.painted.dress(theme)
    qtbot.addWidget(made)
    made.resize(780, 250)
    with qtbot.waitActive(made):
        made.show()
    return made


def test_the_table_has_its_name_and_the_long_columns_stand_last(view: LinesView) -> None:
    assert view.accessibleName() == "Line items"
    header = view.horizontalHeader()
    seen = [HEADERS[header.logicalIndex(place)] for place in range(header.count())]
    assert seen[:8] == [
        "#",
        "SKU",
        "Name",
        "Category",
        "Quantity",
        "Unit price",
        "Sale price",
        "Total price",
    ]
    assert seen[8:] == ["Description", "Other", "Image URL", "Product URL"]


def test_the_cells_of_a_usual_order_are_not_cut(view: LinesView) -> None:
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    for key in ("sku", "name", "category", "quantity", "unitPrice", "totalPrice"):
        index = view.model().index(0, KEYS.index(key))
        assert view.painted.sizeHint(option, index).width() <= view.columnWidth(index.column()), key


@pytest.mark.parametrize("keys", [Qt.Key.Key_F2, Qt.Key.Key_Return])
def test_a_cell_is_edited_by_keys_and_says_which_it_is(
    view: LinesView, model: LinesModel, qtbot: QtBot, keys: Qt.Key
) -> None:
    view.put_cursor(1, "quantity")
    QTest.keyClick(view, keys)
    editor = view.findChild(QLineEdit)
    assert editor.accessibleName() == "Quantity of line 2"
    with qtbot.waitSignal(model.cell_typed) as typed:
        editor.selectAll()
        QTest.keyClicks(editor, "12")
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert typed.args == [1, "quantity", "12"]


@pytest.mark.parametrize("text", [HOSTILE, "x" * 65_536, "two\r\nlines", "  padded  "])
def test_opening_a_cell_and_leaving_it_changes_nothing(
    view: LinesView, model: LinesModel, qtbot: QtBot, text: str
) -> None:
    model.show((Row(item(sku=text)),), 2, "")
    view.put_cursor(0, "sku")
    with qtbot.assertNotEmitted(model.cell_typed):
        QTest.keyClick(view, Qt.Key.Key_F2)
        editor = view.findChild(QLineEdit)
        assert editor.text() == text
        QTest.keyClick(editor, Qt.Key.Key_Return)


def test_the_cursor_stays_where_it_is_while_rows_change(view: LinesView, model: LinesModel) -> None:
    a, b, c = rows(3)
    model.show((a, b, c), 2, "")
    view.put_cursor(2, "name")
    model.show((a, b.typed("sku", "x", 2), c), 2, "")
    assert view.chosen() == [2]
    model.show((b, c), 2, "")
    assert view.chosen() == [1], "it went along with its line"


def test_what_is_chosen_are_rows_in_order(view: LinesView, model: LinesModel) -> None:
    model.show(rows(5), 2, "")
    view.setCurrentIndex(QModelIndex())
    assert view.chosen() == []
    view.put_cursor(3)
    assert view.chosen() == [3]
    view.clearSelection()
    assert view.chosen() == [3], "the cursor is still there"
    for place in (4, 1):
        index = model.index(place, 1)
        view.selectionModel().select(index, view.selectionModel().SelectionFlag.Select)
    assert view.chosen() == [1, 4]


def test_copying_a_cell_gives_the_original(view: LinesView, model: LinesModel) -> None:
    model.show((Row(item(description=HOSTILE)),), 2, "")
    view.put_cursor(0, "description")
    QTest.keySequence(view, QKeySequence.StandardKey.Copy)
    assert QGuiApplication.clipboard().text() == HOSTILE


def test_copying_several_cells_gives_rows_of_a_spreadsheet_as_seen(
    view: LinesView, model: LinesModel
) -> None:
    quoted = Row(item(name='8" frame', description="a\nb"))
    model.show((quoted, Row(item(name="Mug", description="plain"))), 2, "")
    for place in (0, 1):
        for key in ("description", "name"):
            index = model.index(place, KEYS.index(key))
            view.selectionModel().select(index, view.selectionModel().SelectionFlag.Select)
    QTest.keySequence(view, QKeySequence.StandardKey.Copy)
    assert QGuiApplication.clipboard().text() == '"8"" frame"\t"a\nb"\nMug\tplain'


def test_copying_nothing_leaves_the_clipboard_alone(view: LinesView) -> None:
    QGuiApplication.clipboard().setText("kept")
    view.setCurrentIndex(QModelIndex())
    view.copy()
    assert QGuiApplication.clipboard().text() == "kept"


def test_an_empty_table_says_how_to_begin(view: LinesView, model: LinesModel) -> None:
    full = view.grab().toImage()
    model.show((), 2, "")
    told = view.grab().toImage()
    assert told != full
    colours = {
        told.pixelColor(x, y).name() for x in range(250, 530) for y in range(100, 200)
    }  # in the middle
    assert len(colours) > 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_are_painted_on_their_tints(
    view: LinesView, model: LinesModel, wear: Wear, scheme: str, qtbot: QtBot
) -> None:
    theme = wear(scheme)
    view.painted.dress(theme)
    row = Row(LineItem.model_validate(MUG)).typed("quantity", "2", 2).typed("unitPrice", "abc", 2)
    model.show((row,), 2, "")
    view.clearSelection()
    image = view.viewport().grab().toImage()
    for key, token in (("quantity", "tint"), ("unitPrice", "badTint"), ("sku", "surface")):
        corner = view.visualRect(model.index(0, KEYS.index(key))).topLeft()
        assert image.pixelColor(corner.x() + 3, corner.y() + 3) == theme.colour(token), key
