"""The question that has no default: whether customers are messaged for rows that do not say it themselves.

It must not answer itself; an answer is told, and comes back with the state.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QRadioButton

from console.model.plural import by_count
from console.presenters.runs.state import RunState
from console.ui.look.accessible import HeardRole, hear_as
from console.ui.look.heard import SpokenWords
from console.ui.look.inputs import put_checked
from console.ui.look.parts import label, put_text, row


class MessageQuestion(QFrame):
    """Asked only while rows are chosen that do not say it."""

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("asking")
        hear_as(self, HeardRole.Grouping)
        self.question = label(wrap=True)
        self._told = SpokenWords(self.question)
        self.question.setObjectName("question")
        self.yes, self.no = QRadioButton("Message the customer"), QRadioButton("Do not message the customer")
        self._answers = QButtonGroup(self)
        for made in (self.yes, self.no):
            made.setAccessibleName(made.text())
            self._answers.addButton(made)
        self._answers.buttonToggled.connect(self._toggled)
        across = row(self.question, self.yes, self.no, spacing=14)
        across.setStretch(0, 1)
        across.setContentsMargins(14, 8, 14, 8)
        self.setLayout(across)

    def show_state(self, state: RunState) -> None:
        """Show a state; showing it twice changes nothing."""
        asked = state.phase == "checked" and state.silent > 0 and not state.forbidden
        self.setVisible(asked)
        rows = by_count(state.silent, "One chosen row does", f"{state.silent:,} of the chosen rows do")
        put_text(self.question, f"{rows} not say whether to message:")
        self._told.tell(self.question.text() if asked else "")
        self.setAccessibleName(self.question.text())
        for made in (self.yes, self.no):
            made.setAccessibleDescription(self.question.text())
        if (self.yes.isChecked(), self.no.isChecked()) != (state.message is True, state.message is False):
            self._answers.setExclusive(False)  # or neither could be shown without a dot
            put_checked(self.yes, state.message is True)
            put_checked(self.no, state.message is False)
            self._answers.setExclusive(True)

    def _toggled(self, chosen: QAbstractButton, on: bool) -> None:
        if on:
            self.answered.emit(chosen is self.yes)
