"""Handing a record on, through the real window: what the clipboard holds after each act, and what is said of it.

It must not reach around the window, and no clipboard ever holds a secret or a token.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QWidget

from tests.presenters.given import new_order
from tests.support.console import Console
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

LINK = "https://www.ups.com/track?tracknum=1Z999AA10123456784"


def clipboard() -> str:
    return QApplication.clipboard().text()


def menu_over(widget: QWidget, where: QPoint) -> QMenu:
    """The menu that a right click opens there, on the screen."""
    QApplication.sendEvent(
        widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, widget.mapToGlobal(where))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu), "no menu has opened"
    return menu


def choose(menu: QMenu, words: str) -> None:
    """Choose from an open menu by its words, with the mouse."""
    [action] = [one for one in menu.actions() if one.text().replace("&", "") == words]
    assert action.isEnabled()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    QApplication.processEvents()


def test_the_id_the_link_and_the_sentence_of_the_record_in_front(console: Console, sandbox: Sandbox) -> None:
    id = new_order(sandbox, customerOrderId="7001", shippingTrackingUrl=LINK)
    console.look_up(id)
    console.press("C", ctrl=True, shift=True, on=console.window)
    assert clipboard() == id
    console.window.actions_["copy_link"].trigger()
    assert clipboard() == LINK
    console.window.actions_["copy_sentence"].trigger()
    assert clipboard() == (
        f"Your order 7001 is on its way with UPS, tracking number 1Z999AA10123456784: {LINK}"
    )
    assert console.said.headline == "The sentence for order #7001 was copied."


def test_what_the_record_lacks_is_said_and_the_clipboard_stays_as_it_is(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    QApplication.clipboard().setText("as it was")
    for act in ("copy_link", "copy_sentence"):
        console.window.actions_[act].trigger()
        assert "no tracking link" in f"{console.said.headline} {console.said.advice}"
    assert clipboard() == "as it was"


def test_a_right_click_on_the_header_and_on_a_tab_offers_it(console: Console) -> None:
    console.look_up(SAMPLE_CART)
    console.look_up(SAMPLE_ORDER)
    header = console.page.header
    for widget in (header, header.own_id, header.title):
        QApplication.clipboard().clear()
        choose(menu_over(widget, QPoint(3, 3)), "Copy ID")
        assert clipboard() == SAMPLE_ORDER
    bar = console.window.tabs.tabBar()
    choose(menu_over(bar, bar.tabRect(0).center()), "Copy ID")
    assert clipboard() == SAMPLE_CART, "it is the record whose tab it is"
    assert console.page.editor.state.draft.base.id == SAMPLE_CART


def test_a_record_that_was_opened_before_is_handed_on_from_the_list(
    console: Console, sandbox: Sandbox
) -> None:
    id = new_order(sandbox, customerOrderId="7002", shippingTrackingUrl=LINK)
    console.look_up(id)
    console.press("W", ctrl=True)
    console.rest()
    entries = console.window.recents.entries
    where = entries.visualRect(entries.model().index(0, 0)).center()
    choose(menu_over(entries.viewport(), where), "Copy tracking link")
    console.rest()
    assert clipboard() == LINK
    assert "as of " in console.foot
    choose(menu_over(entries.viewport(), where), "Copy sentence for the customer")
    console.rest()
    assert clipboard().startswith("Your order 7002")
    choose(menu_over(entries.viewport(), where), "Open")
    console.rest()
    assert console.page.editor.state.draft.base.id == id


def test_the_request_of_the_sheet_and_of_the_trail_is_copied_as_curl_without_a_token(
    console: Console, sandbox: Sandbox
) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "wrap it, it's $5 `today`")
    console.press("S", ctrl=True)
    console.click("Copy as cURL", console.sheet)
    command = clipboard()
    told = shlex.split(command)
    assert told[0] == "curl"
    assert told[-1] == console.sheet.request.toPlainText().split("\n")[0].removeprefix("POST ")
    assert told[told.index("--data-raw") + 1] == console.sheet.request.toPlainText().split("\n\n", 1)[1]
    assert "$TOKEN" in command
    assert console.app.session.environment is not None
    console.press("Return", ctrl=True, on=console.sheet)
    console.rest()
    console.window.actions_["trail"].trigger()
    console.rest()
    (trail,) = [one for one in console.dialogs() if one.windowTitle() == "Trail"]
    QApplication.clipboard().clear()
    console.click("Copy as cURL", trail)
    assert clipboard() == command
    table = trail.table  # type: ignore[attr-defined]
    where = table.visualRect(table.model().index(0, 3)).center()
    for words, copied in (("Copy ID", SAMPLE_ORDER), ("Copy request as cURL", command)):
        choose(menu_over(table.viewport(), where), words)
        assert clipboard() == copied
    assert trail.headline.text() == "The request was copied as cURL."  # type: ignore[attr-defined]
    for secret in (sandbox.client_secret, "Bearer e"):
        assert secret not in command
    trail.close()


def test_the_record_in_front_is_written_to_a_pdf_and_the_end_is_told(
    console: Console, tmp_path: Path
) -> None:
    console.look_up(SAMPLE_ORDER)
    console.app.handing.printing.file_dialog_options = QFileDialog.Option.DontUseNativeDialog
    console.window.actions_["save_pdf"].trigger()
    (dialog,) = console.window.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("order-1001.pdf")
    path = tmp_path / "it.pdf"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    console.until(path.exists)
    console.rest()
    assert path.read_bytes().startswith(b"%PDF-")
    assert re.fullmatch(r"Wrote \d pages? to it\.pdf\.", console.said.headline)
    console.app.handing.printing.save_to(console.page.editor, str(tmp_path / "no such folder" / "it.pdf"))
    console.until(lambda: console.said.tone == "bad", "it says that it could not be written")


def test_the_record_in_front_is_printed_where_the_operator_says(console: Console, tmp_path: Path) -> None:
    console.look_up(SAMPLE_ORDER)
    console.press("P", ctrl=True, on=console.window)
    (dialog,) = console.window.findChildren(QPrintDialog)
    dialog.findChild(QLineEdit, "filename").setText(str(tmp_path / "printed.pdf"))
    dialog.accept()
    console.until(lambda: console.said.headline.endswith("to the printer."), "it was printed")
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.qt_log_ignore(r"QPainter::begin\(\): Returned false")
def test_a_printer_that_cannot_be_used_is_said(console: Console, tmp_path: Path) -> None:
    console.look_up(SAMPLE_ORDER)
    console.press("P", ctrl=True, on=console.window)
    (dialog,) = console.window.findChildren(QPrintDialog)
    printer = dialog.printer()
    dialog.reject()
    printer.setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))
    console.app.handing.printing.print_on(console.page.editor, printer)
    console.until(lambda: console.said.tone == "bad", "it was not printed")
    assert console.said.headline == "Nothing was printed, because the printer could not be used."
