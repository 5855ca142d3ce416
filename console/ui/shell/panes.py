"""The panes beside the records: at their places where there is room, otherwise folded into buttons above the page.

It must not decide what is in a pane; an entry chosen in a folded list is told as if it was chosen in its pane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTabWidget, QVBoxLayout, QWidget

from console.ui.look.parts import button, put_text
from console.ui.look.text import one_line, tip, unmarked
from console.ui.workbench.recents import RecordsPane

if TYPE_CHECKING:
    from console.ui.shell.side import SidePane

_LEFT, _RIGHT = 184, 252
_LISTS_FROM, _SIDE_FROM = 1100, 960
"""From which width of the window on the lists, and what is at the right, have a place of their own."""
_LONGEST = 60


class Panes(QObject):
    """The lists at the left and the cards at the right of `middle`, whose records stand on `tabs`."""

    def __init__(
        self, middle: QHBoxLayout, tabs: QTabWidget, *, unsaved: RecordsPane, recents: RecordsPane
    ) -> None:
        super().__init__(tabs)
        self._middle, self._tabs = middle, tabs
        self._unsaved, self._recents = unsaved, recents
        self.side: SidePane | None = None
        self._folded = False
        self.left = QWidget()
        self.left.setFixedWidth(_LEFT)
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(unsaved)
        column.addWidget(recents, 1)
        self.lists = button("Recent", role="link", tip="Records with unsaved work, and those opened lately")
        self.menu = QMenu(self.lists)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._list)
        self.lists.setMenu(self.menu)
        self.drawer = button("Changes", role="link", tip="Changes, totals and history of this record")
        self.drawer.setCheckable(True)
        self.drawer.toggled.connect(self._drawn)
        tabs.setCornerWidget(self.lists, Qt.Corner.TopLeftCorner)
        tabs.setCornerWidget(self.drawer, Qt.Corner.TopRightCorner)
        for made in (self.lists, self.drawer):
            made.hide()
        unsaved.relisted.connect(self.sync)

    def take(self, side: SidePane) -> None:
        """Have this pane at the right."""
        self.side = side
        side.setFixedWidth(_RIGHT)
        self._middle.addWidget(side)

    def follow(self, width: int, *, any_record: bool) -> None:
        """Leave the middle room to be read in a window so wide; without a record there is room for the lists."""
        self.left.setVisible(width >= _LISTS_FROM or not any_record)
        self.lists.setVisible(width < _LISTS_FROM)
        self.drawer.setVisible(width < _SIDE_FROM)
        if self.side is None:
            return
        if self._folded != (width < _SIDE_FROM):
            self._folded = width < _SIDE_FROM
            self._move(self.side)
        self.side.setVisible(any_record and (not self._folded or self.drawer.isChecked()))
        self._place()

    def sync(self) -> None:
        """Have the buttons say what is behind them."""
        unsaved = len(self._unsaved.listed)
        put_text(self.lists, f"Unsaved · {unsaved}" if unsaved else "Recent")
        self.lists.setAccessibleName(self.lists.text())
        if self.side is not None:
            put_text(self.drawer, self.side.changes.title)
            self.drawer.setAccessibleName(self.drawer.text())

    def close_drawer(self) -> bool:
        """Put the pane at the right away where it lies over the page; whether it did."""
        lay_open = self._folded and self.drawer.isChecked()
        self.drawer.setChecked(False)
        return lay_open

    def _move(self, side: SidePane) -> None:
        """Between its place in the row and lying over the page."""
        side.setObjectName("drawer" if self._folded else "")
        side.style().unpolish(side)
        side.style().polish(side)
        if self._folded:
            self._middle.removeWidget(side)
        else:
            self._middle.addWidget(side)

    def _place(self) -> None:
        around = self.side.parentWidget() if self.side is not None and self._folded else None
        if self.side is None or around is None:
            return
        above = self._tabs.tabBar().height()
        corner = self._tabs.mapTo(around, QPoint(self._tabs.width() - _RIGHT, above))
        self.side.setGeometry(QRect(corner.x(), corner.y(), _RIGHT, self._tabs.height() - above))
        self.side.raise_()

    def _drawn(self, on: bool) -> None:
        if self.side is not None and self._folded:
            self.side.setVisible(on)
            self._place()

    def _list(self) -> None:
        self.menu.clear()
        for pane, title in ((self._unsaved, "Unsaved"), (self._recents, "Recent")):
            if pane.listed:
                self.menu.addSection(title)
            for entry in pane.listed:
                action = self.menu.addAction(unmarked(one_line(f"{entry.title}, {entry.subtitle}", _LONGEST)))
                action.setToolTip(tip(entry.id))
                action.triggered.connect(lambda _=False, to=pane, record=entry.id: to.chosen.emit(record))
        if self.menu.isEmpty():
            self.menu.addAction("No record was opened yet").setEnabled(False)
