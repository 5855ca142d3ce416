"""The dialog Environments: the list, what can be done with the chosen one, and the question before it is removed.

It must not decide what becomes of drafts, nor read or write a file; each choice is told to the presenter.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.model.environment import ACCENTS, HANDED_ON
from console.presenters.settings.environment_row import ListedEnvironment
from console.presenters.settings.environments import EnvironmentsPresenter, EnvironmentsState
from console.ui.look.direction import IsolatedCells
from console.ui.look.dot import dot
from console.ui.look.notice import NoticeLine
from console.ui.look.parts import Card, button, inside, label, put_text, row, striped
from console.ui.look.text import one_line, tip
from console.ui.look.theme import Scheme, Theme, worn
from console.ui.settings.credentials import COLOURS

_LONGEST_NAME, _LONGEST_ADDRESS = 60, 70
_FILTER = f"Environments (*{HANDED_ON});;All files (*)"
_LIST_WIDTH = 360


class EnvironmentsDialog(QDialog):
    """`edit_asked` has the name of the one to edit, "" for a new one; Esc takes a question back, or closes."""

    edit_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter: EnvironmentsPresenter
        self._state = EnvironmentsState()
        self.file_dialog_options = QFileDialog.Option(0)
        self.setWindowTitle("Environments")
        self.setMinimumSize(560, 380)
        self.resize(QSize(760, 520).boundedTo(self.screen().availableSize() * 0.95))
        self.list = QListWidget()
        self.list.setItemDelegate(IsolatedCells(self.list))
        self.list.setObjectName("recents")
        self.list.setAccessibleName("Environments")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit = button("&Edit…", "Edit", tip="Name, addresses, credentials  (Enter)")
        self.copy = button("&Duplicate", "Duplicate", tip="Another one like it, with the same secret")
        self.hand_on = button(
            "E&xport for colleagues…", "Export for colleagues", tip="A file with everything but the secret"
        )
        self.remove = button("&Remove…", "Remove", tip="Asks what shall become of its drafts")
        self.read_only = QCheckBox("Read-onl&y")
        self.read_only.setAccessibleName("Read-only")
        self.read_only.setAccessibleDescription(
            "Look up only: the window has no button that sends a change there."
        )
        self.colour = QComboBox()
        self.colour.setAccessibleName("Colour")
        self.set_by = label(role="muted", wrap=True, selectable=True)
        self.nothing = label("None is set up yet. The practice sandbox is always there.", "muted", wrap=True)
        self.asking = QWidget()
        self.question = label(wrap=True)
        self.question.setObjectName("question")
        self.keep = button("&Keep it", "Keep it", tip="Esc")
        self.leave = button("Remove, keep dra&fts", "Remove, keep drafts")
        self.wipe = button("Remove and de&lete drafts", "Remove and delete drafts", "danger")
        self.notice = NoticeLine()
        self.new = button("&New…", "New", tip="Set another one up")
        self.take_in = button(
            "&Import…", "Import", tip="A file that a colleague exported; you are asked for the secret"
        )
        self.shut = button("Close", tip="Esc")
        self._lay_out()

    def bind(self, presenter: EnvironmentsPresenter) -> None:
        """Tell this presenter what is chosen here, and show what it says."""
        self._presenter = presenter
        self.list.currentItemChanged.connect(self._chosen)
        self.list.itemActivated.connect(self._edit)
        self.edit.clicked.connect(self._edit)
        self.copy.clicked.connect(presenter.duplicate)
        self.hand_on.clicked.connect(self._ask_where)
        self.remove.clicked.connect(presenter.ask_remove)
        self.read_only.toggled.connect(presenter.mark_read_only)
        self.colour.activated.connect(lambda place: presenter.colour(self.colour.itemData(place)))
        self.keep.clicked.connect(self._keep)
        self.leave.clicked.connect(lambda: presenter.remove(with_drafts=False))
        self.wipe.clicked.connect(lambda: presenter.remove(with_drafts=True))
        self.new.clicked.connect(lambda: self.edit_asked.emit(""))
        self.take_in.clicked.connect(self._ask_which)
        self.shut.clicked.connect(self.reject)
        self.notice.action_asked.connect(lambda _: presenter.stop())
        self.finished.connect(presenter.close)
        presenter.show(self.show_state)
        self.list.setFocus()

    def _lay_out(self) -> None:
        column = inside(striped(self))
        column.addWidget(label("Environments", "title"))
        listed = Card("Set up on this computer")
        listed.setMinimumWidth(_LIST_WIDTH)
        listed.body.addWidget(self.nothing)
        listed.body.addWidget(self.list, 1)
        acts = QVBoxLayout()
        acts.setSpacing(8)
        for made in (self.edit, self.copy, self.hand_on, self.remove):
            acts.addWidget(made)
        acts.addSpacing(8)
        shown = label("C&olour", "label")
        shown.setBuddy(self.colour)
        acts.addWidget(shown)
        acts.addWidget(self.colour)
        acts.addWidget(self.read_only)
        acts.addStretch(1)
        both = row(listed, spacing=16)
        both.setStretch(0, 1)
        both.addLayout(acts)
        column.addLayout(both, 1)
        column.addWidget(self.set_by)
        asked = QVBoxLayout(self.asking)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.addWidget(self.question)
        asked.addLayout(row(1, self.wipe, self.leave, self.keep))
        column.addWidget(self.asking)
        column.addWidget(self.notice)
        column.addLayout(row(self.new, self.take_in, 1, self.shut))

    def show_state(self, state: EnvironmentsState) -> None:
        """Show a state; showing it twice changes nothing."""
        asked, self._state = bool(self._state.asking), state
        self._show_list(state)
        one = state.row
        for made in (self.edit, self.copy, self.hand_on, self.remove, self.colour, self.read_only):
            made.setEnabled(one is not None and not state.asking)
        if one is not None and one.held:
            self.read_only.setEnabled(False)
        theirs = one is not None and one.theirs
        put_text(self.edit, "Its s&ecret…" if theirs else "&Edit…")
        self.edit.setAccessibleName("Its secret" if theirs else "Edit")
        put_text(self.remove, "&Remove its secret…" if theirs else "&Remove…")
        self.remove.setAccessibleName("Remove its secret" if theirs else "Remove")
        put_text(self.set_by, one.set_by if one is not None else "")
        self.set_by.setVisible(bool(self.set_by.text()))
        with QSignalBlocker(self.read_only):
            self.read_only.setChecked(one is not None and one.read_only)
        self._show_colour(one)
        self.nothing.setVisible(not state.listed and not state.busy)
        put_text(self.question, state.asking)
        put_text(self.leave, "Remove, keep dra&fts" if state.drafts else "Re&move it")
        self.leave.setAccessibleName("Remove, keep drafts" if state.drafts else "Remove it")
        self.wipe.setVisible(state.drafts > 0)
        self.asking.setVisible(bool(state.asking))
        if state.asking and not asked:
            self.keep.setFocus()
        self.notice.show_notice(state.notice)

    def reject(self) -> None:
        """Esc: take the question back, wait no longer for the keyring, or close."""
        if self._state.asking:
            self._keep()
        elif self._state.notice is not None and self._state.notice.action is not None:
            self._presenter.stop()
        else:
            super().reject()

    def _show_list(self, state: EnvironmentsState) -> None:
        with QSignalBlocker(self.list):
            while self.list.count() > len(state.listed):
                self.list.takeItem(self.list.count() - 1)
            while self.list.count() < len(state.listed):
                self.list.addItem(QListWidgetItem())
            for place, one in enumerate(state.listed):
                self._put_item(self.list.item(place), one)
                if one.name == state.chosen and self.list.currentRow() != place:
                    self.list.setCurrentRow(place)

    def _put_item(self, item: QListWidgetItem, one: ListedEnvironment) -> None:
        said = {"in use": one.in_use, "read-only": one.read_only, "set by your administrator": one.theirs}
        marks = [word for word, on in said.items() if on]
        name = " · ".join([one_line(one.name, _LONGEST_NAME), *marks])
        address = QFontMetrics(self.list.font()).elidedText(
            one_line(one.address, _LONGEST_ADDRESS), Qt.TextElideMode.ElideMiddle, _LIST_WIDTH - 70
        )
        if item.text() != f"{name}\n{address}":
            item.setText(f"{name}\n{address}")
            item.setToolTip(tip(one.address))
        item.setData(Qt.ItemDataRole.UserRole, one.name)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {one.address}")
        item.setIcon(dot(self, Theme(self._scheme, one.accent)))

    def _show_colour(self, one: ListedEnvironment | None) -> None:
        offered = one.accents if one is not None else ACCENTS
        accents = [accent for accent in offered if accent != "sandbox" or (one and one.accent == accent)]
        if [self.colour.itemData(place) for place in range(self.colour.count())] != accents:
            self.colour.clear()
            for accent in accents:
                self.colour.addItem(dot(self, Theme(self._scheme, accent)), COLOURS[accent], accent)
        self.colour.setCurrentIndex(self.colour.findData(one.accent) if one is not None else -1)

    @property
    def _scheme(self) -> Scheme:
        return worn().scheme

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._presenter.choose(item.data(Qt.ItemDataRole.UserRole))

    def _edit(self) -> None:
        if self._state.chosen:
            self.edit_asked.emit(self._state.chosen)

    def _keep(self) -> None:
        self._presenter.keep()
        self.list.setFocus()

    def _ask_where(self) -> None:
        named = "".join(
            sign if sign.isalnum() or sign in " -_" else "_" for sign in self._state.chosen
        ).strip()
        dialog = self._file_dialog("Export for colleagues", f"{named}{HANDED_ON}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self._presenter.export)
        dialog.open()

    def _ask_which(self) -> None:
        dialog = self._file_dialog("Import an environment", "")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._presenter.take_in)
        dialog.open()

    def _file_dialog(self, title: str, name: str) -> QFileDialog:
        dialog = QFileDialog(self, title, name, _FILTER)
        dialog.setOptions(self.file_dialog_options)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.activateWindow)
        return dialog
