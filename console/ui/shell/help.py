"""The sheet of keys, and About.

It must not act itself; it says what there is.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.presenters.notice import Notice
from console.ui.look.parts import button, caption, fit, label, open_over, row
from console.ui.look.text import without_marks
from console.ui.shell.actions import MENU_TITLES, MENUS, Actions, keys

if TYPE_CHECKING:
    from console.ui.shell.window import Window


_PRIVATE = "It sends nothing anywhere but to your server, and never checks for updates."
_ELSEWHERE = "Elsewhere"


class Shortcuts(QDialog):
    """Every key on one sheet, by menu."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        page = QWidget()
        page.setObjectName("page")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 14, 0)
        grid.setHorizontalSpacing(28)
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(6)
        place = 0
        for menu, acts in MENUS.items():
            grid.addWidget(_heading(without_marks(MENU_TITLES[menu]), first=not place), place, 0)
            place += 1
            for act in acts:
                if act is not None and act.keys and actions[act.name].isVisible():
                    grid.addWidget(label(without_marks(act.text).removesuffix("…")), place, 0)
                    grid.addWidget(label(keys(actions[act.name]), "id"), place, 1)
                    place += 1
        for text, key in (
            ("In the line items", ""),
            ("Edit a cell", "F2"),
            ("Go to the next cell, or the one before", "Tab, Shift+Tab"),
            ("Copy, cut and paste cells", "Ctrl+C, Ctrl+X, Ctrl+V"),
            ("Clear the chosen cells", "Del"),
            ("Choose the whole line, or column", "Shift+Space, Ctrl+Space"),
            ("Take a long text over into its cell", "Ctrl+Return"),
            (_ELSEWHERE, ""),
            ("Send what the review sheet shows", "Ctrl+Return"),
            ("Stop looking up or reading", "Esc"),
        ):
            grid.addWidget(label(text) if key else _heading(text), place, 0)
            native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            grid.addWidget(label(native.replace("Return", "Enter"), "id"), place, 1)
            place += 1
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(page)
        area.ensurePolished()
        area.setMinimumWidth(page.sizeHint().width() + area.verticalScrollBar().sizeHint().width())
        self.close_button = button("Close")
        self.close_button.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(14)
        column.addWidget(area)
        column.addLayout(row(1, self.close_button))
        self.resize(
            self.sizeHint().width(),
            min(page.sizeHint().height() + 90, self.screen().availableSize().height() - 80),
        )


def _heading(text: str, *, first: bool = False) -> QLabel:
    made = caption(text)
    made.setContentsMargins(0, 0 if first else 8, 0, 0)
    return made


class AboutDialog(QDialog):
    """What this is and where its files are."""

    def __init__(self, facts: dict[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Order Console")
        self.setMinimumWidth(440)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        column.addWidget(label("Order Console", "title"))
        column.addWidget(
            label(
                "For orders and carts behind a server that speaks the Bronto Orders REST API. The original service"
                " is retired; use a server of your own, or the practice sandbox.",
                "muted",
                wrap=True,
            )
        )
        column.addWidget(label(_PRIVATE, "muted", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        for place, (name, fact) in enumerate(facts.items()):
            grid.addWidget(label(name, "label"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(fact, "id", wrap=True, selectable=True), place, 1)
        column.addSpacing(4)
        column.addLayout(grid)
        column.addSpacing(6)
        self.close_button = button("Close", role="primary")
        self.close_button.clicked.connect(self.accept)
        column.addLayout(row(1, self.close_button))
        fit(self, 560)


class Help(QObject):
    """Opens them, each on top of the window."""

    def __init__(self, window: Window, facts: dict[str, str], log_folder: Path) -> None:
        super().__init__(window)
        self._window, self._facts, self._log_folder = window, facts, log_folder

    def shortcuts(self) -> None:
        """Every key on one sheet."""
        self._open(Shortcuts(self._window.actions_, self._window))

    def about(self) -> None:
        """Which version this is and where its files live."""
        self._open(AboutDialog(self._facts, self._window))

    def log_folder(self) -> None:
        """Show the log folder in the desktop's file browser, or say where it is."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_folder))):
            self._window.show_notice(Notice("plain", f"The log folder is {self._log_folder}."))

    def _open(self, dialog: QDialog) -> None:
        open_over(self._window, dialog)
