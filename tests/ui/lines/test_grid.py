"""The line items of a page as a whole: buttons, filter, sorting, columns, the clipboard, and the cells to mend.

It must not press keys that only move about; tests/ui/lines/test_view.py does.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from console.ui.lines.grid import LinesPanel
from console.ui.lines.lines import KEYS
from console.ui.lines.paste import PasteDialog
from console.ui.look.links import OpenLink
from console.ui.record.editor import EditorPage
from tests.model.samples import MUG, cart
from tests.support.console import Console
from tests.support.jobs import HeldJobs
from tests.support.sandbox import SAMPLE_CART
from tests.ui.conftest import OpenPage, words

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(open_page: OpenPage) -> EditorPage:
    """A cart of five mugs called C, A, E, B, D at falling prices."""
    lines = [
        MUG | {"name": letter, "category": f"Shelf {number}", "totalPrice": 20 - number * 4}
        for number, letter in enumerate("CAEBD")
    ]
    made = open_page(cart(lineItems=lines))
    made.lines.setFocus()
    return made


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to a screen reader to be said."""
    said: list[str] = []
    real = QAccessible.updateAccessibility

    def update(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())
        real(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", update)
    return said


@pytest.fixture
def grid(page: EditorPage) -> LinesPanel:
    return page.grid


def seen(grid: LinesPanel) -> str:
    """The names on the screen, from top to bottom."""
    rows = range(grid.model.rowCount())
    return "".join(str(grid.model.index(row, KEYS.index("name")).data()) for row in rows)


def sent(grid: LinesPanel) -> str:
    """The names in the order that would be sent."""
    return "".join(row.title for row in grid.editor.state.draft.lines)


def click_header(grid: LinesPanel, key: str) -> None:
    header = grid.view.horizontalHeader()
    place = header.sectionViewportPosition(KEYS.index(key)) + header.sectionSize(KEYS.index(key)) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, header.height() // 2))


def type_filter(grid: LinesPanel, text: str) -> None:
    grid.filter_lines()
    QTest.keyClicks(QApplication.focusWidget(), text)


# -- sorting and filtering --------------------------------------------------------------------------------


def test_a_click_on_a_header_sorts_up_then_down_then_no_longer(grid: LinesPanel) -> None:
    orders = []
    for _ in range(3):
        click_header(grid, "name")
        orders.append((seen(grid), sent(grid), grid.view.horizontalHeader().sortIndicatorSection()))
    name = KEYS.index("name")
    assert orders == [("ABCDE", "CAEBD", name), ("EDCBA", "CAEBD", name), ("CAEBD", "CAEBD", -1)]
    assert not grid.editor.state.draft.dirty


def test_it_says_that_sorting_changes_nothing_and_leads_back(page: EditorPage, grid: LinesPanel) -> None:
    assert not grid.note.isVisible()
    click_header(grid, "totalPrice")
    assert seen(grid) == "DBEAC", "numbers as numbers"
    assert "Sorted by Total price for viewing; the order that is sent does not change." in words(page)
    numbers = [grid.model.index(row, 0).data() for row in range(5)]
    assert numbers == ["5", "4", "3", "2", "1"], "a line keeps its number"
    grid.as_sent.click()
    assert seen(grid) == "CAEBD"
    assert not grid.note.isVisible()
    assert grid.view.horizontalHeader().sortIndicatorSection() == -1


def test_a_column_is_sorted_from_the_keyboard_too(grid: LinesPanel) -> None:
    grid.view.put_cursor(0, "name")
    grid.sort_lines()
    assert seen(grid) == "ABCDE"
    assert grid.view.chosen() == [0], "the cursor is on its line"


def test_typing_into_a_sorted_table_changes_the_right_line_and_moves_none(grid: LinesPanel) -> None:
    click_header(grid, "name")
    grid.view.put_cursor(1, "name")
    QTest.keyClicks(grid.view, "Z")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert seen(grid) == "ZBCDE"
    assert sent(grid) == "CZEBD"


def test_only_lines_with_the_words_are_shown_and_counted(grid: LinesPanel) -> None:
    type_filter(grid, "shelf 3")
    assert seen(grid) == "B"
    assert grid.title.text() == "LINE ITEMS · 1 OF 5 SHOWN"
    grid.filter.clear()
    QTest.keyClicks(grid.filter, "zzz")
    assert (seen(grid), grid.view.empty) == ("", "No line has these words.")
    grid.show_as_sent()
    assert (seen(grid), grid.filter.text(), grid.title.text()) == ("CAEBD", "", "LINE ITEMS · 5")


def test_enter_in_the_filter_goes_to_the_first_line_found(grid: LinesPanel) -> None:
    type_filter(grid, "shelf 3")
    QTest.keyClick(grid.filter, Qt.Key.Key_Return)
    assert grid.view.hasFocus()
    assert grid.view.chosen() == [3]


def test_acts_reach_only_the_lines_that_are_chosen_and_seen(grid: LinesPanel) -> None:
    type_filter(grid, "shelf 3")
    grid.view.selectAll()
    grid.remove_line()
    assert sent(grid) == "CAED"
    assert grid.editor.state.undo == "remove B"


def test_a_new_line_is_always_seen(grid: LinesPanel) -> None:
    type_filter(grid, "shelf 3")
    grid.add_line()
    assert len(seen(grid)) == 5
    assert grid.filter.text() == ""
    assert grid.view.chosen() == [5]


@pytest.mark.parametrize("column", ["name", ""])
def test_lines_are_not_moved_while_they_are_looked_at_otherwise(grid: LinesPanel, column: str) -> None:
    grid.order.sort(column) if column else grid.order.filter("shelf")
    for name in ("up", "down"):
        assert not grid.buttons[name].isEnabled()
        assert "Show them as sent" in grid.buttons[name].toolTip()
    grid.view.put_cursor(2)
    grid.move_up()
    assert sent(grid) == "CAEBD"
    grid.show_as_sent()
    assert grid.buttons["up"].isEnabled()


# -- cells ------------------------------------------------------------------------------------------------


def choose(grid: LinesPanel, places: range, *columns: str) -> None:
    grid.view.clearSelection()
    for place in places:
        for column in columns:
            index = grid.model.index(grid.model.row(place), KEYS.index(column))
            grid.view.selectionModel().select(index, grid.view.selectionModel().SelectionFlag.Select)


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_clears_the_chosen_cells_in_one_step(grid: LinesPanel, key: Qt.Key) -> None:
    choose(grid, range(1, 3), "name", "category", "totalPrice")
    QTest.keyClick(grid.view, key)
    assert grid.editor.state.undo == "clear 6 cells"
    assert grid.errors.isVisible()
    grid.editor.undo()
    assert not grid.editor.state.draft.dirty
    assert not grid.errors.isVisible()


def test_filling_down_follows_what_is_seen(grid: LinesPanel) -> None:
    click_header(grid, "name")
    choose(grid, range(0, 5), "category")
    grid.fill_down()
    assert {row.shown("category", 2) for row in grid.editor.state.draft.lines} == {"Shelf 1"}, "that of A"
    assert grid.editor.state.undo == "fill 4 cells down"


def test_a_block_is_copied_as_it_is_seen(grid: LinesPanel) -> None:
    click_header(grid, "name")
    choose(grid, range(0, 2), "name", "totalPrice")
    QTest.keyClick(grid.view, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "A\t16.00\nC\t20.00"


@pytest.mark.fault(50)
def test_one_cell_is_copied_as_it_is(open_page: OpenPage) -> None:
    text = '<a href="x">y</a>\n"quoted"\u202e'
    page = open_page(cart(lineItems=[MUG | {"description": text}]))
    page.lines.put_cursor(0, "description")
    QTest.keyClick(page.lines, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == text


def test_copying_nothing_leaves_the_clipboard_alone(page: EditorPage, grid: LinesPanel) -> None:
    QGuiApplication.clipboard().setText("kept")
    page.editor.lines.remove(range(5))
    grid.copy_cells()
    assert QGuiApplication.clipboard().text() == "kept"


def test_cutting_copies_and_clears_in_one_step(grid: LinesPanel) -> None:
    choose(grid, range(0, 1), "name", "category")
    QTest.keyClick(grid.view, Qt.Key.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "C\tShelf 0"
    assert grid.editor.state.undo == "clear 2 cells"


def test_one_copied_cell_goes_into_every_chosen_cell(grid: LinesPanel) -> None:
    QGuiApplication.clipboard().setText("Attic")
    choose(grid, range(0, 3), "category")
    QTest.keyClick(grid.view, Qt.Key.Key_V, CTRL)
    assert [row.shown("category", 2) for row in grid.editor.state.draft.lines][:4] == ["Attic"] * 3 + [
        "Shelf 3"
    ]
    assert grid.editor.state.undo == "paste into 3 cells"


def test_a_block_is_shown_first_and_taken_over_as_one_step(
    page: EditorPage, grid: LinesPanel, jobs: HeldJobs
) -> None:
    QGuiApplication.clipboard().setText("Jug\t3\nBowl\t4")
    grid.view.put_cursor(3, "name")
    QTest.keyClick(grid.view, Qt.Key.Key_V, CTRL)
    jobs.finish_all()
    dialog = page.findChild(PasteDialog)
    assert sent(grid) == "CAEBD"
    dialog.accepting.click()
    assert sent(grid) == "CAEJugBowl"
    assert grid.editor.state.undo == "paste into 2 lines"
    grid.editor.undo()
    assert sent(grid) == "CAEBD"


# -- cells to mend ----------------------------------------------------------------------------------------


def test_cells_to_mend_are_listed_and_lead_to_their_cells(page: EditorPage, grid: LinesPanel) -> None:
    page.editor.lines.cell_typed(3, "quantity", "many")
    page.editor.lines.cell_typed(1, "unitPrice", "abc")
    assert grid.errors.heading.text() == "2 cells to mend"
    links = [link for link in grid.errors.links if link.isVisible()]
    assert [link.text().partition(":")[0] for link in links] == ["Line 2, Unit price", "Line 4, Quantity"]
    assert "plain number" in links[0].accessibleName()
    links[1].click()
    assert grid.view.hasFocus()
    assert (grid.view.chosen(), grid.view.currentIndex().data()) == ([3], "many")


def test_cells_to_check_are_listed_behind_those_to_mend_and_read_aloud(
    page: EditorPage, grid: LinesPanel, announced: list[str]
) -> None:
    page.editor.lines.cell_typed(2, "totalPrice", "12.3456")
    assert (grid.errors.heading.text(), grid.errors.heading.property("role")) == (
        "1 cell to check",
        "headline-warn",
    )
    assert grid.errors.property("tone") == "warn"
    advice = "Line 3, Total price: EUR has 2 digits after the point; this is sent with 4."
    assert announced == [advice]
    page.editor.lines.cell_typed(3, "quantity", "many")
    assert grid.errors.heading.text() == "1 cell to mend, 1 cell to check"
    assert grid.errors.property("tone") == "bad"
    links = [link for link in grid.errors.links if link.isVisible()]
    assert [link.property("role") for link in links] == ["mend", "check"]
    assert links[1].accessibleName() == advice
    links[1].click()
    assert (grid.view.chosen(), grid.view.currentIndex().data()) == ([2], "12.3456")
    page.editor.typed("currency", "CLF")
    assert grid.errors.heading.text() == "1 cell to mend", "four digits are this currency's own"


def test_many_cells_to_mend_are_counted_and_the_first_listed(page: EditorPage, grid: LinesPanel) -> None:
    for place in range(5):
        page.editor.lines.cell_typed(place, "quantity", "many")
        page.editor.lines.cell_typed(place, "unitPrice", "abc")
    assert grid.errors.heading.text() == "10 cells to mend; the first 4:"
    assert sum(link.isVisible() for link in grid.errors.links) == 4


def test_a_cell_to_mend_is_shown_whatever_hides_it(page: EditorPage, grid: LinesPanel) -> None:
    page.editor.lines.cell_typed(3, "quantity", "many")
    grid.view.horizontalHeader().setSectionHidden(KEYS.index("quantity"), True)
    grid.order.filter("shelf 1")
    grid.errors.links[0].click()
    assert not grid.view.isColumnHidden(KEYS.index("quantity"))
    assert grid.view.currentIndex().data() == "many"


def test_a_wrong_cell_is_read_aloud(page: EditorPage, grid: LinesPanel) -> None:
    page.editor.lines.cell_typed(0, "quantity", "many")
    aloud = grid.model.index(0, KEYS.index("quantity")).data(Qt.ItemDataRole.AccessibleTextRole)
    assert aloud.startswith("Quantity: many. ")
    assert "plain number" in aloud


# -- links ------------------------------------------------------------------------------------------------


@pytest.mark.fault(64)
def test_a_link_is_opened_only_after_its_host_was_shown(page: EditorPage, grid: LinesPanel) -> None:
    grid.view.put_cursor(0, "imageUrl")
    page.open_link()
    dialog = page.findChild(OpenLink)
    assert dialog.isVisible()
    assert dialog.open_button.text() == "Open in browser"
    dialog.cancel.click()
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    "text", ["", "javascript:alert(1)", "file:///etc/passwd", "shop.example.com", "https://"]
)
def test_what_is_no_link_is_not_opened_and_says_so(page: EditorPage, grid: LinesPanel, text: str) -> None:
    page.editor.lines.cell_typed(0, "imageUrl", text)
    grid.view.put_cursor(0, "imageUrl")
    page.open_link()
    assert page.findChild(OpenLink) is None
    assert page.editor.state.notice is not None
    assert page.editor.state.notice.headline == "There is no link here that can be opened."


def test_the_link_of_a_field_is_opened_where_the_cursor_is_in_it(page: EditorPage) -> None:
    page.editor.typed("shippingTrackingUrl", "https://www.ups.com/track?tracknum=1")
    page.rows["shippingTrackingUrl"].input.setFocus()
    page.open_link()
    assert page.findChild(OpenLink) is not None
    page.findChild(OpenLink).reject()


# -- what is locked ---------------------------------------------------------------------------------------


def test_a_closed_cart_is_copied_sorted_filtered_and_its_links_opened(open_page: OpenPage) -> None:
    page = open_page(cart(status="EXPIRED", lineItems=[MUG | {"name": "B"}, MUG | {"name": "A"}]))
    grid = page.grid
    grid.order.sort("name")
    assert seen(grid) == "AB"
    grid.view.put_cursor(1, "name")
    grid.copy_cells()
    assert QGuiApplication.clipboard().text() == "A"
    type_filter(grid, "coffee")
    assert seen(grid) == "AB"
    grid.view.put_cursor(0, "imageUrl")
    page.open_link()
    page.findChild(OpenLink).reject()
    QGuiApplication.clipboard().setText("x")
    grid.paste_cells()
    grid.clear_cells()
    grid.fill_down()
    grid.add_line()
    assert not page.editor.state.draft.dirty


# -- in the window ----------------------------------------------------------------------------------------


def test_the_menu_of_lines_is_on_where_it_can_do_something(console: Console) -> None:
    actions = console.window.actions_
    names = ("add_line", "fill_down", "clear_cells", "paste_lines", "sort_lines", "filter_lines", "open_link")
    assert not any(actions[name].isEnabled() for name in names)
    console.look_up(SAMPLE_CART)
    assert all(actions[name].isEnabled() for name in names)
    console.page.grid.order.sort("name")
    assert not actions["move_up"].isEnabled()
    assert "sorted" in actions["move_up"].toolTip()
    assert console.page.lines.actions()[0] is actions["copy_cells"], "a right click lists the acts"


def test_columns_are_the_same_for_every_record_and_next_time(console: Console) -> None:
    console.look_up(SAMPLE_CART)
    view = console.page.lines
    view.setColumnWidth(KEYS.index("sku"), 133)
    menu = QMenu()
    console.page.grid.columns.fill(menu)
    next(one for one in menu.actions() if one.text() == "Category").setChecked(False)
    console.window.remember(console.start.ini)
    console.window.columns.choose(())
    assert view.columnWidth(KEYS.index("sku")) != 133
    console.window.restore(console.start.ini)
    assert view.columnWidth(KEYS.index("sku")) == 133
    assert "category" not in view.seen_keys()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_columns_button_lists_the_columns(grid: LinesPanel) -> None:
    grid.choose_columns()
    menu = grid.findChild(QMenu)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts[:3] == ["SKU", "Name", "Category"]
    assert texts[-1] == "Columns as they were"
    menu.close()
    assert not [one for one in grid.findChildren(QDialog) if one.isVisible()]
