"""The notes that a search of the trail found: a list below the entries, from which a record is opened.

It must not decide anything; it shows what the presenter says and tells what was chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.ui.look.heard import SpokenWords
from console.ui.look.parts import label, put_text
from console.ui.look.text import one_line, tip

if TYPE_CHECKING:
    from datetime import date

    from console.presenters.desk.found_notes import FoundNotes, FoundNotesState

_LONGEST = 200
_SEEN = 3
"""How many are seen at once; the others scroll."""


class FoundNotesView(QWidget):
    """Hidden where nothing was found. A double click or Enter opens the record of a note."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._presenter: FoundNotes | None = None
        self._shown: FoundNotesState | None = None
        self.title = label(role="caption")
        self._told = SpokenWords(self.title)
        self.trouble = label(role="advice", wrap=True)
        self.list = QListWidget()
        self.list.setObjectName("notes")
        self.list.setAccessibleName("Notes that fit the search")
        self.list.setAccessibleDescription("Enter opens the record.")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for made in (self.title, self.trouble, self.list):
            column.addWidget(made)
        self.hide()

    def bind(self, presenter: FoundNotes) -> None:
        """Show what this presenter says."""
        self._presenter = presenter
        presenter.show(self.show_state)

    def ask(self, words: str, day: date | None) -> None:
        """Search for these words and this day as well, where there is a desk."""
        if self._presenter is not None:
            self._presenter.ask(words, day)

    def closed(self) -> None:
        """Nobody looks any more."""
        if self._presenter is not None:
            self._presenter.closed()

    def show_state(self, state: FoundNotesState) -> None:
        """Show a state; showing it twice changes nothing."""
        if state == self._shown:
            return
        listed = self._shown.notes if self._shown is not None else ()
        self._shown = state
        put_text(self.title, state.title.upper())
        self._told.tell(state.trouble or (f"{state.title} found." if state.notes else ""))
        put_text(self.trouble, one_line(state.trouble))
        self.trouble.setVisible(bool(state.trouble))
        high = 2 * self.fontMetrics().lineSpacing() + 8
        if state.notes != listed:
            self._list(state, high)
        self.list.setFixedHeight(min(len(state.notes), _SEEN) * high + 2 * self.list.frameWidth() + 10)
        self.list.setVisible(bool(state.notes))
        self.setVisible(bool(state.title))

    def _list(self, state: FoundNotesState, high: int) -> None:
        self.list.clear()
        for note in state.notes:
            made = QListWidgetItem(f"{one_line(note.headline, _LONGEST)}\n{one_line(note.body, _LONGEST)}")
            made.setToolTip(tip(note.tip))
            made.setData(Qt.ItemDataRole.UserRole, note.id)
            made.setSizeHint(QSize(100, high))
            self.list.addItem(made)

    def _activated(self, chosen: QListWidgetItem) -> None:
        if self._presenter is None or self._presenter.may_open(self.list.row(chosen)):
            self.opened.emit(chosen.data(Qt.ItemDataRole.UserRole))
