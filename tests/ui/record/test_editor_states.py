"""A record's page in all its states: odd answers of a server, closed, busy, folded, and its lines.

It must not test single fields; tests/ui/record/test_editor.py does.
"""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from console.ui.record.editor import EditorPage
from tests.model.samples import cart, order
from tests.support.jobs import HeldJobs
from tests.ui.conftest import OpenPage, named, type_into, unfolded
from tests.ui.names import LINE_BUTTONS

# -- what a server may send -------------------------------------------------------------------------------


def test_unknown_fields_are_shown_and_counted(open_page: OpenPage) -> None:
    extra: dict[str, Any] = {"loyalty": {"tier": "<b>gold</b>"}, "gift": True}
    page = open_page(order(**extra, states={"processed": True, "shipped": False, "returned": True}))
    assert page.fold.text().endswith("3 unknown")
    unfolded(page)
    assert page.unknown.isVisible()
    for told in ('loyalty = {"tier": "<b>gold</b>"}', "gift = true", "states.returned = true"):
        assert told in page.unknown.text()


def test_lines_with_unknown_fields_are_locked_and_say_why(open_page: OpenPage) -> None:
    page = open_page(order(lineItems=[{"name": "Mug", "quantity": 1, "<b>gift</b>": True}]))
    assert [made.accessibleName() for made in page.line_buttons.values()] == LINE_BUTTONS
    for made in page.line_buttons.values():
        assert not made.isEnabled()
        assert "&lt;b&gt;gift" in made.toolTip()
    assert not page.table.index(0, 2).flags() & Qt.ItemFlag.ItemIsEditable


@pytest.mark.parametrize("states", [None, "SHIPPED", {"processed": "maybe"}])
def test_states_that_were_not_told_are_not_taken_for_no(open_page: OpenPage, states: object) -> None:
    page = open_page(order(states=states))
    tick = named(page, "Processed")
    assert tick.accessibleDescription()
    for row in (page.rows["states.processed"], page.rows["states.shipped"]):
        if row.message.isVisible():
            assert row.message.geometry().top() > row.input.geometry().bottom(), "it stands on its own"


def test_odd_values_are_shown_as_they_came_and_marked(open_page: OpenPage) -> None:
    page = open_page(order(grandTotal="twelve", shippingDate="2015-W01-5", currency=["USD"]))
    total = named(page, "Grand total")
    assert isinstance(total, QLineEdit)
    assert total.text() == '"twelve"'
    assert total.property("mark") == "warn"
    assert "form the API does not describe" in total.accessibleDescription()
    assert not page.editor.state.draft.dirty


@pytest.mark.parametrize(
    ("currency", "shown"), [("JPY", "25.67"), ("USD", "25.67"), ("KWD", "25.670"), ("CLF", "25.6700")]
)
def test_amounts_have_their_currency_s_digits(open_page: OpenPage, currency: str, shown: str) -> None:
    field = named(open_page(order(currency=currency)), "Grand total")
    assert isinstance(field, QLineEdit)
    assert field.text() == shown


def test_long_texts_neither_widen_the_page_nor_are_cut(open_page: OpenPage) -> None:
    long = "x" * 65_536
    page = unfolded(open_page(order(shippingDetails=long, originUserAgent=long, loyalty=long)))
    assert page.minimumSizeHint().width() <= 784
    assert page.page.horizontalScrollBar().maximum() == 0
    field = named(page, "Shipping details")
    assert isinstance(field, QLineEdit)
    assert field.text() == long


# -- closed, busy, folded ---------------------------------------------------------------------------------


def test_a_closed_cart_can_be_read_and_not_changed(open_page: OpenPage) -> None:
    page = unfolded(open_page(cart(status="EXPIRED")))
    assert page.closed.isVisible()
    for row in page.rows.values():
        if isinstance(row.input, QLineEdit):
            assert row.input.isReadOnly()
        else:
            assert not row.input.isEnabled()
    for made in page.line_buttons.values():
        assert not made.isEnabled()


def test_nothing_is_typed_while_it_is_sent(order_page: EditorPage, jobs: HeldJobs) -> None:
    type_into(order_page, "Shipping details", "UPS")
    order_page.ask_review()
    order_page.editor.send()
    field = named(order_page, "Shipping details")
    assert isinstance(field, QLineEdit)
    assert field.isReadOnly()
    jobs.held[0].cancel()
    jobs.finish()
    assert not field.isReadOnly()


def test_the_fold_is_made_when_it_is_opened_and_goes_away_again(order_page: EditorPage) -> None:
    assert order_page.folded is None
    assert order_page.fold.text().startswith("▸")
    unfolded(order_page)
    assert order_page.folded is not None
    assert named(order_page, "Order ID").isVisible()
    assert order_page.fold.text().startswith("▾")
    order_page.fold.setChecked(False)
    assert not order_page.folded.isVisible()


def test_opened_it_has_its_room_and_is_scrolled_to(order_page: EditorPage, qtbot: QtBot) -> None:
    heights = {key: row.input.height() for key, row in order_page.rows.items()}
    unfolded(order_page)
    bar = order_page.page.verticalScrollBar()
    qtbot.waitUntil(lambda: 0 < bar.value() == bar.maximum())
    for key, height in heights.items():
        assert order_page.rows[key].input.height() == height, key
    assert order_page.rows["status"].input.height() >= heights["currency"]


def test_a_problem_behind_the_fold_is_gone_to(order_page: EditorPage) -> None:
    unfolded(order_page)
    type_into(order_page, "Origin IP", "x")
    order_page.fold.setChecked(False)
    order_page.ask_review()
    assert order_page.sheet is None
    assert named(order_page, "Origin IP").hasFocus()


def test_a_problem_in_a_cell_is_gone_to(order_page: EditorPage) -> None:
    order_page.editor.lines.cell_typed(1, "quantity", "many")
    order_page.ask_review()
    assert order_page.lines.hasFocus()
    index = order_page.lines.currentIndex()
    assert (index.row(), index.data()) == (1, "many")


def test_mark_shipped_takes_a_cell_that_is_being_typed_and_asks(order_page: EditorPage) -> None:
    order_page.lines.setFocus()
    order_page.lines.put_cursor(0, "name")
    QTest.keyClick(order_page.lines, Qt.Key.Key_T)
    order_page.mark_shipped()
    assert order_page.editor.state.draft.lines[0].title == "t"
    assert order_page.questions.shipping is not None


# -- lines ------------------------------------------------------------------------------------------------


def test_lines_are_added_moved_duplicated_and_removed_with_the_cursor_going_along(
    order_page: EditorPage,
) -> None:
    before = [row.title for row in order_page.editor.state.draft.lines]
    buttons = order_page.line_buttons
    buttons["add"].click()
    assert order_page.lines.hasFocus()
    assert order_page.lines.chosen() == [len(before)]
    order_page.lines.put_cursor(0, "name")
    buttons["down"].click()
    assert order_page.lines.chosen() == [1]
    buttons["duplicate"].click()
    buttons["up"].click()
    assert order_page.lines.chosen() == [0]
    titles = [row.title for row in order_page.editor.state.draft.lines]
    assert titles == [before[0], before[1], before[0], *before[2:], "unnamed line"]
    buttons["remove"].click()
    assert [row.title for row in order_page.editor.state.draft.lines] == titles[1:]
    assert order_page.lines_title.text() == f"LINE ITEMS · {len(titles) - 1}"


def test_several_lines_move_together_and_stay_chosen(order_page: EditorPage) -> None:
    for place in (0, 1):
        order_page.lines.selectionModel().select(
            order_page.table.index(place, 2), order_page.lines.selectionModel().SelectionFlag.Select
        )
    order_page.grid.move_down()
    assert order_page.lines.chosen() == [1, 2]
    order_page.grid.move_down()
    assert order_page.lines.chosen() == [1, 2], "nothing moves past the end"
