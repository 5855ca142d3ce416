"""How a file is read, chosen by keys: the row of the header, the sheet, and the carrier of rows that name none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.presenters.runs.state import HeadRow, RunState
from console.ui.runs.reading import ReadingChoices
from tests.ui.conftest import Wear, visible

STATE = RunState(
    phase="map",
    headed=True,
    header_row=3,
    head_rows=(
        HeadRow(1, "Versandliste"),
        HeadRow(3, "Bestellnummer, Sendungsnummer"),
        HeadRow(4, "1001, 1Z…"),
    ),
    sheet="Nov",
    sheets=("Okt", "Nov"),
    carriers=("DHL Express", "DHL Paket", "GLS", "UPS"),
)


@pytest.fixture
def choices(qtbot: QtBot, wear: Wear) -> ReadingChoices:
    wear()
    made = ReadingChoices()
    qtbot.addWidget(made)
    made.resize(1000, 80)
    made.show_state(STATE)
    with qtbot.waitActive(made):
        made.show()
    return made


def offered(field: QComboBox) -> list[str]:
    return [field.itemText(place) for place in range(field.count())]


def labels(choices: ReadingChoices) -> dict[QWidget | None, str]:
    return {one.buddy(): one.text() for one in choices.findChildren(QLabel) if one.buddy() is not None}


def test_each_choice_is_named_as_its_label_says_and_has_a_key_of_its_own(choices: ReadingChoices) -> None:
    said = labels(choices)
    assert [said[one].replace("&", "") for one in choices.fields[:3]] == [
        "Header is row",
        "Sheet",
        "Carrier of this file",
    ]
    assert [one.accessibleName() for one in choices.fields] == [
        "Header is row",
        "Sheet",
        "Carrier of this file",
        "Today's date where a row has none",
    ]
    keys = [text[text.index("&") + 1].lower() for text in (*said.values(), choices.today.text())]
    assert len(set(keys)) == 4


def test_the_header_is_chosen_among_the_rows_of_the_file(choices: ReadingChoices, qtbot: QtBot) -> None:
    told: list[int] = []
    choices.head_chosen.connect(told.append)
    assert offered(choices.head) == [
        "no header",
        "1: Versandliste",
        "3: Bestellnummer, Sendungsnummer",
        "4: 1001, 1Z…",
    ]
    assert choices.head.currentText() == "3: Bestellnummer, Sendungsnummer"
    choices.head.setFocus()
    qtbot.keyClick(choices.head, Qt.Key.Key_Down)
    qtbot.keyClick(choices.head, Qt.Key.Key_Home)
    assert told == [4, 0]
    choices.show_state(replace(STATE, header_row=0, headed=False))
    assert choices.head.currentText() == "no header"


def test_the_sheet_is_offered_only_where_there_are_several(choices: ReadingChoices, qtbot: QtBot) -> None:
    told: list[str] = []
    choices.sheet_chosen.connect(told.append)
    assert choices.sheet.isVisible()
    assert (choices.sheet.currentText(), offered(choices.sheet)) == ("Nov", ["Okt", "Nov"])
    choices.sheet.setFocus()
    qtbot.keyClick(choices.sheet, Qt.Key.Key_Up)
    assert told == ["Okt"]
    choices.show_state(STATE)
    assert choices.sheet.currentText() == "Nov", "what holds is what the state says"
    choices.show_state(replace(STATE, sheets=("Nov",)))
    assert not choices.sheet.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list that opens as one types
def test_the_carrier_is_found_by_any_part_of_its_name(choices: ReadingChoices, qtbot: QtBot) -> None:
    told: list[str] = []
    choices.carrier_chosen.connect(told.append)
    assert offered(choices.carrier) == ["as each row says", "DHL Express", "DHL Paket", "GLS", "UPS"]
    assert choices.carrier.currentText() == "as each row says"
    choices.carrier.setFocus()
    line = choices.carrier.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "pak")
    completer = choices.carrier.completer()
    assert completer is not None
    found = completer.completionModel()
    assert [found.index(row, 0).data() for row in range(found.rowCount())] == ["DHL Paket"]
    completer.activated.emit("DHL Paket")
    line.setText("DHL Paket")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told == ["DHL Paket"]


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list that opens as one types
def test_what_is_typed_stays_while_other_things_change_and_goes_where_it_is_refused(
    choices: ReadingChoices, qtbot: QtBot
) -> None:
    told: list[str] = []
    choices.carrier_chosen.connect(told.append)
    choices.carrier.setFocus()
    line = choices.carrier.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "Nobody at all")
    choices.show_state(replace(STATE, said=("Something else.",)))
    assert line.text() == "Nobody at all"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told == ["Nobody at all"]
    choices.show_state(STATE)
    assert line.text() == "as each row says"


def test_an_empty_carrier_is_what_each_row_says(choices: ReadingChoices, qtbot: QtBot) -> None:
    told: list[str] = []
    choices.carrier_chosen.connect(told.append)
    choices.show_state(replace(STATE, carrier="GLS"))
    line = choices.carrier.lineEdit()
    assert line is not None
    assert line.text() == "GLS"
    choices.carrier.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told == [""]


def test_they_wrap_where_there_is_no_room(choices: ReadingChoices) -> None:
    choices.resize(420, 300)
    QApplication.processEvents()
    for one in visible(choices, QComboBox):
        assert one.mapTo(choices, one.rect().bottomRight()).x() < 420
    tops = [one.mapTo(choices, one.rect().topLeft()).y() for one in choices.fields]
    assert tops == sorted(tops)
    assert len(set(tops)) > 2
