"""The hands and eyes of the tour: keys, clicks and pictures in the real window, and waiting for what must be true.

It must not know the jobs; it does what a person at the keyboard could, and ends with an error where that fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from console.app.app import App
    from console.app.start import Start
    from console.ui.record.editor import EditorPage

_PATIENCE_MS = 15_000


class TourStopped(Exception):
    """A step did not end as it must; the message says which and how."""


class Guide:
    """Works the window of `start` and puts pictures into `folder`, numbered in their order."""

    def __init__(self, qt: QApplication, start: Start, folder: Path) -> None:
        self._qt, self._start, self._folder = qt, start, folder
        self.taken = 0
        self._step = 0

    # -- hands --------------------------------------------------------------------------------------------

    @property
    def app(self) -> App:
        """The app behind the window. Raises TourStopped while there is none."""
        if self._start.app is None:
            raise TourStopped("the app did not come up")
        return self._start.app

    @property
    def page(self) -> EditorPage:
        """The page in front. Raises TourStopped where no record is open."""
        page = self.app.window.front
        if page is None:
            raise TourStopped("no record is open")
        return page

    def posts(self) -> list[dict[str, Any]]:
        """The writes that the sandbox heard of so far."""
        lines = [json.loads(line) for line in self.app.session.requests]
        return [line for line in lines if line["method"] == "POST" and line["path"] != "/oauth2/token"]

    def base_id(self) -> str:
        """The id of the record in front."""
        front = self.app.window.front
        return front.editor.state.draft.base.id if front is not None else ""

    def customer_id(self) -> str:
        """The shop's own id of the record in front."""
        front = self.app.window.front
        return front.editor.state.draft.base.customer_id if front is not None else ""

    def at_rest(self) -> bool:
        """Whether nothing is read, sent or written just now."""
        return not (self.app.jobs.busy or self.app.disk.busy)

    def keys(self, key: str, *modifiers: str, target: QWidget | None = None) -> None:
        """Press a key with "ctrl", "shift" or "alt" held."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        held = Qt.KeyboardModifier.NoModifier
        for name in modifiers:
            held |= {
                "ctrl": Qt.KeyboardModifier.ControlModifier,
                "shift": Qt.KeyboardModifier.ShiftModifier,
                "alt": Qt.KeyboardModifier.AltModifier,
            }[name]
        QTest.keyClick(
            target or self._qt.focusWidget() or self.app.window, getattr(Qt.Key, f"Key_{key}"), held
        )

    def type(self, widget: QWidget, text: str, *, enter: bool = False) -> None:
        """Type into a widget, over what a line held."""
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QLineEdit

        widget.setFocus()
        if isinstance(widget, QLineEdit):
            widget.selectAll()
        QTest.keyClicks(widget, text[:1])
        QTest.keyClicks(self._qt.focusWidget() or widget, text[1:])
        if enter:
            self.keys("Return")
            self.run_events()

    def press(self, widget: QWidget) -> None:
        """Click on a widget."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    # -- eyes ---------------------------------------------------------------------------------------------

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Picture a widget, light and dark, once nothing is left to lay out. Raises OSError where it cannot be written."""
        from PySide6.QtCore import QBuffer

        self._step += 1
        for look in ("light", "dark"):
            self.app.settings.look(look)
            self.run_events()
            path = self._folder / f"{self._step:02}-{name}-{look}.png"
            drawn = QBuffer()
            self.must("a picture is drawn", (widget or self.app.window).grab().save(drawn, "PNG"))
            path.write_bytes(drawn.data().data())  # Python says why a disk takes no more
            self.taken += 1

    def run_events(self) -> None:
        """Let what is due happen."""
        for _ in range(5):
            self._qt.sendPostedEvents()
            self._qt.processEvents()

    def must(self, what: str, held: bool) -> None:
        """Raises TourStopped where this does not hold."""
        if not held:
            raise TourStopped(f"it must hold that {what}")

    def until(self, what: str, condition: Callable[[], bool]) -> None:
        """Let the program run until the condition holds. Raises TourStopped after 15 seconds."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, tick, end = QEventLoop(), QTimer(), QTimer()
        came = condition()

        def look() -> None:
            nonlocal came
            came = condition()
            if came:  # and once is enough: what rests may begin anew by itself
                loop.quit()

        tick.setInterval(5)
        tick.timeout.connect(look)
        end.setSingleShot(True)
        end.timeout.connect(loop.quit)
        tick.start()
        end.start(_PATIENCE_MS)
        if not came:
            loop.exec()
        tick.stop()
        end.stop()
        self.must(what, came)
