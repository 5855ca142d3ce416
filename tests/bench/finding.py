"""How long the local index takes to find words that stand everywhere, and the trail to find an old order.

It must not know how either finds it; the checkouts answer for themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any

from tests.bench.builds import Builds
from tests.bench.figures import Figure

_COMMON = ("order", "anna", "example.com", "ups ground")
_WORDS = {
    "archive": ("archive", _COMMON),
    "trail": ("trail", _COMMON),
    "trail, old": ("trail", ("#100777",)),
}
"""Table and words by row. The trail is read newest first, and always was: words that stand everywhere are found among
the first entries, so that only something old shows what a search through all of it takes."""


def measure(builds: Builds) -> Iterator[Figure]:
    """At 100,000 records in turns with the earlier build, then at 1,000,000 in this checkout alone."""
    from tests.bench.index import Build as Filled

    small = 100_000 if builds.effort != "once" else 1_000
    turns = builds.rounds(7, 3)
    earlier: dict[str, list[float]] = {place: [] for place in _WORDS}
    here: dict[str, list[float]] = {place: [] for place in _WORDS}
    with ExitStack() as stack:
        with ThreadPoolExecutor(2) as pool:  # filling takes ten seconds each
            filling = {
                build.name: pool.submit(Filled, build.root, small, build.python) for build in builds.all
            }
        asked = {name: stack.enter_context(closing(one.result())) for name, one in filling.items()}
        for _ in range(turns):
            for name, filled in asked.items():
                found = here if name == builds.here.name else earlier
                for place in _WORDS:
                    found[place].append(_seconds(filled, place))
    if builds.earlier is None:
        return
    for place in _WORDS:
        yield Figure(f"index: {place}", here[place], earlier[place], earlier[place])
    if builds.effort != "whole":
        return
    with closing(Filled(builds.here.root, 1_000_000, builds.here.python)) as million:
        for place in _WORDS:
            rounds = [_seconds(million, place) for _ in range(turns)]
            yield Figure(f"index: {place}, million", rounds, earlier[place], earlier[place])


def _seconds(filled: Any, place: str) -> float:
    """Seconds for all words of this row."""
    table, words = _WORDS[place]
    return sum(filled.ask(find=[table, word]) for word in words) / 1000
