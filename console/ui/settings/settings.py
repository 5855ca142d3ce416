"""The dialog Settings: its general part, the operator's own carriers, and where files live.

It must not decide or keep anything; each choice is told to the presenter, and its state comes back.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from console.presenters.settings.secrets_place import SecretsPlacePresenter
from console.presenters.settings.settings import (
    KeptFiles,
    SettingsPresenter,
    SettingsState,
)
from console.presenters.settings.shared_desk import SharedDeskPresenter
from console.ui.look.notice import NoticeLine
from console.ui.look.page import Page
from console.ui.look.parts import Card, button, label, row, striped
from console.ui.look.text import one_line
from console.ui.settings.carrier_file import CarriersSection
from console.ui.settings.general import GeneralSection
from console.ui.settings.secrets_place import SecretsPlaceCard
from console.ui.settings.shared_desk import SharedDeskSection

_USUAL_WIDTH, _LONGEST_PATH = 900, 300
_DESK = 3
"""The place of the desk's section among the others."""


class SettingsDialog(QDialog):
    """Ctrl+Enter saves; Esc leaves everything as it was, and warns once where typed carriers or a typed desk would be lost."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter: SettingsPresenter | None = None
        self.setWindowTitle("Settings")
        self.setMinimumSize(560, 340)
        self.resize(1000, 720)
        self.general = GeneralSection()
        self.carriers = CarriersSection()
        self.secrets = SecretsPlaceCard()
        self._secrets: SecretsPlacePresenter | None = None
        self.desk = SharedDeskSection()
        self._desk: SharedDeskPresenter | None = None
        self.folders: list[QWidget] = []
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName("Sections of the settings")
        self.tabs.tabBar().setAccessibleName("Sections of the settings")
        self.notice = NoticeLine()
        self.cancel = button("Cancel", tip="Esc")
        self.save = button("&Save", "Save", "primary", "Ctrl+Enter")
        enter = QAction(self)
        enter.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        enter.triggered.connect(self.save.click)
        self.addAction(enter)
        self.cancel.clicked.connect(self.reject)
        self._lay_out()

    def bind(self, presenter: SettingsPresenter) -> None:
        """Tell this presenter what is chosen here, and show what it says."""
        self._presenter = presenter
        self.general.bind(presenter)
        self.carriers.bind(presenter)
        self.save.clicked.connect(self._save_all)
        self.finished.connect(presenter.close)
        self._show_kept(presenter.state.kept)
        presenter.show(self.show_state)
        self.general.take_cursor()

    def bind_secrets(self, presenter: SecretsPlacePresenter) -> None:
        """The same for where client secrets are kept."""
        self._secrets = presenter
        self.finished.connect(presenter.close)
        self.secrets.bind(presenter)

    def bind_desk(self, presenter: SharedDeskPresenter) -> None:
        """The same for the desk that is shared."""
        self._desk = presenter
        self.finished.connect(presenter.close)
        self.desk.bind(presenter)

    def show_desk(self) -> None:
        """Bring the section of the desk to the front, with the cursor where something is to be typed first."""
        self.tabs.setCurrentIndex(_DESK)
        self.desk.take_cursor()

    def _lay_out(self) -> None:
        whole = striped(self)
        head = row(label("Settings", "title"), 1)
        head.setContentsMargins(22, 14, 22, 2)
        whole.addLayout(head)
        tabs = QVBoxLayout()
        tabs.setContentsMargins(8, 0, 0, 0)
        tabs.addWidget(self.tabs)
        whole.addLayout(tabs, 1)
        self.tabs.addTab(Page(self.general, _USUAL_WIDTH), "&General")
        self.tabs.addTab(Page(self.carriers, _USUAL_WIDTH), "&Carriers")
        self._places = QWidget()
        self.tabs.addTab(Page(self._places, _USUAL_WIDTH), "&Where things are")
        self.tabs.addTab(Page(self.desk, _USUAL_WIDTH), "&Desk")
        foot = row(self.notice, self.cancel, self.save)
        foot.setStretch(0, 1)
        foot.setContentsMargins(22, 8, 22, 16)
        whole.addLayout(foot)

    def _show_kept(self, kept: tuple[KeptFiles, ...]) -> None:
        column = QVBoxLayout(self._places)
        column.setContentsMargins(14, 14, 22, 8)
        column.setSpacing(12)
        column.addWidget(self.secrets)
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
        self.general.show_settings(state.settings, state.wrong)
        self.carriers.show_state(state)
        self.notice.show_notice(state.notice)
        self.save.setEnabled(not state.busy)
        if state.saved:
            self.accept()

    def reject(self) -> None:
        """Esc, Cancel and the window's cross: close, unless the presenter has something to say first."""
        stopped = [one.stop() for one in (self._secrets, self._desk) if one is not None]
        if any(stopped):
            return  # what was waited for is told, and Esc again closes
        if self._may_leave_desk() and (self._presenter is None or self._presenter.may_leave()):
            super().reject()

    def _save_all(self) -> None:
        """Save keeps no desk, which has a button of its own: whoever typed one is told so, once."""
        if self._presenter is not None and self._may_leave_desk():
            self._presenter.save()

    def _may_leave_desk(self) -> bool:
        if self._desk is None or self._desk.may_leave():
            return True
        self.tabs.setCurrentIndex(_DESK)
        self.desk.join.setFocus()
        return False

    def _open(self, folder: str) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)) and self._presenter is not None:
            self._presenter.no_folder(folder)
