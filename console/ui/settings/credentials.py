"""The card of the Connect dialog in which an environment is typed: addresses, credentials, colour.

It must not judge a text, and the field of the client secret is only ever emptied from here, never filled.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from console.presenters.settings.connect import ConnectState
from console.presenters.settings.credentials import CredentialField
from console.ui.look.dot import dot
from console.ui.look.heard import INVALID, SpokenWords
from console.ui.look.inputs import Combo, TypedLine
from console.ui.look.parts import Card, button, label, put_property, put_text, row
from console.ui.look.theme import Scheme, Theme, WindowAccent

_TO_THE_LETTER = "Where the console signs in. It is used to the letter, even a / at its end."
_ROWS: tuple[tuple[CredentialField, str, str, str], ...] = (
    ("name", "&Name", "Shop, live", "It stands in the window's title and on every button that writes."),
    ("api_url", "&API address", "https://rest.example.com", "Where the orders and carts are."),
    ("token_url", "T&oken address", "https://auth.example.com/oauth2/token", _TO_THE_LETTER),
    ("client_id", "Client &ID", "", "Given out together with the secret by whoever runs the server."),
    ("client_secret", "Client se&cret", "", "Kept in a file that only you can read; never shown again."),
)
_SCOPE = "Only where the sign-in server wants one to be named. A blank parts two."
_SIGNING_IN: tuple[tuple[CredentialField, str, str, str], ...] = (
    ("scope", "Sco&pe", "orders/carts-read orders/carts-write", _SCOPE),
)
_REACHING: tuple[tuple[CredentialField, str, str, str], ...] = (
    ("proxy", "Pro&xy", "http://proxy.example.com:3128", "For a server that is reached only through one."),
    ("ca_file", "CA &file", "", "Full path of a PEM file that is trusted instead of the usual authorities."),
)
_METHOD = "Test connection proposes the other way where the server takes only that one."
_METHODS = {"post": "In the form (client_secret_post)", "basic": "In a header (client_secret_basic)"}
_COLOUR = "It frames the window, so that you see where you are; read-only: it sends no change there."
_READ_ONLY = "Look up only: the window has no button that sends a change there."
_IN_KEYRING = "Kept in the system's keyring; never shown again."
_STORED = "Stored. Leave it empty to keep it."
COLOURS: dict[WindowAccent, str] = {
    "sandbox": "Practice teal",
    "test": "Test amber",
    "production": "Production red",
}


class CredentialLine(QObject):
    """Label, input and the words under it of one field, for the card to lay out."""

    typed = Signal(str, str)

    def __init__(self, field: CredentialField, text: str, placeholder: str, *, hint: str) -> None:
        super().__init__()
        self.field, self._placeholder, self._hint = field, placeholder, hint
        self.input = TypedLine()
        self.input.setAccessibleName(text.replace("&", ""))
        self.input.typed.connect(self._say)
        if field == "client_secret":
            self.input.setEchoMode(QLineEdit.EchoMode.Password)
        self.label = label(text, "label")
        self.label.setBuddy(self.input)
        self.message = _words(hint)
        self._told = SpokenWords(self.message)

    def render(self, state: ConnectState) -> None:
        """Show this field's part of a state."""
        text, placeholder = getattr(state.form, self.field), self._placeholder
        if self.field == "client_secret":
            placeholder = _STORED if state.secret_stored else ""
            if not text and self.input.text():
                self.input.put("")
        elif self.input.text() != text:
            self.input.put(text)
        if self.input.placeholderText() != placeholder:
            self.input.setPlaceholderText(placeholder)
        error, doubt = state.errors.get(self.field, ""), state.doubts.get(self.field, "")
        hint = _IN_KEYRING if self.field == "client_secret" and state.in_keyring else self._hint
        put_text(self.message, error or doubt or hint)
        put_property(self.message, "role", "error" if error else "advice" if doubt else "meaning")
        put_property(self.input, "mark", "wrong" if error else "warn" if doubt else "")
        by = state.administered
        theirs = by is not None and by.whole and self.field != "client_secret"
        self.input.setReadOnly(theirs)
        put_property(
            self.input, "theirs", "yes" if theirs else ""
        )  # so that the style sheet is applied again
        self._told.tell(f"{self.input.accessibleName()}: {error or doubt}" if error or doubt else "")
        self.input.setAccessibleDescription(f"{INVALID} {error}" if error else self.message.text())

    def show_row(self, shown: bool) -> None:
        """Show or hide all of it."""
        for part in (self.label, self.input, self.message):
            part.setVisible(shown)

    def _say(self, text: str) -> None:
        self.typed.emit(self.field, text)


class CredentialsCard(Card):
    """One line per field; what few servers need is out of the way until it is asked for or set."""

    typed = Signal(str, str)
    coloured = Signal(str)
    read_only_asked = Signal(bool)

    def __init__(self) -> None:
        super().__init__("Server and sign-in")
        self._scheme: Scheme | None = None
        self.colour = Combo()
        self.colour.setAccessibleName("Colour")
        self.colour.setAccessibleDescription(_COLOUR)
        self.colour.activated.connect(self._coloured)
        self.method = Combo()
        self.method.setAccessibleName("Secret goes")
        self.method.setAccessibleDescription(_METHOD)
        for method, words in _METHODS.items():
            self.method.addItem(words, method)
        self.method.activated.connect(self._send_by)
        self.more = button(
            "Scope, proxy and other &details…", "Scope, proxy and other details", "link", "Alt+D"
        )
        self.more.setAutoDefault(True)
        self.more.clicked.connect(self._more)
        colour = label("Co&lour", "label")
        colour.setBuddy(self.colour)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.lines = [
            self._add(CredentialLine(key, text, shown, hint=hint)) for key, text, shown, hint in _ROWS
        ]
        self.read_only = QCheckBox("Read-onl&y")
        self.read_only.setAccessibleName("Read-only")
        self.read_only.setAccessibleDescription(_READ_ONLY)
        self.read_only.toggled.connect(self.read_only_asked)
        self.read_only.setToolTip(_READ_ONLY)
        beside = row(self.colour, self.read_only, spacing=16)
        beside.setStretch(0, 1)
        place = self._grid.rowCount()
        self._grid.addWidget(colour, place, 0)
        self._grid.addLayout(beside, place, 1)
        self._grid.addWidget(_words(_COLOUR), place + 1, 1)
        self._grid.setRowMinimumHeight(place + 2, 4)
        self.rare = [
            self._add(CredentialLine(key, text, shown, hint=hint)) for key, text, shown, hint in _SIGNING_IN
        ]
        goes = label("Secret &goes", "label")
        goes.setBuddy(self.method)
        self._method_row = (goes, self.method, _words(_METHOD))
        self._place(*self._method_row)
        self.rare += [
            self._add(CredentialLine(key, text, shown, hint=hint)) for key, text, shown, hint in _REACHING
        ]
        self._show_rare(False)
        place = self._grid.rowCount()
        self._grid.addWidget(self.more, place, 1, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(self._grid)

    def show_state(self, state: ConnectState, scheme: Scheme) -> None:
        """Show a state; showing it twice changes nothing."""
        for line in (*self.lines, *self.rare):
            line.render(state)
        by = state.administered
        self.method.setEnabled(by is None or not by.whole)
        self.read_only.setEnabled(by is None or not by.read_only)
        place = self.method.findData(state.form.auth_method)
        if self.method.currentIndex() != place:
            self.method.setCurrentIndex(place)
        if place > 0 or any(line.input.text() for line in self.rare):
            self._show_rare(True)
            self.more.setVisible(False)
        shown = [self.colour.itemData(place) for place in range(self.colour.count())]
        if shown != list(state.colours) or scheme != self._scheme:
            self._scheme = scheme
            self.colour.clear()
            for accent in state.colours:
                self.colour.addItem(dot(self, Theme(scheme, accent)), COLOURS[accent], accent)
        self.read_only.setChecked(state.form.read_only)
        place = self.colour.findData(state.form.accent)
        if self.colour.currentIndex() != place:
            self.colour.setCurrentIndex(place)

    def input_of(self, field: CredentialField) -> TypedLine:
        """The input of a field."""
        return next(line.input for line in (*self.lines, *self.rare) if line.field == field)

    def first_wrong(self, state: ConnectState) -> TypedLine | None:
        """The topmost input with an error or a doubt."""
        wrong = (line for line in (*self.lines, *self.rare) if line.field in {*state.errors, *state.doubts})
        return next((line.input for line in wrong), None)

    def _add(self, line: CredentialLine) -> CredentialLine:
        line.setParent(self)
        line.typed.connect(self.typed)
        self._place(line.label, line.input, line.message)
        return line

    def _place(self, name: QWidget, edit: QWidget, words: QWidget) -> None:
        place = self._grid.rowCount()
        self._grid.addWidget(name, place, 0)
        self._grid.addWidget(edit, place, 1)
        self._grid.addWidget(words, place + 1, 1)
        self._grid.setRowMinimumHeight(place + 2, 4)

    def _show_rare(self, shown: bool) -> None:
        for line in self.rare:
            line.show_row(shown)
        for part in self._method_row:
            part.setVisible(shown)

    def _send_by(self, place: int) -> None:
        self.typed.emit("auth_method", self.method.itemData(place))

    def _coloured(self, place: int) -> None:
        self.coloured.emit(self.colour.itemData(place))

    def _more(self) -> None:
        self._show_rare(True)
        self.rare[0].input.setFocus(Qt.FocusReason.TabFocusReason)
        self.more.setVisible(False)


def _words(text: str) -> QLabel:
    made = label(text, "meaning", wrap=True)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made
