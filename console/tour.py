"""The three main jobs, done through the real window on a fresh sandbox, with a picture of every step.

It must not do anything a person at the keyboard could not, and it ends with an error if any step goes wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from console.app import App
    from console.start import Start
    from console.ui.editor import EditorPage

ORDER = "0ad24370-96de-4922-9a53-954530fcbb64"
CART = "7255c31c-39ac-4611-a2b7-974b0ebfa555"
TRACKING_NUMBER = "1Z999AA10123456784"
TRACKING_URL = f"https://www.ups.com/track?tracknum={TRACKING_NUMBER}"
_SIZE = (1280, 800)
_PATIENCE_MS = 15_000


class TourStopped(Exception):
    """A step did not end as it must; the message says which and how."""


def main(arguments: Sequence[str]) -> int:
    """Take the tour; returns 0, or 1 when a step failed."""
    parser = argparse.ArgumentParser(
        prog="order-console tour", description="Do the main jobs on a fresh sandbox and picture every step."
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="where the pictures go")
    folder: Path = parser.parse_args(arguments).folder
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from console.start import application

    qt = application()
    try:
        taken = take(qt, folder)
    except TourStopped as stop:
        sys.stderr.write(f"The tour stopped: {stop}\n")
        return 1
    sys.stdout.write(f"{taken} pictures and requests.jsonl are in {folder}\n")
    return 0


def take(qt: QApplication, folder: Path) -> int:
    """Take the tour in this application; returns how many pictures there are. Raises TourStopped."""
    from PySide6.QtCore import QStandardPaths
    from PySide6.QtGui import QFont, QFontDatabase

    from console.start import Options, Start
    from console.store.places import Places

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("[0-9][0-9]-*.png"):
        old.unlink()
    if "Inter" in QFontDatabase.families():
        qt.setFont(QFont("Inter", 10))
    roomy = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.TempLocation)
    with tempfile.TemporaryDirectory(prefix="order-console-tour-", dir=roomy) as home:
        base = Path(home)
        start = Start(qt, Options(sandbox=True), Places(base / "config", base / "data", base / "log"))
        tour = _Tour(qt, start, folder)
        try:
            start.show()
            start.window.resize(*_SIZE)
            start.window.activateWindow()  # where there is no window manager, nobody else does
            tour.jobs()
        finally:
            start.window.let_close()
            start.close()
            start.window.deleteLater()
            qt.processEvents()
    return tour.taken


class _Tour:
    """The steps, each ending in what must be true and a picture."""

    def __init__(self, qt: QApplication, start: Start, folder: Path) -> None:
        self._qt, self._start, self._folder = qt, start, folder
        self.taken = 0
        self._step = 0

    def jobs(self) -> None:
        """Look up, mark shipped, mend a cart; then what it looks like when something is amiss."""
        self._until("the window has the keys", self._start.window.isActiveWindow)
        self._until("the app is there", lambda: self._start.app is not None)
        self._until("the sandbox is there", lambda: self._app.session.client is not None)
        self._picture("start")
        self._look_up(ORDER)
        self._picture("order")
        self._mark_shipped()
        self._look_up(CART)
        self._picture("cart")
        self._mend_cart()
        self._closed_cart()
        self._not_found()
        self._connect()
        lines = self._app.session.requests
        (self._folder / "requests.jsonl").write_text("\n".join(lines) + "\n", "utf-8")

    # -- the jobs -----------------------------------------------------------------------------------------

    def _look_up(self, text: str) -> None:
        field = self._app.window.lookup.field
        self._keys("L", "ctrl")
        self._must("Ctrl+L puts the cursor into the look-up field", field.hasFocus())
        self._type(field, text, enter=True)
        self._until(f"{text} is open", lambda: self._at_rest() and self._base_id() == text)

    def _mark_shipped(self) -> None:
        """Five strokes: open the panel, paste, do not message, review, send."""
        self._keys("S", "ctrl", "shift")
        panel = self._page.questions.shipping
        if panel is None:
            raise TourStopped("Ctrl+Shift+S did not open Mark shipped")
        panel.activateWindow()
        self._until("Mark shipped has the keys", panel.isActiveWindow)
        self._must("the cursor is in its first field", panel.number.hasFocus())
        self._qt.clipboard().setText(TRACKING_NUMBER)
        self._keys("V", "ctrl")
        self._must("the link is built", panel.fields["link"].text() == TRACKING_URL)
        self._keys("D", "alt")
        self._picture("shipped-and-linked", panel)
        self._keys("Return")
        self._answer("mark-shipped-review", "mark-shipped-saved")
        posted = self._posts()
        self._must("exactly one POST went out", len(posted) == 1)
        self._must(
            "it carried the states and the shipment only",
            set(posted[0]["body"]) == {"states", "shippingTrackingUrl", "shippingDate", "shippingDetails"},
        )
        self._must("it said triggerEvents=false", posted[0]["query"] == {"triggerEvents": "false"})

    def _mend_cart(self) -> None:
        page = self._page
        page.lines.setFocus()
        for column, text in (("quantity", "3"), ("totalPrice", "11.97")):
            page.lines.put_cursor(0, column)
            self._type(page.lines, text, enter=True)
        self._press(page.line_buttons["Add line"])
        last = page.table.rowCount() - 1
        for column, text in (("sku", "0002210"), ("name", "Gift wrap"), ("totalPrice", "2.50")):
            page.lines.put_cursor(last, column)
            self._type(page.lines, text, enter=True)
        page.lines.put_cursor(0, "quantity")
        self._picture("cart-edited")
        self._send("cart-review", "cart-saved")
        posted = self._posts()
        self._must("the cart was sent once", len(posted) == 2)
        self._must("it carried the lines only", set(posted[1]["body"]) == {"lineItems"})
        self._must("the quantity arrived", posted[1]["body"]["lineItems"][0]["quantity"] == 3)

    def _closed_cart(self) -> None:
        self._look_up_shop_id(self._an_expired_cart())
        self._must("an expired cart is read-only", bool(self._page.editor.state.locked))
        self._picture("closed-cart")

    def _not_found(self) -> None:
        self._type(self._app.window.lookup.field, "11111111-2222-3333-4444-555555555555", enter=True)
        self._until("an answer is there", self._at_rest)
        self._must("it is said that there is none", self._app.lookup.state.notice is not None)
        self._picture("not-found")

    def _connect(self) -> None:
        dialog = self._app.connecting.open()
        self._picture("connect", dialog)
        dialog.close()

    # -- hands --------------------------------------------------------------------------------------------

    @property
    def _app(self) -> App:
        if self._start.app is None:
            raise TourStopped("the app did not come up")
        return self._start.app

    @property
    def _page(self) -> EditorPage:
        page = self._app.window.front
        if page is None:
            raise TourStopped("no record is open")
        return page

    def _send(self, review: str, saved: str) -> None:
        self._keys("S", "ctrl")
        self._answer(review, saved)

    def _answer(self, review: str, saved: str) -> None:
        sheet = self._page.sheet
        if sheet is None:
            raise TourStopped("the review sheet did not open")
        sheet.activateWindow()
        self._until("the review sheet has the keys", sheet.isActiveWindow)
        self._picture(review, sheet)
        page = self._page
        self._keys("Return", "ctrl", target=sheet)
        self._until("the save has ended", lambda: self._at_rest() and page.sheet is None)
        self._until("the window has the keys again", self._app.window.isActiveWindow)
        notice = page.editor.state.notice
        self._must("it was saved and verified", notice is not None and notice.tone == "good")
        self._picture(saved)

    def _look_up_shop_id(self, customer_id: str) -> None:
        self._type(self._app.window.lookup.field, customer_id, enter=True)
        self._until(f"{customer_id} is open", lambda: self._at_rest() and self._customer_id() == customer_id)

    def _an_expired_cart(self) -> str:
        client = self._app.session.client
        for number in range(2208, 2240):
            found = client.find_carts(customer_cart_id=f"C-{number}") if client is not None else []
            if found and found[0].closed:
                return found[0].customer_id
        raise TourStopped("the sandbox holds no closed cart")

    def _posts(self) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self._app.session.requests]
        return [line for line in lines if line["method"] == "POST" and line["path"] != "/oauth2/token"]

    def _base_id(self) -> str:
        front = self._app.window.front
        return front.editor.state.draft.base.id if front is not None else ""

    def _customer_id(self) -> str:
        front = self._app.window.front
        return front.editor.state.draft.base.customer_id if front is not None else ""

    def _at_rest(self) -> bool:
        return not (self._app.jobs.busy or self._app.disk.busy)

    def _keys(self, key: str, *modifiers: str, target: QWidget | None = None) -> None:
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
            target or self._qt.focusWidget() or self._app.window, getattr(Qt.Key, f"Key_{key}"), held
        )

    def _type(self, widget: QWidget, text: str, *, enter: bool = False) -> None:
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QLineEdit

        widget.setFocus()
        if isinstance(widget, QLineEdit):
            widget.selectAll()
        QTest.keyClicks(widget, text[:1])
        QTest.keyClicks(self._qt.focusWidget() or widget, text[1:])
        if enter:
            self._keys("Return")
            self._settle()

    def _press(self, widget: QWidget) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    # -- eyes ---------------------------------------------------------------------------------------------

    def _picture(self, name: str, widget: QWidget | None = None) -> None:
        """Picture a widget, light and dark, once nothing is left to lay out."""
        self._step += 1
        for look in ("light", "dark"):
            self._app.look(look)
            self._settle()
            path = self._folder / f"{self._step:02}-{name}-{look}.png"
            if not (widget or self._app.window).grab().save(str(path)):
                raise TourStopped(f"the picture {path} could not be written")
            self.taken += 1

    def _settle(self) -> None:
        for _ in range(5):
            self._qt.sendPostedEvents()
            self._qt.processEvents()

    def _must(self, what: str, held: bool) -> None:
        if not held:
            raise TourStopped(f"it must hold that {what}")

    def _until(self, what: str, condition: Callable[[], bool]) -> None:
        """Let the program run until the condition holds. Raises TourStopped after 15 seconds."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, tick, end = QEventLoop(), QTimer(), QTimer()
        tick.setInterval(5)
        tick.timeout.connect(lambda: loop.quit() if condition() else None)
        end.setSingleShot(True)
        end.timeout.connect(loop.quit)
        tick.start()
        end.start(_PATIENCE_MS)
        if not condition():
            loop.exec()
        tick.stop()
        end.stop()
        self._must(what, condition())
