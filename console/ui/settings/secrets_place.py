"""The card of the dialog Settings that says where client secrets are kept, and moves them.

It must not decide whether a keyring will do, nor ask one; each choice is told to the presenter.
"""

from __future__ import annotations

from console.presenters.settings.secrets_place import SecretsPlacePresenter, SecretsPlaceState
from console.ui.look.inputs import Combo
from console.ui.look.notice import NoticeLine
from console.ui.look.parts import Card, button, label, put_text, row

_PLACES = {"file": "This file (only you can read it)", "keyring": "The system's keyring"}


class SecretsPlaceCard(Card):
    """A choice, where the secrets are now, and the button that moves them."""

    def __init__(self) -> None:
        super().__init__("Client secrets")
        self.place = Combo()
        self.place.setAccessibleName("Where secrets are kept")
        for place, words in _PLACES.items():
            self.place.addItem(words, place)
        self.move_button = button(
            "&Move secrets", "Move secrets", tip="Each is read back before it is taken from where it is"
        )
        self.now = label(role="muted", wrap=True, selectable=True)
        self.notice = NoticeLine()
        named = label("Where secrets are &kept", "label")
        named.setBuddy(self.place)
        across = row(named, self.place, self.move_button)
        across.setStretch(1, 1)
        self.body.addLayout(across)
        self.body.addWidget(self.now)
        self.body.addWidget(self.notice)

    def bind(self, presenter: SecretsPlacePresenter) -> None:
        """Tell this presenter what is chosen here, and show what it says."""
        self.place.activated.connect(lambda at: presenter.choose(self.place.itemData(at)))
        self.move_button.clicked.connect(presenter.move)
        self.move_button.clicked.connect(lambda: self.place.setFocus())
        self.notice.action_asked.connect(lambda _: presenter.stop())
        presenter.show(self.show_state)

    def show_state(self, state: SecretsPlaceState) -> None:
        """Show a state; showing it twice changes nothing."""
        at = self.place.findData(state.chosen)
        if self.place.currentIndex() != at:
            self.place.setCurrentIndex(at)
        self.move_button.setEnabled(state.can_move)
        put_text(self.now, state.now)
        self.place.setAccessibleDescription(state.now)
        self.notice.show_notice(state.notice)
