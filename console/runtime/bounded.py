"""A call that may hang in somebody else's hands, waited for no longer than one is ready to wait.

It must not know what the call does, and it ends none: what nobody waits for any more is told so, and left to itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from console.runtime.cancel import Cancel

T = TypeVar("T")


class TookTooLong(Exception):
    """The call had not returned in time."""


class StoppedWaiting(Exception):
    """Whoever waited for the call gave it up."""


def within(seconds: float, work: Callable[[Cancel], T], *, stop: Cancel | None = None) -> T:
    """Return what `work` does, or raise what it does, on a thread of its own.

    `work` is handed a switch that is thrown once nobody waits: it then takes back what it did. Raises `TookTooLong`
    after so many seconds, and `StoppedWaiting` where `stop` was cancelled; before, too, and then nothing is called.
    """
    if stop is not None and stop.cancelled:
        raise StoppedWaiting
    left, ended = Cancel(), threading.Event()
    outcome: list[T] = []
    error: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work(left))
        except BaseException as raised:  # noqa: BLE001 - it belongs to who waits
            error.append(raised)
        ended.set()

    threading.Thread(target=run, name="bounded", daemon=True).start()
    remove = stop.on_cancel(ended.set) if stop is not None else None
    ended.wait(seconds)
    if remove is not None:
        remove()
    if outcome:
        return outcome[0]
    if error:
        raise error[0]
    left.cancel()
    if stop is not None and stop.cancelled:
        raise StoppedWaiting
    raise TookTooLong
