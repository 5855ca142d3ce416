"""The table of line items on the screen: worked by keys and mouse as a spreadsheet is, marked on its tints.

It must not test the model or what an act makes of lines; tests/ui/lines/test_lines.py and the presenters' tests do.
"""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from console.model.lines.lines import DraftLine
from console.model.records import LineItem
from console.ui.lines.cells import Sheet
from console.ui.lines.lines import KEYS
from console.ui.lines.view import LinesView
from console.ui.record.editor import EditorPage
from tests.model.samples import MUG, cart
from tests.ui.conftest import OpenPage, Wear

HOSTILE = '<a href="x">y</a>\n<img src=x>\u202e\x07'
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Key = Qt.Key


def item(**fields: Any) -> dict[str, Any]:
    return MUG | fields


@pytest.fixture
def page(open_page: OpenPage) -> EditorPage:
    """A cart of five mugs called A to E."""
    made = open_page(cart(lineItems=[item(name=letter) for letter in "ABCDE"]))
    made.lines.setFocus()
    return made


@pytest.fixture
def view(page: EditorPage) -> LinesView:
    return page.lines


def with_text(open_page: OpenPage, **fields: Any) -> EditorPage:
    made = open_page(cart(lineItems=[item(**fields)]))
    made.lines.setFocus()
    return made


def press(view: QWidget, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(view, key, held)


def at(view: LinesView) -> tuple[int, str]:
    """The place and the column of the cursor."""
    index = view.currentIndex()
    return view.place_of(index), KEYS[index.column()]


def names(page: EditorPage) -> str:
    return "".join(row.title for row in page.editor.state.draft.lines)


def text(page: EditorPage, place: int, key: str) -> str:
    return page.editor.state.draft.lines[place].shown(key, 2)


def open_editor() -> QWidget:
    """What a cell is being edited in."""
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit | QPlainTextEdit)
    return editor


# -- moving about -----------------------------------------------------------------------------------------


def test_the_table_has_its_name_and_the_long_columns_stand_last(view: LinesView) -> None:
    assert view.accessibleName() == "Line items"
    assert view.seen_keys() == [
        "position", "sku", "name", "category", "quantity", "unitPrice", "salePrice", "totalPrice",
        "description", "other", "imageUrl", "productUrl",
    ]  # fmt: skip


def test_arrows_home_and_end_move_as_in_a_spreadsheet(view: LinesView) -> None:
    view.put_cursor(1, "name")
    for key, held, where in (
        (Key.Key_Right, None, (1, "category")),
        (Key.Key_Down, None, (2, "category")),
        (Key.Key_Left, None, (2, "name")),
        (Key.Key_Up, None, (1, "name")),
        (Key.Key_End, None, (1, "productUrl")),
        (Key.Key_End, CTRL, (4, "productUrl")),
        (Key.Key_Home, CTRL, (0, "position")),
    ):
        press(view, key, held or Qt.KeyboardModifier.NoModifier)
        assert at(view) == where


def test_tab_goes_to_the_next_cell_that_can_be_edited_and_on_to_the_next_line(view: LinesView) -> None:
    view.put_cursor(0, "imageUrl")
    press(view, Key.Key_Tab)
    assert at(view) == (0, "productUrl")
    press(view, Key.Key_Tab)
    assert at(view) == (1, "sku"), "the number of a line cannot be edited"
    press(view, Key.Key_Backtab, SHIFT)
    assert at(view) == (0, "productUrl")
    assert view.chosen_cells() == {0: ["productUrl"]}, "Shift+Tab does not extend what is chosen"


def test_tab_leaves_the_table_at_both_ends(page: EditorPage, view: LinesView) -> None:
    view.put_cursor(4, "productUrl")
    press(view, Key.Key_Tab)
    assert page.fold.hasFocus()
    view.setFocus()
    view.put_cursor(0, "sku")
    press(view, Key.Key_Backtab, SHIFT)
    assert page.line_buttons["paste"].hasFocus()


def test_tab_never_stops_in_a_table_that_cannot_be_edited(open_page: OpenPage) -> None:
    page = open_page(cart(status="EXPIRED"))
    page.lines.setFocus()
    page.lines.put_cursor(0, "sku")
    press(page.lines, Key.Key_Tab)
    assert page.fold.hasFocus()


def test_enter_goes_down_and_shift_enter_up_and_neither_past_an_end(view: LinesView) -> None:
    view.put_cursor(3, "name")
    visited = []
    for held in (None, None, SHIFT):
        press(view, Key.Key_Return, held or Qt.KeyboardModifier.NoModifier)
        visited.append(at(view))
    assert visited == [(4, "name"), (4, "name"), (3, "name")]
    assert view.chosen_cells() == {3: ["name"]}


def test_shift_extends_and_whole_lines_and_columns_are_chosen_by_space(view: LinesView) -> None:
    view.put_cursor(1, "name")
    press(view, Key.Key_Down, SHIFT)
    press(view, Key.Key_Right, SHIFT)
    assert view.chosen_cells() == {1: ["name", "category"], 2: ["name", "category"]}, "as they are seen"
    view.put_cursor(3, "quantity")
    press(view, Key.Key_Space, SHIFT)
    assert view.chosen_cells() == {3: view.seen_keys()}
    press(view, Key.Key_Space, CTRL)
    assert view.chosen_cells() == {place: ["quantity"] for place in range(5)}
    press(view, Key.Key_A, CTRL)
    assert view.chosen() == [0, 1, 2, 3, 4]


def test_what_is_chosen_are_lines_in_the_order_that_is_sent(page: EditorPage, view: LinesView) -> None:
    view.setCurrentIndex(QModelIndex())
    assert view.chosen() == []
    view.put_cursor(3)
    view.clearSelection()
    assert view.chosen() == [3], "the cursor is still there"
    page.grid.order.sort("name", descending=True)
    view.choose([1, 4])
    assert view.chosen() == [1, 4]
    assert list(view.chosen_cells()) == [4, 1], "as they are seen"


def test_the_cursor_stays_on_its_line_while_lines_come_and_go(page: EditorPage, view: LinesView) -> None:
    view.put_cursor(2, "name")
    page.editor.lines.cell_typed(1, "sku", "x")
    assert at(view) == (2, "name")
    page.editor.lines.remove([0])
    assert at(view) == (1, "name"), "it went along with its line"
    page.grid.order.sort("name", descending=True)
    assert at(view) == (1, "name")


# -- editing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "held", "then"),
    [
        (Key.Key_Return, None, (2, "quantity")),
        (Key.Key_Return, SHIFT, (0, "quantity")),
        (Key.Key_Tab, None, (1, "unitPrice")),
        (Key.Key_Backtab, SHIFT, (1, "category")),
    ],
)
def test_an_edit_ends_with_enter_or_tab_and_the_cursor_goes_on(
    page: EditorPage, view: LinesView, ends: Key, held: Qt.KeyboardModifier | None, then: tuple[int, str]
) -> None:
    view.put_cursor(1, "quantity")
    press(view, Key.Key_F2)
    editor = open_editor()
    assert editor.accessibleName() == "Quantity of line 2"
    editor.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(editor, "12")
    press(editor, ends, held or Qt.KeyboardModifier.NoModifier)
    assert text(page, 1, "quantity") == "12"
    assert page.editor.state.undo == "change Quantity of line 2"
    assert at(view) == then
    assert view.hasFocus()


def test_typing_replaces_a_cell_and_escape_leaves_it(page: EditorPage, view: LinesView, qtbot: QtBot) -> None:
    view.put_cursor(0, "name")
    QTest.keyClicks(view, "Z")
    press(open_editor(), Key.Key_Return)
    assert text(page, 0, "name") == "Z"
    view.put_cursor(1, "name")
    QTest.keyClicks(view, "Y")
    press(open_editor(), Key.Key_Escape)
    assert text(page, 1, "name") == "B"
    assert view.hasFocus()


@pytest.mark.parametrize(
    "written", [HOSTILE, "x" * 65_536, "two\r\nlines", "  padded  ", "no\u00a0break\nat all"]
)
def test_opening_a_cell_and_leaving_it_changes_nothing(open_page: OpenPage, written: str) -> None:
    page = with_text(open_page, description=written)
    page.lines.put_cursor(0, "description")
    press(page.lines, Key.Key_F2)
    press(open_editor(), Key.Key_Return, CTRL)
    assert not page.editor.state.draft.dirty
    assert page.editor.state.undo == ""


def test_what_is_typed_is_not_lost_when_other_edits_come_in(page: EditorPage, view: LinesView) -> None:
    view.put_cursor(1, "name")
    press(view, Key.Key_F2)
    editor = open_editor()
    QTest.keyClicks(editor, "Bee")
    page.editor.lines.cell_typed(1, "sku", "NEW")
    page.editor.lines.cell_typed(3, "sku", "NEW")
    press(editor, Key.Key_Return)
    assert text(page, 1, "name") == "Bee"


def test_saving_takes_what_is_being_typed(page: EditorPage, view: LinesView) -> None:
    view.put_cursor(1, "quantity")
    press(view, Key.Key_F2)
    QTest.keyClicks(open_editor(), "7")
    page.ask_review()
    assert page.sheet is not None
    assert page.editor.state.draft.payload()["lineItems"][1]["quantity"] == 7
    page.editor.keep_editing()


# -- long texts -------------------------------------------------------------------------------------------


@pytest.mark.fault(50)
def test_a_long_text_is_edited_on_a_sheet_to_the_letter(open_page: OpenPage) -> None:
    page = with_text(open_page, description="two\r\nlines\u00a0and more")
    page.lines.put_cursor(0, "description")
    press(page.lines, Key.Key_F2)
    sheet = open_editor()
    assert isinstance(sheet, Sheet)
    assert sheet.accessibleName() == "Description of line 1"
    press(sheet, Key.Key_Return)
    QTest.keyClicks(sheet, "end")
    press(sheet, Key.Key_Return, CTRL)
    assert text(page, 0, "description") == "two\r\nlines\u00a0and more\r\nend"


def test_escape_leaves_a_long_text_and_clicking_elsewhere_takes_it(open_page: OpenPage) -> None:
    page = with_text(open_page, description="long " * 20)
    page.lines.put_cursor(0, "description")
    press(page.lines, Key.Key_F2)
    QTest.keyClicks(open_editor(), "no")
    press(open_editor(), Key.Key_Escape)
    assert not page.editor.state.draft.dirty
    press(page.lines, Key.Key_F2)
    QTest.keyClicks(open_editor(), "yes")
    page.fold.setFocus()
    assert text(page, 0, "description").endswith("yes")


def test_any_cell_can_be_edited_on_a_sheet_that_stays_inside_the_window(
    page: EditorPage, view: LinesView
) -> None:
    view.put_cursor(4, "productUrl")
    page.grid.edit_on_sheet()
    sheet = open_editor()
    assert isinstance(sheet, Sheet)
    assert page.window().rect().contains(sheet.geometry())
    QTest.keyClicks(sheet, "https://example.com/e")
    press(sheet, Key.Key_Tab)
    assert text(page, 4, "productUrl") == "https://example.com/e"


def test_a_long_text_that_is_typed_over_is_replaced(open_page: OpenPage) -> None:
    page = with_text(open_page, description="long " * 20)
    page.lines.put_cursor(0, "description")
    QTest.keyClicks(page.lines, "x")
    press(open_editor(), Key.Key_Return)
    assert text(page, 0, "description") == "x"


# -- the mouse --------------------------------------------------------------------------------------------


def number_of(view: LinesView, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, 0)).center()


def drag(view: LinesView, row: int, to: QPoint) -> None:
    """Press on the number of a line, move there, let go."""
    start = number_of(view, row)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for point in (start + QPoint(0, 12), to):
        moved = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(point), QPointF(view.viewport().mapToGlobal(point)),
            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), moved)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=to)


def test_the_number_of_a_line_chooses_all_of_it(view: LinesView) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=number_of(view, 1))
    assert view.chosen_cells() == {1: view.seen_keys()}
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, SHIFT, number_of(view, 3))
    assert view.chosen() == [1, 2, 3]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, CTRL, number_of(view, 2))
    assert view.chosen() == [1, 3]


def test_lines_are_dragged_by_their_number_as_one_step(page: EditorPage, view: LinesView) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=number_of(view, 0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, SHIFT, number_of(view, 1))
    drag(view, 1, number_of(view, 3) + QPoint(0, 8))
    assert names(page) == "CDABE"
    assert page.editor.state.undo == "move 2 lines"
    assert view.chosen() == [2, 3]
    page.editor.undo()
    assert names(page) == "ABCDE"
    drag(view, 4, number_of(view, 0) - QPoint(0, 8))
    assert names(page) == "EABCD"


def test_a_drop_line_shows_where_lines_will_stand(view: LinesView) -> None:
    before = view.viewport().grab().toImage()
    start = number_of(view, 0)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view.viewport(), number_of(view, 3))
    chosen = view.viewport().grab().toImage()
    accent = QApplication.palette().highlight().color().name()
    y = view.rowViewportPosition(3)
    assert accent in {chosen.pixelColor(300, row).name() for row in range(y - 2, y + 32)}
    press(view, Key.Key_Escape)
    assert view.viewport().grab().toImage() != chosen
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=number_of(view, 3))
    assert before != chosen


@pytest.mark.parametrize("looked_at", ["sorted", "filtered"])
def test_nothing_is_dragged_while_the_order_is_another(
    page: EditorPage, view: LinesView, looked_at: str
) -> None:
    if looked_at == "sorted":
        page.grid.order.sort("name", descending=True)
    else:
        page.grid.order.filter("kitchen")
    drag(view, 0, number_of(view, 3))
    assert names(page) == "ABCDE"
    assert page.editor.state.notice is not None
    assert looked_at in page.editor.state.notice.headline


# -- the look ---------------------------------------------------------------------------------------------


def test_the_cells_of_a_usual_order_are_not_cut(order_page: EditorPage) -> None:
    view = order_page.lines
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    for key in ("sku", "name", "category", "quantity", "unitPrice", "totalPrice"):
        index = view.model().index(0, KEYS.index(key))
        assert view.painted.sizeHint(option, index).width() <= view.columnWidth(index.column()), key


def test_an_empty_table_says_how_to_begin(page: EditorPage, view: LinesView) -> None:
    page.editor.lines.remove(range(5))
    told = view.viewport().grab().toImage()
    middle = view.viewport().rect().center()
    colours = {
        told.pixelColor(middle.x() + x, middle.y() + y).name() for x in range(-90, 90) for y in range(-12, 12)
    }
    assert len(colours) > 2


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast", "contrast-dark"])
def test_marks_are_painted_on_their_tints(page: EditorPage, view: LinesView, wear: Wear, scheme: str) -> None:
    theme = wear(scheme)
    page.apply_theme(theme)
    row = DraftLine(LineItem.model_validate(MUG)).typed("quantity", "2", 2).typed("unitPrice", "abc", 2)
    row = row.typed("totalPrice", "1.2345", 2)
    page.table.show((row,), 2, "", currency="EUR")
    view.clearSelection()
    image = view.viewport().grab().toImage()
    for key, token in (
        ("quantity", "tint"),
        ("unitPrice", "badTint"),
        ("totalPrice", "warnTint"),
        ("sku", "surface"),
    ):
        cell = view.visualRect(page.table.index(0, KEYS.index(key)))
        assert image.pixelColor(cell.right() - 3, cell.top() + 3) == theme.colour(token), key
        corner = image.pixelColor(cell.left() + 1, cell.top() + 1)
        assert corner == theme.colour("changed" if key == "quantity" else token), key
