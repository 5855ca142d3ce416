"""The tabs of the records that are open, and what stands on each: its title, a dot where it has unsaved edits.

It must not open, close or bring a tab.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QTabWidget

from console.ui.look.inputs import name_close_buttons
from console.ui.look.text import one_line, tip, unmarked

if TYPE_CHECKING:
    from console.ui.record.editor import EditorPage

_LONGEST = 28


class RecordTabs(QTabWidget):
    """Tabs that can be moved and closed, and that scroll where there are many: so each stays readable."""

    def __init__(self) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.setTabsClosable(True)
        self.setMovable(True)
        self.setAccessibleName("Open records")
        self.tabBar().setAccessibleName("Open records")
        self.tabBar().setDrawBase(False)
        self.tabBar().setElideMode(Qt.TextElideMode.ElideNone)

    def name(self, page: EditorPage) -> None:
        """Have the tab of this page say what its record is called now; does nothing where it says so."""
        place, state = self.indexOf(page), page.editor.state
        dot = " ●" if state.draft.dirty else ""
        text = unmarked(one_line(state.title, _LONGEST)) + dot
        if self.tabText(place) != text:
            self.setTabText(place, text)
            name_close_buttons(self.tabBar())
            self.setTabToolTip(place, tip(state.draft.base.id + (" — unsaved edits" if dot else "")))

    def take_out(self, page: EditorPage) -> None:
        """Take the tab of this page away, and the button that closed it; the page itself is left to who calls."""
        bar, place = self.tabBar(), self.indexOf(page)
        button = bar.tabButton(place, QTabBar.ButtonPosition.RightSide)
        # Left to Qt it would stay in Python for ever, as a child of the bar: what Qt deletes by itself is not told.
        bar.setTabButton(place, QTabBar.ButtonPosition.RightSide, None)
        self.removeTab(place)
        button.setParent(None)
        button.deleteLater()
