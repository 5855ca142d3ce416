"""The Mark shipped dialog by keyboard: its names, its order, what it shows, and where the cursor goes.

It must not send; tests/journeys/test_mark_shipped.py does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from console.presenters.record.editor_state import EditorState
from console.presenters.shipping.panel import ShippingPanel
from console.ui.look.links import OpenLink
from console.ui.record.editor import EditorPage
from console.ui.shell.record_menu import RecordMenu
from console.ui.shell.window import Window
from console.ui.shipping.mark_shipped import MarkShippedDialog
from tests.model.samples import cart, order
from tests.support.jobs import HeldJobs
from tests.ui.conftest import OpenPage, Wear

NUMBER, EQUALS, SLIP = "1Z999AA10123456784", "12345678901234", "1Z999AA10123456785"
LINK = f"https://www.ups.com/track?tracknum={NUMBER}"
HELD = "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode=RB123456785DE"
NO = Qt.KeyboardModifier.NoModifier
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


class Asked:
    """The dialog of an order, worked by keys where the cursor is."""

    def __init__(self, qtbot: QtBot, page: EditorPage) -> None:
        self._qtbot, self.page = qtbot, page
        page.mark_shipped()

    @property
    def dialog(self) -> MarkShippedDialog:
        dialog = self.page.questions.shipping
        assert dialog is not None
        self._qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    @property
    def state(self) -> EditorState:
        return self.page.editor.state

    @property
    def panel(self) -> ShippingPanel:
        assert self.state.shipping is not None
        return self.state.shipping

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO) -> None:
        QTest.keyClick(self.dialog.focusWidget(), key, held)

    def paste(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.press(Key.Key_V, CTRL)

    def seen(self) -> str:
        return "\n".join(one.text() for one in self.dialog.findChildren(QLabel) if one.isVisible())

    def at(self) -> str:
        """The name of what has the cursor."""
        return self.dialog.focusWidget().accessibleName()


Ask = Callable[..., Asked]


@pytest.fixture
def ask(qtbot: QtBot, open_page: OpenPage) -> Ask:
    """Opens the dialog of an order with these fields."""

    def asked(**fields: Any) -> Asked:
        return Asked(qtbot, open_page(order(**fields)))

    return asked


def shipped(**fields: Any) -> dict[str, Any]:
    return {
        "states": {"processed": True, "shipped": True},
        "shippingTrackingUrl": HELD,
        "shippingDate": "2026-11-20T00:00:00.000Z",
    } | fields


# -- names and order --------------------------------------------------------------------------------------


def test_everything_has_the_name_that_is_agreed(ask: Ask) -> None:
    dialog = ask().dialog
    assert dialog.windowTitle() == "Mark shipped"

    def names(kind: type[QWidget]) -> set[str]:
        return {one.accessibleName() for one in dialog.findChildren(kind) if one.isVisible()}

    assert names(QLineEdit) == {
        "Tracking number or link",
        "Tracking URL",
        "Shipping details",
        "Shipping date",
    }
    assert names(QComboBox) == {"Carrier"}
    assert names(QRadioButton) == {"Message the customer", "Do not message the customer"}
    assert names(QPushButton) == {"Open link", "Review", "Cancel"}
    assert dialog.review.text() == "&Review", "it writes nothing, so it names no environment"


def test_tab_goes_as_one_reads(ask: Ask) -> None:
    asked = ask()
    asked.paste(NUMBER)
    visited = [asked.at()]
    for _ in range(10):
        asked.press(Key.Key_Tab)
        visited.append(asked.at())
    assert visited == [
        "Tracking number or link",
        f"UPS {NUMBER}, check digit: check digit fits",
        "Carrier",
        "Tracking URL",
        "Open link",
        "Shipping date",
        "Shipping details",
        'Add "UPS"',
        "Message the customer",
        "Cancel",
        "Review",
    ]


# -- five strokes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("letter", "message"), [(Key.Key_M, True), (Key.Key_D, False)])
@pytest.mark.parametrize("end", [(Key.Key_Return, NO), (Key.Key_Enter, NO), (Key.Key_Return, CTRL)])
def test_paste_answer_and_enter_lead_to_the_sheet(ask: Ask, letter: Any, message: bool, end: Any) -> None:
    asked = ask()
    assert asked.at() == "Tracking number or link"
    asked.paste(NUMBER)
    asked.press(letter, ALT)
    asked.press(*end)
    sheet = asked.page.sheet
    assert sheet is not None
    assert asked.page.questions.shipping is None
    assert sheet.options["run_workflows"].isChecked() == message
    assert sheet.options["run_workflows"].isVisible()
    assert LINK in sheet.request.toPlainText()


def test_enter_goes_to_what_is_missing_and_says_it(ask: Ask) -> None:
    asked = ask()
    asked.press(Key.Key_Return)
    assert asked.at() == "Message the customer"
    assert "Choose whether the customer is messaged." in asked.seen()
    asked.press(Key.Key_Return)
    assert asked.page.sheet is None, "nothing is chosen by going there"
    asked.press(Key.Key_Space)
    assert asked.panel.message is True
    assert "The customer would be messaged without a tracking link." in asked.seen()
    asked.press(Key.Key_Right)
    asked.press(Key.Key_Space)
    assert asked.panel.message is False
    asked.press(Key.Key_Return)
    assert asked.page.sheet is not None


def test_between_equals_the_list_gets_the_cursor_and_a_key_chooses(ask: Ask) -> None:
    asked = ask()
    asked.paste(EQUALS)
    radios = asked.dialog.candidates.buttons
    assert not [one for one in radios if one.isChecked()]
    asked.press(Key.Key_Return)
    assert asked.at() == f"DHL Paket {EQUALS}, check digit: has none"
    assert asked.panel.chosen is None
    asked.press(Key.Key_Down)
    asked.press(Key.Key_Space)
    assert asked.panel.chosen is not None
    assert asked.panel.chosen.carrier == "DHL eCommerce"
    assert [one.isChecked() for one in radios[:3]] == [False, True, False]
    assert asked.dialog.carrier.currentText() == "DHL eCommerce"
    assert EQUALS in asked.dialog.fields["link"].text()


def test_a_check_digit_that_fails_is_red_and_said(ask: Ask) -> None:
    asked = ask()
    asked.paste(SLIP)
    [verdict] = [
        one
        for one in asked.dialog.findChildren(QLabel)
        if one.text() == "does not fit: two digits may be swapped"
    ]
    assert verdict.property("chip") == "warn"
    assert asked.dialog.number.property("mark") == "warn"
    assert "Compare the number with the label" in asked.seen()


def test_a_carrier_is_chosen_by_its_name(ask: Ask) -> None:
    asked = ask()
    asked.paste("ABC")
    asked.dialog.carrier.setFocus()
    QTest.keyClicks(asked.dialog.carrier, "GLS")
    assert asked.panel.chosen is not None
    assert asked.panel.chosen.carrier == "GLS"
    assert asked.dialog.fields["link"].text().endswith("match=ABC")
    assert asked.dialog.host.text() == "gls-group.eu"


# -- the link ---------------------------------------------------------------------------------------------


def test_the_link_shows_its_host_and_is_opened_only_when_asked_for(
    ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    asked = ask()
    assert not asked.dialog.open_link.isEnabled()
    asked.paste(NUMBER)
    assert asked.dialog.host.text() == "www.ups.com"
    assert opened == []
    asked.dialog.open_link.setFocus()
    asked.press(Key.Key_Return)
    [question] = asked.dialog.findChildren(OpenLink)
    assert opened == []
    question.open_button.click()
    assert [url.toString() for url in opened] == [LINK]
    assert asked.page.questions.shipping is asked.dialog


def test_a_typed_text_stays_when_another_number_is_pasted(ask: Ask) -> None:
    asked = ask()
    asked.paste(NUMBER)
    details = asked.dialog.fields["details"]
    details.setFocus()
    details.selectAll()
    QTest.keyClicks(details, "by hand")
    asked.dialog.number.setFocus()
    asked.dialog.number.selectAll()
    asked.paste("RB123456785DE")
    assert details.text() == "by hand"
    assert "verfolgen" in asked.dialog.fields["link"].text()


def test_the_orders_own_details_stay_and_a_press_adds_the_carrier(ask: Ask) -> None:
    asked = ask(shippingDetails="wrap twice, it is a present")
    asked.paste(NUMBER)
    details, add = asked.dialog.fields["details"], asked.dialog.add
    assert (details.text(), asked.dialog.below["details"].text()) == (
        "",
        "Stays “wrap twice, it is a present”.",
    )
    assert (add.text(), add.accessibleName(), add.isVisible()) == ('Add "UPS"', 'Add "UPS"', True)
    details.setFocus()
    asked.press(Key.Key_Tab)
    asked.press(Key.Key_Return)
    assert (details.text(), add.isVisible()) == ("wrap twice, it is a present; UPS", False)
    assert asked.panel.draft.payload()["shippingDetails"] == "wrap twice, it is a present; UPS"
    assert asked.at() == "Shipping details", "the cursor is where it was before the button"


def test_what_cannot_be_sent_stands_under_its_field(ask: Ask) -> None:
    asked = ask()
    date = asked.dialog.fields["date"]
    date.setFocus()
    date.selectAll()
    QTest.keyClicks(date, "soon")
    assert date.property("mark") == "wrong"
    assert f"Invalid entry. {asked.dialog.below['date'].text()}" == date.accessibleDescription()
    asked.dialog.number.setFocus()
    asked.press(Key.Key_D, ALT)
    asked.press(Key.Key_Return)
    assert asked.at() == "Shipping date"


# -- shipped already --------------------------------------------------------------------------------------


def test_an_order_shipped_with_another_link_says_so_first_and_names_two_actions(ask: Ask) -> None:
    asked = ask(**shipped())
    asked.paste(NUMBER)
    assert asked.dialog.stands.text() == "Shipped already on 2026-11-20, with another link."
    assert asked.dialog.held_link.text() == HELD
    assert (
        asked.dialog.already.mapTo(asked.dialog, asked.dialog.already.pos()).y()
        < asked.dialog.number.mapTo(asked.dialog, asked.dialog.number.pos()).y()
    )
    assert asked.dialog.yes.accessibleName() == "Fix it and message again"
    assert asked.dialog.no.accessibleName() == "Fix the tracking, no message"
    asked.press(Key.Key_D, ALT)
    asked.press(Key.Key_Return)
    assert asked.page.sheet is not None
    assert "triggerEvents=false" in asked.page.sheet.request.toPlainText()


def test_messaging_again_is_typed_first(ask: Ask) -> None:
    asked = ask(**shipped())
    asked.paste(NUMBER)
    assert not asked.dialog.confirm.isVisible()
    asked.press(Key.Key_M, ALT)
    assert asked.dialog.confirm.isVisible()
    asked.press(Key.Key_Return)
    assert asked.at() == "Type “message again” to confirm"
    QTest.keyClicks(asked.dialog.confirm, "message again")
    asked.press(Key.Key_Return)
    assert asked.page.sheet is not None
    assert "triggerEvents=true&force=true" in asked.page.sheet.request.toPlainText()


def test_the_same_link_has_nothing_to_send(ask: Ask) -> None:
    asked = ask(**shipped(shippingDetails="DHL Paket"))
    asked.paste(HELD)
    asked.press(Key.Key_D, ALT)
    asked.press(Key.Key_Return)
    assert asked.page.sheet is None
    assert "with this very link." in asked.seen()
    assert "Nothing would change, so there is nothing to send." in asked.seen()


# -- put away and back ------------------------------------------------------------------------------------


def test_esc_keeps_what_was_typed_and_sends_nothing(ask: Ask, jobs: HeldJobs) -> None:
    asked = ask()
    asked.paste(NUMBER)
    asked.press(Key.Key_M, ALT)
    asked.press(Key.Key_Escape)
    assert asked.page.questions.shipping is None
    assert not asked.state.draft.dirty
    asked.page.mark_shipped()
    assert asked.dialog.number.text() == NUMBER
    assert asked.dialog.yes.isChecked()
    assert asked.dialog.number.selectedText() == NUMBER, "so that another can be pasted over it"
    asked.dialog.cancel.setFocus()
    asked.press(Key.Key_Return)
    assert asked.page.questions.shipping is None
    assert jobs.held == []


def test_keep_editing_on_the_sheet_leads_back_here(ask: Ask, qtbot: QtBot) -> None:
    asked = ask()
    asked.paste(NUMBER)
    asked.press(Key.Key_D, ALT)
    asked.press(Key.Key_Return)
    sheet = asked.page.sheet
    assert sheet is not None
    qtbot.waitUntil(sheet.isActiveWindow)
    QTest.keyClick(sheet, Key.Key_Escape)
    assert asked.page.sheet is None
    assert asked.dialog.number.text() == NUMBER
    assert asked.dialog.no.isChecked()


def test_showing_the_same_twice_changes_nothing(ask: Ask) -> None:
    asked = ask(**shipped())
    asked.paste(NUMBER)
    asked.press(Key.Key_Left)
    before = (asked.seen(), asked.dialog.number.cursorPosition(), asked.dialog.size())
    asked.dialog.show_state(asked.panel)
    assert (asked.seen(), asked.dialog.number.cursorPosition(), asked.dialog.size()) == before


# -- room, and who it is for ------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast", "contrast-dark"])
@pytest.mark.parametrize("text", ["", NUMBER, EQUALS, SLIP, "x" * 5_000, LINK + "&a=" + "b" * 1_500])
def test_nothing_is_cut_and_nothing_widens_it(ask: Ask, wear: Wear, scheme: Any, text: str) -> None:
    asked = ask(
        **shipped(shippingDetails="<b>\u202e&" + "d" * 900, shippingTrackingUrl=HELD + "&" + "e" * 900)
    )
    wear(scheme)
    asked.page.editor.shipping.pasted(text)
    QApplication.processEvents()
    dialog = asked.dialog
    assert dialog.width() <= dialog.screen().availableSize().width()
    page = dialog.page.widget()
    assert page.minimumSizeHint().width() <= dialog.page.viewport().width()
    assert page.minimumSizeHint().width() <= 640, "so that it can be worked on a small screen at 200 %"
    assert {one.textFormat() for one in dialog.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    assert "\u202e" not in asked.seen()
    for made in (dialog.review, dialog.cancel, dialog.yes, dialog.no):
        assert made.width() >= made.sizeHint().width()


def test_what_grows_in_it_finds_room_without_scrolling(ask: Ask) -> None:
    asked = ask()
    height = asked.dialog.height()
    asked.paste(NUMBER)
    QApplication.processEvents()
    assert asked.dialog.height() == height, "nothing jumps for the usual number"
    asked.dialog.number.selectAll()
    asked.paste(EQUALS)
    QApplication.processEvents()
    assert asked.dialog.page.verticalScrollBar().maximum() == 0


def test_a_cart_has_it_off_and_says_why(qtbot: QtBot, open_page: OpenPage) -> None:
    window = Window()
    qtbot.addWidget(window)
    menu = RecordMenu(window.actions_)
    action = window.actions_["mark_shipped"]
    menu.sync(open_page(cart()).editor.state, 1)
    assert (action.isEnabled(), action.toolTip()) == (False, "This is for orders.")
    menu.sync(open_page(order()).editor.state, 1)
    assert action.isEnabled()
    assert "tracking number or link" in action.toolTip()
    window.let_close()
