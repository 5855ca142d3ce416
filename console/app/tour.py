"""The three main jobs, done through the real window on a fresh sandbox, with a picture of every step.

It must not do anything a person at the keyboard could not, and it ends with an error if any step goes wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from console.app.guide import Guide, TourStopped
from console.app.tour_folder import PICTURES, REQUESTS, FolderRefused, prepare

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from console.ui.runs.window import RunWindow

ORDER = "0ad24370-96de-4922-9a53-954530fcbb64"
CART = "7255c31c-39ac-4611-a2b7-974b0ebfa555"
TRACKING_NUMBER = "1Z999AA10123456784"
TRACKING_URL = f"https://www.ups.com/track?tracknum={TRACKING_NUMBER}"
PASTED = """\
SKU\tName\tQuantity\tUnit price\tTotal price
0009001\tTeapot, large\t2\t12.50\t25.00
0009002\tCup\tsix\t3.00\t18.00
"""
FILE = """\
Order;Tracking;Carrier;Message
#1003;1Z5R89390000010035;UPS Ground;
#1004;1Z5R89390000010044;UPS Ground;
#1006;1Z5R89390000010062;;
#1008;1Z5R89390000010080;UPS Ground;yes
#1009;1Z5R89390000010099;UPS Ground;
#1011;1Z5R89390000010115;UPS Ground;
#1002;1Z5R89390000010026;;
#1003;1Z5R89390000010035;;
#9999;1Z5R89390000099996;;
#1013;1Z5R89390000010134;;
"""
_SIZE = (1280, 800)


def main(arguments: Sequence[str]) -> int:
    """Take the tour; returns 0, 1 when a step failed, or 2 where the folder cannot be written."""
    parser = argparse.ArgumentParser(
        prog="order-console tour", description="Do the main jobs on a fresh sandbox and picture every step."
    )
    parser.add_argument("folder", metavar="DIR", type=_folder, help="where the pictures go")
    folder: Path = parser.parse_args(arguments).folder
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from console.app.start import application

    try:
        prepare(folder)
        taken = take(application(), folder)
    except TourStopped as stop:
        sys.stderr.write(f"The tour stopped: {stop}\n")
        return 1
    except FolderRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        sys.stderr.write(f"The pictures of the tour cannot be written to {folder}: {why}.\n")
        return 2
    sys.stdout.write(f"{taken} pictures and requests.jsonl are in {folder}\n")
    return 0


def _folder(named: str) -> Path:
    if not named:
        raise argparse.ArgumentTypeError("it needs a name")
    return Path(named)


def take(qt: QApplication, folder: Path) -> int:
    """Take the tour in this application into a folder that is there; returns how many pictures there are.

    Raises TourStopped.
    """
    from PySide6.QtCore import QStandardPaths
    from PySide6.QtGui import QFont, QFontDatabase

    from console.app.opening import StartOptions
    from console.app.start import Start
    from console.store.places import Places

    if "Inter" in QFontDatabase.families():
        qt.setFont(QFont("Inter", 10))
    roomy = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.TempLocation)
    with tempfile.TemporaryDirectory(prefix="order-console-tour-", dir=roomy) as home:
        base = Path(home)
        start = Start(qt, StartOptions(sandbox=True), Places(base / "config", base / "data", base / "log"))
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


class _Tour(Guide):
    """The steps, each ending in what must be true and a picture."""

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Picture it, and say how far the tour is."""
        super().picture(name, widget)
        sys.stdout.write(f"Picture {self.taken // 2} of {len(PICTURES)}: {name}\n")
        sys.stdout.flush()

    def jobs(self) -> None:
        """Look up, mark shipped, mend a cart; then what it looks like when something is amiss."""
        self.until("the window has the keys", self._start.window.isActiveWindow)
        self.until("the app is there", lambda: self._start.app is not None)
        self.until("the sandbox is there", lambda: self.app.session.client is not None)
        self.picture("start")
        self._look_up(ORDER)
        self.picture("order")
        self._mark_shipped()
        self._look_up(CART)
        self.picture("cart")
        self._mend_cart()
        self._closed_cart()
        self._not_found()
        self._connect()
        self._errors()
        self._paste_lines()
        self._ship_file()
        lines = self.app.session.requests
        self.must("every step was pictured", self.taken == 2 * len(PICTURES))
        (self._folder / REQUESTS).write_text("\n".join(lines) + "\n", "utf-8")

    # -- the jobs -----------------------------------------------------------------------------------------

    def _look_up(self, text: str) -> None:
        field = self.app.window.lookup.field
        self.keys("L", "ctrl")
        self.must("Ctrl+L puts the cursor into the look-up field", field.hasFocus())
        self.type(field, text, enter=True)
        self.until(f"{text} is open", lambda: self.at_rest() and self.base_id() == text)

    def _mark_shipped(self) -> None:
        """Five strokes: open the panel, paste, do not message, review, send."""
        self.keys("S", "ctrl", "shift")
        panel = self.page.questions.shipping
        if panel is None:
            raise TourStopped("Ctrl+Shift+S did not open Mark shipped")
        panel.activateWindow()
        self.until("Mark shipped has the keys", panel.isActiveWindow)
        self.must("the cursor is in its first field", panel.number.hasFocus())
        self._qt.clipboard().setText(TRACKING_NUMBER)
        self.keys("V", "ctrl")
        self.must("the link is built", panel.fields["link"].text() == TRACKING_URL)
        self.keys("D", "alt")
        self.picture("shipped-and-linked", panel)
        self.keys("Return")
        self._answer("mark-shipped-review", "mark-shipped-saved")
        posted = self.posts()
        self.must("exactly one POST went out", len(posted) == 1)
        self.must(
            "it carried the states and the shipment only, and the order kept its own details",
            set(posted[0]["body"]) == {"states", "shippingTrackingUrl", "shippingDate"},
        )
        self.must("it said triggerEvents=false", posted[0]["query"] == {"triggerEvents": "false"})

    def _mend_cart(self) -> None:
        page = self.page
        page.lines.setFocus()
        for column, text in (("quantity", "3"), ("totalPrice", "11.97")):
            page.lines.put_cursor(0, column)
            self.type(page.lines, text, enter=True)
        self.press(page.line_buttons["add"])
        last = page.table.rowCount() - 1
        for column, text in (("sku", "0002210"), ("name", "Gift wrap"), ("totalPrice", "2.50")):
            page.lines.put_cursor(last, column)
            self.type(page.lines, text, enter=True)
        page.lines.put_cursor(0, "quantity")
        self.picture("cart-edited")
        self._send("cart-review", "cart-saved")
        posted = self.posts()
        self.must("the cart was sent once", len(posted) == 2)
        self.must("it carried the lines only", set(posted[1]["body"]) == {"lineItems"})
        self.must("the quantity arrived", posted[1]["body"]["lineItems"][0]["quantity"] == 3)

    def _closed_cart(self) -> None:
        self._look_up_shop_id(self._an_expired_cart())
        self.must("an expired cart is read-only", bool(self.page.editor.state.locked))
        self.picture("closed-cart")

    def _not_found(self) -> None:
        self.type(self.app.window.lookup.field, "11111111-2222-3333-4444-555555555555", enter=True)
        self.until("an answer is there", self.at_rest)
        self.must("it is said that there is none", self.app.lookup.state.notice is not None)
        self.picture("not-found")

    def _connect(self) -> None:
        dialog = self.app.connecting.open()
        self.picture("connect", dialog)
        dialog.close()

    def _errors(self) -> None:
        """What is amiss in lines and sums, each beside the way to mend it; then all of it taken back."""
        self.until("the window has the keys again", self.app.window.isActiveWindow)
        self._look_up(CART)
        page = self.page
        for place, column, text in ((0, "quantity", "4"), (1, "quantity", "many")):
            page.lines.put_cursor(place, column)
            self.type(page.lines, text, enter=True)
        self.must("the wrong cell is listed", len(page.editor.state.draft.problems()) == 1)
        self.picture("cart-errors")
        for _ in range(2):
            self.keys("Z", "ctrl", target=page.lines)
        self.must("two steps back nothing is changed", not page.editor.state.draft.dirty)

    def _paste_lines(self) -> None:
        from console.ui.lines.paste import PasteDialog

        self._qt.clipboard().setText(PASTED)
        self.press(self.page.line_buttons["paste"])
        dialog = self.app.window.findChild(PasteDialog)
        if dialog is None:
            raise TourStopped("Paste lines did not open its question")
        self.until("the rows are understood", lambda: self.at_rest() and dialog.accepting.isEnabled())
        self.picture("paste-lines", dialog)
        dialog.reject()

    def _ship_file(self) -> None:
        """A file from the warehouse: what is in it, what it would do, and what became of it."""
        path = self._start.places.data.parent / "warehouse.csv"
        path.write_text(FILE, "utf-8")
        posted = len(self.posts())
        assert self.app.runs is not None
        self.app.runs.take(str(path))
        window = self._run_window()
        self.until("the file is read", window.foot.check.isEnabled)
        self.picture("file-columns", window)
        self.press(window.foot.check)
        self.until("every order is read", lambda: not window.asking.isHidden())
        self.must("nothing was sent by the check", len(self.posts()) == posted)
        self.press(window.asking.no)
        self.until("it can start", window.foot.start.isEnabled)
        self.picture("file-checked", window)
        self.press(window.foot.start)
        self.until("each row has ended", lambda: self.at_rest() and not window.outcome.isHidden())
        self.picture("file-shipped", window)
        self.must("each chosen row was sent once", len(self.posts()) > posted)
        window.close()
        path.unlink()

    def _run_window(self) -> RunWindow:
        from console.ui.runs.window import RunWindow

        found = self.app.window.findChild(RunWindow)
        if found is None:
            raise TourStopped("the window for shipping a file did not open")
        return found

    # -- steps of several jobs ----------------------------------------------------------------------------

    def _send(self, review: str, saved: str) -> None:
        self.keys("S", "ctrl")
        self._answer(review, saved)

    def _answer(self, review: str, saved: str) -> None:
        sheet = self.page.sheet
        if sheet is None:
            raise TourStopped("the review sheet did not open")
        sheet.activateWindow()
        self.until("the review sheet has the keys", sheet.isActiveWindow)
        self.picture(review, sheet)
        page = self.page
        self.keys("Return", "ctrl", target=sheet)
        self.until("the save has ended", lambda: self.at_rest() and page.sheet is None)
        self.until("the window has the keys again", self.app.window.isActiveWindow)
        notice = page.editor.state.notice
        self.must("it was saved and verified", notice is not None and notice.tone == "good")
        self.picture(saved)

    def _look_up_shop_id(self, customer_id: str) -> None:
        self.type(self.app.window.lookup.field, customer_id, enter=True)
        self.until(f"{customer_id} is open", lambda: self.at_rest() and self.customer_id() == customer_id)

    def _an_expired_cart(self) -> str:
        client = self.app.session.client
        for number in range(2208, 2240):
            found = client.find_carts(customer_cart_id=f"C-{number}") if client is not None else []
            if found and found[0].closed:
                return found[0].customer_id
        raise TourStopped("the sandbox holds no closed cart")
