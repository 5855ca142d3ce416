"""A question in the foot of the run's window: a framed sentence, heard when it comes, with its answers beside it.

It must not know what is asked or what an answer does.
"""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QFrame

from console.ui.look.accessible import HeardRole, hear_as
from console.ui.look.heard import SpokenWords
from console.ui.look.parts import label, put_text, row


class AskingFrame(QFrame):
    """`question` is the label with the sentence, which each answer says as well."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("asking")
        hear_as(self, HeardRole.Grouping)
        self.question = label(wrap=True)
        self.question.setObjectName("question")
        self._told = SpokenWords(self.question)
        self._answers: tuple[QAbstractButton, ...] = ()

    def lay_out(self, *answers: QAbstractButton) -> None:
        """Have these answers beside the question, from left to right."""
        self._answers = answers
        across = row(self.question, *answers, spacing=14)
        across.setStretch(0, 1)
        across.setContentsMargins(14, 8, 14, 8)
        self.setLayout(across)

    def ask(self, sentence: str, *, asked: bool) -> None:
        """Ask this, or show nothing where it is not `asked` now."""
        self.setVisible(asked)
        put_text(self.question, sentence)
        self._told.tell(sentence if asked else "")
        self.setAccessibleName(sentence)
        for made in self._answers:
            made.setAccessibleDescription(sentence)
