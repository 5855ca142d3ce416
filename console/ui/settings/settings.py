"""The dialog Settings: how the window looks and works, the operator's own carriers, and where files live.

It must not decide or keep anything; each choice is told to the presenter, and its state comes back.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from console.presenters.settings.settings import (
    MOST_CALLS,
    MOST_DAYS,
    KeptFiles,
    Look,
    Settings,
    SettingsState,
)
from console.ui.look.notice import NoticeLine
from console.ui.look.page import Page
from console.ui.look.parts import Card, button, label, row, striped
from console.ui.look.text import one_line
from console.ui.settings.carrier_file import CarriersSection

_LOOKS: dict[Look, str] = {"system": "As the system", "light": "Light", "dark": "Dark"}
_USUAL_WIDTH, _LONGEST_PATH = 900, 300
_CONTROL_WIDTH = 170
_CALLS = (
    "How many orders are read or sent at the same time when a file is shipped. Fewer are gentler on a busy server; "
    "where it asks for patience, the console slows down by itself."
)
_DAYS = (
    "Records that were opened stay searchable without the server for so many days after they were opened last, "
    "and the next start forgets older ones. Drafts and the trail stay until you delete them."
)


class SettingsDialog(QDialog):
    """Ctrl+Enter saves; Esc leaves everything as it was, and warns once where typed carriers would be lost."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings: Settings | None = None
        self.setWindowTitle("Settings")
        self.setMinimumSize(560, 340)
        self.resize(QSize(1000, 720).boundedTo(self.screen().availableSize() * 0.95))
        self.look = QComboBox()
        self.look.addItems(list(_LOOKS.values()))
        self.calls = _number(MOST_CALLS, "")
        self.days = _number(MOST_DAYS, " days")
        self.carriers = CarriersSection()
        self.folders: list[QWidget] = []
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName("Sections of the settings")
        self.notice = NoticeLine()
        self.cancel = button("Cancel", tip="Esc")
        self.save = button("&Save", "Save", "primary", "Ctrl+Enter")
        enter = QAction(self)
        enter.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        enter.triggered.connect(self.save.click)
        self.addAction(enter)
        self.cancel.clicked.connect(self.reject)
        self._lay_out()

    def bind(self, settings: Settings) -> None:
        """Tell this presenter what is chosen here, and show what it says."""
        self._settings = settings
        self.carriers.bind(settings)
        self.look.activated.connect(self._looked)
        self.calls.valueChanged.connect(settings.calls_at_once)
        self.days.valueChanged.connect(settings.keep_days)
        self.save.clicked.connect(settings.save)
        self.finished.connect(settings.close)
        self._show_kept(settings.state.kept)
        settings.show(self.show_state)
        self.look.setFocus()

    def _lay_out(self) -> None:
        whole = striped(self)
        head = row(label("Settings", "title"), 1)
        head.setContentsMargins(22, 14, 22, 2)
        whole.addLayout(head)
        tabs = QVBoxLayout()
        tabs.setContentsMargins(8, 0, 0, 0)
        tabs.addWidget(self.tabs)
        whole.addLayout(tabs, 1)
        self.tabs.addTab(Page(self._general(), _USUAL_WIDTH), "&General")
        self.tabs.addTab(Page(self.carriers, _USUAL_WIDTH), "&Carriers")
        self._places = QWidget()
        self.tabs.addTab(Page(self._places, _USUAL_WIDTH), "&Where things are")
        foot = row(self.notice, self.cancel, self.save)
        foot.setStretch(0, 1)
        foot.setContentsMargins(22, 8, 22, 16)
        whole.addLayout(foot)

    def _general(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 14, 22, 8)
        column.setSpacing(12)
        for caption, name, control, told in (
            (
                "The window",
                "&Appearance",
                self.look,
                "Light or dark, or as the desktop is; the View menu has it too.",
            ),
            ("Shipping a file", "Calls at &once when shipping a file", self.calls, _CALLS),
            ("Kept on this computer", "&Days that records stay searchable offline", self.days, _DAYS),
        ):
            card = Card(caption)
            named = QLabel(name)
            named.setBuddy(control)
            control.setAccessibleName(name.replace("&", ""))
            control.setAccessibleDescription(told)
            control.setFixedWidth(_CONTROL_WIDTH)
            card.body.addLayout(row(named, 1, control))
            card.body.addWidget(label(told, "muted", wrap=True))
            column.addWidget(card)
        column.addStretch(1)
        return page

    def _show_kept(self, kept: tuple[KeptFiles, ...]) -> None:
        column = QVBoxLayout(self._places)
        column.setContentsMargins(14, 14, 22, 8)
        column.setSpacing(12)
        for one in kept:
            card = Card(one.name)
            grid = QGridLayout()
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(4)
            grid.setColumnStretch(0, 1)
            path = label(one_line(one.path, _LONGEST_PATH), "id", wrap=True, selectable=True)
            path.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            grid.addWidget(path, 0, 0)
            grid.addWidget(label(one.told, "muted", wrap=True), 1, 0)
            show = button(
                "Open folder", f"Open folder of {one.name.lower()}", tip="Show it in the file browser"
            )
            show.clicked.connect(partial(self._open, one.folder))
            self.folders.append(show)
            grid.addWidget(show, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
            card.body.addLayout(grid)
            column.addWidget(card)
        column.addWidget(label("Help > Delete local data… deletes the database.", "muted", wrap=True))
        column.addStretch(1)

    def show_state(self, state: SettingsState) -> None:
        """Show a state; showing it twice changes nothing."""
        place = list(_LOOKS).index(state.general.look)
        if self.look.currentIndex() != place:
            self.look.setCurrentIndex(place)
        for control, value in (
            (self.calls, state.general.calls_at_once),
            (self.days, state.general.keep_days),
        ):
            if control.value() != value:
                control.setValue(value)
        self.carriers.show_state(state)
        self.notice.show_notice(state.notice)
        self.save.setEnabled(not state.busy)
        if state.saved:
            self.accept()

    def reject(self) -> None:
        """Esc, Cancel and the window's cross: close, unless the presenter has something to say first."""
        if self._settings is None or self._settings.may_leave():
            super().reject()

    def _looked(self, place: int) -> None:
        if self._settings is not None:
            self._settings.look(list(_LOOKS)[place])

    def _open(self, folder: str) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)) and self._settings is not None:
            self._settings.no_folder(folder)


def _number(most: int, unit: str) -> QSpinBox:
    made = QSpinBox()
    made.setRange(1, most)
    made.setSuffix(unit)
    made.setGroupSeparatorShown(True)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
