"""The small button beside the environment that says how the desk stands, and leads to its settings.

It must not be there where no desk is set up.
"""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from console.presenters.desk.sign import SignState
from console.ui.look.parts import put_property, put_text, put_tip


class DeskSignButton(QPushButton):
    """Flat; its words are its name, and what else there is to know is its description."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "sign")
        self.setAutoDefault(False)
        self.hide()

    def show_state(self, state: SignState) -> None:
        """Show a state; showing it twice changes nothing."""
        put_text(self, state.text)
        self.setAccessibleName(state.text)
        put_tip(self, state.tip, state.tip)
        put_property(self, "tone", state.tone)
        self.setVisible(bool(state.text))
