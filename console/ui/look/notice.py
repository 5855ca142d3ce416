"""A notice on the screen, in the main window's bar and in every dialog that has something to tell.

It must not act: what is clicked is told to whoever shows it.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console.presenters.notice import Action, Notice
from console.ui.look.parts import button, label, put_property, put_text
from console.ui.look.text import one_line, tip, unmarked

_LONGEST_HEADLINE, _LONGEST_ADVICE = 300, 700
_ROLES = {"bad": "headline-bad", "warn": "headline-warn", "good": "headline-good", "plain": "muted"}


class NoticeLine(QWidget):
    """A notice on two lines with perhaps a button; its words are read aloud as they change."""

    action_asked = Signal(str)
    """The key of the act that is offered."""

    def __init__(self) -> None:
        super().__init__()
        self._offered: Action | None = None
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
        self._offered = notice.action if notice else None
        put_text(self.action, unmarked(self._offered.label) if self._offered else "")
        self.action.setAccessibleName(self._offered.label if self._offered else "")
        self.action.setVisible(self._offered is not None)
        for words in (self.headline, self.advice):
            words.setToolTip(tip(notice.detail) if notice else "")

    def _asked(self) -> None:
        if self._offered is not None:
            self.action_asked.emit(self._offered.key)
