"""The Connect dialog: the practice sandbox, or a server with its credentials, tried out before it is saved.

It must not decide what is right, talk to a server, or open another dialog on top of itself.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from console.model.environment import Environment
from console.presenters.settings.connect import ConnectPresenter, ConnectState
from console.presenters.settings.connect_words import set_by
from console.presenters.settings.credentials import CredentialField
from console.presenters.settings.environment_row import secret_question
from console.presenters.waiting import LOOK_MS
from console.ui.look.inputs import Combo
from console.ui.look.notice import NoticeLine
from console.ui.look.page import Page
from console.ui.look.parts import Card, button, chip, elided, label, put_property, put_text, row
from console.ui.look.room import keep_on_screen
from console.ui.look.theme import Theme, worn
from console.ui.settings.credentials import CredentialsCard

_PRACTICE = (
    "The practice sandbox is a real server on this computer with made-up orders; "
    "nothing you do there reaches a customer."
)
_NEW = "A new environment"
_STAYS = "Drafts stay, and are there again under this name; File > Environments can delete them."
_WIDTH = 720
_PATIENCE_MS = 300
"""A test that is answered sooner shows no progress bar."""
_ACCENTED = """
QFrame#strip {{ background: {accent}; }}
QLabel[chip="accent"] {{ border-color: {accent}; }}
"""
"""The dialog is framed in the colour that is chosen in it, as the window will be."""


class ConnectDialog(QDialog):
    """Enter saves, Esc stops a test or closes. `connected` and `practice_asked` come when the dialog is closed."""

    connected = Signal(Environment)
    practice_asked = Signal()
    removed = Signal(str)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter: ConnectPresenter
        self._state = ConnectState()
        self._attended = False
        self._worn: Theme | None = None
        self._wanted = 0
        self.setWindowTitle("Connect")
        self.setMinimumSize(460, 320)
        self.title = label(role="title")
        self.name = chip(tone="accent")
        self.why = label(role="muted", wrap=True)
        self.practice = button("&Use the practice sandbox", "Use the practice sandbox", tip="Alt+U")
        self.environment = Combo()
        self.environment.setAccessibleName("Environment")
        self.environment.addItem(_NEW)
        self.remove = button("&Remove…", "Remove", tip="Alt+R")
        self.question = label(wrap=True)
        self.keep = button("&Keep it", "Keep it", tip="Alt+K or Esc")
        self.yes = button("Re&move it", "Remove it", "danger", tip="Alt+M")
        self.told_words = label(role="advice", wrap=True, selectable=True)
        self.set_by = label(role="muted", wrap=True, selectable=True)
        self.form = CredentialsCard()
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Testing the connection")
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.progress.show)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self.notice = NoticeLine()
        self.shut = button("Close", tip="Esc")
        self.test = button("&Test connection", "Test connection", tip="Alt+T")
        self.save = button("&Save", "Save", tip="Alt+S or Enter")
        for made in (
            self.practice,
            self.remove,
            self.keep,
            self.yes,
            self.notice.action,
            self.shut,
            self.test,
        ):
            made.setAutoDefault(True)  # so that Enter presses the one that has the cursor
        self._lay_out()

    def bind(self, presenter: ConnectPresenter) -> None:
        """Hand what is done here to this presenter, and show its state."""
        self._presenter = presenter
        self._attended = True
        self.environment.activated.connect(self._choose)
        self.remove.clicked.connect(self._ask_remove)
        self.keep.clicked.connect(self._keep)
        self.yes.clicked.connect(presenter.remove)
        self.form.typed.connect(presenter.type)
        self.form.coloured.connect(presenter.colour)
        self.form.read_only_asked.connect(presenter.mark_read_only)
        self.notice.action_asked.connect(presenter.act)
        self._look.timeout.connect(presenter.look)
        self.practice.clicked.connect(self._practise)
        self.shut.clicked.connect(self.close)
        self.test.clicked.connect(self._test)
        self.save.clicked.connect(self._save)
        self.render(presenter.state)
        first = self.practice if presenter.state.first_start else self.form.input_of("name")
        first.setFocus()

    def put_cursor(self, field: CredentialField) -> None:
        """Put the cursor into a field, such as the secret that a server refused."""
        self._to(self.form.input_of(field))

    def use(self, environment: Environment, told: tuple[str, ...]) -> None:
        """Close, and tell which environment is to be used; for the presenter's `connected`."""
        self.accept()
        if told:
            self.told.emit(" ".join(told))
        self.connected.emit(environment)

    def render(self, state: ConnectState) -> None:  # type: ignore[override] # it shows a state; it paints nothing
        """Show a state; showing it twice changes nothing."""
        before, self._state = self._state, state
        self._wear(state)
        self.form.show_state(state, self._theme(state).scheme)
        put_text(self.title, "Welcome to Order Console" if state.first_start else "Connect to a server")
        put_text(self.name, elided(self.name, state.form.name.strip(), 240))
        self.name.setVisible(bool(state.form.name.strip()))
        put_text(self.why, f"New here? {_PRACTICE}" if state.first_start else _PRACTICE)
        put_property(self.practice, "role", "primary" if state.practice_first else "")
        put_property(self.save, "role", "" if state.practice_first else "primary")
        (self.practice if state.practice_first else self.save).setDefault(True)
        self._show_known(state)
        put_text(self.told_words, state.told)
        self.told_words.setVisible(bool(state.told))
        put_text(self.set_by, set_by(state.administered))
        self.set_by.setVisible(state.administered is not None)
        self.notice.show_notice(state.notice)
        if state.busy != "testing":
            self._patience.stop()
            self._look.stop()
            self.progress.hide()
        elif before.busy != "testing":
            self._patience.start()
            self._look.start()
        if state.doubts and not before.doubts and self.test.hasFocus():
            self._to(self.form.first_wrong(state))

    def fit(self) -> None:
        """Grow where more is shown than before, as far as the screen goes; what does not fit scrolls."""
        room = self.screen().availableSize() - QSize(16, 48)
        width = min(max(self.width(), _WIDTH), room.width())
        wanted = self._whole.totalHeightForWidth(width) if self._whole.hasHeightForWidth() else 0
        wanted = max(wanted, self._whole.totalSizeHint().height())
        if wanted > self._wanted:
            self.resize(width, min(max(wanted, self.height()), room.height()))
        self._wanted = wanted
        keep_on_screen(self)  # it was smaller before

    def reject(self) -> None:
        """Esc: stop what is under way, or close."""
        if not self._presenter.back_out():
            super().reject()

    def done(self, result: int) -> None:
        """Close; nothing goes on behind it, and the typed secret is wiped from the screen's memory."""
        self._presenter.close()
        self._look.stop()
        self._patience.stop()
        self.form.input_of("client_secret").put("")
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End whatever is under way when the window's own cross is pressed."""
        self._presenter.close()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size that all of it needs."""
        super().showEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        """Anything on the dialog may have become longer."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.fit()
            self.page.keep_in_sight()
        return taken

    def changeEvent(self, event: QEvent) -> None:
        """Light has become dark, or the other way round."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._attended:
            self.render(self._state)

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(22, 16, 22, 8)
        column.setSpacing(12)
        column.addLayout(row(self.title, 1, self.name))
        practice = Card("Practise")
        across = row(self.why, self.practice, spacing=20)
        across.setStretch(0, 1)
        practice.body.addLayout(across)
        column.addWidget(practice)
        self.known = Card("")
        self.known.heading.setText("&ENVIRONMENT")
        self.known.heading.setBuddy(self.environment)
        chosen = row(self.environment, self.remove)
        chosen.setStretch(0, 1)
        self.known.body.addLayout(chosen)
        self.asking = QWidget()
        asking = row(self.question, self.keep, self.yes)
        asking.setStretch(0, 1)
        self.asking.setLayout(asking)
        self.known.body.addWidget(self.asking)
        column.addWidget(self.known)
        column.addWidget(self.told_words)
        column.addWidget(self.set_by)
        column.addWidget(self.form)
        column.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(22, 4, 22, 16)
        foot.setSpacing(8)
        foot.addWidget(self.progress)
        foot.addWidget(self.notice)
        foot.addLayout(row(1, self.shut, self.test, self.save))
        strip = QFrame()
        strip.setObjectName("strip")
        strip.setFixedHeight(4)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(strip)
        self.page = Page(page, _WIDTH)
        self._whole.addWidget(self.page, 1)
        self._whole.addLayout(foot)

    def _theme(self, state: ConnectState) -> Theme:
        return Theme(worn().scheme, "sandbox" if state.practice_first else state.form.accent)

    def _wear(self, state: ConnectState) -> None:
        theme = self._theme(state)
        if theme != self._worn:
            self._worn = theme
            self.setStyleSheet(_ACCENTED.format(**theme.tokens()))

    def _show_known(self, state: ConnectState) -> None:
        self.known.setVisible(bool(state.known))
        if [self.environment.itemText(place) for place in range(self.environment.count())][1:] != list(
            state.known
        ):
            self.environment.clear()
            self.environment.addItems([_NEW, *state.known])
        place = 0 if state.editing is None else state.known.index(state.editing) + 1
        if self.environment.currentIndex() != place:
            self.environment.setCurrentIndex(place)
        by, name = state.administered, state.editing
        theirs = by is not None and by.whole
        self.remove.setEnabled(name is not None and (state.secret_stored or not theirs))
        put_text(self.remove, "&Remove its secret…" if theirs else "&Remove…")
        self.remove.setAccessibleName("Remove its secret" if theirs else "Remove")
        asked = f"Remove “{name}” and its client secret from this computer? {_STAYS}"
        if name is not None and by is not None and by.whole:
            asked = secret_question(name, by.path)
        put_text(self.question, asked)
        self.asking.setVisible(state.asking)

    def _choose(self, place: int) -> None:
        self._presenter.choose(self._state.known[place - 1] if place else None)

    def _ask_remove(self) -> None:
        self._presenter.ask_remove()
        self._to(self.keep)

    def _keep(self) -> None:
        self._presenter.keep()
        self._to(self.environment)

    def _practise(self) -> None:
        self.accept()
        self.practice_asked.emit()

    def _test(self) -> None:
        self._presenter.test()
        self._to(self.form.first_wrong(self._state))

    def _save(self) -> None:
        self._presenter.save()
        self._to(self.form.first_wrong(self._state))

    def _to(self, widget: QWidget | None) -> None:
        if widget is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
