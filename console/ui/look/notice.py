"""A notice on the screen, in the main window's bar and in every dialog that has something to tell.

It must not act: what is clicked is told to whoever shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from console import __version__
from console.ui.look.heard import SpokenWords
from console.ui.look.parts import button, label, put_property, put_text
from console.ui.look.text import LONGEST_TARGET, one_line, unmarked

if TYPE_CHECKING:
    from datetime import datetime

    from console.presenters.notice import Notice

_LONGEST_HEADLINE, _LONGEST_ADVICE = 260, 560
_ROLES = {"bad": "headline-bad", "warn": "headline-warn", "good": "headline-good", "plain": "muted"}


_COPY, _COPY_KEYED, _COPIED = "Copy the facts", "Cop&y the facts", "The facts are copied"


class _Words(QWidget):
    """As high as its sentences at this width; what they would take on a narrow one is no matter."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)


class NoticeLine(QWidget):
    """A notice on two lines with perhaps a button; its words are read aloud as they change, bad news at once.

    `more` is said behind them. `environment` is the name of the one in use, for the facts that can be copied; where there are
    `several`, what went wrong begins with it. One of so many `lines` keeps their height whatever it says, so that nothing
    around it jumps: longer words scroll.
    """

    action_asked = Signal(str)
    """The key of the act that is offered."""

    def __init__(self, lines: int = 0) -> None:
        super().__init__()
        self.environment, self._lines = "", lines
        self.several = False
        self.more = ""
        self._told = SpokenWords(self)
        self._notice: Notice | None = None
        self._said_at: datetime | None = None
        self.headline = label(role="muted", wrap=True, selectable=True)
        self.advice = label(role="muted", wrap=True, selectable=True)
        for said in (self.headline, self.advice):  # a long word must not widen the window
            said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.action = button("", role="link")
        self.action.clicked.connect(self._asked)
        self.copy = button(
            _COPY_KEYED,
            _COPY,
            role="link",
            tip="What happened, for whoever must find out why; no secret is in it",
        )
        self.copy.clicked.connect(self._copy)
        spoken: QWidget = _Words()
        words = QVBoxLayout(spoken)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(1)
        words.addWidget(self.headline)
        words.addWidget(self.advice)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        if lines:
            words.insertStretch(0, 1)  # beside its buttons it stands in their middle
            words.addStretch(1)
            spoken = self._scrolling(spoken)
        across.addWidget(spoken, 1)
        below = QVBoxLayout()  # beside each other they would leave too little room for the words
        below.setSpacing(1)
        for made in (self.action, self.copy):
            below.addWidget(made, 0, Qt.AlignmentFlag.AlignRight)
        across.addLayout(below)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.show_notice(None)

    def _scrolling(self, words: QWidget) -> QWidget:
        self.room = QScrollArea()
        self.room.setObjectName("words")
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setWidgetResizable(True)
        self.room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.verticalScrollBar().rangeChanged.connect(self._follow_length)
        words.setObjectName("page")
        self.room.setWidget(words)
        return self.room

    def _follow_length(self, _: int, most: int) -> None:
        """Let Tab reach the words where they have to be scrolled."""
        policy = Qt.FocusPolicy.StrongFocus if most else Qt.FocusPolicy.NoFocus
        self.room.setFocusPolicy(policy)
        self.room.setAccessibleName("Message" if most else "")

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height of the lines in the font that is shown."""
        super().showEvent(event)
        if self._lines:
            self.headline.ensurePolished()
            words = self._lines * self.headline.fontMetrics().lineSpacing() + 2
            self.setFixedHeight(max(words, 2 * self.copy.sizeHint().height() + 1))

    @property
    def shown(self) -> Notice | None:
        """What is shown now."""
        return self._notice

    def show_notice(self, notice: Notice | None) -> None:
        """Show it; nothing where there is none."""
        if notice != self._notice:
            from datetime import datetime  # not before the first paint

            self._notice, self._said_at = notice, datetime.now().astimezone()
            put_text(self.copy, _COPY_KEYED)
            self.copy.setAccessibleName(_COPY)
        action = notice.action if notice else None
        put_text(self.headline, self._headline(notice) if notice else "")
        put_property(self.headline, "role", _ROLES[notice.tone] if notice else "muted")
        put_text(self.advice, one_line(notice.advice, _LONGEST_ADVICE) if notice else "")
        self.advice.setVisible(bool(notice and notice.advice))
        put_text(self.action, unmarked(action.label) if action else "")
        self.action.setAccessibleName(action.label if action else "")
        self.action.setVisible(action is not None)
        self.copy.setVisible(notice is not None and notice.must_be_explained)
        words = (self.headline.text(), self.advice.text(), self.more if notice else "")
        said = one_line(" ".join(part for part in words if part))
        self._told.tell(said, urgent=notice is not None and notice.tone == "bad")

    def name_environment(self, name: str, *, several: bool) -> None:
        """Say of which environment what is told here is, from now on."""
        self.environment, self.several = name, several

    def _headline(self, notice: Notice) -> str:
        named = self.several and self.environment and (notice.tone == "bad" or notice.must_be_explained)
        where = f"{one_line(self.environment, LONGEST_TARGET)}: " if named else ""
        return where + one_line(notice.headline, _LONGEST_HEADLINE)

    def _asked(self) -> None:
        if self._notice is not None and self._notice.action is not None:
            self.action_asked.emit(self._notice.action.key)

    def _copy(self) -> None:
        """Put the facts on the clipboard, and say so where one looks and aloud."""
        if self._notice is not None:
            from console.presenters.notice import facts  # not before the first paint

            assert self._said_at is not None
            text = facts(self._notice, self._said_at, __version__, self.environment)
            QGuiApplication.clipboard().setText(text)
            put_text(self.copy, _COPIED)
            self.copy.setAccessibleName(_COPIED)
            from console.ui.look.accessible import announce  # not before the first paint

            announce(self.copy, _COPIED)
