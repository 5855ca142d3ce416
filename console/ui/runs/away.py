"""The question while rows cannot be reserved, since the desk is away: to wait for it, or to go on alone.

It must not answer itself or know the desk; an answer is told as an act, and what is asked comes with the state.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from console.presenters.runs.state import RunState
from console.ui.look.parts import button, put_text
from console.ui.look.text import without_marks
from console.ui.runs.acts import RunAct
from console.ui.runs.asking import AskingFrame


class AwayQuestion(AskingFrame):
    """`pressed` has the key of the act that was chosen, a `RunAct`. Whoever waits can still go on alone."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.wait = self._button("Wa&it", "wait", "The run goes on by itself when the desk is back")
        self.alone = self._button("Go on a&lone", "go alone", "Send rows that may be another computer's, too")
        self.lay_out(self.wait, self.alone)
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
        self.ask(asked, asked=bool(asked))
        # It stays: with a button that goes, Qt would hand the cursor to the next one, which stops the run.
        put_text(self.wait, "Waiting…" if state.reserve_waits else "Wa&it")
        self.wait.setAccessibleName(without_marks(self.wait.text()))
