"""The tabs of the records that are open, and what stands on each: its title, a dot where it has unsaved edits, and a mark
where somebody else has it open.

It must not open, close or bring a tab.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabBar, QTabWidget

from console.ui.look.inputs import name_close_buttons
from console.ui.look.text import one_line, tip, unmarked, without_marks
from console.ui.look.theme import Theme, worn

if TYPE_CHECKING:
    from console.ui.record.editor import EditorPage

_LONGEST, _LONGEST_WHO = 28, 200


class RecordTabs(QTabWidget):
    """Tabs that can be moved and closed, and that scroll where there are many: so each stays readable."""

    def __init__(self) -> None:
        super().__init__()
        self._marks: WeakKeyDictionary[EditorPage, tuple[Theme, bool] | None] = WeakKeyDictionary()
        self.setDocumentMode(True)
        self.setTabsClosable(True)
        self.setMovable(True)
        self.setAccessibleName("Open records")
        self.tabBar().setAccessibleName("Open records")
        self.tabBar().setDrawBase(False)
        self.setIconSize(QSize(14, 14))
        self.tabBar().setElideMode(Qt.TextElideMode.ElideNone)

    def name(self, page: EditorPage) -> None:
        """Have the tab of this page say what its record is called now, and who else has it open."""
        place, state = self.indexOf(page), page.editor.state
        dot = " ●" if state.draft.dirty else ""
        text = unmarked(one_line(state.title, _LONGEST)) + dot
        if self.tabText(place) != text:
            self.setTabText(place, text)
            name_close_buttons(self.tabBar())
        who = one_line(page.company.who, _LONGEST_WHO)
        told = tip(state.draft.base.id + (" — unsaved edits" if dot else "") + (f"\n{who}" if who else ""))
        if self.tabToolTip(place) != told:
            self.setTabToolTip(place, told)
        called = f"{without_marks(text)}, {who}" if who else ""
        if self.tabBar().accessibleTabName(place) != called:
            self.tabBar().setAccessibleTabName(place, called)
        self._mark(place, page)

    def _mark(self, place: int, page: EditorPage) -> None:
        """A mark in the colours that are worn; nothing is drawn where it is there already."""
        look = (worn(), page.company.unsaved) if page.company.who else None
        if self._marks.get(page) != look:
            self._marks[page] = look
            icon = QIcon()
            if look is not None:
                from console.ui.desk.presence import company_mark  # not before the first paint

                icon = company_mark(self, look[0], unsaved=look[1])
            self.setTabIcon(place, icon)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the marks in other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            for page in [page for page in self._marks if self.indexOf(page) >= 0]:
                self._mark(self.indexOf(page), page)

    def take_out(self, page: EditorPage) -> None:
        """Take the tab of this page away, and the button that closed it; the page itself is left to who calls."""
        bar, place = self.tabBar(), self.indexOf(page)
        button = bar.tabButton(place, QTabBar.ButtonPosition.RightSide)
        # Left to Qt it would stay in Python for ever, as a child of the bar: what Qt deletes by itself is not told.
        bar.setTabButton(place, QTabBar.ButtonPosition.RightSide, None)
        self.removeTab(place)
        button.setParent(None)
        button.deleteLater()
