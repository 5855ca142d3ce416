"""One sweep over every widget while a record is open whose every text is markup, invisible or turned around.

It must not test single panes; it goes over whatever the window shows, so that a new pane is swept too.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QTabBar,
    QTextEdit,
    QWidget,
)

from console.model import records
from console.model.records import Order
from console.presenters.notice import Action, Notice
from tests.support.console import Console
from tests.support.sandbox import Sandbox

MARKUP = '<a href="x">y</a><img src=x>'
_NUMBERS = count(1)
TURNED = "abc\u202edef\x07"


def hostile_order(number: str) -> dict[str, Any]:
    """An order of which every text that the API lets one write is markup."""
    keys = [key for key, field in records.fields(Order).items() if field.writable and field.kind.holds is str]
    kept = ("orderDate", "shippingDate", "currency", "emailAddress", "originIp", "contactId", "tid")
    attribution = ("messageId", "deliveryId", "trackingCookieName", "trackingCookieValue")
    texts = {key: MARKUP + TURNED for key in keys if key not in kept + attribution}
    columns = ("sku", "name", "description", "category", "other", "imageUrl", "productUrl")
    line = dict.fromkeys(columns, MARKUP + TURNED + "\n&") | {"name": f"&y{MARKUP}{TURNED}"}
    return {
        **texts,
        "customerOrderId": number,
        "currency": "USD",
        "lineItems": [{**line, "quantity": 1, "totalPrice": 1}, {**line, "quantity": 2, "totalPrice": 2}],
    }


@pytest.fixture
def swept(console: Console, shop: Sandbox) -> Console:
    """A console with that order in front, edited, unfolded, and with words of a server in every notice."""
    number = f"{MARKUP}&x{next(_NUMBERS)}"
    status, made = shop.write("/orders?triggerEvents=false", hostile_order(number))
    assert status == 201, made
    console.look_up(str(made["orderId"]))
    console.page.fold.setChecked(True)
    console.type_into("Tax", "<b>1")
    console.type_cell(1, "quantity", "<i>")
    console.page.lines.put_cursor(0, "name")
    console.page.grid.remove_line()
    told = Notice("bad", MARKUP + TURNED, MARKUP, MARKUP, Action("read again", "Try & again"))
    console.window.bar.notice.show_notice(told)
    console.window.lookup.show_notice(told)
    QApplication.processEvents()
    return console


def widgets() -> Iterator[QWidget]:
    yield from QApplication.allWidgets()


def shown_tips() -> Iterator[str]:
    for one in widgets():
        yield one.toolTip()
        if isinstance(one, QTabBar):
            yield from (one.tabToolTip(place) for place in range(one.count()))
        if isinstance(one, QAbstractItemView) and one.model() is not None:
            yield from item_texts(one, Qt.ItemDataRole.ToolTipRole)
        yield from (action.toolTip() for action in one.actions())


def item_texts(view: QAbstractItemView, role: Qt.ItemDataRole) -> Iterator[str]:
    model = view.model()
    columns = range(model.columnCount()) if isinstance(model, QAbstractTableModel) else (0,)
    for place in range(min(model.rowCount(), 50)):
        for column in columns:
            yield str(model.index(place, column).data(role) or "")


def harmless(tip: str) -> bool:
    """Whether Qt shows this tip as text: nothing in it may become a link or a picture."""
    if not GuiQt.mightBeRichText(tip):
        return True
    document = QTextDocument()
    document.setHtml(tip)
    made = document.toHtml()
    return "<a " not in made and "<img" not in made


@pytest.mark.fault(15)
def test_no_label_reads_markup(swept: Console) -> None:
    labels = [
        one for one in widgets() if isinstance(one, QLabel) and one.metaObject().className() != "QTipLabel"
    ]
    assert any(MARKUP in one.text() for one in labels), "the sweep must see something"
    for one in labels:
        assert one.textFormat() == Qt.TextFormat.PlainText, one.text()
        assert not one.openExternalLinks()


def test_no_tip_reads_markup(swept: Console) -> None:
    tips = set(shown_tips())
    assert any("&lt;a href" in tip for tip in tips), "the sweep must see something"
    for tip in tips:
        assert harmless(tip), tip


@pytest.mark.fault(15, 50)
def test_nothing_invisible_is_shown(swept: Console) -> None:
    def texts() -> Iterator[str]:
        for one in widgets():
            if isinstance(one, QLabel | QAbstractButton):
                yield one.text()
            if isinstance(one, QTabBar):
                yield from (one.tabText(place) for place in range(one.count()))
            if isinstance(one, QAbstractItemView) and one.model() is not None:
                yield from item_texts(one, Qt.ItemDataRole.DisplayRole)
            yield from (action.text() for action in one.actions())

    shown = list(texts())
    assert any("⟨U+202E⟩" in text for text in shown), "the sweep must see something"
    for text in shown:
        assert "\u202e" not in text, text
        assert "\x07" not in text, text


def test_an_ampersand_is_no_mnemonic(swept: Console) -> None:
    tabs = swept.window.tabs.tabBar()
    assert tabs.tabText(0).startswith("Order <a href")
    assert "&x" not in tabs.tabText(0).replace("&&", "")
    undo: QAction = swept.window.actions_["undo"]
    assert undo.text().startswith("&Undo: remove ")
    assert "&" not in undo.text().removeprefix("&").replace("&&", "")


def test_no_widget_reads_html(swept: Console) -> None:
    assert [one for one in widgets() if isinstance(one, QTextEdit)] == []


def test_every_dialog_is_swept_too(swept: Console) -> None:
    swept.click("Discard")
    swept.type_into("Shipping details", MARKUP)
    swept.press("S", ctrl=True)
    assert swept.page.sheet is not None
    sweep(swept)
    swept.press("Escape", on=swept.page.sheet)
    for open_ in (
        swept.app.closing.close_front,
        swept.app.finding.open,
        swept.app.help.about,
        swept.app.help.shortcuts,
    ):
        open_()
        swept.until(lambda: bool(swept.dialogs()), "it is open")
        sweep(swept)
        (dialog,) = swept.dialogs()
        swept.press("Escape", on=dialog)
        swept.until(lambda: not swept.dialogs(), "it is gone")


def sweep(console: Console) -> None:
    for dialog in [one for one in console.window.findChildren(QDialog) if one.isVisible()]:
        for one in dialog.findChildren(QLabel):
            assert one.textFormat() == Qt.TextFormat.PlainText, one.text()
    for tip in shown_tips():
        assert harmless(tip), tip


def test_what_was_found_stays_plain_in_the_list_of_recents(swept: Console) -> None:
    view = swept.window.recents.entries
    swept.until(view.isVisible, "listed")
    assert any("<a href" in text for text in item_texts(view, Qt.ItemDataRole.DisplayRole))
