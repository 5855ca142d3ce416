"""How the file is read: which row names the columns, which sheet it is, and whose parcels are those of rows that do not say.

It must not decide; what was chosen is told, and what holds comes back with the state.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from console.presenters.runs.state import RunState
from console.ui.look.inputs import Combo, put_checked
from console.ui.look.parts import label
from console.ui.look.text import one_line
from console.ui.look.wrapping import Wrapping

_NO_HEADER = "no header"
_EACH_ROW = "as each row says"
_LONGEST, _WIDEST, _INSIDE = 90, 620, 8


class ReadingChoices(QWidget):
    """The choices in a line, or in as many as they need."""

    head_chosen = Signal(int)
    """The number in the file of the row that names the columns, 0 for none."""
    sheet_chosen = Signal(str)
    carrier_chosen = Signal(str)
    """The name of a carrier, "" where each row says it."""
    today_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._carriers: tuple[str, ...] = ()
        self._carrier = ""
        self._offered: tuple[object, ...] = ()
        self.head, self.sheet, self.carrier = _Choice(17), _Choice(13), _Choice(17)
        self.carrier.setEditable(True)
        self.carrier.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.carrier.model(), self.carrier)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.carrier.setCompleter(completer)
        self.today = QCheckBox("Today's &date where a row has none")
        self.today.setAccessibleName("Today's date where a row has none")
        across = Wrapping(self, gap=14)
        self._of_sheet = _named("S&heet", self.sheet)
        for part in (_named("Header &is row", self.head), self._of_sheet):
            across.addWidget(part)
        across.addWidget(_named("&Carrier of this file", self.carrier))
        across.addWidget(self.today)
        self.head.activated.connect(lambda: self.head_chosen.emit(self.head.currentData()))
        self.sheet.activated.connect(lambda: self.sheet_chosen.emit(self.sheet.currentData()))
        self.carrier.activated.connect(self._tell_carrier)
        line = self.carrier.lineEdit()
        assert line is not None
        line.setAccessibleName(self.carrier.accessibleName())
        line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the choice has the cursor, and hands its keys on
        self._line = line
        line.editingFinished.connect(self._tell_carrier)
        self.today.toggled.connect(self.today_chosen)

    @property
    def fields(self) -> list[QWidget]:
        """What Tab stops at, in the way of the eye."""
        return [self.head, self.sheet, self.carrier, self.today]

    def show_state(self, state: RunState) -> None:
        """Show a state; showing it twice changes nothing, and what is being typed stays."""
        offered = (state.head_rows, state.sheets, state.carriers)
        if offered != self._offered:
            self._offered = offered
            _offer(
                self.head,
                [(_NO_HEADER, 0), *((f"{one.number:,}: {one.words}", one.number) for one in state.head_rows)],
            )
            _offer(self.sheet, [(name, name) for name in state.sheets])
            _offer(self.carrier, [(_EACH_ROW, ""), *((name, name) for name in state.carriers)])
            self._line.setModified(False)
        _put(self.head, state.header_row)
        _put(self.sheet, state.sheet)
        self._of_sheet.setVisible(len(state.sheets) > 1)
        self.sheet.setAccessibleDescription(f"One of {len(state.sheets)} sheets")
        self._carrier = state.carrier
        self._show_carrier()
        put_checked(self.today, state.dated)

    def _show_carrier(self) -> None:
        text = self._carrier or _EACH_ROW
        if not self._line.isModified() and self.carrier.currentText() != text:
            self.carrier.setEditText(text)
            self._line.setCursorPosition(0)

    def _tell_carrier(self) -> None:
        said = self.carrier.currentText().strip()
        name = "" if said.casefold() == _EACH_ROW else said
        self._line.setModified(False)
        if name != self._carrier:
            self.carrier_chosen.emit(name)
        self._show_carrier()


class _Choice(Combo):
    """A choice as wide as so many letters; a longer text ends in dots, and its list is wide enough for it."""

    def __init__(self, letters: int) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room - _INSIDE
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def showPopup(self) -> None:
        needs = self.view().sizeHintForColumn(0) + 3 * _INSIDE
        self.view().setMinimumWidth(min(max(needs, self.width()), _WIDEST))
        super().showPopup()


def _named(words: str, field: QComboBox) -> QWidget:
    """A choice with its label before it, which has the key that leads there."""
    made, said = QWidget(), label(words)
    said.setBuddy(field)
    field.setAccessibleName(words.replace("&", ""))
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(8)
    across.addWidget(said)
    across.addWidget(field)
    return made


def _offer(field: QComboBox, choices: list[tuple[str, object]]) -> None:
    field.clear()
    for words, data in choices:
        field.addItem(one_line(words, _LONGEST), data)


def _put(field: QComboBox, data: object) -> None:
    at = field.findData(data)
    if field.currentIndex() != at:
        field.setCurrentIndex(at)
