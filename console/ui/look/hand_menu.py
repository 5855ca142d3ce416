"""The menu over a record that is listed somewhere: what can be copied of it to be handed on.

It must not copy anything; which entry was meant and what was chosen is told.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QMenu

from console.presenters.handing import HAND_WORDS, HandKey


class HandMenu(QObject):
    """Opens over the entries of a view, by the right button or the menu key. `chosen` has the row and the key."""

    chosen = Signal(int, str)

    def __init__(self, view: QAbstractItemView, keys: Sequence[HandKey]) -> None:
        super().__init__(view)
        self._view, self._row = view, -1
        self.menu = QMenu(view)
        for key in keys:
            self.menu.addAction(HAND_WORDS[key]).setData(key)
        self.menu.triggered.connect(lambda action: self.chosen.emit(self._row, action.data()))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open)

    def _open(self, where: QPoint) -> None:
        under = self._view.indexAt(where)
        self._row = (under if under.isValid() else self._view.currentIndex()).row()
        if self._row >= 0:
            self.menu.popup(self._view.viewport().mapToGlobal(where))
