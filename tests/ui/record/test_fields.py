"""One form row: what is typed is told letter by letter, and what is told is shown without touching the cursor.

It must not know whether a text is right; the model's tests do.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.model import records
from console.model.fields.field import Field
from console.model.fields.kinds import AMOUNT, FLAG, TEXT
from console.model.fields.numerals import Marks
from console.ui.record.fields import FieldRow, FieldState

NAME = Field("Shipping details", records.SHIPPING, TEXT, short="Details", hint="As the carrier calls it.")
PRICE = Field("Subtotal", records.AMOUNTS, AMOUNT)
TICK = Field("Shipped", records.SHIPPING, FLAG)
READ_ONLY = Field("Order ID", records.RECORD, TEXT, writable=False)
PHASE = Field("Phase", records.CART, records.PHASE)

MakeRow = Callable[[Field], FieldRow]


@pytest.fixture
def make_row(qtbot: QtBot) -> MakeRow:
    def made(field: Field) -> FieldRow:
        page = QWidget()
        qtbot.addWidget(page)
        row = FieldRow("key", field, page)
        row.told = []  # type: ignore[attr-defined]
        row.typed.connect(lambda key, text: row.told.append((key, text)))  # type: ignore[attr-defined]
        column = QVBoxLayout(page)
        for one in (row.label, row.input, row.message):
            column.addWidget(one)
        with qtbot.waitActive(page):
            page.show()
        row.page = page  # type: ignore[attr-defined]
        return row

    return made


def line(row: FieldRow) -> QLineEdit:
    assert isinstance(row.input, QLineEdit)
    return row.input


def told(row: FieldRow) -> list[tuple[str, str]]:
    return row.told  # type: ignore[attr-defined, no-any-return]


# -- lines of text ----------------------------------------------------------------------------------------


def test_a_row_has_its_full_name_and_a_short_label(make_row: MakeRow) -> None:
    row = make_row(NAME)
    assert row.input.accessibleName() == "Shipping details"
    assert row.label.text() == "Details"
    assert row.label.buddy() is row.input


def test_every_letter_is_told_as_it_is_typed(make_row: MakeRow) -> None:
    row = make_row(NAME)
    row.focus()
    QTest.keyClicks(row.input, "UPS")
    assert told(row) == [("key", "U"), ("key", "UP"), ("key", "UPS")]


def test_showing_a_text_is_not_typing_it(make_row: MakeRow) -> None:
    row = make_row(NAME)
    row.render(FieldState("UPS Ground"))
    assert told(row) == []


def test_rendering_what_is_shown_leaves_cursor_and_selection_alone(make_row: MakeRow) -> None:
    row = make_row(NAME)
    row.render(FieldState("UPS Ground"))
    row.focus()
    line(row).setSelection(2, 4)
    row.render(FieldState("UPS Ground", changed=True, error="No.", advice="Hm.", meaning="Aha."))
    assert (line(row).selectionStart(), line(row).selectedText()) == (2, "S Gr")


def test_the_beginning_is_seen_once_the_cursor_is_elsewhere(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row(NAME)
    row.focus()
    QTest.keyClicks(row.input, "https://www.example.com/" + "x" * 200)
    assert line(row).cursorPosition() > 200
    line(row).clearFocus()
    assert line(row).cursorPosition() == 0


@pytest.mark.parametrize(
    ("shown", "words", "role", "mark"),
    [
        (
            FieldState("x", changed=True, error="Wrong.", advice="Hm.", meaning="Aha."),
            "Wrong.",
            "error",
            "wrong",
        ),
        (FieldState("x", changed=True, advice="Hm.", meaning="Aha."), "Hm.", "advice", "changed"),
        (FieldState("x", advice="Hm."), "Hm.", "advice", "warn"),
        (FieldState("x", changed=True, meaning="Aha."), "Aha.", "meaning", "changed"),
        (FieldState("x", meaning="Aha."), "", "meaning", ""),
        (FieldState("x", warning="Elsewhere."), "", "meaning", "warn"),
        (FieldState("x"), "", "meaning", ""),
    ],
)
def test_what_there_is_to_say_stands_under_it_and_is_read_aloud(
    make_row: MakeRow, shown: FieldState, words: str, role: str, mark: str
) -> None:
    row = make_row(PRICE)
    row.render(shown)
    assert (row.message.text(), row.message.isVisible()) == (words, bool(words))
    assert (row.message.property("role"), row.input.property("mark") or "") == (role, mark)
    said = f"Invalid entry. {words}" if role == "error" else words or shown.warning
    assert row.input.accessibleDescription() == said
    row.render(FieldState("x"))
    assert not row.message.isVisible()
    assert row.input.accessibleDescription() == ""


def test_a_hint_is_read_aloud_and_shown_as_a_tip(make_row: MakeRow) -> None:
    row = make_row(NAME)
    row.render(FieldState("x"))
    assert row.input.accessibleDescription() == row.input.toolTip() == NAME.hint


def test_a_text_that_may_be_cut_stands_in_the_tip_as_it_is(make_row: MakeRow) -> None:
    row = make_row(NAME)
    row.render(FieldState("<img src=x> and a long text"))
    assert row.input.toolTip() == "<p>&lt;img src=x&gt; and a long text</p>"
    row = make_row(PRICE)
    row.render(FieldState("1234567890.50"))
    assert row.input.toolTip() == "1234567890.50"


def test_amounts_are_right_aligned_and_words_are_not(make_row: MakeRow) -> None:
    assert line(make_row(PRICE)).alignment() & Qt.AlignmentFlag.AlignRight
    assert not line(make_row(NAME)).alignment() & Qt.AlignmentFlag.AlignRight


def test_nothing_a_server_may_send_is_cut_or_changed(make_row: MakeRow) -> None:
    row = make_row(NAME)
    for text in ("x" * 100_000, "two\nlines\r\nand\ttabs", "nul\x00", "\u202eevil", "👩‍👧"):
        row.render(FieldState(text))
        assert line(row).text() == text
        line(row).setCursorPosition(1)
        row.render(FieldState(text))
        assert line(row).cursorPosition() == 1, "it was not set again"
    assert told(row) == []


def test_copying_gives_the_original(make_row: MakeRow) -> None:
    row = make_row(NAME)
    row.render(FieldState("two\nlines\u202e"))
    row.focus()
    line(row).selectAll()
    QTest.keySequence(row.input, QKeySequence.StandardKey.Copy)
    assert QGuiApplication.clipboard().text() == "two\nlines\u202e"


@pytest.mark.parametrize("keys", [QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo])
def test_undo_is_left_to_the_record(make_row: MakeRow, keys: QKeySequence.StandardKey) -> None:
    row = make_row(NAME)
    row.focus()
    QTest.keyClicks(row.input, "UPS")
    QTest.keySequence(row.input, keys)
    assert line(row).text() == "UPS"


def test_read_only_is_seen_and_true(make_row: MakeRow) -> None:
    row = make_row(READ_ONLY)
    row.render(FieldState("0ad24370"))
    assert line(row).isReadOnly()
    row.focus()
    QTest.keyClicks(row.input, "x")
    QGuiApplication.clipboard().setText("pasted")
    QTest.keySequence(row.input, QKeySequence.StandardKey.Paste)
    assert line(row).text() == "0ad24370"
    assert told(row) == []


def test_a_lock_comes_and_goes(make_row: MakeRow) -> None:
    row = make_row(NAME)
    row.render(FieldState("x", locked=True))
    assert line(row).isReadOnly()
    row.render(FieldState("x"))
    assert not line(row).isReadOnly()


# -- numbers ----------------------------------------------------------------------------------------------

GERMAN = Marks(",", ".")


@pytest.fixture
def price(qtbot: QtBot) -> FieldRow:
    """An amount in German marks, beside another input, on a page that keeps what is typed as an editor does."""
    page = QWidget()
    qtbot.addWidget(page)
    row = FieldRow("subtotal", PRICE, page, marks=GERMAN)
    column = QVBoxLayout(page)
    for one in (row.label, row.input, row.message, QLineEdit()):
        column.addWidget(one)

    def keep(_: str, text: str) -> None:
        kept = AMOUNT.plain(text, GERMAN)
        row.render(FieldState(kept, changed=True, error=AMOUNT.read(kept).error and "No."))

    row.typed.connect(keep)
    row.render(FieldState("7.00"))
    with qtbot.waitActive(page):
        page.show()
    row.page = page  # type: ignore[attr-defined]
    row.focus()
    line(row).selectAll()
    return row


def test_a_number_stands_as_it_is_typed_until_the_cursor_leaves(price: FieldRow) -> None:
    for place, letter in enumerate("1.234,50", 1):
        QTest.keyClicks(price.input, letter)
        assert (line(price).text(), line(price).cursorPosition()) == ("1.234,50"[:place], place)
    QTest.keyClick(price.input, Qt.Key.Key_Tab)
    assert (line(price).text(), line(price).cursorPosition()) == ("1234.50", 0)


@pytest.mark.parametrize(
    ("currency", "typed", "kept"),
    [("CHF", "CHF 1'234.50", "1234.50"), ("KRW", "35,000,000", "35000000"), ("USD", "($12.50)", "-12.50")],
)
def test_an_amount_in_its_currencys_format_stands_as_typed_until_the_cursor_leaves(
    price: FieldRow, currency: str, typed: str, kept: str
) -> None:
    def keep(_: str, text: str) -> None:
        price.render(FieldState(AMOUNT.plain(text, GERMAN, currency), changed=True, currency=currency))

    price.typed.disconnect()
    price.typed.connect(keep)
    line(price).clear()
    for place, letter in enumerate(typed, 1):
        QTest.keyClicks(price.input, letter)
        assert line(price).text() == typed[:place]
    QTest.keyClick(price.input, Qt.Key.Key_Tab)
    assert line(price).text() == kept


def test_typing_goes_on_in_the_midst_of_a_number(price: FieldRow) -> None:
    QTest.keyClicks(price.input, "1234,50")
    line(price).setCursorPosition(1)
    QTest.keyClicks(price.input, "9")
    assert (line(price).text(), line(price).cursorPosition()) == ("19234,50", 2)


def test_how_a_number_is_sent_is_said_while_it_is_typed_otherwise(price: FieldRow) -> None:
    QTest.keyClicks(price.input, "12,50")
    said = "Sent as 12.50."
    assert (price.message.text(), price.message.isVisible()) == (said, True)
    assert price.message.property("role") == "meaning"
    assert price.input.accessibleDescription() == said
    QTest.keyClick(price.input, Qt.Key.Key_Tab)
    assert (price.message.text(), price.message.isVisible()) == ("", False)


def test_a_number_typed_as_it_is_sent_needs_no_word(price: FieldRow) -> None:
    QTest.keyClicks(price.input, "12.50")
    assert not price.message.isVisible()


def test_advice_goes_before_how_it_is_sent(price: FieldRow) -> None:
    QTest.keyClicks(price.input, "12,505")
    price.render(FieldState("12.505", changed=True, advice="Hm."))
    assert (line(price).text(), price.message.text()) == ("12,505", "Hm.")


def test_the_old_value_in_another_form_is_sent_nowhere_and_says_nothing(price: FieldRow) -> None:
    QTest.keyClicks(price.input, "7,00")
    price.render(FieldState("7.00"))
    assert (line(price).text(), price.message.text()) == ("7,00", "")
    QTest.keyClick(price.input, Qt.Key.Key_Tab)
    assert line(price).text() == "7.00"


def test_another_number_is_shown_also_under_the_cursor(price: FieldRow) -> None:
    QTest.keyClicks(price.input, "12,50")
    price.render(FieldState("7.00"))
    assert line(price).text() == "7.00"


def test_what_is_no_number_stays_as_typed_wherever_the_cursor_is(price: FieldRow) -> None:
    QTest.keyClicks(price.input, "12,50,")
    QTest.keyClick(price.input, Qt.Key.Key_Tab)
    assert line(price).text() == "12,50,"
    assert price.message.text() == "No."


def test_a_text_is_not_taken_for_a_number(make_row: MakeRow) -> None:
    row = make_row(NAME)
    row.focus()
    QTest.keyClicks(row.input, "+1")
    row.render(FieldState("1"))
    assert line(row).text() == "1"


# -- ticks and choices ------------------------------------------------------------------------------------


def test_a_tick_carries_its_label_and_tells_yes_and_no(make_row: MakeRow) -> None:
    row = make_row(TICK)
    tick = row.input
    assert isinstance(tick, QCheckBox)
    assert (tick.text(), tick.accessibleName()) == ("Shipped", "Shipped")
    row.render(FieldState("no"))
    assert not tick.isChecked()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert told(row) == [("key", "yes"), ("key", "no")]
    row.render(FieldState("yes", changed=True))
    assert tick.isChecked()
    assert tick.property("mark") == "changed"
    row.render(FieldState("yes", locked=True))
    assert not tick.isEnabled()


def test_a_tick_that_the_server_did_not_tell_says_so(make_row: MakeRow) -> None:
    row = make_row(TICK)
    row.render(FieldState(""))
    assert "does not mean no" in row.input.toolTip()
    assert row.input.accessibleDescription() == row.input.toolTip()
    row.render(FieldState("no"))
    assert (row.input.toolTip(), row.input.accessibleDescription()) == ("", "")


def test_a_choice_tells_the_word_of_the_api(make_row: MakeRow) -> None:
    row = make_row(PHASE)
    combo = row.input
    assert isinstance(combo, QComboBox)
    row.render(FieldState("BILLING"))
    assert combo.currentText() == "Billing"
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert told(row) == [("key", "PAYMENT")]


def test_a_choice_shows_a_word_that_it_does_not_know(make_row: MakeRow) -> None:
    row = make_row(PHASE)
    row.render(FieldState("GIFT\u202eWRAP" + "x" * 500))
    combo = row.input
    assert isinstance(combo, QComboBox)
    assert combo.currentText().startswith("GIFT⟨U+202E⟩WRAP")
    assert len(combo.currentText()) <= 40
    count = combo.count()
    row.render(FieldState("GIFT\u202eWRAP" + "x" * 500))
    assert combo.count() == count
    row.render(FieldState(""))
    assert combo.currentIndex() == -1


def test_the_wheel_changes_a_choice_only_under_the_cursor(make_row: MakeRow, qapp: QApplication) -> None:
    row = make_row(PHASE)
    row.render(FieldState("BILLING"))

    def turn() -> None:
        at = QPointF(5, 5)
        wheel = QWheelEvent(
            at,
            row.input.mapToGlobal(at),
            QPoint(0, 0),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        qapp.sendEvent(row.input, wheel)

    row.input.clearFocus()
    turn()
    assert told(row) == []
    row.input.setFocus()
    turn()
    assert told(row) == [("key", "PAYMENT")]
