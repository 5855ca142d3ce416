"""The question that has no default: whether customers are messaged for rows that do not say it themselves.

It must not answer itself; an answer is told, and comes back with the state.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton

from console.model.plural import by_count
from console.presenters.runs.state import RunState
from console.ui.look.inputs import put_checked
from console.ui.runs.asking import AskingFrame


class MessageQuestion(AskingFrame):
    """Asked only while rows are chosen that do not say it."""

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.yes, self.no = QRadioButton("Message the customer"), QRadioButton("Do not message the customer")
        self._group = QButtonGroup(self)
        for made in (self.yes, self.no):
            made.setAccessibleName(made.text())
            self._group.addButton(made)
        self._group.buttonToggled.connect(self._toggled)
        self.lay_out(self.yes, self.no)

    def show_state(self, state: RunState) -> None:
        """Show a state; showing it twice changes nothing."""
        asked = state.phase == "checked" and state.silent > 0 and not state.forbidden
        rows = by_count(state.silent, "One chosen row does", f"{state.silent:,} of the chosen rows do")
        self.ask(f"{rows} not say whether to message:", asked=asked)
        if (self.yes.isChecked(), self.no.isChecked()) != (state.message is True, state.message is False):
            self._group.setExclusive(False)  # or neither could be shown without a dot
            put_checked(self.yes, state.message is True)
            put_checked(self.no, state.message is False)
            self._group.setExclusive(True)

    def _toggled(self, chosen: QAbstractButton, on: bool) -> None:
        if on:
            self.answered.emit(chosen is self.yes)
