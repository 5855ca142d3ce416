"""A page that scrolls what does not fit and asks for as much room as all of it needs.

It must not know what stands on it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget


class Page(QScrollArea):
    """Holds one widget that is `usual_width` wide where there is room; it scrolls up and down only."""

    def __init__(self, page: QWidget, usual_width: int) -> None:
        super().__init__()
        page.setObjectName("page")
        # Otherwise wrapping labels would ask for the room that they need when they are narrow.
        page.setMinimumHeight(1)
        self._page, self._usual_width = page, usual_width
        self._wanted: QWidget | None = None
        # A timer of its own: singleShot() keeps what it was given for one that is destroyed first (see findings).
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._follow_again)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def sizeHint(self) -> QSize:
        """All of it at its usual width."""
        return QSize(self._usual_width, self._page.heightForWidth(self._usual_width))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another size when the page needs one; Qt takes that from scroll areas only when they are made."""
        taken = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return taken

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is typed into in sight where there is less room than before."""
        super().resizeEvent(event)
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Scroll to what has the cursor once everything is laid out anew, for a page or a room that has changed."""
        self._later.start(0)

    def bring_in_sight(self, part: QWidget) -> None:
        """Scroll to a part of the page that has just been shown, once everything is laid out anew."""
        self._wanted = part
        self._later.start(0)

    def _follow_again(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.ensureWidgetVisible(wanted)
        else:
            self._follow(None, QApplication.focusWidget())

    def _follow(self, _: QWidget | None, reached: QWidget | None) -> None:
        """Scroll to what has the cursor, however it came there; Qt does so for Tab alone."""
        if reached is not None and self._page.isAncestorOf(reached):
            self.ensureWidgetVisible(reached)
