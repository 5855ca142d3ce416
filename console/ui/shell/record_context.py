"""The menu over a record's tab and over its page, beside its fields: what can be copied, printed and closed.

It must not act: its actions are those of the window's menus, on the record in front.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QTabWidget

from console.ui.shell.actions import Actions

_ACTS = (
    "copy_id",
    "copy_console_link",
    "copy_link",
    "copy_sentence",
    "copy_lines",
    "",
    "print",
    "save_pdf",
    "",
    "close_tab",
)


class RecordContext(QObject):
    """Opens by the right button; a tab that it is opened over comes to the front first."""

    def __init__(self, tabs: QTabWidget, actions: Actions) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self.menu = QMenu(tabs)
        self.menu.setToolTipsVisible(True)
        for name in _ACTS:
            self.menu.addAction(actions[name]) if name else self.menu.addSeparator()
        tabs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tabs.customContextMenuRequested.connect(self._open)

    def _open(self, where: QPoint) -> None:
        bar = self._tabs.tabBar()
        place = bar.tabAt(bar.mapFrom(self._tabs, where))
        if place >= 0:
            self._tabs.setCurrentIndex(place)
        self.menu.popup(self._tabs.mapToGlobal(where))
