"""How fast a file is shipped, and how long the window does not answer meanwhile, the run's own window open.

It must not count the server: it answers after a fixed time from a process of its own, and so for the bare loop too.
"""

from __future__ import annotations

import tempfile
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

import openpyxl
import requests

from tests.bench.builds import Builds
from tests.bench.consoles import DrivenConsole
from tests.bench.figures import Figure
from tests.bench.slow_shop import served

_ROWS, _MANY, _LARGE, _AT_ONCE = 1_000, 5_000, 10_000, 16
_LINK = "https://track.example.com/parcel/{}"
_HEADS = ("Order", "Tracking number", "Carrier", "Ship date", "Details", "Message")


def measure(builds: Builds) -> Iterator[Figure]:
    """1,000 rows against a bare loop and the ideal; the worst gaps then and, where all is measured, with 5,000 rows."""
    measured = builds.all if builds.effort == "whole" else (builds.here,)
    with served(20) as shop, ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        consoles = {build.name: stack.enter_context(DrivenConsole(build, shop)) for build in measured}
        parse: list[float] = []
        bare: list[float] = []
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in consoles}
        for _ in range(builds.rounds(5, 2)):
            parse += consoles[builds.here.name].ask("parse", lines=10_000, times=3)
            bare.append(_bare(shop["url"], _orders(_ROWS)))
            for name, console in consoles.items():
                found[name].append(ship(console, folder, _ROWS))
        yield from _gaps(builds, found, parse, _ROWS)
        yield Figure("runs: pool", *_here(builds, found, "send", "took", bare))
        if builds.effort == "whole":
            many: dict[str, list[dict[str, Any]]] = {name: [] for name in consoles}
            for _ in range(3):
                for name, console in consoles.items():
                    many[name].append(ship(console, folder, _MANY))
            yield from _gaps(builds, many, parse, _MANY)
    if builds.effort == "whole":
        yield from _slow(builds)


def large(builds: Builds) -> Iterator[Figure]:
    """A workbook of 10,000 rows, from the moment it is chosen until its rows are mapped and painted."""
    found: dict[str, list[float]] = {build.name: [] for build in builds.all}
    with served(0) as shop, ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        consoles = {build.name: stack.enter_context(DrivenConsole(build, shop)) for build in builds.all}
        for turn in range(builds.rounds(7, 2) + 1):
            path = _workbook(folder, _LARGE, turn)
            for name, console in consoles.items():
                took = console.ask("choose", path=str(path))["took"]
                if turn:
                    found[name].append(took)
    earlier = found[builds.earlier.name] if builds.earlier else []
    if earlier:
        yield Figure("file: mapped", found[builds.here.name], earlier, earlier)


def ship(console: DrivenConsole, folder: Path, rows: int) -> dict[str, Any]:
    """Have it choose a new file of so many rows, check and send it."""
    path = folder / f"{uuid.uuid4().hex}.csv"
    lines = [f"{order},{_LINK.format(place)},no" for place, order in enumerate(_orders(rows))]
    path.write_text("\n".join(["Order,Tracking link,Message", *lines]))
    return {
        "choose": console.ask("choose", path=str(path)),
        "check": console.ask("check"),
        "send": console.ask("send"),
    }


def _slow(builds: Builds) -> Iterator[Figure]:
    """A server of 100 ms, against 2,000 answers, 16 at once."""
    took: list[float] = []
    with served(100) as shop, ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        console = stack.enter_context(DrivenConsole(builds.here, shop))
        for _ in range(3):
            took.append(ship(console, folder, _ROWS)["send"]["took"])
    yield Figure("runs: ideal", took, [2 * _ROWS * 0.1 / _AT_ONCE] * 2)


def _gaps(
    builds: Builds, found: dict[str, list[dict[str, Any]]], parse: list[float], rows: int
) -> Iterator[Figure]:
    for act in ("check", "send"):
        yield Figure(f"runs: {act} {rows:,}", *_here(builds, found, act, "gap", parse))


def _here(
    builds: Builds, found: dict[str, list[dict[str, Any]]], act: str, what: str, reference: list[float]
) -> tuple[list[float], list[float], list[float]]:
    def of(name: str) -> list[float]:
        return [one[act][what] for one in found.get(name, [])]

    return of(builds.here.name), reference, of(builds.earlier.name) if builds.earlier else []


def _workbook(folder: Path, rows: int, turn: int) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(_HEADS)
    for place, order in enumerate(_orders(rows)):
        sheet.append([order, f"1Z999AA10{place:09d}", "UPS", "2026-11-20", "UPS Ground", "no"])
    path = folder / f"parcels-{turn}.xlsx"
    book.save(path)
    return path


def _orders(count: int) -> list[str]:
    return [str(uuid.uuid4()) for _ in range(count)]


def _bare(url: str, orders: list[str]) -> float:
    """A script that reads and writes every order, as staff would write one."""
    local = threading.local()

    def ship(place: int) -> None:
        session = getattr(local, "session", None)
        if session is None:
            session = local.session = requests.Session()
            session.trust_env = False
        address = f"{url}/orders/{orders[place]}"
        order = session.get(address, timeout=30).json()
        body = {"states": order["states"] | {"shipped": True}, "shippingTrackingUrl": _LINK.format(place)}
        answer = session.post(f"{address}?triggerEvents=false", json=body, timeout=30).json()
        assert answer["shippingTrackingUrl"] == body["shippingTrackingUrl"]

    began = perf_counter()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(ship, range(len(orders))))
    return perf_counter() - began
