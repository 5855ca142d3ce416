"""What the console costs others and how it lets go: typing with the journal, connections and tokens, Esc and the exit.

It must not judge what the server does; it counts there and times here.
"""

from __future__ import annotations

import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

import requests

from tests.bench.builds import Builds
from tests.bench.consoles import DrivenConsole
from tests.bench.figures import Figure
from tests.bench.slow_shop import SHORT_LIFE, served

_LOOKUPS, _AT_ONCE, _REFUSALS, _HOUR = 100, 20, 3, 3_600
_KEYS = 500
_ROWS = 40


def typing(builds: Builds) -> Iterator[Figure]:
    """Key to paint, the 99th of 100 keys, with the journal and without."""
    with_it: list[float] = []
    without: list[float] = []
    with served(0) as shop, DrivenConsole(builds.here, shop) as console:
        for _ in range(builds.rounds(8, 2)):
            found = console.ask(
                "type_keys", record=str(uuid.uuid4()), keys=max(builds.rounds(_KEYS, _KEYS // 2), 20)
            )
            with_it.append(_p99(found["with"]))
            without.append(_p99(found["without"]))
    yield Figure("typing: p99", with_it, without)


def calls(builds: Builds) -> Iterator[Figure]:
    """Connections that a hundred look-ups open, and token calls that nobody needed."""
    with served(0) as shop:
        with DrivenConsole(builds.here, shop) as console:
            before = _counts(shop)
            count = _LOOKUPS if builds.effort != "once" else 5
            for _ in range(count):
                console.ask("look_up", record=str(uuid.uuid4()))
            opened = _counts(shop)["connections"] - before["connections"] - 1  # the one that counts
        yield Figure("calls: connections", [float(opened)])
    with served(0, "short") as shop:
        yield Figure("calls: tokens", [float(_needless(shop, 300 if builds.effort == "once" else 60))])


def ending(builds: Builds) -> Iterator[Figure]:
    """The end of a console whose calls hang, and Esc while an answer drips."""
    ends: list[float] = []
    escapes: list[float] = []
    for _ in range(builds.rounds(3, 1)):
        with served(0, "hang") as shop, tempfile.TemporaryDirectory() as folder:
            console = DrivenConsole(builds.here, shop)
            path = Path(folder, "parcels.csv")
            rows = [f"{uuid.uuid4()},https://track.example.com/{place},no" for place in range(_ROWS)]
            path.write_text("\n".join(["Order,Tracking link,Message", *rows]))
            console.ask("choose", path=str(path))
            console.ask("begin_check")
            while _counts(shop)["calls"] < 8:
                pass  # asking takes a moment by itself
            console.ask("leave")
            began = time.perf_counter()
            console.wait()
            ends.append(time.perf_counter() - began)
            console.close()
        with served(0, "drip") as shop, DrivenConsole(builds.here, shop) as console:
            escapes += [console.ask("escape", record=str(uuid.uuid4())) for _ in range(3)]
    yield Figure("ending: exit", ends)
    yield Figure("ending: esc", escapes)


def _needless(shop: dict[str, str], step: int) -> int:
    """Token calls in an hour of the client's own clock beyond those it needed.

    Every `step` seconds of it twenty calls are made at once; three times every token is refused just before.
    """
    from console.api.client import Client
    from console.model.environment import Environment, Secret

    now = [0.0]
    environment = Environment(
        "Bench", shop["url"], shop["token_url"], shop["client_id"], Secret(shop["client_secret"]), "test"
    )
    needed, until = 0, 0.0
    with Client(environment, clock=lambda: now[0]) as client, ThreadPoolExecutor(_AT_ONCE) as pool:
        for moment in range(0, _HOUR, step):
            now[0] = float(moment)
            refused = moment % (_HOUR // (_REFUSALS + 1)) == 0 and moment > 0
            if refused:
                requests.get(f"{shop['url']}/refuse", timeout=30)
            if refused or now[0] >= until:
                needed, until = needed + 1, now[0] + SHORT_LIFE
            list(pool.map(lambda _: client.get_order(str(uuid.uuid4())), range(_AT_ONCE)))
    return _counts(shop)["tokens"] - needed


def _counts(shop: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = requests.get(f"{shop['url']}/counts", timeout=30).json()
    return found


def _p99(found: list[float]) -> float:
    return quantiles(found, n=100)[98]
