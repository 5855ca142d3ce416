"""The calendar of a date's line, by keys and by mouse: what is chosen is typed there, and Esc leaves all as it was.

It must not decide how a date is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import get_args

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.model import date_form
from console.ui.look.calendar import Calendar, CalendarPopup
from console.ui.look.inputs import TextLine
from console.ui.look.theme import Scheme
from tests.ui.conftest import Wear

SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
Line = tuple[TextLine, Calendar, list[str]]


@pytest.fixture
def line(qtbot: QtBot) -> Iterator[Line]:
    """A line in a window, its calendar, and what it told that was typed."""
    window = QWidget()
    qtbot.addWidget(window)
    made, typed = TextLine(), []
    QVBoxLayout(window).addWidget(made)
    made.textEdited.connect(typed.append)
    calendar = Calendar(made)
    moves = QAction("Move down", window)
    moves.setShortcut("Alt+Down")
    moves.triggered.connect(lambda: typed.append("a line was moved"))
    window.addAction(moves)
    with qtbot.waitActive(window):
        window.show()
    made.setFocus()
    yield made, calendar, typed
    window.close()


def open_by_keys(line: TextLine) -> CalendarPopup:
    QTest.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, CalendarPopup)
    return popup


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("2026-11-21", "2026-11-22"),
        ("21.11.2026", "2026-11-22"),
        ("2026-11-21 09:14 UTC", "2026-11-22 09:14 UTC"),
        ("2026-11-21 09:14:05 +01:00", "2026-11-22 09:14:05 +01:00"),
    ],
)
def test_alt_down_opens_it_on_the_day_that_stands_there_and_enter_takes_another(
    line: Line, text: str, becomes: str
) -> None:
    made, _, typed = line
    made.setText(text)
    popup = open_by_keys(made)
    assert popup.calendar.selectedDate() == QDate(2026, 11, 21)
    QTest.keyClick(QApplication.focusWidget() or popup, Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget() or popup, Qt.Key.Key_Return)
    assert made.text() == becomes
    assert typed[-1] == becomes, "it counts as typed, and no line was moved"
    assert "a line was moved" not in typed
    assert QApplication.activePopupWidget() is None
    assert made.hasFocus()


def test_escape_leaves_what_stood_there(line: Line) -> None:
    made, _, typed = line
    made.setText("2026-11-21")
    popup = open_by_keys(made)
    QTest.keyClick(QApplication.focusWidget() or popup, Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget() or popup, Qt.Key.Key_Escape)
    assert (made.text(), typed) == ("2026-11-21", [])
    assert QApplication.activePopupWidget() is None


def test_a_day_is_typed_in_the_form_that_counts(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(date_form.IN_USE, "form", "words")
    made, _, typed = line
    made.setText("21 Nov 2026 09:14 Z")
    popup = open_by_keys(made)
    assert popup.calendar.selectedDate() == QDate(2026, 11, 21)
    QTest.keyClick(QApplication.focusWidget() or popup, Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget() or popup, Qt.Key.Key_Return)
    assert typed[-1] == "22 Nov 2026 09:14 Z"


def test_today_is_one_click_and_what_is_no_date_opens_on_today(line: Line) -> None:
    made, _, typed = line
    made.setText("soon")
    popup = open_by_keys(made)
    day = popup.calendar.selectedDate()
    assert date(day.year(), day.month(), day.day()) == date.today()
    QTest.mouseClick(popup.today, Qt.MouseButton.LeftButton)
    assert typed == [date.today().isoformat()]


def test_the_mouse_finds_a_named_button_where_the_cursor_is_and_a_locked_line_has_none(line: Line) -> None:
    made, calendar, _ = line
    buttons = [one for one in made.findChildren(QToolButton) if one.isVisible()]
    assert [one.accessibleName() for one in buttons] == ["Calendar"]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert QApplication.activePopupWidget() is calendar.popup
    QTest.keyClick(calendar.popup, Qt.Key.Key_Escape)
    made.setReadOnly(True)
    QTest.keyClick(made, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert QApplication.activePopupWidget() is None


@pytest.mark.parametrize("scheme", SCHEMES)
def test_days_of_the_months_beside_it_are_fainter_than_its_own(
    line: Line, wear: Wear, scheme: Scheme
) -> None:
    theme = wear(scheme)
    made, _, _ = line
    made.setText("2026-11-27")
    popup = open_by_keys(made)
    view = popup.calendar.findChild(QTableView)
    assert view is not None
    model = view.model()
    inks: dict[bool, set[str]] = {True: set(), False: set()}
    for row, column in product(range(1, 7), range(7)):  # the heads of the week stand in row 0
        at = model.index(row, column)
        beside = (row == 1 and at.data() > 7) or (row > 4 and at.data() < 15)
        inks[beside].add(QColor(at.data(Qt.ItemDataRole.ForegroundRole)).name())
    assert inks == {True: {theme.colour("faint").name()}, False: {theme.colour("text").name()}}
    popup.close()
