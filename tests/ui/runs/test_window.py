"""The window for shipping a file over a real presenter, a real disk and a real sandbox, worked by keys.

It must not test what is sent; the presenter has tests of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QProgressBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.api.client import Client
from console.model.records import Order
from console.presenters.notice import Notice
from console.presenters.saving import saving
from console.ui.runs.window import TITLE, RunWindow
from tests.presenters.given import passed, request_lost
from tests.presenters.runs.warehouse import Warehouse, fronted, link, new_orders, opened
from tests.support.heard import Announced
from tests.support.sandbox import Sandbox
from tests.ui.conftest import Wear, visible

TARGET = "TEST SHOP"
BUTTONS = {
    *("Choose file", "Check", f"Start in {TARGET}", "Pause", "Resume", "Stop", "Retry failed", "Save results")
}
HEAD = "Order,Tracking link,Message\n"
CASES = Path(__file__).parents[2] / "store" / "cases"


@pytest.fixture
def house(qtbot: QtBot, client: Client, sample_order: Order) -> Iterator[Warehouse]:
    assert sample_order.id, "the client has made its first call"
    with opened(qtbot, client) as made:
        yield made


@pytest.fixture
def window(house: Warehouse, qtbot: QtBot, wear: Wear) -> RunWindow:
    theme = wear()
    made = RunWindow()
    qtbot.addWidget(made)
    made.show_environment("Test shop", TARGET, theme)
    made.rendered.connect(lambda: house.shown.append(house.run.state))
    made.bind(house.run)
    made.resize(1180, 800)
    with qtbot.waitActive(made):
        made.bring_to_front()
    return made


def said(window: RunWindow) -> list[str]:
    return [one.text() for one in visible(window, QLabel) if isinstance(one, QLabel) and one.text()]


def press(window: RunWindow, qtbot: QtBot, name: str) -> None:
    names = (name, f"{name} in {TARGET}")
    (made,) = [one for one in window.findChildren(QAbstractButton) if one.accessibleName() in names]
    assert made.isEnabled(), name
    qtbot.keyClick(made, Qt.Key.Key_Space)


def answers(window: RunWindow) -> list[bool]:
    return [window.asking.yes.isChecked(), window.asking.no.isChecked()]


def two(sandbox: Sandbox) -> str:
    """Rows for two orders of the test's own; the second does not say whether to message."""
    first, second = new_orders(sandbox, 2)
    return f"{HEAD}{first},{link(1)},no\n{second},{link(2)},\n"


# -- names, keys, room ------------------------------------------------------------------------------------


def test_it_has_the_names_of_the_manual(window: RunWindow, house: Warehouse, shop: Sandbox) -> None:
    house.check(two(shop))
    assert window.windowTitle() == f"{TITLE} — Test shop"
    names = [one.accessibleName() for one in visible(window, QAbstractButton)]
    for name in BUTTONS:
        assert names.count(name) == 1, name
    assert [one.accessibleName() for one in visible(window, QTableView)] == ["Rows"]
    assert window.findChildren(QProgressBar)[0].accessibleName() == "Progress"
    assert {"Message the customer", "Do not message the customer"} < set(names)
    for one in visible(window, QWidget):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert one.accessibleName(), one


def test_tab_goes_the_way_of_the_eye_and_reaches_everything(
    window: RunWindow, house: Warehouse, shop: Sandbox, qtbot: QtBot
) -> None:
    house.check(two(shop))
    window.choose.setFocus()
    way: list[QWidget] = []
    while (now := QApplication.focusWidget()) not in way:
        assert now is not None
        way.append(now)
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    can_be_reached = {
        one
        for one in visible(window, QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled()
    }
    assert can_be_reached <= {*way, window.asking.no}, "arrows go from one radio button to the other"
    tops = [one.mapTo(window, one.rect().center()).y() for one in way]
    assert tops == sorted(tops)


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast", "contrast-dark"])
def test_it_fits_a_small_screen(
    window: RunWindow, house: Warehouse, shop: Sandbox, wear: Wear, scheme: str
) -> None:
    wear(scheme)
    window.resize(820, 560)
    assert (window.width(), window.height()) == (820, 560)
    house.check(two(shop))
    QApplication.processEvents()
    for one in visible(window, QAbstractButton, QTableView, QComboBox):
        corner = one.mapTo(window, one.rect().bottomRight())
        assert corner.x() < 820, one.accessibleName()
        assert corner.y() < 560, one.accessibleName()
    assert window.table.height() >= 120


def test_showing_a_state_twice_changes_nothing(window: RunWindow, house: Warehouse, shop: Sandbox) -> None:
    house.check(two(shop))
    QApplication.processEvents()
    before = window.grab().toImage()
    window.show_state(house.state)
    assert window.grab().toImage() == before


# -- the way through --------------------------------------------------------------------------------------


def test_rows_are_pasted_mapped_checked_and_sent_by_keys_alone(
    window: RunWindow, house: Warehouse, shop: Sandbox, qtbot: QtBot
) -> None:
    QApplication.clipboard().setText(two(shop).replace("Tracking link", "Where it is"))
    qtbot.keyClick(window.choose, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    house.rest()
    assert window.name.text() == "what was pasted"
    assert window.form.text() == "CSV, comma · 2 rows"
    choice = window.mapping.columns.strip.choices[1]
    assert choice.currentText() == "Not used"
    choice.setFocus()
    qtbot.keyClicks(choice, "Tracking")
    house.rest()
    assert house.rows[0].request.shipment.link == link(1)
    press(window, qtbot, "Check")
    house.rest()
    assert window.counts.buttons[0].text() == "Will ship  2"
    assert "One chosen row does not say whether to message:" in said(window)
    assert not window.foot.start.isEnabled()
    press(window, qtbot, "Do not message the customer")
    press(window, qtbot, "Start")
    house.until(lambda: house.state.phase == "over")
    house.rest()
    assert house.became == ["sent", "sent"]
    assert window.outcome.isVisible()
    assert not window.mapping.isVisible()
    assert window.chart.accessibleDescription().startswith("2 sent and verified")
    assert window.foot.save.isEnabled()


def test_a_row_is_left_out_and_rows_of_one_kind_are_chosen_together(
    window: RunWindow, house: Warehouse, shop: Sandbox, qtbot: QtBot
) -> None:
    shipped = {"states": {"processed": True, "shipped": True}, "shippingTrackingUrl": link(0)}
    orders = [*new_orders(shop, 2), *new_orders(shop, 2, **shipped)]
    house.check(HEAD + "".join(f"{order},{link(7)},no\n" for order in orders))
    window.table.setFocus()
    window.table.setCurrentIndex(window.model.index(0, 2))
    qtbot.keyClick(window.table, Qt.Key.Key_Space)
    assert house.state.chosen == 1
    assert not window.choose_shown.isVisible(), "or all of the file would be a click away"
    (different,) = [one for one in window.counts.buttons if "different link" in one.text()]
    qtbot.keyClick(different, Qt.Key.Key_Space)
    assert window.model.places == [2, 3]
    qtbot.keyClick(window.choose_shown, Qt.Key.Key_Space)
    assert house.state.chosen == 3
    qtbot.keyClick(window.leave_shown, Qt.Key.Key_Space)
    assert house.state.chosen == 1
    qtbot.keyClick(different, Qt.Key.Key_Space)
    assert window.model.rowCount() == 4


def test_neither_answer_is_given_before_the_operator_gives_one(
    window: RunWindow, house: Warehouse, shop: Sandbox, qtbot: QtBot
) -> None:
    house.check(two(shop))
    assert answers(window) == [False, False]
    press(window, qtbot, "Message the customer")
    assert house.state.message is True
    assert "1 of them messages the customer" in window.foot.sentence.text(), "the other row says no"
    house.paste(two(shop))
    house.check()
    assert answers(window) == [False, False], "another file, another answer"


def test_the_cursor_goes_on_to_what_comes_next(
    window: RunWindow, house: Warehouse, shop: Sandbox, qtbot: QtBot
) -> None:
    window.choose.setFocus()
    house.paste(two(shop))
    assert window.foot.check.hasFocus()
    press(window, qtbot, "Check")
    house.rest()
    assert window.table.hasFocus()
    press(window, qtbot, "Do not message the customer")
    window.foot.start.setFocus()
    press(window, qtbot, "Start")
    house.until(lambda: house.state.phase == "over" and not house.state.busy)
    assert window.table.hasFocus(), "and not on what happens to come next"
    house.rest()


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list that opens as one types
def test_all_of_the_map_step_is_done_by_keys_and_what_holds_is_spoken(
    window: RunWindow, house: Warehouse, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = Announced(monkeypatch)
    alt = Qt.KeyboardModifier.AltModifier
    house.run.file.choose(str(CASES / "activesecond.xlsx"))
    house.rest()
    mapping = window.mapping
    assert window.foot.check.hasFocus()
    assert "Sheet “Nov” was read; the file also has “Oct”." in spoken[-1]
    assert mapping.notes.toPlainText() == "Sheet “Nov” was read; the file also has “Oct”."

    qtbot.keyClick(window, Qt.Key.Key_H, alt)
    assert mapping.reading.sheet.hasFocus()
    qtbot.keyClick(mapping.reading.sheet, Qt.Key.Key_Up)
    house.rest()
    assert (house.state.sheet, mapping.reading.sheet.currentText()) == ("Oct", "Oct")
    assert mapping.reading.sheet.hasFocus(), "the cursor stays where it was"

    qtbot.keyClick(window, Qt.Key.Key_C, alt)
    line = mapping.reading.carrier.lineEdit()
    assert line is not None
    assert mapping.reading.carrier.hasFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Nobody")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    house.rest()
    assert "No carrier called “Nobody” is known here." in spoken[-1]
    assert (house.state.carrier, line.text()) == ("", "as each row says")
    line.selectAll()
    qtbot.keyClicks(line, "DHL")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    house.rest()
    assert house.state.carrier == "DHL"

    qtbot.keyClick(window, Qt.Key.Key_I, alt)
    assert mapping.reading.head.hasFocus()
    qtbot.keyClick(mapping.reading.head, Qt.Key.Key_Home)
    house.rest()
    assert house.state.header_row == 0
    assert "no header" in spoken[-1]
    assert house.state.carrier == "DHL", "what was chosen for the file stays"


def test_rows_without_tracking_have_a_count_of_their_own_that_shows_them(
    window: RunWindow, house: Warehouse, shop: Sandbox, qtbot: QtBot
) -> None:
    first, second = new_orders(shop, 2)
    house.check(f"{HEAD}{first},{link(1)},no\n{second},awaiting stock,no\n")
    (bare,) = [one for one in window.counts.buttons if one.accessibleName() == "no tracking: 1"]
    assert bare.text() == "No tracking  1"
    qtbot.keyClick(bare, Qt.Key.Key_Space)
    assert window.model.places == [1]
    assert house.state.chosen == 1, "it waits to be chosen"
    window.table.setFocus()
    window.table.selectRow(0)
    assert window.detail.text() == "Row 2: no tracking: “awaiting stock” is no number."
    qtbot.keyClick(window.table, Qt.Key.Key_Space)
    assert house.state.chosen == 2


def test_a_file_of_a_head_alone_can_be_checked_and_sends_nothing(window: RunWindow, house: Warehouse) -> None:
    house.check("Order,Tracking\n")
    assert "There is no row below the header" in window.mapping.notes.toPlainText()
    assert not window.foot.start.isEnabled()
    assert window.detail.isHidden()


def test_hidden_rows_are_shown_and_marked(window: RunWindow, house: Warehouse) -> None:
    house.run.file.choose(str(CASES / "filtered.xlsx"))
    house.rest()
    assert [window.model.index(row, 1).data() for row in range(2)] == ["1", "hidden · 2"]
    assert not any(item.included for item in house.rows)
    assert "is hidden in the spreadsheet" in window.mapping.notes.toPlainText()


def test_of_dozens_of_columns_those_in_use_stand_first_and_the_link_beside_them(
    window: RunWindow, house: Warehouse
) -> None:
    house.run.file.choose(str(CASES / "shopify.csv"))
    house.rest()
    heads = [
        window.model.headerData(at, Qt.Orientation.Horizontal) for at in range(window.model.columnCount())
    ]
    used = [house.state.head[place] for place in house.state.roles]
    assert heads[4 : 4 + len(used) + 1] == [*used, "Link"]
    assert len(heads) == 4 + len(house.state.head) + 1
    link = window.model.index(0, 4 + len(used)).data()
    assert link == house.rows[0].request.shipment.link != ""


# -- files ------------------------------------------------------------------------------------------------


def test_results_go_where_the_file_dialog_says(
    window: RunWindow, house: Warehouse, shop: Sandbox, qtbot: QtBot, tmp_path: Path
) -> None:
    window.files.options = QFileDialog.Option.DontUseNativeDialog
    house.check(two(shop))
    press(window, qtbot, "Save results")
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.defaultSuffix() == "csv"
    dialog.filterSelected.emit("Spreadsheet (*.xlsx)")
    assert dialog.defaultSuffix() == "xlsx"
    dialog.fileSelected.emit(str(tmp_path / "a.csv"))
    dialog.reject()
    house.rest()
    assert (tmp_path / "a.csv").read_text("utf-8-sig").startswith("Order,Tracking link,Message,Result,")
    assert "Wrote 2 rows to a.csv." in said(window)


def test_an_empty_clipboard_is_said(window: RunWindow, qtbot: QtBot) -> None:
    QApplication.clipboard().clear()
    press(window, qtbot, "Paste rows")
    assert "Nothing was copied." in said(window)


def test_an_earlier_run_is_opened_from_the_menu(
    window: RunWindow, house: Warehouse, shop: Sandbox, qtbot: QtBot
) -> None:
    assert not window.earlier.isEnabled()
    house.check(two(shop))
    house.run.message(False)
    house.run.start()
    house.until(lambda: house.state.phase == "over" and bool(house.state.runs))
    house.rest()
    house.paste(two(shop))
    (action,) = window.earlier.runs.actions()
    assert action.text().startswith("what was pasted · ")
    action.trigger()
    house.rest()
    assert house.became == ["sent", "sent"]
    assert window.outcome.isVisible()


# -- hostile, remembered ----------------------------------------------------------------------------------


def test_words_of_files_are_shown_as_they_are(window: RunWindow, house: Warehouse) -> None:
    house.paste("Order,<img src=x>\u202e,&Notify\n1,<b>bold</b>,\n")
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in window.findChildren(QLabel))
    assert window.mapping.columns.strip.choices[1].accessibleName() == "Column 2, <img src=x>⟨U+202E⟩, is"
    window.say(Notice("bad", "<b>x</b>"))
    assert "<b>x</b>" in said(window)


def test_it_stands_where_it_stood(window: RunWindow, qtbot: QtBot, tmp_path: Path) -> None:
    ini = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window.resize(780, 560)
    window.remember(ini)
    again = RunWindow()
    qtbot.addWidget(again)
    again.restore(ini)
    assert (again.width(), again.height()) == (780, 560)


def test_esc_puts_it_away_and_says_so(window: RunWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.put_away):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert not window.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)


def test_what_is_unknown_is_sent_again_only_after_a_question_that_says_what_could_happen(
    qtbot: QtBot, shop: Sandbox, wear: Wear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "LOOK_AGAIN", (0.0, 0.0, 0.0))
    with (
        fronted(shop) as between,
        Client(between.environment) as client,
        opened(qtbot, client, at_once=1) as house,
    ):
        window = RunWindow()
        qtbot.addWidget(window)
        window.show_environment("Test shop", "TEST SHOP", wear())
        window.rendered.connect(lambda: house.shown.append(house.run.state))
        window.bind(house.run)
        with qtbot.waitActive(window):
            window.bring_to_front()
        house.check(f"{HEAD}{new_orders(shop, 1)[0]},{link(1)},no\n")
        between.writes = request_lost
        house.start()
        house.rest()
        between.goes(passed)
        assert any("the console reads them again by itself for two minutes" in one for one in said(window))
        assert not window.foot.retry.isEnabled()

        window.foot.again.setFocus()
        press(window, qtbot, "Send unknown again")
        assert window.again.isVisible()
        assert window.again.no.hasFocus(), "what changes nothing has the cursor"
        assert "an order may be written twice" in window.again.question.text()
        press(window, qtbot, "Do not send")
        assert not window.again.isVisible()
        assert house.became == ["unknown"]
        press(window, qtbot, "Send unknown again")
        press(window, qtbot, "Send 1 row again")
        house.rest()

        assert house.became == ["sent"]
        assert not window.foot.again.isVisible()
