"""The trail window: a search over all that was sent, the entries as a table, one of them in detail, notes with the words.

It must not decide anything or touch a file; it shows what the presenter says and tells what was typed and clicked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from console.ui.desk.found_notes import FoundNotesView
from console.ui.look.calendar import Calendar
from console.ui.look.hand_menu import HandMenu
from console.ui.look.heard import INVALID, SpokenWords
from console.ui.look.inputs import ReadText, TypedLine, clearable
from console.ui.look.parts import button, caption, label, put_property, put_text, row, to_front
from console.ui.look.room import on_screen
from console.ui.look.text import one_line, suffix_of
from console.ui.trail.table import TrailModel, TrailTable

if TYPE_CHECKING:
    from console.presenters.trail.trail import TrailSearch, TrailState

_LONGEST_DETAIL = 200_000
_FILTERS = "Spreadsheet (*.csv);;JSON (*.json)"


class TrailWindow(QDialog):
    """A window of its own that stays open beside the records; Esc closes it.

    `hand_asked` has the ID of an entry's record, and the key of what is to be done with it or the entry.
    """

    hand_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Trail")
        self.setMinimumSize(640, 400)
        on_screen(self, QSize(1080, 700))
        self._trail: TrailSearch | None = None
        self._showing = False
        self._details = ("", "")
        self.file_dialog_options = QFileDialog.Option(0)
        self.words = _field("Search the trail", "ID, e-mail, SKU, tracking number, any word")
        self.day = _field("Day", "Day, as 2026-11-21")
        self.day.setMaximumWidth(180)
        Calendar(self.day)
        self.day_trouble = label(role="error", wrap=True)
        self._day_told = SpokenWords(self.day_trouble)
        self.model = TrailModel()
        self.model.setParent(self)
        self.table = TrailTable(self.model)
        self.notes = FoundNotesView()
        self.notes.opened.connect(lambda id: self.hand_asked.emit(id, "open"))
        self.counted = label(role="muted")
        self._counts = SpokenWords(self.counted)
        self.older = button("Older", "Older entries", tip="List the next page as well")
        self.export = button("Export…", tip="Write all that fits the search to a CSV or JSON file")
        self.put_back = button("Put it back…", tip="Make what it changed edits again; you review them first")
        self.as_curl = button(
            "Copy as cURL", role="link", tip="Copy the request as a command; its token is left out"
        )
        self.menu = HandMenu(self.table, ("open", "id", "console link", "link", "sentence", "request"))
        self.changes, self.request = _reader("What changed"), _reader("Request")
        self.headline = label(wrap=True)
        self._told = SpokenWords(self.headline)
        self.advice = label(role="muted", wrap=True)
        self._lay_out()
        for field in (self.words, self.day):
            field.typed.connect(self._typed)
            field.returnPressed.connect(self._entered)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.older.clicked.connect(self._older)
        self.export.clicked.connect(self._export)
        self.put_back.clicked.connect(self._put_back)
        self.as_curl.clicked.connect(lambda: self._hand_on(self.table.currentIndex().row(), "request"))
        self.menu.chosen.connect(self._hand_on)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(10)
        head = row(self.words, self.day)
        head.setStretch(0, 1)
        whole.addLayout(head)
        whole.addWidget(self.day_trouble)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(10)
        listed, details = QWidget(), QSplitter(Qt.Orientation.Horizontal)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.table, 1)
        column.addLayout(row(self.counted, 1, self.older))
        column.addWidget(self.notes)
        details.setChildrenCollapsible(False)
        details.setHandleWidth(12)
        for name, reader in (("What changed", self.changes), ("Request", self.request)):
            part = QWidget()
            inside = QVBoxLayout(part)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(6)
            inside.addLayout(row(caption(name), 1, *([self.as_curl] if reader is self.request else [])))
            inside.addWidget(reader, 1)
            details.addWidget(part)
        split.addWidget(listed)
        split.addWidget(details)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        whole.addWidget(split, 1)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.headline)
        told.addWidget(self.advice)
        foot = row(self.export, self.put_back)
        foot.insertLayout(0, told, 1)
        whole.addLayout(foot)

    def bind(self, trail: TrailSearch) -> None:
        """Show what this presenter says, and tell it what is typed and clicked."""
        self._trail = trail
        trail.show(self.show_state)

    def bring_to_front(self) -> None:
        """Open, or come to the front; the cursor stands in the search field."""
        to_front(self)
        self.words.setFocus()
        self.words.selectAll()

    def show_state(self, state: TrailState) -> None:
        """Show a state; showing it twice changes nothing."""
        self._showing = True
        for field, text in ((self.words, state.text), (self.day, state.day)):
            if field.text() != text:
                field.put(text)
        self.notes.ask(*state.searched)
        put_text(self.day_trouble, state.day_trouble)
        self._day_told.tell(state.day_trouble)
        self.day_trouble.setVisible(bool(state.day_trouble))
        put_property(self.day, "mark", "wrong" if state.day_trouble else "")
        self.day.setAccessibleDescription(f"{INVALID} {state.day_trouble}" if state.day_trouble else "")
        self.model.show(state.lines)
        place = self.model.place(state.chosen)
        if place >= 0 and self.table.currentIndex().row() != place:
            self.table.setCurrentIndex(self.model.index(place, max(self.table.currentIndex().column(), 0)))
        put_text(self.counted, state.counted)
        self._counts.tell(state.counted)
        self.older.setEnabled(state.more and not state.busy)
        self.export.setEnabled(bool(state.lines))
        self.put_back.setEnabled(state.may_put_back)
        self.as_curl.setEnabled(bool(state.request))
        if self._details != (state.changes, state.request):
            self._details = (state.changes, state.request)
            visible = (one_line(text, _LONGEST_DETAIL) for text in state.changes.split("\n"))
            self.changes.setPlainText("\n".join(visible))
            self.request.setPlainText(state.request[:_LONGEST_DETAIL])
        notice = state.notice
        put_text(self.headline, one_line(notice.headline) if notice else "")
        put_property(self.headline, "role", f"headline-{notice.tone}" if notice else "")
        put_text(self.advice, one_line(notice.advice) if notice else "")
        self.advice.setVisible(bool(notice and notice.advice))
        said = f"{self.headline.text()} {self.advice.text()}".strip()
        self._told.tell(said, urgent=notice is not None and notice.tone == "bad")
        self._showing = False

    # -- what was typed and clicked -----------------------------------------------------------------------

    def _typed(self) -> None:
        if self._trail is not None:
            self._trail.ask(self.words.text(), self.day.text())

    def _entered(self) -> None:
        if self._trail is not None:
            self._trail.search()

    def _row_changed(self, current: QModelIndex) -> None:
        if self._trail is not None and not self._showing:
            self._trail.choose(self.model.number(current.row()))

    def _older(self) -> None:
        if self._trail is not None:
            self._trail.older()

    def _put_back(self) -> None:
        if self._trail is not None:
            self._trail.put_back()

    def _hand_on(self, row: int, key: str) -> None:
        if (id := self.model.record(row)) is not None:
            self.hand_asked.emit(id, key)

    def _export(self) -> None:
        dialog = QFileDialog(self, "Export the trail", "trail.csv", _FILTERS)
        dialog.setOptions(self.file_dialog_options)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(self._suffix)
        dialog.fileSelected.connect(self._export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _suffix(self, chosen: str) -> None:
        dialog = self.sender()
        if isinstance(dialog, QFileDialog):
            dialog.setDefaultSuffix(suffix_of(chosen))

    def _export_to(self, path: str) -> None:
        if self._trail is not None and path:
            self._trail.export(path)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._trail is not None and not event.spontaneous():
            self._trail.closed()
            self.notes.closed()


def _field(name: str, hint: str) -> TypedLine:
    made = TypedLine()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    clearable(made)
    made.setMaxLength(1_000)
    return made


def _reader(name: str) -> QPlainTextEdit:
    made = ReadText(name)
    made.setMinimumHeight(80)
    return made
