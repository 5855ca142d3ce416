"""The question before rows are sent again of which it is not known whether they arrived: what could happen, and two answers.

It must not answer itself or send; an answer is told, and what is asked comes with the state.
"""

from __future__ import annotations

from PySide6.QtCore import Signal

from console.model.plural import counted
from console.presenters.runs.state import RunState
from console.ui.look.parts import button, put_text
from console.ui.look.text import LONGEST_TARGET, one_line, unmarked
from console.ui.runs.asking import AskingFrame


class AgainQuestion(AskingFrame):
    """Asked only after *Send unknown again*; the answer that writes names where."""

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._target = ""
        self.yes = button(
            "Send again", role="send", tip="Read each order once more, then send those that lack it"
        )
        self.no = button(
            "Do &not send", "Do not send", tip="Leave them unknown; they are looked for as before"
        )
        self.yes.clicked.connect(lambda: self.answered.emit(True))
        self.no.clicked.connect(lambda: self.answered.emit(False))
        self.lay_out(self.yes, self.no)

    def show_environment(self, target: str) -> None:
        """`target` is the environment's name inside buttons that write."""
        self._target = one_line(target, LONGEST_TARGET)

    def show_state(self, state: RunState) -> None:
        """Show a state; showing it twice changes nothing."""
        self.ask(state.again, asked=bool(state.again) and state.at_rest)
        put_text(self.yes, f"Send {counted(state.unknown, 'row')} a&gain in {unmarked(self._target)}")
