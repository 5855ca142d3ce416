"""A notice on the screen, in the main window's bar and in every dialog that has something to tell.

It must not act: what is clicked is told to whoever shows it.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console.presenters.notice import Notice
from console.ui.look.parts import button, label, put_property, put_text
from console.ui.look.text import one_line, tip, unmarked, without_marks

_LONGEST_HEADLINE, _LONGEST_ADVICE = 300, 700
_ROLES = {"bad": "headline-bad", "warn": "headline-warn", "good": "headline-good", "plain": "muted"}


class NoticeLine(QWidget):
    """A notice on two lines with perhaps a button; its words are read aloud as they change."""

    action_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.headline = label(role="muted", wrap=True, selectable=True)
        self.advice = label(role="muted", wrap=True, selectable=True)
        for said in (self.headline, self.advice):  # a long word must not widen the window
            said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.action = button("", role="link")
        self.action.clicked.connect(self._asked)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.headline)
        words.addWidget(self.advice)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addLayout(words, 1)
        across.addWidget(self.action)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.show_notice(None)

    def show_notice(self, notice: Notice | None) -> None:
        """Show it; nothing where there is none."""
        put_text(self.headline, one_line(notice.headline, _LONGEST_HEADLINE) if notice else "")
        put_property(self.headline, "role", _ROLES[notice.tone] if notice else "muted")
        put_text(self.advice, one_line(notice.advice, _LONGEST_ADVICE) if notice else "")
        self.advice.setVisible(bool(notice and notice.advice))
        put_text(self.action, unmarked(notice.action) if notice else "")
        self.action.setAccessibleName(notice.action if notice else "")
        self.action.setVisible(bool(notice and notice.action))
        for words in (self.headline, self.advice):
            words.setToolTip(tip(notice.detail) if notice else "")

    def _asked(self) -> None:
        self.action_asked.emit(without_marks(self.action.text()))
