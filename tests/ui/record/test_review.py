"""The review sheet: the changes in words, whether the customer may hear of it, and exactly what will be sent.

It must not send; tests/journeys/test_three_jobs.py does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from console.model.lines.lines import DraftLine
from console.model.records import Cart, Order
from console.presenters.saving.open_end import OpenEnd
from console.presenters.saving.open_ends import OpenEnds
from console.presenters.saving.untraced import Asks
from console.ui.lines.changes import LineChangesTable
from console.ui.record.editor import EditorPage
from console.ui.record.review import ReviewSheet
from tests.model.samples import MUG, cart, order
from tests.support.jobs import HeldJobs
from tests.ui.conftest import OpenPage

Review = Callable[..., ReviewSheet]
WORKFLOWS = "Run workflows (may message the customer)"
FORCE = "Run them even if the state did not change"
CONTACT = "Create the contact if the address is unknown"
TID = "Ignore an invalid tracking ID"
ALL_THE_SAME = "Send all the same"


@pytest.fixture
def page(open_page: OpenPage) -> EditorPage:
    return open_page(order())


@pytest.fixture
def reviewed(qtbot: QtBot) -> Callable[..., ReviewSheet]:
    """Types these fields and asks for the sheet, as one does with Ctrl+S."""

    def asked(page: EditorPage, **edits: str) -> ReviewSheet:
        for key, text in edits.items():
            page.editor.typed(key.replace("__", "."), text)
        page.ask_review()
        assert page.sheet is not None
        qtbot.waitUntil(page.sheet.isActiveWindow)
        return page.sheet

    return asked


def words(sheet: ReviewSheet) -> list[str]:
    return [one.text() for one in sheet.findChildren(QLabel) if one.isVisible()]


def offered(sheet: ReviewSheet) -> list[str]:
    return [one.accessibleName() for one in sheet.findChildren(QCheckBox) if one.isVisible()]


def test_it_says_what_a_change_made_by_someone_else_stops_and_no_more(
    reviewed: Review, page: EditorPage
) -> None:
    said = " ".join(words(reviewed(page, shippingDetails="UPS")))
    assert "where someone changed the same, nothing is sent" in said
    assert "if someone changed it" not in said  # what they changed elsewhere joins, and the save goes out


def test_it_has_the_names_of_the_manual(reviewed: Review, page: EditorPage) -> None:
    sheet = reviewed(page, shippingDetails="UPS")
    assert sheet.windowTitle() == "Review changes"
    assert sheet.title.text() == "Review changes to order #1001"
    assert sheet.request.accessibleName() == "Request"
    assert (sheet.send.accessibleName(), sheet.keep.accessibleName()) == ("Send to TEST SHOP", "Keep editing")
    assert sheet.send.text() == "Send to TEST SHOP"
    assert "Test shop" in words(sheet)


def test_every_change_stands_there_before_and_after(reviewed: Review, page: EditorPage) -> None:
    page.editor.lines.cell_typed(0, "quantity", "2")
    sheet = reviewed(page, shippingDetails="UPS", taxAmount="2")
    told = words(sheet)
    for change in page.editor.state.draft.changes():
        assert {change.label, change.before, change.after} <= set(told)
    assert "Replaces all 2 lines with these 2." in told


def test_the_request_is_the_very_one_that_goes_out(reviewed: Review, page: EditorPage) -> None:
    sheet = reviewed(page, shippingDetails="UPS Ground")
    review = page.editor.state.review
    assert review is not None
    assert sheet.request.toPlainText() == review.request
    assert "triggerEvents=false" in sheet.request.toPlainText().splitlines()[0]
    assert sheet.request.isReadOnly()


@pytest.mark.parametrize(
    ("record", "edits", "boxes"),
    [
        (order(), {"shippingDetails": "UPS"}, [WORKFLOWS]),
        (order(), {"emailAddress": "a@example.com"}, [WORKFLOWS, CONTACT]),
        (order(), {"tid": "123"}, [WORKFLOWS, TID]),
        (cart(), {"shippingDetails": "UPS"}, []),
        (cart(), {"emailAddress": "a@example.com"}, [CONTACT]),
    ],
)
def test_only_options_that_can_matter_are_offered(
    reviewed: Review, open_page: OpenPage, record: Order | Cart, edits: dict[str, str], boxes: list[str]
) -> None:
    assert offered(reviewed(open_page(record), **edits)) == boxes


def test_running_workflows_is_said_and_forcing_is_a_step_of_its_own(
    reviewed: Review, page: EditorPage
) -> None:
    sheet = reviewed(page, states__shipped="yes")
    assert (sheet.messages.text(), sheet.messages.property("chip")) == ("Customer messages: no", "good")
    assert FORCE not in offered(sheet)
    for box, query in (("run_workflows", "triggerEvents=true"), ("force", "force=true")):
        QTest.keyClick(sheet.options[box], Qt.Key.Key_Space)
        assert query in sheet.request.toPlainText()
    assert sheet.messages.property("chip") == "warn"
    assert "twice" in sheet.why.text()
    QTest.keyClick(sheet.options["run_workflows"], Qt.Key.Key_Space)
    assert "force" not in sheet.request.toPlainText()
    assert offered(sheet) == [WORKFLOWS]
    QTest.keyClick(sheet.options["run_workflows"], Qt.Key.Key_Space)
    assert not sheet.options["force"].isChecked(), "a force is never remembered"


def test_a_cart_says_that_nobody_can_tell(reviewed: Review, open_page: OpenPage) -> None:
    sheet = reviewed(open_page(cart()), shippingDetails="UPS")
    assert sheet.messages.text() == "Customer messages: may be sent"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_enter_sends_from_wherever_the_cursor_is(
    reviewed: Review, page: EditorPage, jobs: HeldJobs, key: Qt.Key, qtbot: QtBot
) -> None:
    sheet = reviewed(page, shippingDetails="UPS")
    sheet.request.setFocus()
    qtbot.keyClick(sheet, key, Qt.KeyboardModifier.ControlModifier)
    assert page.editor.state.busy == "sending"
    assert page.sheet is None
    assert len(jobs.held) == 1
    jobs.held[0].cancel()
    jobs.finish()


@pytest.mark.parametrize("box", [True, False])
def test_enter_alone_sends_only_where_send_has_the_cursor(
    reviewed: Review, page: EditorPage, jobs: HeldJobs, box: bool, qtbot: QtBot
) -> None:
    sheet = reviewed(page, shippingDetails="UPS")
    where = sheet.options["run_workflows"] if box else sheet.request
    where.setFocus()
    qtbot.keyClick(where, Qt.Key.Key_Return)
    assert jobs.held == []
    assert sheet.isVisible()


def test_escape_and_keep_editing_send_nothing(
    reviewed: Review, page: EditorPage, jobs: HeldJobs, qtbot: QtBot
) -> None:
    sheet = reviewed(page, shippingDetails="UPS")
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert page.sheet is None
    sheet = reviewed(page)
    qtbot.mouseClick(sheet.keep, Qt.MouseButton.LeftButton)
    assert page.sheet is None
    assert jobs.held == []
    assert page.editor.state.draft.dirty


def test_showing_it_twice_changes_nothing(reviewed: Review, page: EditorPage) -> None:
    sheet = reviewed(page, shippingDetails="UPS")
    review = page.editor.state.review
    assert review is not None
    sheet.request.selectAll()
    before = sheet.grab().toImage()
    sheet.show_state(review)
    assert sheet.request.textCursor().hasSelection()
    assert sheet.grab().toImage() == before


def test_the_request_can_be_copied(reviewed: Review, page: EditorPage) -> None:
    sheet = reviewed(page, shippingDetails="UPS")
    sheet.request.selectAll()
    sheet.request.copy()
    assert QGuiApplication.clipboard().text() == sheet.request.toPlainText()


def test_texts_of_a_server_are_plain_bounded_and_on_one_line(reviewed: Review, open_page: OpenPage) -> None:
    hostile: dict[str, Any] = {
        "shippingDetails": '<a href="x">y</a>\n<img src=x>\u202e' + "x" * 100_000,
        "customerOrderId": "<b>1001</b>" * 50,
    }
    sheet = reviewed(open_page(order(**hostile)), shippingDetails="<i>UPS</i>")
    for one in sheet.findChildren(QLabel):
        assert one.textFormat() == Qt.TextFormat.PlainText
        assert len(one.text()) <= 2_000
        assert "\u202e" not in one.text()
    assert sheet.width() <= 840


def test_a_name_with_an_ampersand_stands_on_the_button(reviewed: Review, open_page: OpenPage) -> None:
    page = open_page(order())
    page.editor.target = "BLACK & WHITE " + "X" * 100
    sheet = reviewed(page, shippingDetails="UPS")
    assert sheet.send.text().startswith("Send to BLACK && WHITE")
    assert len(sheet.send.text()) < 50


def test_a_long_name_that_must_be_confirmed_is_cut_and_read_out_whole(
    qtbot: QtBot, reviewed: Review, page: EditorPage
) -> None:
    reviewed(page, shippingDetails="UPS")
    assert page.editor.state.review is not None
    confirm = "Yes, write to W & " + "W" * 56
    review = replace(page.editor.state.review, asks=Asks(confirm))
    page.editor.keep_editing()
    sheet = ReviewSheet(review, "W" * 60, "W" * 60)
    qtbot.addWidget(sheet)
    sheet.resize(600, 440)
    sheet.show()
    assert sheet.width() == 600
    assert sheet.confirm.text().startswith("Yes, write to W && WWW")
    assert sheet.confirm.text().endswith("W…")
    assert sheet.confirm.accessibleName() == confirm
    assert not sheet.send.isEnabled()


def test_what_cannot_be_noted_says_so_and_takes_a_yes_of_its_own(
    qtbot: QtBot, reviewed: Review, page: EditorPage
) -> None:
    reviewed(page, shippingDetails="UPS")
    assert page.editor.state.review is not None
    why = "Order Console could not save in /home/someone/console.db: the disk is full."
    review = replace(page.editor.state.review, asks=Asks(untraced=why))
    page.editor.keep_editing()
    sheet = ReviewSheet(review, "Shop", "Shop")
    qtbot.addWidget(sheet)
    ticked: list[tuple[str, bool]] = []
    sheet.chosen.connect(lambda name, on: ticked.append((name, on)))
    sheet.show()
    assert not sheet.confirm.isVisible()
    assert not sheet.send.isEnabled()
    assert sheet.untraced.accessibleDescription().startswith("This will not be in the trail")
    assert sheet.untraced.accessibleDescription().endswith(why)
    sheet.untraced.click()
    assert ticked == [("untraced", True)]
    sheet.show_state(replace(review, options=replace(review.options, untraced=True)))
    assert sheet.send.isEnabled()


def test_few_changes_leave_the_room_to_the_request_and_many_scroll(
    reviewed: Review, page: EditorPage
) -> None:
    sheet = reviewed(page, shippingDetails="UPS")
    few = sheet.request.height()
    sheet.keep.click()
    for key, field in page.editor.state.draft.fields.items():
        if field.writable and field.kind.right_aligned:
            page.editor.typed(key, "7")
        elif field.writable and key not in ("tid",):
            page.editor.typed(
                key,
                {"Currency": "EUR", "Origin IP": "203.0.113.9", "E-mail address": "a@b.test"}.get(
                    field.label, "2026-11-21"
                ),
            )
    page.editor.typed("states.processed", "no")
    page.editor.typed("states.shipped", "yes")
    page.editor.typed("shippingTrackingUrl", "https://example.com/" + "x" * 300)
    sheet = reviewed(page)
    assert len(page.editor.state.draft.changes()) > 15
    assert 100 <= sheet.request.height() < few
    assert sheet.height() <= 800


def pasted(page: EditorPage, count: int) -> None:
    """Puts so many new lines behind those that there are."""
    new = [
        DraftLine(None, {"name": f"Article {at}", "quantity": "1", "totalPrice": "2"}) for at in range(count)
    ]
    page.editor.lines.replace("paste lines", [*page.editor.state.draft.lines, *new])


def told(table: LineChangesTable) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(line, column).data()) for column in range(model.columnCount())]
        for line in range(model.rowCount())
    ]


def test_what_becomes_of_each_line_stands_there(reviewed: Review, open_page: OpenPage) -> None:
    page = open_page(cart(lineItems=[MUG | {"name": name} for name in ("Mug", "Pot", "Pan")]))
    page.editor.lines.cell_typed(0, "quantity", "2")
    page.editor.lines.remove([1])
    page.editor.lines.add()
    page.editor.lines.cell_typed(2, "totalPrice", "5")
    sheet = reviewed(page)
    [table] = sheet.findChildren(LineChangesTable)
    assert "Replaces all 3 lines with these 3." in words(sheet)
    assert told(table) == [
        ["~ changed", "line 1", "Mug", "quantity 1 → 2"],
        ["− removed", "line 2", "Pot", "SKU MUG-1, quantity 1, total price 3.990"],
        ["+ added", "line 3", "unnamed line", "quantity 1, total price 5"],
    ]


def test_a_sheet_without_lines_has_no_table_of_them(reviewed: Review, page: EditorPage) -> None:
    assert reviewed(page, shippingDetails="UPS").findChildren(LineChangesTable) == []


def test_many_lines_scroll_and_leave_room_for_the_request(reviewed: Review, open_page: OpenPage) -> None:
    page = open_page(cart())
    pasted(page, 500)
    sheet = reviewed(page)
    [table] = sheet.findChildren(LineChangesTable)
    assert table.model().rowCount() == 500
    assert table.verticalScrollBar().maximum() > 0
    assert table.height() < 220
    assert sheet.request.height() >= 100
    assert sheet.height() <= 720


def test_two_thousand_lines_are_reviewed_at_once(reviewed: Review, open_page: OpenPage) -> None:
    page = open_page(order(lineItems=[MUG] * 2_000))
    page.editor.lines.cell_typed(0, "quantity", "2")
    sheet = reviewed(page)
    assert len(sheet.request.toPlainText()) <= 50_100
    assert "more characters" in sheet.request.toPlainText()


def test_where_an_earlier_write_may_still_arrive_it_is_sent_only_with_a_tick_beside_what_could_happen(
    qtbot: QtBot, reviewed: Review, page: EditorPage
) -> None:
    assert ALL_THE_SAME not in offered(reviewed(page, shippingDetails="UPS"))
    page.editor.keep_editing()
    record = page.editor.state.draft.base
    sending_of(page).leave(OpenEnd("order", record.id, {"taxAmount": 1}, datetime.now(UTC), 1, record))
    sheet = reviewed(page, shippingDetails="UPS Ground")
    assert offered(sheet) == [WORKFLOWS, ALL_THE_SAME]
    assert sheet.all_the_same.hasFocus()
    assert any("both may be applied" in told for told in words(sheet))
    assert sheet.all_the_same.accessibleDescription() in words(sheet)
    assert not sheet.send.isEnabled()
    QTest.keyClick(sheet.all_the_same, Qt.Key.Key_Space)
    assert sheet.send.isEnabled()
    qtbot.mouseClick(sheet.options["run_workflows"], Qt.MouseButton.LeftButton)
    assert sheet.send.isEnabled(), "another tick takes this one not away"
    QTest.keyClick(sheet.all_the_same, Qt.Key.Key_Space)
    assert not sheet.send.isEnabled()


def sending_of(page: EditorPage) -> OpenEnds:
    return page.editor.settling._ends
