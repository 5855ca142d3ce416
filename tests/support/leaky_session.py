"""A real console with faults, worked by keys in a process of its own; what was on the screen goes into a file.

It must not be imported by a test: `python -m tests.support.leaky_session` runs it as told by JSON on standard input.

    environment   the one to start on; `second` and `third` are those with an API and a sign-in that only have faults
    orders        of the first environment, each with a fault; `ids` the same of the second; `tries` at the third
    secret        what an exception that nobody foresaw quotes
    out           the folder for exports; `seen` the file for what was on the screen; `tokens` that for the tokens it got
    plant         where to put the secret on purpose, for the proof that it would be found; empty for a real session
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget

from console import __main__
from console.api.client import Client
from console.api.limits import Limits
from console.api.service import Service
from console.app.start import Start
from console.runtime.hidden import Hidden
from console.store.places import find_places
from tests.journeys.test_ship_file import Shipping, written
from tests.support.console import Console

TOLD: dict[str, Any] = {}
SEEN: list[str] = []
TOKENS: list[str] = []


class Loop:
    """What `Console` needs of pytest-qt: waiting."""

    def waitUntil(self, check: Callable[[], object], timeout: int = 15_000) -> None:
        until = monotonic() + timeout / 1000
        while True:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
            # The console's own loop stands below this one, and what is deleted later would wait for it.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            try:
                if check() is not False:
                    return
            except AssertionError:
                if monotonic() > until:
                    raise
            assert monotonic() < until


class Driven(Console):
    """The console that is running already."""

    def __init__(self, start: Start) -> None:
        self.qtbot = Loop()  # type: ignore[assignment]
        self.places = find_places()
        self.start, self.window = start, start.window


def look(console: Console) -> None:
    """Keep what is on the screen, what copying the facts gives, and what others may read of the process."""
    for button in console.window.findChildren(QAbstractButton):
        if button.isVisible() and button.accessibleName() == "Copy the facts":
            console.click_on(button)
            SEEN.append(QApplication.clipboard().text())
    for widget in QApplication.allWidgets():
        if widget.isVisible():
            SEEN.extend((widget.windowTitle(), widget.toolTip(), widget.accessibleName()))
            SEEN.append(widget.text() if isinstance(widget, QLabel | QAbstractButton) else "")
    SEEN.append(QApplication.clipboard().text())
    SEEN.append(Path("/proc/self/cmdline").read_bytes().decode(errors="replace"))
    for child in Path("/proc/self/task").glob("*/children"):
        SEEN.extend(Path(f"/proc/{pid}/cmdline").read_text() for pid in child.read_text().split())


def change(console: Console, record: str) -> None:
    """Open a record, change it, send it, and look at what is said."""
    console.look_up(record, rest=False)
    console.until(lambda: console.window.front is not None and console.page.own_id.text() == record, record)
    console.rest()
    console.type_into("Shipping details", "by mule")
    console.press("S", ctrl=True)
    console.press("Return", ctrl=True, on=console.sheet)
    console.until(lambda: console.page.editor.state.notice is not None, "an outcome")
    console.until(lambda: not console.page.editor.state.busy, "it is told")
    look(console)


def work(console: Console) -> None:
    """The session: refusals, lost answers, echoes, bad sign-ins, what nobody foresaw, exports."""
    secret, out = TOLD["secret"], Path(TOLD["out"])
    for order in TOLD["orders"]:
        change(console, order)
    for name, records in (("second", TOLD["ids"]), ("third", TOLD["tries"])):
        console.app.session.choose(TOLD[name])
        console.rest()
        for record in records:
            console.look_up(record)
            look(console)
            if console.window.front is not None and name == "second":
                change(console, record)
    console.app.session.choose(TOLD["environment"])
    console.rest()
    unforeseen(console, secret)
    shipping = Shipping(console)
    shipping.open()
    shipping.choose(written(out, f"{TOLD['orders'][0]};1Z999AA10123456784;UPS;no"))
    shipping.check()
    shipping.start()
    shipping.save(out / "results.xlsx")
    look(console)
    shipping.window.close()
    console.window.actions_["trail"].trigger()
    console.rest()
    for form in ("csv", "json"):
        (trail,) = [one for one in console.dialogs() if one.windowTitle() == "Trail"]
        console.click("Export", trail)
        (dialog,) = trail.findChildren(QFileDialog)
        dialog.fileSelected.emit(str(out / f"trail.{form}"))
        dialog.reject()
        console.until((out / f"trail.{form}").exists, "it is exported")
        console.rest()
        console.until(lambda trail=trail: not trail.findChildren(QFileDialog), "the dialog is gone")
    look(console)


def unforeseen(console: Console, secret: str) -> None:
    """Exceptions that quote the secret: in a slot, on a worker, out of a job, in a line of the log that cannot be made."""

    def fall(*_: object, **__: object) -> None:
        try:
            raise KeyError(f"Bearer of {TOKENS[-1]}")
        except KeyError as error:
            raise ValueError(secret, {"client_secret": secret}, secret.encode()) from error

    QTimer.singleShot(0, fall)
    worker = threading.Thread(target=fall)
    worker.start()
    worker.join()
    log = console.places.log / "console.log"
    console.until(lambda: log.read_text("utf-8").count("ValueError: (") >= 2, "both are in the log")
    plain, Client.get_order = Client.get_order, fall  # type: ignore[assignment, method-assign]
    console.look_up(str(UUID(int=200)))  # one that is not open: an open one is not asked for
    look(console)
    console.until(lambda: log.read_text("utf-8").count("ValueError: (") >= 3, "each of them is in the log")
    Client.get_order = plain  # type: ignore[method-assign]
    logging.getLogger("console").warning("so many: %d", secret)
    logging.getLogger("console").info("so it goes: %s", TOKENS[-1], stack_info=True)
    console.rest()


def plant(console: Console, secret: str) -> None:
    """Put the secret where it must not be."""
    match TOLD["plant"]:
        case "title":
            console.window.setWindowTitle(f"Order Console {secret}")
        case "label":
            console.window.bar.notice.headline.setText(secret)
        case "clipboard":
            QApplication.clipboard().setText(f"curl -d client_secret={secret}")
        case "stdout":
            sys.stdout.write(secret)
        case "stderr":
            sys.__stderr__.write(secret)  # type: ignore[union-attr]
        case "log":
            (console.places.log / "console.log").write_text(f"{secret}\n")
        case "database":
            console.app.disk.submit(lambda _: _note(console, secret), lambda _: None)
        case "export":
            (Path(TOLD["out"]) / "trail.csv").write_bytes(f"a;{secret}".encode("utf-16"))
    console.rest()
    look(console)


def _note(console: Console, secret: str) -> None:
    import sqlite3

    with sqlite3.connect(console.places.data / "console.db") as database:
        database.execute("CREATE TABLE planted (text)")
        database.execute("INSERT INTO planted VALUES (?)", (secret,))
    database.close()


def begin(start: Start) -> None:
    """Work once the app is there, then close the window, whatever happened."""
    console = Driven(start)
    try:
        console.until(lambda: start.app is not None and start.app.session.client is not None, "connected")
        console.rest()
        (plant if TOLD["plant"] else lambda console, _: work(console))(console, TOLD["secret"])
    finally:
        Path(TOLD["seen"]).write_text("\n".join(SEEN), "utf-8")
        Path(TOLD["tokens"]).write_text("\n".join(TOKENS), "utf-8")
        for widget in QApplication.topLevelWidgets():
            _close(widget)
        start.window.let_close()


def _close(widget: QWidget) -> None:
    if widget.isVisible() and not widget.objectName():
        widget.close()


def main() -> int:
    """Run it; the exit code is the console's, 1 where the session could not be gone through."""
    TOLD.update(json.load(sys.stdin))
    Service.__init__.__kwdefaults__["limits"] = replace(
        Limits(), read=1.0, whole=3.0, retry_after=0.1, backoff=0.01
    )
    keep, show, failed = Hidden.token, Start.show, []

    def token(hidden: Hidden, text: str) -> None:
        TOKENS.append(text)
        keep(hidden, text)

    def shown(start: Start) -> None:
        show(start)
        QTimer.singleShot(0, lambda: driven(start))

    def driven(start: Start) -> None:
        try:
            begin(start)
        except Exception as error:
            failed.append(error)
            raise

    Hidden.token, Start.show = token, shown  # type: ignore[method-assign]
    code = __main__.main(["--environment", TOLD["environment"], "--verbose"])
    return 1 if failed else code


if __name__ == "__main__":
    sys.exit(main())
