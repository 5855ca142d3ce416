"""The section Desk of the dialog Settings: the address of the database that colleagues share, and the way in.

It must not judge a text, and the password's field is only ever emptied from here, never filled.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from console.presenters.settings.shared_desk import SharedDeskField, SharedDeskPresenter, SharedDeskState
from console.ui.look.heard import INVALID, SpokenWords
from console.ui.look.inputs import TypedLine
from console.ui.look.notice import NoticeLine
from console.ui.look.parts import Card, button, label, put_property, put_text, row

_WHAT = (
    "Where several people work on one shop, a PostgreSQL database of yours shows each of them what the others sent, what "
    "they have open, and which rows of a file are theirs. Alone you need none."
)
_ROWS: tuple[tuple[SharedDeskField, str, str, str], ...] = (
    (
        "address",
        "&Address of the desk",
        "postgresql://anna@db1.example.com/desk",
        "Your name at the desk stands in it: colleagues see it. The owner of the database hands it out.",
    ),
    ("name", "Your &name there", "", "As the owner of the database gave it to you; colleagues see it."),
    ("password", "&Password", "", "Kept with the other secrets; never shown again."),
    ("ca_file", "CA &file", "", "Full path of a PEM file that is trusted instead of the usual authorities."),
)
_GIVEN = "Set by your administrator in {}."
_STORED = "Stored. Leave it empty to keep it."
_IN_KEYRING = "Kept in the system's keyring; never shown again."


class SharedDeskSection(QWidget):
    """Three fields with their words, and the buttons that try, join and leave."""

    def __init__(self) -> None:
        super().__init__()
        self.inputs: dict[SharedDeskField, TypedLine] = {}
        self._labels: dict[SharedDeskField, QLabel] = {}
        self._words = {name: label(role="meaning", wrap=True) for name, *_ in _ROWS}
        self._told = {name: SpokenWords(words) for name, words in self._words.items()}
        self.test = button("&Test the desk", "Test the desk", tip="Asks the desk; nothing is written there")
        self.join = button("&Join the desk", "Join the desk", tip="Colleagues see what you send from then on")
        self.leave = button("&Leave the desk", "Leave the desk", tip="What is on this computer stays")
        self.notice = NoticeLine()
        card = Card("A desk of many")
        card.body.addWidget(label(_WHAT, "muted", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for place, (name, text, shown, _) in enumerate(_ROWS):
            made = TypedLine()
            made.setAccessibleName(text.replace("&", ""))
            made.setPlaceholderText(shown)
            named = self._labels[name] = label(text, "label")
            named.setBuddy(made)
            grid.addWidget(named, 2 * place, 0)
            grid.addWidget(made, 2 * place, 1)
            grid.addWidget(self._words[name], 2 * place + 1, 1)
            self.inputs[name] = made
        self.inputs["password"].setEchoMode(QLineEdit.EchoMode.Password)
        card.body.addLayout(grid)
        card.body.addWidget(self.notice)  # what a test finds takes the whole width
        card.body.addLayout(row(1, self.leave, self.test, self.join))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 22, 8)
        column.addWidget(card)
        column.addStretch(1)

    def bind(self, presenter: SharedDeskPresenter) -> None:
        """Tell this presenter what is typed and chosen here, and show what it says."""
        for name, made in self.inputs.items():
            made.typed.connect(partial(presenter.type, name))
        self.test.clicked.connect(presenter.test)
        self.join.clicked.connect(presenter.join)
        self.leave.clicked.connect(presenter.leave)
        self.notice.action_asked.connect(lambda _: presenter.stop())
        presenter.show(self.show_state)

    def take_cursor(self) -> None:
        """Put the cursor at the address, or at the name where the address is given."""
        self.inputs["name" if self.inputs["address"].isReadOnly() else "address"].setFocus()

    def show_state(self, state: SharedDeskState) -> None:
        """Show a state; showing it twice changes nothing."""
        for name, _, shown, usual in _ROWS:
            made, error = self.inputs[name], state.wrong.get(name, "")
            if name == "password":
                stored = state.password_stored
                made.setPlaceholderText(_STORED if stored else shown)
                usual = _IN_KEYRING if stored and state.in_keyring else usual
                if not state.form.password and made.text():
                    made.put("")
            elif made.text() != (typed := getattr(state.form, name)):
                made.put(typed)
            given = state.given
            if name in ("address", "ca_file") and given is not None:
                usual = _GIVEN.format(given.path)
            if name in ("address", "ca_file"):
                made.setReadOnly(given is not None)
            if name == "name":
                for part in (made, self._labels[name], self._words[name]):
                    part.setVisible(given is not None)
            put_text(self._words[name], error or usual)
            put_property(self._words[name], "role", "error" if error else "meaning")
            put_property(made, "mark", "wrong" if error else "")
            made.setAccessibleDescription(f"{INVALID} {error}" if error else usual)
            self._told[name].tell(f"{made.accessibleName()}: {error}" if error else "")
        for made_button in (self.test, self.join):
            made_button.setEnabled(state.can_act)
        self.leave.setVisible(state.kept is not None)
        self.leave.setEnabled(state.can_act)
        self.notice.show_notice(state.notice)
