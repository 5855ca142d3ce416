"""How long a look-up takes from Enter until every field and line is painted, against a bare script.

It must not count signing in, nor the first record's one-time costs on either side.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator

import requests
from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtTest import QTest

from tests.bench.figures import Figure
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

_ROUNDS = 40
_SERVER_MS = 50


def measure() -> Iterator[Figure]:
    """Enter to painted with a server that takes 50 ms, against a warm `Session.get(url).json()` (bar 1.35)."""
    from console.app.opening import StartOptions
    from console.app.start import Start, application
    from console.store.environments import Environments
    from console.store.places import find_places
    from tests.support.console import environment_of

    painted: list[float] = []
    bare: list[float] = []
    with Sandbox(delay=_SERVER_MS) as sandbox, tempfile.TemporaryDirectory() as home:
        places = find_places({"ORDER_CONSOLE_HOME": home})
        places.prepare()
        Environments(places).save(environment_of(sandbox, name="Bench"))
        qt = application()
        start = Start(qt, StartOptions("Bench"), places)
        start.show()
        while start.app is None or start.app.session.client is None or start.app.jobs.busy:
            qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        app = start.app
        session = requests.Session()
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {sandbox.token()}"
        url = f"{sandbox.url}/orders/{SAMPLE_ORDER}"
        field = app.window.lookup.field
        for turn in range(_ROUNDS + 3):
            began = time.perf_counter()
            session.get(url, timeout=30).json()
            scripted = time.perf_counter() - began
            field.setText(SAMPLE_ORDER)
            field.setFocus()
            began = time.perf_counter()
            QTest.keyClick(field, Qt.Key.Key_Return)
            # Waits as the program does; with a limit Qt would not wait at all.
            while app.window.front is None:
                qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            app.window.repaint()
            took = time.perf_counter() - began
            while app.jobs.busy:
                qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            app.closing.close_front()
            qt.processEvents()
            # The loop of a running program does this by itself.
            qt.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            if turn >= 3:
                bare.append(scripted)
                painted.append(took)
        session.close()
        start.window.let_close()
        start.close()
    yield Figure(
        f"look-up: Enter to painted ({_SERVER_MS} ms server)",
        "a warm Session.get().json()",
        painted,
        bare,
        1.35,
    )
