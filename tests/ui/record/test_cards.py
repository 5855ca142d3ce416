"""The cards of a form: what must be whole is whole at 1280 pixels, and folded cards leave the lines their room.

It must not test what a field says; tests/ui/record/test_fields.py does.
"""

from __future__ import annotations

import ctypes
import gc
import platform
from typing import ClassVar, get_args

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from console.api.client import Client
from console.model.fields.field import RecordKind
from console.model.records import Order
from console.ui.record.editor import EditorPage
from tests.support.console import Console
from tests.support.sandbox import SAMPLE_CART
from tests.ui.conftest import OpenPage, named, type_into

LINK = "https://www.ups.com/track?loc=en_US&requester=ST&tracknum=1Z999AA10123456784&from=https%3A%2F%2Fshop.example"
UNDER_A_TITLE = 775
"""How high a window is on a screen of 800 under a title bar."""


class _Heap(ctypes.Structure):
    """What glibc's mallinfo2 tells."""

    _fields_: ClassVar = [(f"n{place}", ctypes.c_size_t) for place in range(10)]


def in_use() -> int:
    """Bytes that the C library has given out and not got back."""
    gc.collect()
    libc = ctypes.CDLL(None)
    libc.mallinfo2.restype = _Heap
    return int(libc.mallinfo2().n7)


def whole(field: QLineEdit) -> bool:
    room = field.width() - 2 * 11
    return field.fontMetrics().horizontalAdvance(field.text()) <= room


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("E-mail address", "maria.fernandez-garcia@mail.warehouse.example.com"),
        ("Shipping details", "Standard, leave with the neighbour - Jose Garcia, Munich"),
        ("Shipping date", "2026-11-21 14:02 UTC"),
    ],
)
def test_what_is_long_in_earnest_is_whole_at_1280(order_page: EditorPage, name: str, text: str) -> None:
    assert whole(type_into(order_page, name, text))


@pytest.mark.parametrize("text", ["2026-11-22 04:53:14 +04:00", "22 Nov 2026 04:53:14 +04:00"])
@pytest.mark.parametrize("name", ["Shipping date", "Order date"])
def test_a_time_to_the_second_is_whole_at_1280_in_either_form(
    order_page: EditorPage, name: str, text: str
) -> None:
    assert whole(type_into(order_page, name, text))


def test_the_order_date_is_whole_at_1280(order_page: EditorPage) -> None:
    field = named(order_page, "Order date")
    assert isinstance(field, QLineEdit)
    assert field.text()
    assert whole(field)


def test_a_link_shows_its_host_and_its_end_and_is_read_back_under_it(order_page: EditorPage) -> None:
    field = type_into(order_page, "Tracking URL", LINK)
    order_page.rows["shippingDetails"].focus()
    shown = field.shown_text  # type: ignore[attr-defined]
    assert field.is_cut  # type: ignore[attr-defined]
    assert shown.startswith("www.ups.com/…")
    assert shown.endswith("shop.example")
    assert field.fontMetrics().horizontalAdvance(shown) < field.width()
    assert field.text() == LINK, "what is edited and sent is whole"
    assert LINK.replace("&", "&amp;") in field.toolTip()
    message = order_page.rows["shippingTrackingUrl"].message
    assert message.isVisible()
    assert message.text() == "UPS 1Z999AA10123456784, check digit fits"


def test_a_folded_card_is_one_line_that_says_what_is_in_it(order_page: EditorPage, qtbot: QtBot) -> None:
    card = order_page.cards.cards[0]
    type_into(order_page, "Shipping details", "UPS Ground")
    qtbot.mouseClick(card.fold, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert not order_page.rows["shippingDetails"].input.isVisible()
    assert card.height() < 40
    assert card.summary.text() == "1 changed · Processed · Details UPS Ground"
    type_into(order_page, "E-mail address", "nobody")
    qtbot.mouseClick(order_page.cards.cards[1].fold, Qt.MouseButton.LeftButton)
    assert order_page.cards.cards[1].summary.text().startswith("1 to mend")


def test_other_words_on_the_line_of_a_folded_card_lay_out_nothing_around_it(
    order_page: EditorPage, qtbot: QtBot
) -> None:
    card = order_page.cards.cards[0]
    qtbot.mouseClick(card.fold, Qt.MouseButton.LeftButton)
    order_page.editor.typed("shippingDetails", "UPS")
    for _ in range(4):  # until what the fold laid out is settled
        QApplication.processEvents()
    asked: list[QObject] = []

    class Asked(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.LayoutRequest:
                asked.append(watched)
            return False

    watch = Asked()
    for around in (card, order_page.cards, order_page):
        around.installEventFilter(watch)
    order_page.editor.typed("shippingDetails", "UPS Ground")
    QApplication.processEvents()
    assert card.summary.text().endswith("UPS Ground")
    assert card.summary.width() == card.summary.parentWidget().width() > 100
    assert not asked


def test_the_cursor_opens_the_card_that_it_goes_to(order_page: EditorPage, qtbot: QtBot) -> None:
    card = order_page.cards.cards[0]
    qtbot.mouseClick(card.fold, Qt.MouseButton.LeftButton)
    order_page.focus_on("shippingTrackingUrl")
    assert named(order_page, "Tracking URL").hasFocus()


def test_a_cart_with_many_lines_shows_ten_at_1280_by_800_and_folds_are_kept(console: Console) -> None:
    console.look_up(SAMPLE_CART)
    console.window.resize(1278, UNDER_A_TITLE)
    for _ in range(4):
        console.page.lines.put_cursor(0, "sku")
        console.page.grid.duplicate_line()
    assert len(console.page.editor.state.draft.lines) == 8
    for card in console.page.cards.cards:
        card.fold.click()
    for _ in range(5):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    view = console.page.lines
    rows = view.viewport().height() // view.verticalHeader().defaultSectionSize()
    assert rows >= 10
    assert console.page.page.verticalScrollBar().maximum() == 0
    console.app.closing.remember()
    assert console.start.ini.value("folded_cards") == [
        f"1 cart {title}" for title in ("Cart and shipping", "Customer", "Amounts")
    ]


def test_a_long_cart_begins_folded_and_a_short_one_does_not(
    open_page: OpenPage, client: Client, sample_order: Order
) -> None:
    cart = client.get_cart(SAMPLE_CART)
    long = cart.model_copy(update={"line_items": cart.line_items * 3})
    assert [card.folded for card in open_page(long).cards.cards] == [True] * 3
    assert [card.folded for card in open_page(cart).cards.cards] == [False] * 3
    assert [card.folded for card in open_page(sample_order).cards.cards] == [False] * 3
    assert get_args(RecordKind) == ("order", "cart")


@pytest.mark.parametrize("width", [784, 612, 400])
def test_no_field_is_cut_off_at_any_width(order_page: EditorPage, width: int) -> None:
    order_page.resize(width, 900)
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    for card in order_page.cards.cards:
        assert card.geometry().right() < order_page.cards.width()
        for made in card.rows:
            assert made.input.isVisible()
            right = made.input.mapTo(card, made.input.rect().topRight()).x()
            assert right < card.width(), made.key


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="asks glibc how much is in use")
def test_a_card_that_is_laid_anew_leaves_no_places_behind(order_page: EditorPage) -> None:
    card = order_page.cards.cards[0]
    pairing = card.may_pair

    def turned(times: int) -> int:
        for _ in range(times):
            card.let_pair(not pairing)
            card.let_pair(pairing)
        QApplication.processEvents()
        return in_use()

    before = turned(100)
    assert turned(100) - before < 100 * 96, "one place takes 96 bytes, and each turn lays dozens"
