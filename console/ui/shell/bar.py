"""The bar at the foot of the window: what happened to the record in front, and the buttons that act on it.

It must not act itself; every button is an action of the window, and what stays above them has its own presenter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.ui.look.notice import NoticeLine
from console.ui.look.parts import label, put_text, put_tip, row
from console.ui.look.text import spoken, unmarked, without_marks

if TYPE_CHECKING:
    from console.presenters.banners import Banners, BannersState
    from console.ui.shell.banner import BannerLine

_ROOM_FOR_WORDS = 560


class ActionButton(QPushButton):
    """A button for an action: its text, and with it its name, may say more than the action's."""

    def __init__(self, action: QAction, name: str, role: str = "") -> None:
        super().__init__()
        self._action = action
        self.setAccessibleName(name)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if role:
            self.setProperty("role", role)
        self.clicked.connect(action.trigger)
        action.changed.connect(self.sync)
        self.setText(action.iconText())
        self.sync()

    def sync(self) -> None:
        """Be enabled and explained as the action is."""
        self.setEnabled(self._action.isEnabled())
        keys = self._action.shortcut().toString(self._action.shortcut().SequenceFormat.NativeText)
        words = self._action.statusTip() or without_marks(self._action.text())
        put_tip(self, f"{words}  ({keys})" if keys else words)

    @property
    def visible_by_act(self) -> bool:
        """Whether its action is there at all."""
        return self._action.isVisible()

    def say(self, text: str) -> None:
        """Change the visible text, and what it is called."""
        put_text(self, unmarked(text))
        self.setAccessibleName(spoken(self.text()))


class Bar(QWidget):
    """Notice on the left and buttons on the right, or below where the window is narrow; above them what stays."""

    action_asked = Signal(str)
    """The key of the act that a notice or a banner offers."""

    def __init__(self, buttons: list[ActionButton]) -> None:
        super().__init__()
        self.notice = NoticeLine()
        self.notice.action_asked.connect(self.action_asked)
        self.banner: BannerLine | None = None
        self._banners: Banners | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._column.addLayout(self._whole)
        self._whole.setSpacing(8)
        self._whole.addWidget(self.notice, 1)
        self.buttons: list[QWidget] = [self.notice.action, self.notice.copy, *buttons]
        """What Tab goes through here, in this order."""
        self._made = buttons
        self.read_only = label()
        self.read_only.setProperty("chip", "plain")
        self.read_only.hide()
        self._buttons = row(1, *buttons, self.read_only)
        self._whole.addLayout(self._buttons)

    def come_after(self, last: QWidget) -> None:
        """Let Tab come here behind this, as one reads; Qt puts what is made later behind the bar."""
        for made in self.buttons:
            self.setTabOrder(last, made)
            last = made

    def bind(self, banners: Banners) -> None:
        """Show these banners, from now on."""
        self._banners = banners
        banners.show(self._show_banners)

    def show_read_only(self, name: str) -> None:
        """Have no button that leads to something being sent, and this name's reason in their place; "": have them."""
        for made in self._made:
            made.setVisible(made.visible_by_act)
        put_text(self.read_only, f"{name} is read-only: look up only" if name else "")
        self.read_only.setVisible(bool(name))

    def say_environment(self, name: str, *, several: bool) -> None:
        """Have the environment's name in the facts that can be copied and, with `several`, in what went wrong."""
        self.notice.name_environment(name, several=several)
        if self.banner is not None:
            self.banner.notice.environment = name  # what stays is mostly of this computer

    def _show_banners(self, state: BannersState) -> None:
        if self.banner is None and state.banners:
            self.banner = self._made_banner()
        if self.banner is not None:
            self.banner.show_state(state)

    def _made_banner(self) -> BannerLine:
        """Made with the first thing to say, since most starts have none."""
        from console.ui.shell.banner import BannerLine

        assert self._banners is not None, "nothing is shown before something is bound"
        made = BannerLine()
        made.notice.environment = self.notice.environment
        made.notice.action_asked.connect(self.action_asked)
        made.notice.action_asked.connect(self._banners.dismiss)  # what is acted upon was read
        made.step_asked.connect(self._banners.step)
        made.dismiss_asked.connect(self._banners.dismiss)
        self._column.insertWidget(0, made)
        return made

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._follow_width()
        return super().event(event)

    def _follow_width(self) -> None:
        """Put the buttons below the notice where they would leave too little room for its sentences."""
        narrow = self.width() - self._buttons.sizeHint().width() < _ROOM_FOR_WORDS
        directions = QBoxLayout.Direction
        direction = directions.TopToBottom if narrow else directions.LeftToRight
        if self._whole.direction() != direction:
            self._whole.setDirection(direction)
