"""What stands in the middle of the window while no record is open: how to begin, and what there is to go on with.

It must not look anything up or open a run; what is pressed is told by its ID or number.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from console.ui.look.parts import Card, button, label, row
from console.ui.look.text import one_line, tip, unmarked

if TYPE_CHECKING:
    from console.presenters.workbench.recents import RecentRecord
    from console.presenters.workbench.welcome import CutRun, WelcomeState

_TITLE = "Look an order or a cart up by its ID."
_HOW = "Type or paste an ID above and press Enter. Ctrl+L brings you back there from anywhere."
_WIDEST, _LONGEST = 620, 120


class Welcome(QScrollArea):
    """The page. Its cards are made with the first thing to offer, since most starts paint without."""

    chosen = Signal(str)
    run_asked = Signal(int)
    ship_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: WelcomeState | None = None
        self._offers: QWidget | None = None
        page = QWidget()
        page.setObjectName("page")
        around = QVBoxLayout(page)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        for text, role in ((_TITLE, "title"), (_HOW, "muted")):
            made = label(text, role, wrap=True)
            made.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._column.addWidget(made)
        around.addStretch(2)
        across = row(1, inner, 1)
        across.setStretch(1, 100)  # as wide as it may be, in the middle
        around.addLayout(across)
        around.addStretch(3)
        self.setWidget(page)

    def show_state(self, state: WelcomeState) -> None:
        """Show a state; showing it twice changes nothing."""
        if state == self._shown:
            return
        self._shown = state
        if self._offers is not None:
            self._column.removeWidget(self._offers)
            self._offers.hide()
            self._offers.deleteLater()
        self._offers = self._made(state) if state.connected else None
        if self._offers is not None:
            self._column.addWidget(self._offers)
            self._offers.show()

    def _made(self, state: WelcomeState) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(12)
        if state.samples:
            tries = [self._link(one, one, f"Look {one} up") for one in state.samples]
            column.addLayout(row(1, label("New here? Try", "muted"), *tries, 1))
        ship = button("Ship from a file…", "Ship from a file", tip="Many orders at once, from a spreadsheet")
        ship.clicked.connect(self.ship_asked)
        column.addLayout(row(1, ship, 1))
        if state.runs:
            column.addWidget(self._runs(state.runs))
        for title, entries in (("Unsaved", state.unsaved), ("Last work", state.recent)):
            if entries:
                column.addWidget(self._records(title, entries))
        return made

    def _runs(self, runs: tuple[CutRun, ...]) -> Card:
        card = Card("Runs that were not finished")
        for one in runs:
            on = button("Go on", f"Go on with {one.name}", tip="Open it; nothing is sent before Resume")
            on.clicked.connect(partial(self.run_asked.emit, one.number))
            card.body.addLayout(_line(label(one_line(one.name, _LONGEST)), one.stands, on))
        return card

    def _records(self, title: str, entries: tuple[RecentRecord, ...]) -> Card:
        card = Card(title)
        for one in entries:
            name = f"{one.title}, {one.subtitle}"
            link = self._link(one_line(one.title, _LONGEST), one.id, name)
            link.setToolTip(tip(one.id))
            card.body.addLayout(_line(link, one.subtitle))
        return card

    def _link(self, text: str, id: str, name: str) -> QPushButton:
        made = button(unmarked(text), name, "fix")
        made.clicked.connect(partial(self.chosen.emit, id))
        return made


def _line(head: QWidget, told: str, *more: QWidget) -> QHBoxLayout:
    """Something to press or read, and muted beside it what there is to know of it."""
    words = label(one_line(told, _LONGEST), "muted", wrap=True)
    across = row(head, words, *more, spacing=10)
    across.setStretch(1, 1)
    return across
