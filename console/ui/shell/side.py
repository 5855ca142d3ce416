"""The right-hand pane: what would change, whether the sums add up, what was sent, and what colleagues noted.

It must not decide anything; its cards follow from the draft it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from console.model.drafts.draft import Draft
from console.ui.look.parts import Card, Rows
from console.ui.look.text import one_line
from console.ui.record.totals import Totals
from console.ui.trail.history import HistoryView

if TYPE_CHECKING:
    from console.ui.desk.notes import NotesView

_LONGEST = 160


class SidePane(QScrollArea):
    """Changes, Totals and History of the record in front and, where a desk is shared, the notes on it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.changes = Card("Changes")
        self.change_rows = Rows()
        self.changes.body.addWidget(self.change_rows)
        self.totals = Totals()
        self.history = HistoryView()
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.changes)
        column.addWidget(self.totals)
        column.addWidget(self.history)
        self._column = column
        column.addStretch(1)
        self.setWidget(page)
        self._notes: NotesView | None = None

    @property
    def notes(self) -> NotesView:
        """The notes, made when a desk first wants them shown."""
        if self._notes is None:
            from console.ui.desk.notes import NotesView

            self._notes = NotesView()
            self._column.insertWidget(self._column.indexOf(self.history) + 1, self._notes)
        return self._notes

    def show_draft(self, draft: Draft | None) -> None:
        """Show what follows from this draft; nothing where none is open."""
        self.changes.setVisible(draft is not None)
        if draft is None:
            self.totals.hide()
            return
        changes = draft.changes()
        self.changes.retitle(f"Changes · {len(changes)}" if changes else "Changes")
        lines: list[tuple[str, str]] = []
        for change in changes:
            lines += [
                (change.label, "change"),
                (f"\u200e{_short(change.before)}  →  {_short(change.after)}", "before"),
            ]
        self.change_rows.fill(lines or [("Nothing is changed. Nothing would be sent.", "muted")])
        self.totals.show_draft(draft)


def _short(text: str) -> str:
    """A text as one readable piece that may wrap anywhere a link has a mark."""
    text = one_line(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 40]}…{text[-39:]}")
    for mark in ("/", "?", "&", "="):
        text = text.replace(mark, f"{mark}\u200b")
    return f"\u2068{text}\u2069"  # an Arabic text must not turn the arrow round
