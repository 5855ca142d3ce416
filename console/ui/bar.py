"""The bar at the foot of the window: what happened to the record in front, and the buttons that act on it.

It must not act itself; every button is an action of the window.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from console.presenters.notice import Notice
from console.ui.parts import button, label, put_property, put_text

_ROLES = {"bad": "headline-bad", "warn": "headline-warn", "good": "headline-good", "plain": "muted"}


class NoticeLine(QWidget):
    """A notice on two lines with perhaps a button; its words are read aloud as they change."""

    action_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.headline = label(wrap=True, selectable=True)
        self.advice = label(role="muted", wrap=True, selectable=True)
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
        put_text(self.headline, notice.headline if notice else "")
        put_property(self.headline, "role", _ROLES[notice.tone] if notice else "muted")
        put_text(self.advice, notice.advice if notice else "")
        self.advice.setVisible(bool(notice and notice.advice))
        put_text(self.action, notice.action if notice else "")
        self.action.setAccessibleName(notice.action if notice else "")
        self.action.setVisible(bool(notice and notice.action))
        for words in (self.headline, self.advice):
            words.setToolTip(notice.detail if notice else "")

    def _asked(self) -> None:
        self.action_asked.emit(self.action.text())


class ActionButton(QPushButton):
    """A button for an action: its text may say more than the action's, its name does not."""

    def __init__(self, action: QAction, name: str, role: str = "") -> None:
        super().__init__()
        self._action = action
        self.setAccessibleName(name)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if role:
            self.setProperty("role", role)
        self.clicked.connect(action.trigger)
        action.changed.connect(self.follow)
        self.setText(action.iconText())
        self.follow()

    def follow(self) -> None:
        """Be enabled and explained as the action is."""
        self.setEnabled(self._action.isEnabled())
        keys = self._action.shortcut().toString(self._action.shortcut().SequenceFormat.NativeText)
        tip = self._action.statusTip() or self._action.text().replace("&", "")
        self.setToolTip(f"{tip}  ({keys})" if keys else tip)

    def say(self, text: str) -> None:
        """Change the visible text."""
        put_text(self, text)


class Bar(QWidget):
    """Notice on the left, buttons on the right."""

    def __init__(self, buttons: list[ActionButton]) -> None:
        super().__init__()
        self.notice = NoticeLine()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self.notice, 1)
        for made in buttons:
            across.addWidget(made)
