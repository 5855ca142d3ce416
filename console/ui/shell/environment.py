"""The button at the top right that names the environment in use, and its list of those to choose from.

It must not switch by itself; what is chosen is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from console.ui.look.parts import put_text
from console.ui.look.text import LONGEST_TARGET, one_line, spoken, unmarked
from console.ui.look.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

_LONGEST_NAME, _GAP = 60, 5


class EnvironmentButton(QPushButton):
    """Neutral but for a dot in the environment's colour."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("Starting…")
        self.setAccessibleName("Environment")
        self.setProperty("role", "environment")
        self.setToolTip("Which server this window works on")
        self.setAutoDefault(False)
        self.listed = QMenu(self)
        self.listed.triggered.connect(self._triggered)
        self.setMenu(self.listed)
        self.setIconSize(QSize(12 + _GAP, 12))

    def show_environment(self, name: str, theme: Theme, *, read_only: bool) -> None:
        """Name the one in use; no name is none."""
        from PySide6.QtGui import QIcon  # not before the first paint

        from console.ui.look.dot import dot

        said = unmarked(one_line(name, LONGEST_TARGET)) + (" · read-only" if read_only else "")
        put_text(self, said if name else "Not connected")
        self.setIcon(dot(self, theme, gap=_GAP) if name else QIcon())
        told = f"This window works on {name}{', read-only' if read_only else ''}."
        self.setAccessibleName(f"Environment: {spoken(self.text())}")
        self.setAccessibleDescription(told if name else "")

    def show_list(self, names: list[str], current: str, *, more: list[QAction]) -> None:
        """List the environments to choose from, and `more` acts below them."""
        self.listed.clear()
        for name in names:
            action = self.listed.addAction(unmarked(one_line(name, _LONGEST_NAME)))
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == current)
        self.listed.addSeparator()
        self.listed.addActions(more)

    def _triggered(self, action: QAction) -> None:
        if action.isCheckable():
            self.chosen.emit(action.data())
