"""What a day leaves in memory: look-ups, saves, runs and windows, against the same console after its first look-ups.

It must not restart the console in between.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.bench.builds import Builds
from tests.bench.consoles import DrivenConsole
from tests.bench.figures import Figure
from tests.bench.runs import ship
from tests.bench.slow_shop import served

_FIRST = 100
_DAY = {"whole": (2_000, 200, 20, 500, 200), "quick": (150, 15, 2, 30, 50), "once": (5, 1, 0, 3, 1)}
"""Look-ups, saves, runs, windows, and the rows of a run."""


def measure(builds: Builds) -> Iterator[Figure]:
    """Memory in use after the day, and after the first look-ups; this checkout alone."""
    lookups, saves, runs, windows, rows = _DAY[builds.effort]
    with served(0) as shop, ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        console = stack.enter_context(DrivenConsole(builds.here, shop))
        first = min(_FIRST, lookups)
        _look_up(console, first)
        console.ask("rest", seconds=1.5)
        before = [console.ask("memory")]
        for part in range(max(runs, 1)):  # mixed, as a day is
            _look_up(console, _share(lookups - first, part, runs))
            for number in range(_share(saves, part, runs)):
                console.ask("edit_and_save", record=str(uuid.uuid4()), text=f"door {number}")
            if runs:
                ship(console, folder, rows)
            console.ask("windows", count=_share(windows, part, runs))
        console.ask("rest", seconds=1.5)
        after = [console.ask("memory")]
    yield Figure("day: memory", after, before * 2)


def _look_up(console: DrivenConsole, count: int) -> None:
    for _ in range(count):
        console.ask("look_up", record=str(uuid.uuid4()))


def _share(whole: int, part: int, parts: int) -> int:
    parts = max(parts, 1)
    return whole * (part + 1) // parts - whole * part // parts
