"""How long a word that stands everywhere takes to be found in the local index and in the trail.

It must not know how either finds it; the checkouts answer for themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

from tests.bench.builds import Builds
from tests.bench.figures import Figure

_COMMON = ("order", "anna", "example.com", "ups ground")
_PLACES = ("archive", "trail")


def measure(builds: Builds) -> Iterator[Figure]:
    """At 100,000 records in turns with the earlier build, then at 1,000,000 in this checkout alone."""
    from tests.bench.index import Build as Filled

    small = {"whole": 100_000, "quick": 20_000}.get(builds.effort, 1_000)
    turns = builds.rounds(7, 3)
    earlier: dict[str, list[float]] = {place: [] for place in _PLACES}
    here: dict[str, list[float]] = {place: [] for place in _PLACES}
    with ExitStack() as stack:
        asked = {
            build.name: stack.enter_context(closing(Filled(build.root, small, build.python)))
            for build in builds.all
        }
        for _ in range(turns):
            for name, filled in asked.items():
                found = here if name == builds.here.name else earlier
                for place in _PLACES:
                    found[place] += _each(filled, place)
    if builds.earlier is None:
        return
    for place in _PLACES:
        yield Figure(f"index: {place}", here[place], earlier[place], earlier[place])
    if builds.effort != "whole":
        return
    with closing(Filled(builds.here.root, 1_000_000, builds.here.python)) as million:
        for place in _PLACES:
            rounds = [seconds for _ in range(turns) for seconds in _each(million, place)]
            yield Figure(f"index: {place}, million", rounds, earlier[place], earlier[place])


def _each(filled: Any, place: str) -> list[float]:
    """Seconds for each of the common words."""
    return [filled.ask(find=[place, word]) / 1000 for word in _COMMON]
