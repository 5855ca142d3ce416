"""Opens every window of the console on the screen that is there, and says where each stands: a program of its own.

It must not judge: it prints one JSON line a window, `{"name", "frame", "room", "esc", "mouse"}`, and the tests do.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from console.app.app import App
from console.app.opening import StartOptions
from console.app.start import Start, application
from console.store.places import find_places
from console.ui.look.room import OnScreen

PATIENCE_MS = 20_000


def until(condition: Callable[[], bool], what: str) -> None:
    """Let the program run until the condition holds; ends it where that never comes."""
    loop, tick, end = QEventLoop(), QTimer(), QTimer()
    came = condition()

    def look() -> None:
        nonlocal came
        came = condition()
        if came:  # and once is enough: what rests may begin anew
            loop.quit()

    tick.timeout.connect(look)
    end.setSingleShot(True)
    end.timeout.connect(loop.quit)
    tick.start(5)
    end.start(PATIENCE_MS)
    if not came:
        loop.exec()
    if not came:
        raise SystemExit(f"this never came: {what}")


def at_rest(app: App) -> bool:
    return not (app.jobs.busy or app.disk.busy)


def standing(window: QWidget) -> dict[str, object]:
    """Where a window stands, once its frame is known and it has been put right."""
    watching = window.findChild(OnScreen)
    assert watching is not None, f"{type(window).__name__} is not kept on its screen"
    until(lambda: watching.settled, f"the frame of {type(window).__name__}")
    QApplication.sync()  # what the window manager says to its last request has come
    room = window.screen().availableGeometry()
    return {"frame": window.frameGeometry().getRect(), "room": room.getRect()}


def newest(known: set[QWidget]) -> QWidget | None:
    found = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one not in known]
    dialogs = [one for one in found if one.windowType() in (Qt.WindowType.Dialog, Qt.WindowType.Window)]
    return dialogs[0] if dialogs else None


def opened(app: App, act: Callable[[], object]) -> QWidget:
    known = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
    until(lambda: at_rest(app), "rest")
    act()
    until(lambda: newest(known) is not None, "a window")
    made = newest(known)
    assert made is not None
    until(lambda: at_rest(app), "rest")
    return made


def main() -> None:
    qt = application()
    start = Start(qt, StartOptions(sandbox=True), find_places(os.environ))
    start.show()
    until(lambda: start.app is not None and start.app.session.client is not None, "a connection")
    app, window = start.app, start.window
    assert app is not None
    print(json.dumps({"name": "Window", **standing(window)}), flush=True)
    app.lookup.ask("#1001")
    until(lambda: window.front is not None and at_rest(app), "an order")
    assert window.front is not None
    window.front.editor.typed("shippingDetails", "wrap twice, it is a present")
    names = (
        "save",
        "mark_shipped",
        "connect",
        "settings",
        "trail",
        "ship_file",
        "palette",
        "shortcuts",
        "about",
        "wipe",
    )
    for name in names:
        first = opened(app, window.actions_[name].trigger)
        told = {"name": type(first).__name__, **standing(first)}
        QTest.keyClick(first.focusWidget() or first, Qt.Key.Key_Escape)
        told["esc"] = not first.isVisible()
        first.close()
        second = opened(app, window.actions_[name].trigger)
        second.close()
        told["mouse"] = not second.isVisible()
        print(json.dumps(told), flush=True)
    window.let_close()
    start.close()


if __name__ == "__main__":
    main()
