"""The look-up pane at the top: the field, what to look for, and what there is to say about the last look-up.

It must not understand ids; it hands the text on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from console.ui.look.inputs import AskingLine, Combo, clearable, label_unseen
from console.ui.look.notice import NoticeLine
from console.ui.look.parts import button

if TYPE_CHECKING:
    from console.presenters.notice import Notice
    from console.presenters.workbench.lookup import Lookup, LookupState

_PATIENCE_MS = 300
"""A look-up that is answered sooner shows no progress; one that is not shows it well before half a second."""


class LookupPane(QWidget):
    """Field, combo, button, progress and notice."""

    asked = Signal(str)
    action_asked = Signal(str)
    """The key of what a notice offers, of one that the window said here too."""
    down_asked = Signal()
    """The cursor goes down, into what matches the typed text."""
    expected = Signal(str)
    """A record of this kind is being looked up."""

    def __init__(self) -> None:
        super().__init__()
        self._lookup: Lookup | None = None
        self._asked_early = False
        self.field = AskingLine()
        self.field.setObjectName("lookup")
        self.field.setAccessibleName("Look up")
        keys = QKeySequence("Ctrl+L").toString(QKeySequence.SequenceFormat.NativeText)
        self.field.setPlaceholderText(f"Look up — order ID, cart ID, the shop's own ID or a link    {keys}")
        self.field.setMaxLength(100_000)
        self.field.returnPressed.connect(self.ask)
        down = QShortcut(QKeySequence("Down"), self.field)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self.down_asked)
        self.kind = Combo()
        self.kind.setAccessibleName("Look for")
        for value, name in (("anything", "Anything"), ("order", "Order"), ("cart", "Cart")):
            self.kind.addItem(name, value)
        self.go = button("Look up")
        self.go.clicked.connect(self.ask)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Looking up")
        self.progress.setVisible(False)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.progress.show)
        self._look = QTimer(self)
        self._look.timeout.connect(self._looked)
        self.notice = NoticeLine()
        self.notice.action_asked.connect(self.action_asked)
        self.line = QHBoxLayout()
        self.line.setSpacing(10)
        for widget, stretch in ((self.field, 1), (self.kind, 0), (self.go, 0)):
            self.line.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self.line)
        label_unseen(self.kind)
        column.addWidget(self.progress)
        column.addWidget(self.notice)

    def bind(self, lookup: Lookup) -> None:
        """Hand what is typed here to this presenter."""
        self._lookup = lookup
        lookup.narrow(self.kind.currentData())
        clearable(self.field)  # reading its icon takes longer than the rest of this pane
        self.asked.connect(lookup.ask)
        self.kind.activated.connect(self._narrowed)
        if self._asked_early:
            self.ask()

    def ask(self) -> None:
        """Ask for what stands in the field."""
        self._asked_early = self._lookup is None
        self.asked.emit(self.field.text())
        self.field.selectAll()  # so that the next ID replaces this one

    def ask_for(self, text: str) -> None:
        """Ask for a text that came from a command line or by a drop."""
        self.show_text(text)
        self.ask()

    def show_text(self, text: str) -> None:
        """Have a text that came from elsewhere in the field, selected, so that the next ID replaces it."""
        from console.model.link import shown  # not before the first paint

        self.field.setText(shown(text))
        self.field.selectAll()

    def paste(self) -> None:
        """Look up the text that was copied; nothing where there is none."""
        if text := QGuiApplication.clipboard().text():
            self.field.setText(text)
            self.take_cursor()
            self.ask()

    def clear(self) -> None:
        """Empty the field, and put the cursor there."""
        self.field.clear()
        self.take_cursor()

    def take_cursor(self) -> None:
        """Put the cursor into the field, everything selected."""
        self.field.setFocus()
        self.field.selectAll()

    def show_state(self, state: LookupState) -> None:
        """Show a state; showing it twice changes nothing."""
        self.show_notice(state.under_way or state.notice)
        place = self.kind.findData(state.look_for)
        if self.kind.currentIndex() != place:
            self.kind.setCurrentIndex(place)
        if state.waiting:
            self.expected.emit(state.expected)
        if state.waiting and not self._patience.isActive() and not self.progress.isVisible():
            self._patience.start(_PATIENCE_MS)
        if not state.waiting:
            self._patience.stop()
            self._look.stop()
            self.progress.hide()
        elif not self._look.isActive():
            from console.presenters.waiting import LOOK_MS  # not before the first paint

            self._look.start(LOOK_MS)

    def show_notice(self, notice: Notice | None) -> None:
        """Say something under the field; nothing where there is none."""
        self.notice.show_notice(notice)
        self.notice.setVisible(notice is not None)

    def _looked(self) -> None:
        if self._lookup is not None:
            self._lookup.look()

    def _narrowed(self, index: int) -> None:
        if self._lookup is not None:
            self._lookup.narrow(self.kind.itemData(index))
