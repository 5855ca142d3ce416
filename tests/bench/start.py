"""How long the start takes: first paint, and until Enter in the look-up field would be answered.

It must not count the practice sandbox's own start; the console opens on a saved environment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from tests.bench.figures import Figure
from tests.support.sandbox import Sandbox

_ROUNDS = 15

_BARE = """
import json, time
began = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)
def done():
    print(json.dumps({"paint": time.perf_counter() - began}), flush=True)
    app.quit()
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

_CONSOLE = """
import json, time
began = time.perf_counter()
from console.store.places import find_places
from console.runtime.loading import load_qt
load_qt()
from console.app.opening import StartOptions
from console.app.start import Start, application
from console.ui.shell import window as windows
from PySide6.QtCore import QTimer
times = {}
class Window(windows.Window):
    def paintEvent(self, event):
        super().paintEvent(event)
        if "paint" not in times:
            times["paint"] = 0.0
            QTimer.singleShot(0, painted)
def painted():
    times["paint"] = time.perf_counter() - began
def ready():
    times["ready"] = time.perf_counter() - began
    print(json.dumps(times), flush=True)
    QTimer.singleShot(0, qt.quit)
import console.app.start
console.app.start.Window = Window
qt = application()
start = Start(qt, StartOptions("Bench"), find_places())
start.ready.connect(lambda: start.app.session.changed.connect(ready))
start.show()
qt.exec()
start.window.let_close()
start.close()
"""


def measure() -> Iterator[Figure]:
    """First paint against a bare window (bar 1.5), and readiness against the same (bar 3.5)."""
    bare: list[float] = []
    paint: list[float] = []
    ready: list[float] = []
    with Sandbox() as sandbox, tempfile.TemporaryDirectory() as home:
        _save(home, sandbox)
        _run(_CONSOLE, home)  # compiles what a second start finds compiled
        for _ in range(_ROUNDS):
            bare.append(_run(_BARE, home)["paint"])
            times = _run(_CONSOLE, home)
            paint.append(times["paint"])
            ready.append(times["ready"])
    yield Figure("start: first paint", "a bare QMainWindow", paint, bare, 1.5)
    yield Figure("start: Enter is answered", "a bare QMainWindow", ready, bare, 3.5)


def _save(home: str, sandbox: Sandbox) -> None:
    from console.store.environments import Environments
    from console.store.places import find_places
    from tests.support.console import environment_of

    places = find_places({"ORDER_CONSOLE_HOME": home})
    places.prepare()
    Environments(places).save(environment_of(sandbox, name="Bench"))


def _run(script: str, home: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "ORDER_CONSOLE_HOME": home, "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    times: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return times
