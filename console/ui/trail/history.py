"""The History card: what was sent for the record in front, each entry with a way to put it back.

It must not decide anything; it shows what the presenter says and tells what was clicked.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from console.presenters.trail.history_card import HistoryItem, HistoryState
from console.ui.look.parts import Card, button, label, put_text, put_tip, row
from console.ui.look.text import one_line

_LONGEST = 160
_EMPTY = "Nothing was sent for it from this computer yet."
_EMPTY_HERE_AND_THERE = "Nothing was sent for it yet, neither from this computer nor by colleagues."


class HistoryView(Card):
    """The card. Without a record it hides."""

    put_back_asked = Signal(int)
    all_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("History")
        self.entries: list[EntryView] = []
        self._id = ""
        self.setAccessibleName("History")
        self.empty = label(_EMPTY, "muted", wrap=True)
        self.trouble = label(role="advice", wrap=True)
        self.everything = button("All…", "All of its history", "link", "Opens the trail on this record")
        self.everything.clicked.connect(self._all)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.body.addWidget(self.empty)
        self.body.addLayout(self._column)
        self.body.addWidget(self.trouble)
        self.body.addLayout(row(self.everything, 1))
        self.show_state(HistoryState())

    def show_state(self, state: HistoryState) -> None:
        """Show a state; showing it twice changes nothing."""
        self._id = state.id
        while len(self.entries) < len(state.items):
            made = EntryView()
            made.put_back_asked.connect(self.put_back_asked)
            self.entries.append(made)
            self._column.addWidget(made)
        for view, item in zip(self.entries, state.items, strict=False):
            view.show_item(item)
        for place, view in enumerate(self.entries):
            view.setVisible(place < len(state.items))
        put_text(self.empty, _EMPTY_HERE_AND_THERE if state.whole else _EMPTY)
        self.empty.setVisible(not state.items and not state.trouble)
        put_text(self.trouble, one_line(state.trouble))
        self.trouble.setVisible(bool(state.trouble))
        self.everything.setVisible(bool(state.items))
        self.setVisible(bool(state.id))

    def _all(self) -> None:
        self.all_asked.emit(self._id)


class EntryView(QWidget):
    """One entry: when and who, below it what, below that the way back."""

    put_back_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self.headline = label(wrap=True)
        self.what = label(role="muted", wrap=True)
        for made in (self.headline, self.what):
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.put_back = button("Put it back…", role="link")
        self.put_back.clicked.connect(self._put_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.headline)
        column.addWidget(self.what)
        column.addWidget(self.put_back, 0, Qt.AlignmentFlag.AlignLeft)

    def show_item(self, item: HistoryItem) -> None:
        """Show an entry."""
        self._number = item.number
        put_text(self.headline, one_line(item.headline, _LONGEST))
        put_tip(self.headline, item.moment)
        put_text(self.what, _breakable(one_line(item.what, _LONGEST)))
        put_tip(self.what, item.what)
        self.put_back.setAccessibleDescription(f"{self.headline.text()}: {one_line(item.what, _LONGEST)}")
        self.put_back.setVisible(item.may_put_back)

    def _put_back(self) -> None:
        self.put_back_asked.emit(self._number)


def _breakable(text: str) -> str:
    """A text that may wrap anywhere a link has a mark."""
    for mark in ("/", "?", "&", "="):
        text = text.replace(mark, f"{mark}\u200b")
    return text
