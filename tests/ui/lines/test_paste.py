"""The dialog `Paste lines` and the clipboard, as an operator uses them: by keys, by mouse, and as they are read aloud.

It must not repeat what a paste comes to; the presenter's tests prove that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel
from pytestqt.qtbot import QtBot

from console.model.fields.numerals import Marks
from console.model.lines.lines import SENT, DraftLine
from console.model.pasting.copied import copied
from console.model.pasting.paste import block
from console.model.pasting.tsv import parsed
from console.presenters.lines.paste import Paste, direct
from console.ui.lines.clipboard import copy_lines, put, taken
from console.ui.lines.paste import PasteDialog
from console.ui.look.theme import Theme
from tests.model.samples import draft
from tests.support.jobs import HeldJobs, InlineJobs
from tests.ui.conftest import Wear

TEXT = "SKU\tName\tColour\tQty\r\nA-1\tCoffee Mug\tblue\t1\r\nA-2\tPot\tred\ttwo\r\n"
HOSTILE = "<b>SKU</b>\tName\n&amp;\u202eevil\tMug" + "x" * 5_000
Opened = Callable[..., PasteDialog]
GERMAN = Marks(",", ".")
_DISPLAY, _TIP = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole
_ALOUD, _ALIGN = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.TextAlignmentRole


@pytest.fixture
def theme(wear: Wear) -> Theme:
    return wear()


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme) -> Opened:
    def opened(
        text: str = TEXT, *, jobs: HeldJobs | None = None, at: int | None = None, column: str = ""
    ) -> PasteDialog:
        paste = Paste(jobs or InlineJobs(), draft(), text, marks=Marks(), at=at, column=column)
        dialog = PasteDialog(paste)
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.open()
        return dialog

    return opened


def cell(dialog: PasteDialog, row: int, column: int, role: int = _DISPLAY) -> Any:
    model = dialog.preview.model()
    return model.index(row, column).data(role)


def words(dialog: PasteDialog) -> list[str]:
    return [one.text() for one in dialog.findChildren(QLabel) if one.isVisible() and one.text()]


def press(
    dialog: PasteDialog, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(dialog.focusWidget() or dialog, key, modifier)


# -- what it shows -----------------------------------------------------------------------------------------


def test_everything_has_the_name_that_is_agreed(opened: Opened) -> None:
    dialog = opened(at=0, column="sku")
    assert dialog.windowTitle() == "Paste lines"
    assert [one.accessibleName() for one in dialog.preview.targets.choices] == [
        f"Column {number} goes to" for number in (1, 2, 3, 4)
    ]
    assert (dialog.accepting.accessibleName(), dialog.cancel.accessibleName()) == ("Paste", "Cancel")
    assert [one.accessibleName() for one in dialog.ways.values() if one.isVisible()] == [
        "Over the cells from the cursor on",
        "As new lines",
        "Instead of all lines",
    ]
    assert dialog.header.accessibleName() == "First row is a header"
    assert dialog.preview.accessibleName() == "Preview"


def test_the_block_is_seen_as_it_will_be_pasted(opened: Opened) -> None:
    dialog = opened()
    assert dialog.title.text() == "Paste into order #1001"
    assert [one.currentText() for one in dialog.preview.targets.choices] == [
        "SKU",
        "Name",
        "Leave out",
        "Quantity",
    ]
    assert [cell(dialog, 1, column) for column in range(4)] == ["A-2", "Pot", "red", "two"]
    assert "Adds 2 lines; 3 cells have errors, they are marked and can be mended in the grid." in words(
        dialog
    )
    assert "Line 3, Total price: Every line needs a total price." in words(dialog)
    assert not dialog.ways["over"].isVisible()
    assert dialog.ways["add"].isChecked()
    assert dialog.header.isChecked()


def test_an_error_is_in_the_cell_its_tooltip_and_read_aloud(opened: Opened) -> None:
    dialog = opened()
    assert str(cell(dialog, 1, 3, _TIP)).startswith("Write a plain number")
    assert str(cell(dialog, 1, 3, _ALOUD)).startswith("Quantity: two. Write a plain number")
    assert cell(dialog, 0, 3, _ALOUD) == "Quantity: 1."
    numbers = dialog.preview.model()
    assert numbers.headerData(0, Qt.Orientation.Vertical) == "! 3"
    assert numbers.headerData(0, Qt.Orientation.Vertical, _TIP) == "Every line needs a total price."
    assert numbers.headerData(0, Qt.Orientation.Vertical, _ALOUD) == "Line 3. Every line needs a total price."


AMBIGUOUS = "SKU\tName\tColour\tQty\tTotal\r\nA-1\tMug\tblue\t2,400\t75\r\n"


def test_what_the_numbers_mean_is_asked_by_name_and_answered_by_key(opened: Opened) -> None:
    dialog = opened(AMBIGUOUS)
    assert dialog.question.isVisible()
    assert dialog.question.text() == "2,400 is 2400 or 2.4?"
    assert [one.accessibleName() for one in dialog.answers] == ["2,400 is 2400", "2,400 is 2.4"]
    assert [one.isChecked() for one in dialog.answers] == [False, False], "nothing is chosen beforehand"
    assert not dialog.accepting.isEnabled()
    dialog.answers[0].setFocus()
    press(dialog, Qt.Key.Key_Space)
    assert cell(dialog, 0, 3) == "2400"
    assert [one.isChecked() for one in dialog.answers] == [True, False]
    assert dialog.accepting.isEnabled()
    dialog.answers[1].click()
    assert cell(dialog, 0, 3) == "2.400"
    assert [one.isChecked() for one in dialog.answers] == [False, True]


def test_without_a_question_no_answer_is_in_the_way(opened: Opened) -> None:
    dialog = opened()
    assert not dialog.question.isVisible()
    assert not any(one.isVisible() for one in dialog.answers)


def test_how_a_number_was_read_is_on_its_tint_in_its_tooltip_and_read_aloud(
    opened: Opened, theme: Theme
) -> None:
    dialog = opened(AMBIGUOUS.replace("75", "75.50"))
    why = "2,400 is read as 2400: 75.50 shows how this block writes numbers."
    assert cell(dialog, 0, 3) == "2400"
    assert cell(dialog, 0, 3, _TIP) == why
    assert cell(dialog, 0, 3, _ALOUD) == f"Quantity: 2400. {why}"
    assert why in words(dialog)
    rect = dialog.preview.visualRect(dialog.preview.model().index(0, 3))
    ground = dialog.preview.viewport().grab().toImage().pixelColor(rect.topLeft() + QPoint(6, 6))
    assert ground.name() == theme.colour("tint").name()


def test_a_doubtful_cell_stands_on_its_tint_and_is_said(opened: Opened, theme: Theme) -> None:
    dialog = opened(AMBIGUOUS.replace("2,400", "-2"))
    advice = "A negative quantity; is it meant as a return?"
    assert cell(dialog, 0, 3, _ALOUD) == f"Quantity: -2. {advice}"
    assert f"Line 3, Quantity: {advice}" in words(dialog)
    rect = dialog.preview.visualRect(dialog.preview.model().index(0, 3))
    ground = dialog.preview.viewport().grab().toImage().pixelColor(rect.topLeft() + QPoint(6, 6))
    assert ground.name() == theme.colour("warnTint").name()
    assert dialog.accepting.isEnabled()


def test_a_wrong_cell_stands_on_its_tint(opened: Opened, theme: Theme, wear: Wear) -> None:
    dialog = opened()

    def ground(row: int) -> str:
        rect = dialog.preview.visualRect(dialog.preview.model().index(row, 3))
        return dialog.preview.viewport().grab().toImage().pixelColor(rect.topLeft() + QPoint(6, 6)).name()

    assert (ground(0), ground(1)) == (theme.colour("surface").name(), theme.colour("badTint").name())
    dark = wear("dark")
    assert (ground(0), ground(1)) == (dark.colour("surface").name(), dark.colour("badTint").name())


def test_numbers_stand_right_and_what_goes_nowhere_is_faint(opened: Opened) -> None:
    dialog = opened()
    assert [
        bool(Qt.AlignmentFlag(cell(dialog, 0, column, _ALIGN)) & Qt.AlignmentFlag.AlignRight)
        for column in range(4)
    ] == [False, False, False, True]
    model = dialog.preview.model()
    enabled = [bool(model.flags(model.index(0, column)) & Qt.ItemFlag.ItemIsEnabled) for column in range(4)]
    assert enabled == [True, True, False, True]


def test_it_says_that_it_reads_and_cannot_paste_before(opened: Opened) -> None:
    jobs = HeldJobs()
    dialog = opened(jobs=jobs)
    assert "Reading what was copied…" in words(dialog)
    assert not dialog.accepting.isEnabled()
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    jobs.finish()
    assert dialog.accepting.isEnabled()


def test_a_refusal_is_said_and_nothing_can_be_pasted(opened: Opened) -> None:
    dialog = opened("A\n" * 20_001)
    assert "That would make 20,003 lines; a record takes at most 20,000." in words(dialog)
    assert not dialog.accepting.isEnabled()


def test_copied_texts_are_plain_and_bounded(opened: Opened) -> None:
    dialog = opened(HOSTILE)
    assert cell(dialog, 0, 0) == "&amp;⟨U+202E⟩evil"
    assert len(str(cell(dialog, 0, 1))) <= 400
    assert dialog.preview.targets.choices[0].accessibleDescription() == "Column 1: <b>SKU</b>"
    assert "&lt;b&gt;SKU" in dialog.preview.targets.choices[0].toolTip()
    assert {one.textFormat() for one in dialog.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


# -- what is chosen ----------------------------------------------------------------------------------------


def choose(choice: QComboBox, text: str) -> None:
    choice.setFocus()
    QTest.keyClicks(choice, text)


def test_a_column_is_mapped_by_keys(opened: Opened) -> None:
    dialog = opened()
    choice = dialog.preview.targets.choices[2]
    choice.setFocus()
    while choice.currentText() != "Other":
        QTest.keyClick(choice, Qt.Key.Key_Down)
    assert dialog._paste.state.columns == ("sku", "name", "other", "quantity")
    QTest.keyClick(choice, Qt.Key.Key_Home)
    assert dialog._paste.state.columns == ("sku", "name", "", "quantity")


def test_ticks_and_ways_are_told(opened: Opened) -> None:
    dialog = opened(at=0, column="sku")
    dialog.ways["all"].click()
    assert "Replaces all 2 lines with these 2; 3 cells have errors" in " ".join(words(dialog))
    dialog.ways["over"].click()
    assert "Pastes into 2 lines; 1 cell has an error" in " ".join(words(dialog))
    dialog.header.click()
    assert dialog.preview.model().rowCount() == 3
    assert [one.currentText() for one in dialog.preview.targets.choices] == [
        "SKU",
        "Name",
        "Description",
        "Category",
    ]
    dialog.fill.click()
    assert dialog._paste.state.fill


def test_the_choices_stand_over_their_columns_and_come_into_sight(opened: Opened) -> None:
    dialog = opened("\t".join("abcdefghijk"))
    preview = dialog.preview
    choices = preview.targets.choices
    for column, choice in enumerate(choices):
        assert choice.x() == preview.columnViewportPosition(column) + 4
    choices[-1].setFocus()
    last = choices[-1].geometry()
    assert preview.targets.viewport().rect().contains(last)
    assert choices[-1].x() == preview.columnViewportPosition(10) + 4


def test_tab_goes_over_everything_as_it_is_seen(opened: Opened) -> None:
    dialog = opened(at=0, column="sku")
    dialog.fill.setFocus()
    reached = []
    for _ in range(8):
        press(dialog, Qt.Key.Key_Tab)
        focused = dialog.focusWidget()
        reached.append(focused.accessibleName() if focused else "")
    columns = [f"Column {number} goes to" for number in (1, 2, 3, 4)]
    assert reached[:7] == [*columns, "Preview", "Cancel", "Paste"]


# -- how it ends -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["enter", "ctrl+enter", "button"])
def test_it_is_accepted_and_the_result_stays(opened: Opened, by: str) -> None:
    dialog = opened()
    if by == "button":
        dialog.accepting.click()
    else:
        held = Qt.KeyboardModifier.ControlModifier if by == "ctrl+enter" else Qt.KeyboardModifier.NoModifier
        press(dialog, Qt.Key.Key_Return, held)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog._paste.result()[0] == "paste 2 lines"


@pytest.mark.parametrize("by", ["key", "button"])
def test_cancel_and_esc_leave_everything(opened: Opened, by: str) -> None:
    jobs = HeldJobs()
    dialog = opened(jobs=jobs)
    if by == "key":
        press(dialog, Qt.Key.Key_Escape)
    else:
        dialog.cancel.click()
    assert dialog.result() == QDialog.DialogCode.Rejected
    jobs.finish_all()
    assert dialog.sentence.text() == "Reading what was copied…"


# -- the clipboard -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("qapp")
def test_lines_go_out_as_any_spreadsheet_takes_them() -> None:
    lines = [
        DraftLine(None, {"name": 'Mug "XL"\nblue', "quantity": "1,5", "totalPrice": "1.500"}),
        *draft().lines,
    ]
    copy_lines(lines, 2, Marks())
    cells = parsed(QApplication.clipboard().text())
    assert cells[0][:6] == ("SKU", "Name", "Description", "Category", "Other", "Quantity")
    assert [dict(zip(SENT, row, strict=False))["name"] for row in cells[1:]] == [
        'Mug "XL"\nblue',
        "Coffee Mug",
        "Pot",
    ]
    assert cells[2][5:9] == ("1", "3.99", "3.99", "3.990")


def test_lines_of_one_record_arrive_in_another_as_they_were(opened: Opened) -> None:
    odd = DraftLine(
        None, {"name": '"Mug"\t\r\nblue', "sku": "\ufeff1", "quantity": "1.500", "totalPrice": "1,5"}
    )
    before = [odd, *draft().lines]
    copy_lines(before, 2, Marks(",", "."))
    text, marks = taken(Marks(",", "."))
    paste = Paste(InlineJobs(), draft(), text, marks=marks)
    after = paste.result()[1][2:]
    assert [[row.shown(key, 2) for key in SENT] for row in after] == [
        [row.shown(key, 2) for key in SENT] for row in before
    ]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("text", ["plain", '"quoted"', "first\nsecond", "a\tb", "1.500"])
def test_one_cell_goes_out_as_it_is_and_comes_back_as_one(text: str) -> None:
    put(copied([[text]], ["name"], GERMAN))
    assert QApplication.clipboard().text() == text
    assert block(taken(GERMAN)[0]) == ((text,),)


@pytest.mark.usefixtures("qapp")
def test_what_others_copied_is_in_the_users_marks() -> None:
    data = QMimeData()
    data.setText("1.500")
    QApplication.clipboard().setMimeData(data)
    assert taken(GERMAN) == ("1.500", GERMAN)
    put(copied([["1.500"]], ["quantity"], GERMAN))
    assert QApplication.clipboard().text() == "1,500"
    assert taken(GERMAN) == ((("1.500",),), Marks(".", ""))


@pytest.mark.usefixtures("qapp")
def test_line_breaks_that_calc_copied_stay_in_their_cells() -> None:
    data = QMimeData()
    data.setText("SKU\tName\nA-1\tMug blue\n")
    data.setData("application/x-libreoffice-tsvc", b'SKU\tName\nA-1\t"Mug\nblue"\n')
    QApplication.clipboard().setMimeData(data)
    cells, marks = taken(GERMAN)
    assert (cells, marks) == ((("SKU", "Name"), ("A-1", "Mug\nblue")), GERMAN)
    paste = Paste(InlineJobs(), draft(), cells, marks=marks)
    assert paste.result()[1][-1].shown("name", 2) == "Mug\nblue"


@pytest.mark.usefixtures("qapp")
def test_one_cell_of_calc_with_a_line_break_goes_into_one_cell() -> None:
    data = QMimeData()
    data.setText("Mug\nblue")
    data.setData("application/x-libreoffice-tsvc", b'"Mug\nblue"')
    QApplication.clipboard().setMimeData(data)
    step = direct(draft(), *taken(GERMAN), [0], ["name"])
    assert step is not None
    assert step[1][0].shown("name", 2) == "Mug\nblue"


@pytest.mark.usefixtures("qapp")
def test_a_spreadsheet_is_offered_a_table() -> None:
    copy_lines(draft().lines, 2, GERMAN)
    data = QApplication.clipboard().mimeData()
    assert '<td sdval="3.99" sdnum="1033;">3,99</td>' in data.html()
    assert "3,99" in data.text()
