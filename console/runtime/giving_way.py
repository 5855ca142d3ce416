"""The window goes first: while its thread has something to do, long work on other threads stands aside.

It must not hold work up for more than a moment, know what the work is, or ever wait on the window's own thread.

Python lets one thread run at a time. A window that draws gives its turn away at every other call of Qt and got it back
only half a millisecond later: beside a busy worker it drew a page in five times as long as alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

_MOMENT = 0.1
"""Seconds that work stands aside at most; a window that needs longer shares."""
_STEP, _PARTS = 32, 512


class _Way:
    """Who goes first: `free` while the window's thread, `owner`, has nothing to do; `since` it has."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.free.set()
        self.owner = 0
        self.since = 0.0
        self.when_done: Callable[[], object] | None = None


_way = _Way()


def own(when_done: Callable[[], object] | None) -> None:
    """Be the thread that goes first. `when_done` sees to it that `window_done` is called once all is handled and drawn.

    None gives that up.
    """
    _way.owner, _way.when_done = threading.get_ident(), when_done
    _way.free.set()


def window_begins() -> None:
    """Tell, on the window's thread, that something is going to be shown; without a window nothing happens."""
    if _way.when_done is not None and _way.free.is_set():
        _way.since = monotonic()
        _way.free.clear()
        _way.when_done()


def window_done() -> None:
    """Tell that nothing is left to be shown."""
    _way.free.set()


def give_way() -> None:
    """Let the window go first, in the middle of long work; costs next to nothing while it has nothing to do."""
    if not _way.free.is_set() and threading.get_ident() != _way.owner:
        _way.free.wait(max(0.0, _way.since + _MOMENT - monotonic()))


def unhurried_parts(parts: Iterable[T]) -> Iterator[T]:
    """The parts as they come, such as those of a long text, giving way between many of them."""
    left = iter(parts)
    while some := tuple(islice(left, _PARTS)):
        give_way()
        yield from some


def unhurried(items: Sequence[T]) -> Iterator[T]:
    """The items, giving way between a few of them; for loops over what may be ten thousand long."""
    if threading.get_ident() == _way.owner:
        return iter(items)
    return chain.from_iterable(map(partial(_few, items), range(0, len(items), _STEP)))


def _few(items: Sequence[T], start: int) -> Sequence[T]:
    give_way()
    return items[start : start + _STEP]
