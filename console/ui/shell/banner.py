"""The banner above the bar: what stays until it was read, or for as long as it holds, one at a time.

It must not decide what is in view or go away by itself; its presenter does.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from console.presenters.banners import BannersState
from console.ui.look.accessible import HeardRole, hear_as
from console.ui.look.notice import NoticeLine
from console.ui.look.parts import button, label, put_property, put_text


class BannerLine(QFrame):
    """A notice on its tone's tint, which one of how many it is, and the buttons that go on to the next or put it away."""

    step_asked = Signal()
    dismiss_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        hear_as(self, HeardRole.Grouping)
        self.notice = NoticeLine()
        self.where = label(role="muted")
        self.next = button("Next", "Next message", "link", "Show the next of these messages")
        self.next.clicked.connect(self.step_asked)
        self.dismiss = button("Dismiss", "Dismiss message", tip="I have read this; put it away")
        self.dismiss.clicked.connect(self.dismiss_asked)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 7, 8, 7)
        across.setSpacing(8)
        across.addWidget(self.notice, 1)
        for made in (self.where, self.next, self.dismiss):
            across.addWidget(made)
        self.hide()

    def show_state(self, state: BannersState) -> None:
        """Show the one in view, whose notice is said where it is new; hide where there is none."""
        shown = state.shown
        put_text(self.where, state.where)
        self.where.setVisible(bool(state.where))
        self.next.setVisible(bool(state.where))
        self.dismiss.setVisible(shown is not None and shown.may_be_dismissed)
        if shown is not None:
            put_property(self, "tone", shown.notice.tone)
            self.setAccessibleName(" ".join(filter(None, ("Message that stays", state.where))))
        self.notice.show_notice(shown.notice if shown is not None else None)
        self.setVisible(shown is not None)
