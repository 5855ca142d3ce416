"""Room: a window stands on its screen with its frame and title bar, at first and when it comes to a smaller screen.

It must not know what is in a window, nor pull one back that its operator put half off the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMargins, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QActionEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from PySide6.QtGui import QScreen, QWindow

_USUAL_FRAME = QSize(4, 40)
"""What a title bar and borders take before it is known; they are known once the window was shown."""
_AT_REST_MS = 250
"""A window that is being placed, or dragged to another screen, is put right once it has stood still for so long."""
_MAY_TELL_THE_FRAME = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Paint,
    QEvent.Type.WindowActivate,
    QEvent.Type.UpdateRequest,
)
_OWN_SIZE = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMinimized


def on_screen(window: QWidget, usual: QSize | None = None) -> OnScreen:
    """Keep a window on its screen from now on, `usual` large at first, or as large as the screen and its frame leave."""
    return OnScreen(window, usual)


def keep_on_screen(window: QWidget) -> None:
    """Have all of a window on its screen that has grown by itself; nothing where it is not watched."""
    if (watching := window.findChild(OnScreen)) is not None:
        watching.keep()


class OnScreen(QObject):
    """Watches one window. Sizes are in Qt's own pixels, so that a screen at 200 % has half as many."""

    def __init__(self, window: QWidget, usual: QSize | None) -> None:
        super().__init__(window)
        self._handle: QWindow | None = None
        self._screen: QScreen | None = None
        self._wanted = self._shown = QSize()
        self._waiting = False
        """Its frame is not known yet; until then it is as large as was wanted or as a usual frame leaves."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_AT_REST_MS)
        self._rest.timeout.connect(self._stands)
        if usual is not None:
            window.resize(usual.boundedTo(window.screen().availableSize()))
        # A timer of its own, since singleShot() keeps what it was given for one that is destroyed first (see findings).
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._frame_told)
        window.installEventFilter(self)

    @property
    def _window(self) -> QWidget:
        """Asked for and not kept: Python never lets go of two that hold each other where one is the other's parent."""
        parent = self.parent()
        assert isinstance(parent, QWidget), "it is made with its window"
        return parent

    @property
    def settled(self) -> bool:
        """Whether the frame is known and nothing is to be put right in a moment."""
        return not (self._waiting or self._rest.isActive())

    def keep(self) -> None:
        """Have all of it on the screen now: smaller where it is too large, and moved where an edge is outside."""
        window, screen = self._window, self._window.screen()
        if not window.isVisible() or window.windowState() & _OWN_SIZE:
            return
        self._bound(window.frameGeometry().size() - window.size())
        frame, room = window.frameGeometry(), screen.availableGeometry()
        x = max(min(frame.x(), room.right() + 1 - frame.width()), room.x())
        y = max(min(frame.y(), room.bottom() + 1 - frame.height()), room.y())
        if (x, y) != (frame.x(), frame.y()):
            window.move(x, y)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QActionEvent):  # most of what a window hears
            return False
        kind = event.type()
        if watched is self._window:
            if kind == QEvent.Type.Show and not event.spontaneous():
                self._begin()
            elif kind == QEvent.Type.Hide and not event.spontaneous():
                self._let_go()
            elif kind == QEvent.Type.WindowStateChange:
                self._rest.start()  # it may be large again that was maximized
            elif kind == QEvent.Type.Move and self._rest.isActive():
                self._rest.start()
            elif self._waiting and kind in _MAY_TELL_THE_FRAME and not self._rest.isActive():
                self._soon.start(0)
        return False

    def _begin(self) -> None:
        """It is about to be seen: bound it by a frame as usual, and wait for its own."""
        self._waiting, self._wanted = True, self._window.size()
        self._bound(_USUAL_FRAME)
        self._shown = self._window.size()
        self._soon.start(0)

    def _frame_told(self) -> None:
        if self._window.isVisible():
            self._follow()
        if self._waiting and self._frame() != QMargins():
            self._rest.start()  # the window manager may still be placing it

    def _stands(self) -> None:
        """It stands still. One that was given another size meanwhile has that: whoever did it knows better."""
        if self._waiting and self._window.size() == self._shown:
            # Once and at its size to be: of two requests the first may be answered when the second was made already.
            self._window.resize(
                self._wanted.boundedTo(self._room(self._window.frameGeometry().size() - self._shown))
            )
        self._waiting = False
        self.keep()

    def _frame(self) -> QMargins:
        handle = self._window.windowHandle()
        return handle.frameMargins() if handle is not None else QMargins()

    def _follow(self) -> None:
        """Hear of other screens, and of changes to this one."""
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._handle:
            self._handle = handle
            handle.screenChanged.connect(self._on_other_screen)
        self._hear(self._window.screen())

    def _hear(self, screen: QScreen) -> None:
        if screen is not self._screen:
            if self._screen is not None and isValid(self._screen):
                self._screen.availableGeometryChanged.disconnect(self._room_changed)
            self._screen = screen
            screen.availableGeometryChanged.connect(self._room_changed)

    def _let_go(self) -> None:
        """Hear nothing while it is hidden; a screen outlives it, and would hold it for ever."""
        self._rest.stop()
        if self._screen is not None and isValid(self._screen):
            self._screen.availableGeometryChanged.disconnect(self._room_changed)
        if self._handle is not None and isValid(self._handle):
            self._handle.screenChanged.disconnect(self._on_other_screen)
        self._screen = self._handle = None

    def _room_changed(self) -> None:
        self._rest.start()

    def _on_other_screen(self, screen: QScreen | None) -> None:
        if screen is not None:
            self._hear(screen)
            self._rest.start()

    def _room(self, frame: QSize) -> QSize:
        """What the screen leaves beside a frame."""
        return self._window.screen().availableSize() - frame

    def _bound(self, frame: QSize) -> None:
        """Have it no larger than the screen leaves beside a frame, even where it asked for more as its least."""
        window, room = self._window, self._room(frame)
        least = window.minimumSize()
        if least.boundedTo(room) != least:
            window.setMinimumSize(least.boundedTo(room))
        if not window.windowState() & _OWN_SIZE and window.size().boundedTo(room) != window.size():
            window.resize(window.size().boundedTo(room))
