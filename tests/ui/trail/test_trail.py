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
class TrailAtWork:
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
def at_work(book: Book, qtbot: QtBot, wear: Wear) -> TrailAtWork:
    wear()
    window = TrailWindow()
    qtbot.addWidget(window)
    put: list[Entry] = []
    search = TrailSearch(InlineJobs(), book.trail, put.append, who=lambda: "jo")
    search.work_in("Shop")
    window.bind(search)
    window.resize(900, 560)
    return TrailAtWork(window, search, book, put)


def opened(at_work: TrailAtWork, qtbot: QtBot, text: str = "") -> None:
    at_work.search.open(text)
    with qtbot.waitActive(at_work.window):
        at_work.window.bring_to_front()


def test_qt_has_nothing_against_any_sequence_of_lists(
    book: Book, qtmodeltester: ModelTester, at_work: TrailAtWork
) -> None:
    for _ in range(8):
        book.write()
    at_work.search.open()
    lines = at_work.search.state.lines
    model = TrailModel()
    model.show(lines[2:5])
    qtmodeltester.check(model)
    for step in (lines[2:7], lines[:7], lines[:7], (), lines[4:], lines[:2], lines, lines[::2], lines):
        model.show(step)
        assert [model.number(place) for place in range(model.rowCount())] == [line.number for line in step]
    assert (model.number(-1), model.number(99), model.place(None)) == (None, None, -1)


def test_it_opens_on_a_record_with_the_newest_in_detail(at_work: TrailAtWork, qtbot: QtBot) -> None:
    at_work.book.write(record_id="other", keys=(), body="{}")
    at_work.book.write()
    at_work.book.write("not saved", "Cart is closed", changes=(SHIPPED,))
    opened(at_work, qtbot, ID)
    assert at_work.window.words.text() == ID
    assert at_work.window.words.hasFocus()
    assert at_work.window.model.rowCount() == 2
    assert at_work.shown("outcome") == "Not saved"
    assert at_work.shown("reason") == "Cart is closed"
    assert at_work.window.changes.toPlainText().startswith("Shipped: no → yes")
    assert at_work.window.request.toPlainText().startswith("POST https://")
    assert not at_work.window.put_back.isEnabled()
    utc = at_work.window.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert utc.endswith("UTC")


def test_typing_searches_after_a_pause_and_enter_at_once(at_work: TrailAtWork, qtbot: QtBot) -> None:
    at_work.book.write()
    opened(at_work, qtbot)
    qtbot.keyClicks(at_work.window.words, "nothing like it")
    assert at_work.window.model.rowCount() == 1
    qtbot.waitUntil(lambda: at_work.window.model.rowCount() == 0)
    assert at_work.window.counted.text() == "Nothing in the trail fits."
    assert not at_work.window.export.isEnabled()
    at_work.window.words.clear()
    qtbot.keyClicks(at_work.window.words, "MUG")
    qtbot.keyClick(at_work.window.words, Qt.Key.Key_Return)
    assert at_work.window.model.rowCount() == 1
    assert at_work.window.isVisible(), "Enter is the search's, not the dialog's"


def test_a_wrong_day_is_marked_and_said(at_work: TrailAtWork, qtbot: QtBot) -> None:
    opened(at_work, qtbot)
    qtbot.keyClicks(at_work.window.day, "tomorrow")
    qtbot.keyClick(at_work.window.day, Qt.Key.Key_Return)
    assert at_work.window.day_trouble.isVisible()
    assert at_work.window.day.property("mark") == "wrong"
    said = at_work.window.day_trouble.text()
    assert at_work.window.day.accessibleDescription() == f"Invalid entry. {said}"


def test_arrows_choose_and_a_key_puts_back(at_work: TrailAtWork, qtbot: QtBot) -> None:
    number = at_work.book.write()
    at_work.book.write("unknown")
    opened(at_work, qtbot)
    at_work.window.table.setFocus()
    assert not at_work.window.put_back.isEnabled()
    qtbot.keyClick(at_work.window.table, Qt.Key.Key_Down)
    assert at_work.search.state.chosen == number
    assert at_work.window.put_back.isEnabled()
    qtbot.keyClick(at_work.window.put_back, Qt.Key.Key_Space)
    assert [entry.number for entry in at_work.put] == [number]


def test_older_pages_join_and_the_chosen_row_stays_when_a_new_one_comes(
    at_work: TrailAtWork, qtbot: QtBot
) -> None:
    numbers = [at_work.book.write() for _ in range(PAGE + 2)][::-1]
    opened(at_work, qtbot)
    at_work.window.table.selectRow(3)
    qtbot.mouseClick(at_work.window.older, Qt.MouseButton.LeftButton)
    assert at_work.window.model.rowCount() == PAGE + 2
    assert not at_work.window.older.isEnabled()
    assert at_work.window.table.currentIndex().row() == 3
    at_work.book.write()
    at_work.search.refresh()
    assert at_work.search.state.chosen == numbers[3]
    assert at_work.window.table.currentIndex().row() == 4


def test_showing_a_state_twice_changes_nothing(at_work: TrailAtWork, qtbot: QtBot) -> None:
    at_work.book.write()
    opened(at_work, qtbot)
    at_work.window.table.setFocus()
    before = at_work.window.grab().toImage()
    at_work.window.show_state(at_work.search.state)
    assert at_work.window.grab().toImage() == before


def test_an_export_goes_where_the_file_dialog_says(
    at_work: TrailAtWork, qtbot: QtBot, tmp_path: Path
) -> None:
    at_work.book.write()
    opened(at_work, qtbot)
    at_work.window.file_dialog_options = QFileDialog.Option.DontUseNativeDialog
    qtbot.mouseClick(at_work.window.export, Qt.MouseButton.LeftButton)
    dialog = at_work.window.findChild(QFileDialog)
    assert dialog.defaultSuffix() == "csv"
    dialog.filterSelected.emit("JSON (*.json)")
    assert dialog.defaultSuffix() == "json"
    dialog.fileSelected.emit(str(tmp_path / "trail.json"))
    dialog.reject()
    assert len(json.loads((tmp_path / "trail.json").read_text())) == 1
    assert at_work.window.headline.text() == "Wrote 1 entry to trail.json."


def test_esc_closes_it_and_nothing_is_read_any_more(at_work: TrailAtWork, qtbot: QtBot) -> None:
    opened(at_work, qtbot)
    qtbot.keyClick(at_work.window, Qt.Key.Key_Escape)
    assert not at_work.window.isVisible()
    at_work.book.write()
    at_work.search.refresh()
    assert at_work.window.model.rowCount() == 0
    opened(at_work, qtbot)
    assert at_work.window.model.rowCount() == 1


def test_everything_has_a_name_and_no_label_reads_markup(at_work: TrailAtWork, qtbot: QtBot) -> None:
    at_work.book.write("not saved", "<b>bold</b> \u202e", customer_id="<i>1</i>")
    opened(at_work, qtbot)
    window = at_work.window
    for made in (window.words, window.day, window.table, window.changes, window.request, window.older):
        assert made.accessibleName()
    assert all(made.textFormat() == Qt.TextFormat.PlainText for made in window.findChildren(QLabel))
    assert at_work.shown("reason") == "<b>bold</b> ⟨U+202E⟩"
    assert "⟨U+202E⟩" in window.changes.toPlainText()
    assert "<b>" not in window.model.index(0, len(COLUMNS) - 1).data(Qt.ItemDataRole.ToolTipRole)
    assert window.model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole) == "Record: Order <i>1</i>"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_small_screen(at_work: TrailAtWork, qtbot: QtBot, wear: Wear, scheme: str) -> None:
    wear(scheme)
    at_work.book.write()
    opened(at_work, qtbot)
    assert at_work.window.minimumSizeHint().width() <= 900
    assert at_work.window.minimumSizeHint().height() <= 560
    assert (at_work.window.width(), at_work.window.height()) == (900, 560)
