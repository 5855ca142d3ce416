"""The question before the window is closed while something typed is only on the screen.

It must not write or close anything; it only tells what the operator chose.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from console.model.plural import by_count, counted
from console.presenters.notice import Notice
from console.presenters.workbench.keeping import KeepingState
from console.ui.look.heard import SpokenWords
from console.ui.look.parts import button, fit, label, put_property, put_text, row
from console.ui.look.text import one_line

_LONGEST_TITLE, _LONGEST_SAID, _MOST_NAMED, _WIDTH = 60, 400, 4, 600


class Losing(QDialog):
    """Stay is the default and what Esc does; the other two are told."""

    copy_asked = Signal()
    lost = Signal()

    def __init__(self, state: KeepingState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Unsaved changes")
        self._state, self._safe = state, False
        self.headline = label(role="title", wrap=True)
        self.why = label(role="muted", wrap=True)
        self.which = label(wrap=True)
        self.said = label(wrap=True)
        self.said.hide()
        self._told = SpokenWords(self.said)
        self.stay = button("&Stay", "Stay", "primary", tip="Esc")
        self.copy = button("Save a &copy elsewhere…", "Save a copy elsewhere")
        self.close_all = button("")
        self.stay.clicked.connect(self.reject)
        self.copy.clicked.connect(self.copy_asked)
        self.close_all.clicked.connect(self._lose)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        for words in (self.headline, self.which, self.why, self.said):
            column.addWidget(words)
        column.addSpacing(8)
        column.addLayout(row(1, self.close_all, self.copy, self.stay))
        self.show_state(state)
        fit(self, _WIDTH)
        self.stay.setDefault(True)
        self.stay.setFocus()

    def show_state(self, state: KeepingState) -> None:
        """Show what would be lost."""
        self._state = state
        edits = counted(state.edits, "edit")
        put_text(self.headline, f"{edits} {by_count(state.edits, 'is', 'are')} only on the screen.")
        named = ", ".join(one_line(title, _LONGEST_TITLE) for title in state.titles[:_MOST_NAMED])
        more = len(state.titles) - _MOST_NAMED
        put_text(self.which, f"{named} and {counted(more, 'other record')}" if more > 0 else named)
        why = f"{state.why} It is tried again every few seconds; once it is kept the window closes by itself."
        put_text(self.why, why)
        name = "Close the console" if self._safe else f"Close and lose {edits}"
        put_text(self.close_all, name)
        self.close_all.setAccessibleName(name)

    def say(self, notice: Notice) -> None:
        """Say what became of the copy; where it is written nothing is lost by closing."""
        put_text(self.said, one_line(f"{notice.headline} {notice.advice}".strip(), _LONGEST_SAID))
        put_property(self.said, "role", "headline-good" if notice.tone == "good" else "headline-bad")
        self._told.tell(self.said.text(), urgent=notice.tone == "bad")
        self.said.show()
        if notice.tone == "good":
            self._safe = True
            self.show_state(self._state)
        fit(self, _WIDTH)

    def _lose(self) -> None:
        self.accept()
        self.lost.emit()
