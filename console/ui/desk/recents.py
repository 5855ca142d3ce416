"""The lists at the left: records with unsaved work, and records opened lately.

It must not look anything up; a chosen entry is told by its id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from console.ui.look.heard import SpokenWords
from console.ui.look.parts import caption, label, put_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.desk.recents import ListState, RecentRecord
    from console.ui.look.entries import Entries


_MOST_SHOWN = 6
"""How many entries a list that hides when empty shows at once; more of them scroll."""


class RecordsPane(QWidget):
    """A caption and a list of records. Without a text for the empty list, all of it hides while there is nothing."""

    chosen = Signal(str)
    relisted = Signal()

    def __init__(self, title: str, empty: str = "") -> None:
        super().__init__()
        self._hides = not empty
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
        self.setVisible(not self._hides)

    def show_state(self, state: ListState) -> None:
        """Show a state; showing it twice changes nothing."""
        if self.listed != state.entries:
            self.listed = state.entries
            self.relisted.emit()
        if self._model is None and state.entries:
            self._model = self._made_model()
        if self._model is not None:
            self._model.show(state)
        self.empty.setVisible(not state.entries and not self._hides)
        self.entries.setVisible(bool(state.entries))
        put_text(self.trouble, state.trouble)
        self._told.tell(state.trouble)
        self.trouble.setVisible(bool(state.trouble))
        if self._hides:
            shown = min(len(state.entries), _MOST_SHOWN)
            self.entries.setFixedHeight(shown * max(self.entries.sizeHintForRow(0), 1) + 2)
            self.setVisible(bool(state.entries or state.trouble))

    def _made_model(self) -> Entries:
        from console.ui.look.entries import Entries, TwoLines

        model = Entries()
        model.setParent(self)
        self.entries.setModel(model)
        self.entries.setItemDelegate(TwoLines(self.entries))
        return model

    def _chosen(self, index: QModelIndex) -> None:
        from console.ui.look.entries import ID

        self.chosen.emit(index.data(ID))
