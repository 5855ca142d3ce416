"""The tabs of the records that are open.

It must not know what a record is; the window gives each its page and its words.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget


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
