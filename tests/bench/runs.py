"""How fast a file is shipped, how long the window does not answer meanwhile, and what a large file costs.

It must not count the server: it answers after a fixed time from a process of its own, and so for the bare loop too.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import requests
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from tests.bench.figures import Figure
from tests.bench.gaps import Gaps

_ROWS, _MANY, _AT_ONCE = 1_000, 10_000, 16
_SERVERS = ((100, 3, 1 / 0.9), (20, 5, 1 / 0.65))
"""Milliseconds that the server takes, how many rounds, and the bar against the ideal."""
_BARE_BAR = 1 / 0.85
_GAP_BAR = 0.5
_LARGE_ROUNDS = 3
_REST_MS = 5
_LINK = "https://track.example.com/parcel/{}"


def measure() -> Iterator[Figure]:
    """1,000 rows against the ideal and a bare loop; the worst gaps then and with 10,000 rows; memory after those."""
    qt = QApplication.instance() or QApplication([])
    parse = [_parsed() for _ in range(7)]
    gaps = Gaps()
    try:
        for milliseconds, rounds, bar in _SERVERS:
            with _served(milliseconds) as port:
                yield from _speed(port, milliseconds, rounds, bar, gaps, parse)
        with _served(0) as port:
            yield from _large(port, gaps, parse)
    finally:
        gaps.stop()
        del qt


def _speed(
    port: int, milliseconds: int, rounds: int, bar: float, gaps: Gaps, parse: list[float]
) -> Iterator[Figure]:
    took: list[float] = []
    bare: list[float] = []
    worst: list[float] = []
    for _ in range(rounds):
        bare.append(_bare(port, _orders(_ROWS)))
        with _Shipping(port, _orders(_ROWS)) as shipping:
            shipping.check()
            with gaps.watched(worst):
                began = perf_counter()
                shipping.send()
                took.append(perf_counter() - began)
    ideal = 2 * _ROWS * milliseconds / 1000 / _AT_ONCE
    name = f"{_ROWS:,} rows shipped ({milliseconds} ms server)"
    yield Figure(name, f"the ideal: 2,000 answers, {_AT_ONCE} at once", took, [ideal] * rounds, bar)
    yield Figure(name, "a bare ThreadPool with requests", took, bare, _BARE_BAR)
    yield Figure("  its worst gap", "json.loads of 10,000 lines", worst, parse, _GAP_BAR)


def _large(port: int, gaps: Gaps, parse: list[float]) -> Iterator[Figure]:
    worst: dict[str, list[float]] = {"read and understood": [], "checked": [], "sent": []}
    memory: list[float] = []
    for turn in range(_LARGE_ROUNDS):
        with _Shipping(port, _orders(_MANY), gaps=gaps, worst=worst["read and understood"]) as shipping:
            with gaps.watched(worst["checked"]):
                shipping.check()
            if turn == 0:
                with gaps.watched(worst["sent"]):
                    shipping.send()
        memory.append(_resident())
    for act, found in worst.items():
        yield Figure(f"{_MANY:,} rows {act}: worst gap", "json.loads of 10,000 lines", found, parse, _GAP_BAR)
    yield Figure(
        f"memory after {_LARGE_ROUNDS} such files (kB as ms)",
        "after the first",
        [memory[-1] / 1000],
        [memory[0] / 1000] * 2,
        1.1,
    )


class _Shipping:
    """A file that is read and understood, on real threads and a real disk."""

    def __init__(
        self, port: int, orders: list[str], *, gaps: Gaps | None = None, worst: list[float] | None = None
    ) -> None:
        from console.api.client import Client
        from console.model.carriers.carriers import carriers
        from console.model.environment import Environment, Secret
        from console.presenters.runs.run import ShippingRun
        from console.presenters.runs.tools import RunTools
        from console.runtime.jobs import Jobs
        from console.store.database import Database
        from console.store.places import find_places
        from console.store.runs import Runs
        from console.store.trail import Trail

        self._folder = tempfile.TemporaryDirectory()
        places = find_places({"ORDER_CONSOLE_HOME": self._folder.name})
        places.prepare()
        url = f"http://127.0.0.1:{port}"
        self._client = Client(Environment("Bench", url, f"{url}/oauth2/token", "me", Secret("word"), "test"))
        self.jobs, self.disk = Jobs(workers=_AT_ONCE + 1), Jobs(workers=1)
        self._store = Database(places)
        where = RunTools(
            "Bench",
            self._client,
            carriers(),
            self.jobs,
            self.disk,
            Runs(self._store),
            Trail(self._store),
            lambda: Database(places, patience=10.0),
            _AT_ONCE,
        )
        self.run = ShippingRun(where)
        path = Path(self._folder.name) / "parcels.csv"
        rows = [f"{order},{_LINK.format(place)},no" for place, order in enumerate(orders)]
        path.write_text("\n".join(["Order,Tracking link,Message", *rows]))
        if gaps is None or worst is None:
            self._read(path)
        else:
            with gaps.watched(worst):
                self._read(path)
        assert self.run.state.phase == "map"

    def __enter__(self) -> _Shipping:
        return self

    def __exit__(self, *_: object) -> None:
        self.run.close()
        self._client.close()
        self.jobs.close()
        self.disk.submit(lambda _: self._store.close(), lambda _: None)
        self.disk.finish()
        self._folder.cleanup()

    def check(self) -> None:
        """Read every order."""
        self.run.check()
        self._rest()
        assert self.run.state.chosen == len(self.run.rows), self.run.state

    def send(self) -> None:
        """Send every row."""
        self.run.start()
        self._rest()
        assert self.run.state.counts == (("sent", len(self.run.rows)),), self.run.state

    def _read(self, path: Path) -> None:
        self.run.file.choose(str(path))
        self._rest()

    def _rest(self) -> None:
        """Let the window work as it does, asleep between two events, until no job is under way."""
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(lambda: None if self.jobs.busy or self.disk.busy else loop.quit())
        timer.start(_REST_MS)
        loop.exec()


def _orders(count: int) -> list[str]:
    return [str(uuid.uuid4()) for _ in range(count)]


def _bare(port: int, orders: list[str]) -> float:
    """A script that reads and writes every order, as staff would write one."""
    local = threading.local()

    def ship(place: int) -> None:
        session = getattr(local, "session", None)
        if session is None:
            session = local.session = requests.Session()
            session.trust_env = False
        url = f"http://127.0.0.1:{port}/orders/{orders[place]}"
        order = session.get(url, timeout=30).json()
        body = {"states": order["states"] | {"shipped": True}, "shippingTrackingUrl": _LINK.format(place)}
        answer = session.post(f"{url}?triggerEvents=false", json=body, timeout=30).json()
        assert answer["shippingTrackingUrl"] == body["shippingTrackingUrl"]

    began = perf_counter()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(ship, range(len(orders))))
    return perf_counter() - began


def _parsed() -> float:
    from tests.bench.bodies import body

    text = json.dumps(body(10_000))
    began = perf_counter()
    json.loads(text, parse_float=Decimal)
    return perf_counter() - began


def _resident() -> float:
    """Kilobytes of this process's memory that are in use."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024


@contextmanager
def _served(milliseconds: int) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.slow_shop", str(milliseconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
