"""The trail window: a search over a real database, worked by keys, with every announcement checked by Qt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from console.presenters.trail.trail import PAGE, TrailSearch
from console.store.trail import Entry
from console.ui.trail.table import COLUMNS, TrailModel
from console.ui.trail.trail import TrailWindow
from tests.presenters.trail.sent import ID, SHIPPED, Book, book_in
from tests.support.jobs import InlineJobs
from tests.ui.conftest import Wear


@dataclass
class Desk:
    """The window, its presenter, what is in the trail, and what was asked to be put back."""

    window: TrailWindow
    search: TrailSearch
    book: Book
    put: list[Entry] = field(default_factory=list)

    def shown(self, column: str, place: int = 0) -> str:
        return str(self.window.model.index(place, list(COLUMNS).index(column)).data())


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with book_in(tmp_path) as made:
        yield made


@pytest.fixture
def desk(book: Book, qtbot: QtBot, wear: Wear) -> Desk:
    wear()
    window = TrailWindow()
    qtbot.addWidget(window)
    put: list[Entry] = []
    search = TrailSearch(InlineJobs(), book.trail, put.append, who="jo")
    search.work_in("Shop")
    window.bind(search)
    window.resize(900, 560)
    return Desk(window, search, book, put)


def opened(desk: Desk, qtbot: QtBot, text: str = "") -> None:
    desk.search.open(text)
    with qtbot.waitActive(desk.window):
        desk.window.bring_to_front()


def test_qt_has_nothing_against_any_sequence_of_lists(
    book: Book, qtmodeltester: ModelTester, desk: Desk
) -> None:
    for _ in range(8):
        book.write()
    desk.search.open()
    lines = desk.search.state.lines
    model = TrailModel()
    model.show(lines[2:5])
    qtmodeltester.check(model)
    for step in (lines[2:7], lines[:7], lines[:7], (), lines[4:], lines[:2], lines, lines[::2], lines):
        model.show(step)
        assert [model.number(place) for place in range(model.rowCount())] == [line.number for line in step]
    assert (model.number(-1), model.number(99), model.place(None)) == (None, None, -1)


def test_it_opens_on_a_record_with_the_newest_in_detail(desk: Desk, qtbot: QtBot) -> None:
    desk.book.write(record_id="other", keys=(), body="{}")
    desk.book.write()
    desk.book.write("not saved", "Cart is closed", changes=(SHIPPED,))
    opened(desk, qtbot, ID)
    assert desk.window.words.text() == ID
    assert desk.window.words.hasFocus()
    assert desk.window.model.rowCount() == 2
    assert desk.shown("outcome") == "Not saved"
    assert desk.shown("reason") == "Cart is closed"
    assert desk.window.changes.toPlainText().startswith("Shipped: no → yes")
    assert desk.window.request.toPlainText().startswith("POST https://")
    assert not desk.window.put_back.isEnabled()
    utc = desk.window.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert utc.endswith("UTC")


def test_typing_searches_after_a_pause_and_enter_at_once(desk: Desk, qtbot: QtBot) -> None:
    desk.book.write()
    opened(desk, qtbot)
    qtbot.keyClicks(desk.window.words, "nothing like it")
    assert desk.window.model.rowCount() == 1
    qtbot.waitUntil(lambda: desk.window.model.rowCount() == 0)
    assert desk.window.counted.text() == "Nothing in the trail fits."
    assert not desk.window.export.isEnabled()
    desk.window.words.clear()
    qtbot.keyClicks(desk.window.words, "MUG")
    qtbot.keyClick(desk.window.words, Qt.Key.Key_Return)
    assert desk.window.model.rowCount() == 1
    assert desk.window.isVisible(), "Enter is the search's, not the dialog's"


def test_a_wrong_day_is_marked_and_said(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    qtbot.keyClicks(desk.window.day, "tomorrow")
    qtbot.keyClick(desk.window.day, Qt.Key.Key_Return)
    assert desk.window.day_trouble.isVisible()
    assert desk.window.day.property("mark") == "wrong"
    assert desk.window.day.accessibleDescription() == desk.window.day_trouble.text()


def test_arrows_choose_and_a_key_puts_back(desk: Desk, qtbot: QtBot) -> None:
    number = desk.book.write()
    desk.book.write("unknown")
    opened(desk, qtbot)
    desk.window.table.setFocus()
    assert not desk.window.put_back.isEnabled()
    qtbot.keyClick(desk.window.table, Qt.Key.Key_Down)
    assert desk.search.state.chosen == number
    assert desk.window.put_back.isEnabled()
    qtbot.keyClick(desk.window.put_back, Qt.Key.Key_Space)
    assert [entry.number for entry in desk.put] == [number]


def test_older_pages_join_and_the_chosen_row_stays_when_a_new_one_comes(desk: Desk, qtbot: QtBot) -> None:
    numbers = [desk.book.write() for _ in range(PAGE + 2)][::-1]
    opened(desk, qtbot)
    desk.window.table.selectRow(3)
    qtbot.mouseClick(desk.window.older, Qt.MouseButton.LeftButton)
    assert desk.window.model.rowCount() == PAGE + 2
    assert not desk.window.older.isEnabled()
    assert desk.window.table.currentIndex().row() == 3
    desk.book.write()
    desk.search.refresh()
    assert desk.search.state.chosen == numbers[3]
    assert desk.window.table.currentIndex().row() == 4


def test_showing_a_state_twice_changes_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.book.write()
    opened(desk, qtbot)
    desk.window.table.setFocus()
    before = desk.window.grab().toImage()
    desk.window.show_state(desk.search.state)
    assert desk.window.grab().toImage() == before


def test_an_export_goes_where_the_file_dialog_says(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.book.write()
    opened(desk, qtbot)
    desk.window.file_dialog_options = QFileDialog.Option.DontUseNativeDialog
    qtbot.mouseClick(desk.window.export, Qt.MouseButton.LeftButton)
    dialog = desk.window.findChild(QFileDialog)
    assert dialog.defaultSuffix() == "csv"
    dialog.filterSelected.emit("JSON (*.json)")
    assert dialog.defaultSuffix() == "json"
    dialog.fileSelected.emit(str(tmp_path / "trail.json"))
    dialog.reject()
    assert len(json.loads((tmp_path / "trail.json").read_text())) == 1
    assert desk.window.headline.text() == "Wrote 1 entry to trail.json."


def test_esc_closes_it_and_nothing_is_read_any_more(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not desk.window.isVisible()
    desk.book.write()
    desk.search.refresh()
    assert desk.window.model.rowCount() == 0
    opened(desk, qtbot)
    assert desk.window.model.rowCount() == 1


def test_everything_has_a_name_and_no_label_reads_markup(desk: Desk, qtbot: QtBot) -> None:
    desk.book.write("not saved", "<b>bold</b> \u202e", customer_id="<i>1</i>")
    opened(desk, qtbot)
    window = desk.window
    for made in (window.words, window.day, window.table, window.changes, window.request, window.older):
        assert made.accessibleName()
    assert all(made.textFormat() == Qt.TextFormat.PlainText for made in window.findChildren(QLabel))
    assert desk.shown("reason") == "<b>bold</b> ⟨U+202E⟩"
    assert "⟨U+202E⟩" in window.changes.toPlainText()
    assert "<b>" not in window.model.index(0, len(COLUMNS) - 1).data(Qt.ItemDataRole.ToolTipRole)
    assert window.model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole) == "Record: Order <i>1</i>"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_small_screen(desk: Desk, qtbot: QtBot, wear: Wear, scheme: str) -> None:
    wear(scheme)
    desk.book.write()
    opened(desk, qtbot)
    assert desk.window.minimumSizeHint().width() <= 900
    assert desk.window.minimumSizeHint().height() <= 560
    assert (desk.window.width(), desk.window.height()) == (900, 560)
