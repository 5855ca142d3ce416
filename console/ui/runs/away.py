"""The question while rows cannot be reserved, since the desk is away: to wait for it, or to go on alone.

It must not answer itself or know the desk; an answer is told as an act, and what is asked comes with the state.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton

from console.presenters.runs.state import RunState
from console.ui.look.accessible import HeardRole, hear_as
from console.ui.look.heard import SpokenWords
from console.ui.look.parts import button, label, put_text, row
from console.ui.look.text import without_marks
from console.ui.runs.acts import RunAct


class AwayQuestion(QFrame):
    """`pressed` has the key of the act that was chosen, a `RunAct`. Whoever waits can still go on alone."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("asking")
        hear_as(self, HeardRole.Grouping)
        self.question = label(wrap=True)
        self._told = SpokenWords(self.question)
        self.question.setObjectName("question")
        self.wait = self._button("Wa&it", "wait", "The run goes on by itself when the desk is back")
        self.alone = self._button("Go on a&lone", "go alone", "Send rows that may be another computer's, too")
        across = row(self.question, self.wait, self.alone, spacing=14)
        across.setStretch(0, 1)
        across.setContentsMargins(14, 8, 14, 8)
        self.setLayout(across)
        self.hide()

    def _button(self, text: str, act: RunAct, why: str) -> QPushButton:
        made = button(text, tip=why)
        made.clicked.connect(lambda: self.pressed.emit(act))
        return made

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The answers from left to right."""
        return self.wait, self.alone

    def show_state(self, state: RunState) -> None:
        """Show a state; showing it twice changes nothing."""
        asked = state.reserve if state.running else ""
        self.setVisible(bool(asked))
        put_text(self.question, asked)
        self._told.tell(asked)
        self.setAccessibleName(asked)
        # It stays: with a button that goes, Qt would hand the cursor to the next one, which stops the run.
        put_text(self.wait, "Waiting…" if state.reserve_waits else "Wa&it")
        self.wait.setAccessibleName(without_marks(self.wait.text()))
        for made in self.buttons:
            made.setAccessibleDescription(asked)
