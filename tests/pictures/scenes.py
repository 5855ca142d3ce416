"""The scenes that are pictured: every window of the console as somebody at work has it before the eyes.

It must not touch a widget that a person could not; the hands are those of the tour.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import get_args
from unittest.mock import patch

from PySide6.QtCore import Qt
from PySide6.QtGui import QStyleHints
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QWidget

from console.app.guide import Guide, TourStopped
from console.app.start import Start
from console.app.tour import CART, FILE, ORDER, TRACKING_NUMBER
from console.model.environment import Accent
from console.model.look import Look
from console.ui.look.theme import worn
from console.ui.runs.window import RunWindow
from tests.support.console import environment_of
from tests.support.sandbox import Sandbox

LOOKS = [look for look in get_args(Look) if look != "system"]
_FAST = 80  # how little is packed: 200 pictures are to be there soon
ON_DARK = "contrast-dark"
"""High contrast where the desktop is dark; Qt's offscreen platform cannot be asked for a dark one."""


class Scenes(Guide):
    """Takes the console from one scene to the next."""

    def __init__(self, qt: QApplication, start: Start, folder: Path, *, screen: str, shop: Sandbox) -> None:
        super().__init__(qt, start, folder)
        self._screen, self._shop = screen, shop

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Look at a widget in every look, once nothing is left to lay out."""
        self._step += 1
        for look in (*LOOKS, ON_DARK):
            desktop = Qt.ColorScheme.Dark if look == ON_DARK else Qt.ColorScheme.Light
            with patch.object(QStyleHints, "colorScheme", lambda _, desktop=desktop: desktop):
                self.app.settings.look("contrast" if look == ON_DARK else look)
                self.run_events()
            self.must(f"{look} is worn", worn().scheme == look)
            self.look_at(f"{self._step:02}-{name}", look, widget or self.app.window)

    def look_at(self, scene: str, look: str, shown: QWidget) -> None:
        """Write the picture of a scene."""
        path = self._folder / f"{scene}.{self._screen}.{look}.png"
        room = shown.screen().availableSize()
        if shown.width() > room.width() or shown.height() > room.height():
            print(f"{path.name}: {shown.width()}x{shown.height()} does not fit {room.toTuple()}", flush=True)
        if not shown.grab().save(str(path), "PNG", _FAST):
            raise TourStopped(f"the picture {path} could not be written")

    def all(self, accent: Accent) -> None:
        """Every scene, the start page on the practice sandbox and what follows on a shop with this accent."""
        self.started()
        self.picture("start")
        self.use_shop(accent)
        self._order()
        self._mark_shipped()
        self._clash()
        self._cart()
        self._dialogs()
        self._file()

    def started(self) -> None:
        """The window is there, on the practice sandbox."""
        self.until("the window has the keys", self._start.window.isActiveWindow)
        self.until(
            "the sandbox is there", lambda: self._start.app is not None and bool(self.app.session.client)
        )

    def use_shop(self, accent: Accent) -> None:
        """Go over to the shop, with this accent."""
        self.app.session.use(environment_of(self._shop, name=f"Shop, {accent}", accent=accent))
        self.until("all is read", self.at_rest)

    def _look_up(self, text: str) -> None:
        self.keys("L", "ctrl")
        self.type(self.app.window.lookup.field, text, enter=True)
        self.until(f"{text} is open", lambda: self.at_rest() and self.base_id() == text)

    def _order(self) -> None:
        self._look_up(ORDER)
        self.picture("order")

    def _mark_shipped(self) -> None:
        self.keys("S", "ctrl", "shift")
        panel = self._shown(self.page.questions.shipping)
        self.until("Mark shipped has the keys", panel.isActiveWindow)
        self._qt.clipboard().setText(TRACKING_NUMBER)
        self.keys("V", "ctrl")
        self.keys("D", "alt")
        self.picture("mark-shipped", panel)
        self.keys("Return")
        sheet = self._shown(self.page.questions.sheet)
        self.until("the review sheet has the keys", sheet.isActiveWindow)
        self.picture("review", sheet)
        self._agree(sheet)
        self.keys("Return", "ctrl", target=sheet)
        self.until("the save has ended", lambda: self.at_rest() and self.page.questions.sheet is None)
        self.until("the window has the keys again", self.app.window.isActiveWindow)
        self.picture("saved")

    def _clash(self) -> None:
        """Type what somebody else has changed meanwhile."""
        field = self.page.rows["shippingDetails"].input
        self.type(field, "Left at the door")
        client = self.app.session.client
        assert client is not None
        client.update_order(ORDER, {"shippingDetails": "Handed to a neighbour"}, trigger_events=False)
        self.keys("S", "ctrl")
        sheet = self._shown(self.page.questions.sheet)
        self.until("the review sheet has the keys", sheet.isActiveWindow)
        self._agree(sheet)
        self.keys("Return", "ctrl", target=sheet)
        self.until("the clash is asked", lambda: self.at_rest() and self.page.questions.clash is not None)
        clash = self._shown(self.page.questions.clash)
        self.until("the clash has the keys", clash.isActiveWindow)
        self.picture("clash", clash)
        self.keys("Escape", target=clash)
        self.until("the window has the keys again", self.app.window.isActiveWindow)

    def _agree(self, sheet: QWidget) -> None:
        """Tick what the first save of a day to a real shop wants ticked."""
        for box in sheet.findChildren(QCheckBox):
            if box.isVisible() and box.text().startswith("Yes, write to"):
                self._tick(box)

    def _tick(self, box: QCheckBox) -> None:
        box.setFocus()
        self.keys("Space", target=box)

    def _cart(self) -> None:
        self._look_up(CART)
        lines = self.page.lines
        lines.setFocus()
        for place, column, text in ((0, "quantity", "4"), (1, "quantity", "many"), (1, "name", "Tea towel")):
            lines.put_cursor(place, column)
            self.type(lines, text, enter=True)
        lines.put_cursor(0, "quantity")
        self.picture("cart")

    def _dialogs(self) -> None:
        connect = self.app.connecting.open()
        self.picture("connect", connect)
        connect.close()
        self.until("the window has the keys again", self.app.window.isActiveWindow)
        settings = self.app.settings.open()
        self.until("the settings are read", self.at_rest)
        for place in range(settings.tabs.count()):
            settings.tabs.setCurrentIndex(place)
            self.picture(f"settings-{place + 1}", settings)
        settings.reject()
        self.until("the window has the keys again", self.app.window.isActiveWindow)
        known = set(self._qt.topLevelWidgets())
        self.keys("K", "ctrl")
        [palette] = [
            one for one in self._qt.topLevelWidgets() if one not in known and isinstance(one, QDialog)
        ]
        self.picture("palette", palette)
        palette.close()

    def _file(self) -> None:
        """A file: checked, half-way through, and shipped."""
        path = self._folder / f"warehouse.{self._screen}.csv"
        path.write_text(FILE, "utf-8")
        window = self._checked(path, pictured=True)
        os.kill(self._shop.pid, signal.SIGSTOP)  # nothing is answered while it is pictured
        self.press(window.foot.start)
        self.until("it is under way", window.foot.stop.isEnabled)
        self.picture("runs-running", window)
        os.kill(self._shop.pid, signal.SIGCONT)
        self.until("each row has ended", lambda: self.at_rest() and not window.outcome.isHidden())
        self.picture("runs-shipped", window)
        window.close()
        path.unlink()

    def _checked(self, path: Path, *, pictured: bool = False) -> RunWindow:
        """The window of a file whose rows are checked and can be sent."""
        runs = self.app.runs
        assert runs is not None
        runs.take(str(path))
        window = self.app.window.findChild(RunWindow)
        if window is None:
            raise TourStopped("the window for shipping a file did not open")
        self.until("the file is read", window.foot.check.isEnabled)
        if pictured:
            self.picture("runs-columns", window)
        self.press(window.foot.check)
        self.until("every order is read", lambda: not window.asking.isHidden())
        self.press(window.asking.no)
        self.until("it is answered", lambda: window.foot.start.isEnabled() or window.foot.sure.isVisible())
        if window.foot.sure.isVisible():
            self._tick(window.foot.sure)
        self.until("it can start", window.foot.start.isEnabled)
        if pictured:
            self.picture("runs-checked", window)
        return window

    def _shown(self, dialog: QDialog | None) -> QDialog:
        if dialog is None:
            raise TourStopped("a dialog did not open")
        dialog.activateWindow()
        return dialog
