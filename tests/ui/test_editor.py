"""The form of a record: every field of the API is there by its name, and shows what the draft says.

It must not send anything; the journeys do.
"""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.model import records
from console.model.records import Cart, Order
from console.ui.editor import EditorPage
from tests.model.samples import cart, order
from tests.support.jobs import HeldJobs
from tests.support.sandbox import SAMPLE_ORDER
from tests.ui.conftest import OpenPage, Wear

SHARED = [
    "E-mail address",
    "Contact ID",
    "Currency",
    "Shipping date",
    "Shipping details",
    "Tracking URL",
    "Subtotal",
    "Discount",
    "Tax",
    "Shipping amount",
    "Grand total",
    "Origin IP",
    "Origin user agent",
    "Message ID",
    "Delivery ID",
    "Tracking ID (tid)",
    "Tracking cookie name",
    "Tracking cookie value",
]
TYPED = {"order": [*SHARED, "Order date"], "cart": [*SHARED, "Cart URL"]}
CHOSEN = {"order": ["Processed", "Shipped"], "cart": ["Phase"]}
READ_ONLY = {
    "order": ["Order ID", "Customer order ID", "Cart ID", "Status", "Created", "Updated"],
    "cart": ["Customer cart ID", "Cart ID", "Status", "Created", "Updated"],
}
LINE_BUTTONS = ["Add line", "Duplicate line", "Remove line", "Move up", "Move down"]


@pytest.fixture
def order_page(open_page: OpenPage, sample_order: Order) -> EditorPage:
    return open_page(sample_order)


@pytest.fixture
def cart_page(open_page: OpenPage, sample_cart: Cart) -> EditorPage:
    return open_page(sample_cart)


def unfolded(page: EditorPage) -> EditorPage:
    page.fold.setChecked(True)
    return page


def named(page: EditorPage, name: str) -> QWidget:
    kinds = (QLineEdit, QCheckBox, QComboBox)
    found = [one for kind in kinds for one in page.findChildren(kind) if one.accessibleName() == name]
    [only] = found
    return only


def type_into(page: EditorPage, name: str, text: str) -> QLineEdit:
    field = named(page, name)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text) if text else QTest.keyClick(field, Qt.Key.Key_Backspace)
    return field


def words(page: EditorPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible() and one.text()]


# -- every field ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["order", "cart"])
def test_every_field_has_the_name_of_the_manual(open_page: OpenPage, kind: str) -> None:
    page = unfolded(open_page(order() if kind == "order" else cart()))
    for name in TYPED[kind]:
        field = named(page, name)
        assert isinstance(field, QLineEdit), name
        assert not field.isReadOnly(), name
        assert field.isVisible(), name
    for name in CHOSEN[kind]:
        assert named(page, name).isEnabled(), name
        assert named(page, name).isVisible(), name
    for name in READ_ONLY[kind]:
        field = named(page, name)
        assert isinstance(field, QLineEdit), name
        assert field.isReadOnly(), name
        assert field.isVisible(), name
    assert not named(page, "Has tracking").isEnabled()
    told = {*TYPED[kind], *CHOSEN[kind], *READ_ONLY[kind], "Has tracking"}
    declared = records.fields(Order if kind == "order" else Cart)
    assert told == {field.label for field in declared.values()}
    assert set(page.rows) == set(declared)


@pytest.mark.parametrize("record", [order(), cart()], ids=["order", "cart"])
def test_every_visible_label_leads_to_its_input(open_page: OpenPage, record: Order | Cart) -> None:
    page = unfolded(open_page(record))
    for row in page.rows.values():
        assert row.label.buddy() is row.input
        assert row.label.isVisible() != (isinstance(row.input, QCheckBox) and row.field.writable)


def test_lines_have_their_buttons(order_page: EditorPage) -> None:
    buttons = [one.accessibleName() for one in order_page.findChildren(QPushButton)]
    assert buttons[:5] == LINE_BUTTONS
    assert order_page.lines.accessibleName() == "Line items"


def test_read_only_fields_look_it(order_page: EditorPage, wear: Wear) -> None:
    theme = wear()
    page = unfolded(order_page)
    for key, token in (("orderId", "sunk"), ("originIp", "surface")):
        image = page.rows[key].input.grab().toImage()
        assert image.pixelColor(image.width() - 5, image.height() // 2) == theme.colour(token), key


def test_what_the_server_holds_is_shown(order_page: EditorPage, sample_order: Order) -> None:
    draft = order_page.editor.state.draft
    for key, row in unfolded(order_page).rows.items():
        if isinstance(row.input, QLineEdit):
            assert row.input.text() == draft.shown(key)
    assert order_page.table.rowCount() == len(sample_order.lines)
    assert order_page.title.text() == "Order #1001"
    assert order_page.own_id.text() == SAMPLE_ORDER
    assert [chip.text() for chip in order_page.chips] == ["Processed", "Not shipped"]


# -- typing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("E-mail address", "nobody", "looks like name@example.com"),
        ("Currency", "US", "three letters"),
        ("Subtotal", "12,50", "after a point"),
        ("Grand total", "", "no way to empty"),
        ("Order date", "1999-12-31", "before 2000-01-01"),
        ("Shipping date", "tomorrow", "Write a date as"),
        ("Tracking URL", "www.ups.com", "https://"),
        ("Origin IP", "300.1.2.3", "IPv4 or IPv6"),
        ("Tracking cookie name", "tid", "belong together"),
    ],
)
def test_errors_stand_under_the_field_as_one_types_and_are_read_aloud(
    order_page: EditorPage, name: str, typed: str, said: str
) -> None:
    page = unfolded(order_page)
    field = type_into(page, name, typed)
    assert said in field.accessibleDescription()
    assert [text for text in words(page) if said in text]
    assert field.property("mark") in ("wrong", "changed")
    page.editor.undo()
    assert said not in field.accessibleDescription()
    assert (field.property("mark") or "") == ""


def test_a_changed_field_is_marked_and_typing_the_old_value_back_unmarks_it(order_page: EditorPage) -> None:
    field = named(order_page, "Shipping details")
    assert isinstance(field, QLineEdit)
    before = field.text()
    type_into(order_page, "Shipping details", "UPS")
    assert field.property("mark") == "changed"
    type_into(order_page, "Shipping details", before)
    assert field.property("mark") == ""


def test_typing_in_the_middle_keeps_the_cursor(order_page: EditorPage) -> None:
    field = type_into(order_page, "Shipping details", "UPS Ground")
    field.setCursorPosition(3)
    QTest.keyClicks(field, " Air")
    assert (field.text(), field.cursorPosition()) == ("UPS Air Ground", 7)


@pytest.mark.parametrize("edited", [False, True])
def test_showing_a_state_twice_changes_nothing(order_page: EditorPage, edited: bool) -> None:
    page = unfolded(order_page)
    if edited:
        type_into(page, "Subtotal", "x")
        page.editor.add_line()
    field = named(page, "E-mail address")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.setSelection(1, 3)
    page.lines.put_cursor(1, "name")
    page.editor.history.clear()
    before = page.grab().toImage()
    page.show_state(page.editor.state)
    assert (field.selectionStart(), field.selectionLength()) == (1, 3)
    assert page.lines.chosen() == [1]
    assert page.grab().toImage() == before


def test_ticking_and_choosing_are_edits(order_page: EditorPage, cart_page: EditorPage) -> None:
    QTest.keyClick(named(order_page, "Shipped"), Qt.Key.Key_Space)
    assert order_page.editor.state.draft.edits == {"states.shipped": "yes"}
    combo = named(cart_page, "Phase")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert cart_page.editor.state.draft.edits == {"phase": "PAYMENT"}


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
    for name in LINE_BUTTONS:
        assert not page.line_buttons[name].isEnabled()
        assert "&lt;b&gt;gift" in page.line_buttons[name].toolTip()
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
    order_page.editor.cell_typed(1, "quantity", "many")
    order_page.ask_review()
    assert order_page.lines.hasFocus()
    index = order_page.lines.currentIndex()
    assert (index.row(), index.data()) == (1, "many")


def test_mark_shipped_ticks_and_goes_to_the_link(order_page: EditorPage) -> None:
    order_page.mark_shipped()
    tick = named(order_page, "Shipped")
    assert isinstance(tick, QCheckBox)
    assert tick.isChecked()
    assert named(order_page, "Tracking URL").hasFocus()
    assert named(order_page, "Tracking URL").property("mark") == "warn"


# -- lines ------------------------------------------------------------------------------------------------


def test_lines_are_added_moved_duplicated_and_removed_with_the_cursor_going_along(
    order_page: EditorPage,
) -> None:
    before = [row.title for row in order_page.editor.state.draft.lines]
    buttons = order_page.line_buttons
    buttons["Add line"].click()
    assert order_page.lines.hasFocus()
    assert order_page.lines.chosen() == [len(before)]
    order_page.lines.put_cursor(0, "name")
    buttons["Move down"].click()
    assert order_page.lines.chosen() == [1]
    buttons["Duplicate line"].click()
    buttons["Move up"].click()
    assert order_page.lines.chosen() == [0]
    titles = [row.title for row in order_page.editor.state.draft.lines]
    assert titles == [before[0], before[1], before[0], *before[2:], "unnamed line"]
    buttons["Remove line"].click()
    assert [row.title for row in order_page.editor.state.draft.lines] == titles[1:]
    assert order_page.lines_title.text() == f"LINE ITEMS · {len(titles) - 1}"


def test_several_lines_move_together_and_stay_chosen(order_page: EditorPage) -> None:
    for place in (0, 1):
        order_page.lines.selectionModel().select(
            order_page.table.index(place, 2), order_page.lines.selectionModel().SelectionFlag.Select
        )
    order_page.move_down()
    assert order_page.lines.chosen() == [1, 2]
    order_page.move_down()
    assert order_page.lines.chosen() == [1, 2], "nothing moves past the end"


# -- the look ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", [order(), cart()], ids=["order", "cart"])
def test_nothing_overlaps_and_nothing_is_cut(open_page: OpenPage, record: Order | Cart, qtbot: QtBot) -> None:
    page = unfolded(open_page(record))
    qtbot.waitUntil(lambda: page.page.verticalScrollBar().maximum() > 0)
    for row in page.rows.values():
        if row.label.isVisible():
            assert row.label.width() >= row.label.sizeHint().width(), row.key
            assert not row.label.geometry().intersects(row.input.geometry()), row.key
        assert row.input.height() >= row.input.minimumSizeHint().height(), row.key


def test_an_amount_of_six_digits_and_a_date_are_seen_whole(open_page: OpenPage) -> None:
    page = open_page(order(grandTotal="415508.77", subtotal=415508, orderDate="2026-01-05"))
    for key, text in (("subtotal", "415508.77"), ("orderDate", "2026-01-05"), ("currency", "USD")):
        field = page.rows[key].input
        room = field.width() - 2 * 9
        assert field.fontMetrics().horizontalAdvance(text) <= room, key
