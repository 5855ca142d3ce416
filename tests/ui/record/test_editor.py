"""The form of a record: every field of the API is there by its name, and shows what the draft says.

It must not send anything; the journeys do.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.model import records
from console.model.records import Cart, Order
from console.ui.record.editor import EditorPage
from tests.model.samples import cart, order
from tests.support.sandbox import SAMPLE_ORDER
from tests.ui.conftest import OpenPage, Wear, named, type_into, unfolded, words
from tests.ui.names import CHOSEN, LINE_BUTTONS, READ_ONLY, TYPED

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
    assert [name for name in buttons if name in LINE_BUTTONS] == LINE_BUTTONS
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
        page.editor.lines.add()
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
