"""How long a look-up takes from Enter until every field and line is painted, against a bare script and a second look-up.

It must not count signing in, nor the first record's one-time costs on either side.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack

import requests

from tests.bench.builds import Builds
from tests.bench.consoles import DrivenConsole
from tests.bench.figures import Figure
from tests.bench.slow_shop import served

_SERVER_MS = 50
_EACH = 4
"""So many look-ups in each turn; the first turn is not counted."""


def measure(builds: Builds) -> Iterator[Figure]:
    """Enter to painted with a server that takes 50 ms, against a warm `Session.get(url).json()`; then once more."""
    warm: list[float] = []
    first: dict[str, list[float]] = {build.name: [] for build in builds.all}
    second: dict[str, list[float]] = {build.name: [] for build in builds.all}
    with served(_SERVER_MS) as shop, ExitStack() as stack:
        consoles = {build.name: stack.enter_context(DrivenConsole(build, shop)) for build in builds.all}
        session = stack.enter_context(requests.Session())
        session.trust_env = False
        for turn in range(builds.rounds(12, 4) + 1):
            orders = [str(uuid.uuid4()) for _ in range(_EACH)]
            scripted = []
            for order in orders:
                began = time.perf_counter()
                session.get(f"{shop['url']}/orders/{order}", timeout=30).json()
                scripted.append(time.perf_counter() - began)
            for name, console in consoles.items():
                once = [console.ask("look_up", record=order)[0] for order in orders]
                again = [console.ask("look_up", record=order)[0] for order in orders]
                if turn:
                    first[name] += once
                    second[name] += again
            if turn:
                warm += scripted
    here = builds.here.name
    earlier = builds.earlier.name if builds.earlier else ""
    yield Figure("lookup: warm", first[here], warm, first.get(earlier, []))
    yield Figure("lookup: second", second[here], first[here], second.get(earlier, []))
