"""The card of the map step: how the file is read, what its columns are, and what there is to know before the check.

It must not read a file or understand a row; it brings its parts together and tells what was chosen in them.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.presenters.runs.state import RunState
from console.ui.look.parts import Card
from console.ui.runs.reading import ReadingChoices
from console.ui.runs.said import FileNotes
from console.ui.runs.wide import ColumnChooser


class MapCard(Card):
    """`reading`, `columns` and `notes` from top to bottom."""

    def __init__(self) -> None:
        super().__init__("What the columns are")
        self.reading, self.columns, self.notes = ReadingChoices(), ColumnChooser(), FileNotes()
        self.notes.setAccessibleName("To know before Check")
        self.body.setSpacing(10)
        for part in (self.reading, self.columns, self.notes):
            self.body.addWidget(part)

    @property
    def fields(self) -> list[QWidget]:
        """What Tab stops at, in the way of the eye."""
        return [*self.reading.fields, *self.columns.fields, self.notes]

    def show_state(self, state: RunState) -> None:
        """Show a state; showing it twice changes nothing."""
        self.setEnabled(not state.running)
        self.reading.show_state(state)
        self.columns.show_state(state)
        self.notes.show_sentences(state.said)
