"""The clash dialog as an operator uses it: by keys, by mouse, and as it is read aloud.

It must not repeat what a choice leads to; the presenter's tests prove that.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from console.model.drafts.draft import Draft
from console.presenters.saving.clash import ClashState, clash
from console.ui.record.clash import ClashDialog
from tests.model.samples import MUG, POT, READ_AT, draft, order

LATER = READ_AT + timedelta(minutes=3)
HOSTILE = "<b>By</b> car &amp; \u202eevil\nsecond line " + "x" * 5_000
KEYS = ("shippingDetails", "taxAmount", "lineItems[1]")


def edited() -> Draft:
    mine = draft().typed("taxAmount", "2").typed("shippingDetails", "By bike")
    return mine.with_lines([mine.lines[0], mine.lines[1].typed("quantity", "3", 2)])


class Asked:
    """An open dialog whose choices come back to it, as the editor does it."""

    def __init__(self, qtbot: QtBot) -> None:
        theirs = order(
            taxAmount=Decimal("0.28"),
            shippingDetails=HOSTILE,
            subtotal=Decimal(5),
            lineItems=[MUG, POT | {"quantity": Decimal(5)}],
        )
        state = clash(edited(), theirs, LATER)
        assert state is not None
        self.state: ClashState = state
        self.chosen: list[tuple[str, str]] = []
        self.finished: list[int] = []
        self.dialog = ClashDialog(state, "Test & shop")
        qtbot.addWidget(self.dialog)
        self.dialog.chosen.connect(self.take)
        self.dialog.finished.connect(self.finished.append)
        self.dialog.open()
        qtbot.waitExposed(self.dialog)

    def take(self, key: str, side: str) -> None:
        self.chosen.append((key, side))
        self.state = self.state.chosen(key, "mine" if side == "mine" else "theirs")
        self.dialog.show_state(self.state)

    def radios(self, name: str) -> list[QRadioButton]:
        return [one for one in self.dialog.findChildren(QRadioButton) if one.accessibleName() == name]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.dialog.focusWidget() or self.dialog, key, modifier)

    def seen(self) -> str:
        return "\n".join(one.text() for one in self.dialog.findChildren(QLabel) if one.isVisible())


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    return Asked(qtbot)


def test_everything_has_the_name_that_is_agreed(asked: Asked) -> None:
    assert asked.dialog.windowTitle() == "Changed by someone else"
    assert len(asked.radios("Keep mine")) == len(asked.radios("Take theirs")) == 3
    assert (asked.dialog.resume.accessibleName(), asked.dialog.cancel.accessibleName()) == (
        "Continue",
        "Cancel",
    )


def test_each_answer_says_aloud_what_it_is_about(asked: Asked) -> None:
    described = [one.accessibleDescription() for one in asked.radios("Keep mine")]
    assert described[1] == "Tax. Before: 1.68. Theirs: 0.28. Mine: 2."
    assert described[2] == "Line 2: Pot. Before: Quantity 2. Theirs: Quantity 5. Mine: Quantity 3."


def test_the_three_texts_and_what_joins_are_seen(asked: Asked) -> None:
    seen = asked.seen()
    for words in ("Tax", "1.68", "0.28", "Quantity 5", "BEFORE", "THEIRS", "MINE", "since you read it"):
        assert words in seen
    assert "Also changed by someone else, kept: Subtotal 23.99 → 5.00" in seen
    assert "3 things are still to be decided. Nothing has been sent." in seen


def test_a_servers_words_are_plain_and_cannot_widen_it(asked: Asked) -> None:
    assert "<b>By</b> car &amp; ⟨U+202E⟩evil second line" in asked.seen()
    assert {one.textFormat() for one in asked.dialog.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    page = asked.dialog.page.widget()
    assert page.width() <= asked.dialog.page.viewport().width()
    assert page.minimumSizeHint().width() <= asked.dialog.page.viewport().width()


def test_nothing_is_chosen_for_the_operator(asked: Asked) -> None:
    assert not [one for one in asked.dialog.findChildren(QRadioButton) if one.isChecked()]
    assert not asked.dialog.resume.isEnabled()
    asked.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    asked.press(Qt.Key.Key_Return)
    assert asked.finished == []


def test_clicks_decide_and_may_be_changed(asked: Asked) -> None:
    for name, place in (("Keep mine", 0), ("Take theirs", 1), ("Keep mine", 2), ("Take theirs", 0)):
        assert not asked.finished
        asked.radios(name)[place].click()
    assert asked.chosen == [(KEYS[0], "mine"), (KEYS[1], "theirs"), (KEYS[2], "mine"), (KEYS[0], "theirs")]
    assert [one.isChecked() for one in asked.radios("Keep mine")] == [False, False, True]
    assert "Nothing has been sent; you see everything once more before it is." in asked.seen()
    asked.dialog.resume.click()
    assert asked.finished == [QDialog.DialogCode.Accepted]


def test_keys_alone_decide_and_continue(asked: Asked) -> None:
    for move in (None, Qt.Key.Key_Right, None):
        asked.press(Qt.Key.Key_Space)
        if move:
            asked.press(move)
        focused = asked.dialog.focusWidget()
        while isinstance(asked.dialog.focusWidget(), QRadioButton) and same_question(
            focused, asked.dialog.focusWidget()
        ):
            asked.press(Qt.Key.Key_Tab)
    assert asked.state.choices == {KEYS[0]: "theirs", KEYS[1]: "mine", KEYS[2]: "theirs"}
    asked.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.finished == [QDialog.DialogCode.Accepted]


def same_question(one: object, other: object) -> bool:
    return (
        isinstance(one, QRadioButton) and isinstance(other, QRadioButton) and one.parent() is other.parent()
    )


def test_tab_goes_from_question_to_question_and_to_the_buttons(asked: Asked) -> None:
    reached = set()
    for _ in range(12):
        asked.press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        reached.add(focused.accessibleName() if focused else "")
    assert reached == {"Take theirs", "Cancel"}  # inside a question the arrows move


@pytest.mark.parametrize("by", ["key", "button"])
def test_cancel_and_esc_leave_everything(asked: Asked, by: str) -> None:
    asked.radios("Keep mine")[0].click()
    if by == "key":
        asked.press(Qt.Key.Key_Escape)
    else:
        asked.dialog.cancel.click()
    assert asked.finished == [QDialog.DialogCode.Rejected]


def test_showing_the_same_again_tells_nobody(asked: Asked) -> None:
    asked.radios("Keep mine")[1].click()
    asked.dialog.show_state(asked.state)
    assert asked.chosen == [(KEYS[1], "mine")]


def test_many_things_that_join_are_listed_and_counted(qtbot: QtBot) -> None:
    fields = (
        "orderDate",
        "subtotal",
        "grandTotal",
        "originIp",
        "messageId",
        "deliveryId",
        "tid",
        "trackingCookieName",
    )
    theirs = order(
        taxAmount=Decimal(9), discountAmount=Decimal(9), shippingAmount=Decimal(9), contactId="c", emailAddress="a@b.cd",
        shippingDetails="By car", originUserAgent="agent", **dict.fromkeys(fields, "other"),
    )  # fmt: skip
    state = clash(draft().typed("taxAmount", "2"), theirs, LATER)
    assert state is not None
    dialog = ClashDialog(state, "Test")
    qtbot.addWidget(dialog)
    [listed] = [one.text() for one in dialog.findChildren(QLabel) if one.text().startswith("Also changed")]
    assert listed.count("\n") == 13
    assert listed.endswith("…  and 2 more")
    assert "One thing is still to be decided." in dialog.left.text()
