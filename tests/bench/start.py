"""How long the start takes: first paint, and until Enter in the look-up field would be answered; and what it keeps in memory.

It must not count the server's own start; the console opens on a saved environment.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tests.bench.builds import Build, Builds
from tests.bench.consoles import environment, saved
from tests.bench.figures import Figure
from tests.bench.slow_shop import served

_RESIDENT = """
def resident():
    with open("/proc/self/smaps_rollup") as told:
        return 1024 * next(int(line.split()[1]) for line in told if line.startswith("Rss:"))
"""
_BARE = f"""
import json, sys, time
began = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
{_RESIDENT}
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)
def done():
    times["paint"] = time.perf_counter() - began
    QTimer.singleShot(int(sys.argv[1]), told)
def told():
    print(json.dumps(times | {{"memory": resident()}}), flush=True)
    app.quit()
times = {{}}
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

_CONSOLE = """
import json, sys, time
began = time.perf_counter()
from console.store.places import find_places
from {loading} import load_qt
load_qt()
from {options} import {Options} as Options
import {start} as started
from {start} import Start, application
from PySide6.QtCore import QTimer
{resident}
times = {{}}
class Window(started.Window):
    def paintEvent(self, event):
        super().paintEvent(event)
        if "paint" not in times:
            times["paint"] = 0.0
            QTimer.singleShot(0, painted)
def painted():
    times["paint"] = time.perf_counter() - began
def ready():
    times["ready"] = time.perf_counter() - began
    QTimer.singleShot(int(sys.argv[1]), told)
def told():
    print(json.dumps(times | {{"memory": resident()}}), flush=True)
    qt.quit()
started.Window = Window
qt = application()
start = Start(qt, Options("Bench"), find_places())
start.ready.connect(lambda: start.app.session.changed.connect(ready))
start.show()
qt.exec()
start.window.let_close()
start.close()
"""
_SETTLED_MS = 3_000
"""So long after the start its memory is looked at: by then all that is loaded behind it is there."""


def measure(builds: Builds) -> Iterator[Figure]:
    """First paint and readiness of both builds and of a bare window, in turns."""
    bare: list[float] = []
    paint: dict[str, list[float]] = {build.name: [] for build in builds.all}
    ready: dict[str, list[float]] = {build.name: [] for build in builds.all}
    with _homes(builds) as home:
        for _ in range(builds.rounds(15, 4)):
            bare.append(_run(builds.here, _BARE, home)["paint"])
            for build in builds.all:
                times = _run(build, script(build), home)
                paint[build.name].append(times["paint"])
                ready[build.name].append(times["ready"])
    for key, found in (("paint", paint), ("ready", ready)):
        here = found[builds.here.name]
        earlier = found[builds.earlier.name] if builds.earlier else []
        if earlier:
            yield Figure(f"start: {key}", here, earlier, earlier)
        yield Figure(f"start: {key}, bare", here, bare, earlier)


def memory(builds: Builds) -> Iterator[Figure]:
    """What both builds and a bare window keep in memory a while after the start."""
    found: dict[str, list[float]] = {name: [] for name in ("bare", *(build.name for build in builds.all))}
    with _homes(builds) as home:
        for _ in range(builds.rounds(5, 2)):
            with ThreadPoolExecutor(len(found)) as pool:  # at once, for no time is taken
                asked = {"bare": pool.submit(_run, builds.here, _BARE, home, _SETTLED_MS)}
                for build in builds.all:
                    asked[build.name] = pool.submit(_run, build, script(build), home, _SETTLED_MS)
            for name, told in asked.items():
                found[name].append(told.result()["memory"])
    earlier = found[builds.earlier.name] if builds.earlier else []
    yield Figure("memory: start", found[builds.here.name], found["bare"], earlier)


def script(build: Build) -> str:
    """What measures the start of this build, by where it keeps its rooms."""
    flat = not build.has("console/app/start.py")
    return _CONSOLE.format(
        loading="console.loading" if flat else "console.runtime.loading",
        start="console.start" if flat else "console.app.start",
        options="console.start" if flat else "console.app.opening",
        Options="Options" if flat else "StartOptions",
        resident=_RESIDENT,
    )


@contextmanager
def _homes(builds: Builds) -> Iterator[str]:
    """Folders for every build, with an environment in them, after a first start that compiles what later ones find."""
    with served(0) as shop, tempfile.TemporaryDirectory() as home:
        for build in builds.all:
            saved(build, f"{home}/{build.name}", shop)
            _run(build, script(build), home)
        yield home


def _run(build: Build, text: str, home: str, settled: int = 0) -> dict[str, float]:
    done = subprocess.run(
        [build.python, "-c", text, str(settled)],
        cwd=build.root,
        env=environment(f"{home}/{build.name}"),
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=True,
    )
    times: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return times
