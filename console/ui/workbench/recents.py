"""The lists at the left: records with unsaved work, and records opened lately.

It must not look anything up or copy it; a chosen entry is told by its id, and what is to be copied of it by its key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from console.ui.look.heard import SpokenWords
from console.ui.look.parts import caption, label, put_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.workbench.recents import ListState, RecentRecord
    from console.ui.look.entries import Entries

_NO_MATCH = "Nothing here matches. Enter asks the server; Esc shows all again."
_MOST_SHOWN = 6
"""How many entries a list that hides when empty shows at once; more of them scroll."""


class RecordsPane(QWidget):
    """A caption and a list of records. Without a text for the empty list, all of it hides while there is nothing."""

    chosen = Signal(str)
    left = Signal()
    """The cursor goes up, out of the list."""
    hand_asked = Signal(str, str)
    relisted = Signal()

    def __init__(self, title: str, empty: str = "") -> None:
        super().__init__()
        self._hides, self._nothing_yet = not empty, empty
        self.entries = QListView()
        self.entries.setObjectName("recents")
        self.entries.setAccessibleName(title)
        self.entries.setUniformItemSizes(True)
        self.entries.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entries.setVisible(False)
        self._model: Entries | None = None
        self.listed: Sequence[RecentRecord] = ()
        self.entries.activated.connect(self._chosen)
        self.entries.clicked.connect(self._chosen)
        self.entries.installEventFilter(self)
        self.empty = label(empty, "muted", wrap=True)
        self.trouble = label(role="advice", wrap=True)
        self._told = SpokenWords(self.trouble)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(caption(title))
        column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.entries, 1)
        column.addWidget(self.trouble)
        column.addStretch(0)
        self.trouble.setVisible(False)
        if self._hides:
            self.hide()  # and nothing is shown here, or it would be a window of its own until it stands in one

    def show_state(self, state: ListState) -> None:
        """Show a state; showing it twice changes nothing."""
        if self.listed != state.entries:
            self.listed = state.entries
            self.relisted.emit()
        if self._model is None and state.entries:
            self._model = self._made_model()
        if self._model is not None:
            self._model.show(state)
        put_text(self.empty, _NO_MATCH if state.sought else self._nothing_yet)
        self.empty.setVisible(not state.entries and not self._hides and not state.trouble)
        self.entries.setVisible(bool(state.entries))
        put_text(self.trouble, state.trouble)
        self._told.tell(state.trouble)
        self.trouble.setVisible(bool(state.trouble))
        if self._hides:
            shown = min(len(state.entries), _MOST_SHOWN)
            self.entries.setFixedHeight(shown * max(self.entries.sizeHintForRow(0), 1) + 2)
            self.setVisible(bool(state.entries or state.trouble))

    def take_cursor(self) -> bool:
        """Put the cursor on the first entry; says whether there is one."""
        if self._model is None or not self.entries.isVisible():
            return False
        self.entries.setCurrentIndex(self._model.index(0))
        self.entries.setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            first = self.entries.currentIndex().row() <= 0
            if event.key() == Qt.Key.Key_Up and first:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _made_model(self) -> Entries:
        from console.ui.look.entries import Entries, TwoLines
        from console.ui.look.hand_menu import HandMenu

        model = Entries()
        model.setParent(self)
        self.entries.setModel(model)
        self.entries.setItemDelegate(TwoLines(self.entries))
        self.menu = HandMenu(self.entries, ("open", "id", "console link", "link", "sentence"))
        self.menu.chosen.connect(self._handed)
        return model

    def _chosen(self, index: QModelIndex) -> None:
        from console.ui.look.entries import ID

        self.chosen.emit(index.data(ID))

    def _handed(self, row: int, key: str) -> None:
        from console.ui.look.entries import ID

        id = self.entries.model().index(row, 0).data(ID)
        if key == "open":
            self.chosen.emit(id)
        else:
            self.hand_asked.emit(id, key)
