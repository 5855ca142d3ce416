"""The right-hand pane: what would change, and whether the sums add up.

It must not decide anything; its cards follow from the draft it is shown.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from console.model.drafts.draft import Draft
from console.ui.look.parts import Card, Rows
from console.ui.look.text import one_line
from console.ui.record.totals import Totals
from console.ui.trail.history import HistoryView

_LONGEST = 160


class SidePane(QScrollArea):
    """Changes, Totals and History of the record in front."""

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
        column.addStretch(1)
        self.setWidget(page)

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
