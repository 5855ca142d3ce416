"""Troubles in a row that are not the rows' own: a server that is gone, whatever stands in front of it.

It must not know what is done with a row or stop anything; it counts, and says when it makes no sense to go on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from console.presenters.runs.items import RunRow

if TYPE_CHECKING:
    from console.api.errors import ApiError

TAKEN_FOR_GONE = 5
"""Rows in a row, or waits in a row without a row done between them, after which the server is taken to be gone."""
_ABOUT_THE_ROW = frozenset({400, 404, 409, 410, 412, 413, 414, 422, 428})
_BUSY = 503

TakeBack = Callable[[], RunRow]
"""Makes the row as it was before it met the trouble; only where nothing of it was sent."""


class Outage:
    """How many rows in a row met a trouble that is not theirs. For use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._met: list[TakeBack | None] = []
        self._waits = 0
        self.why = ""
        """What the last of them met; empty while the server is not taken to be gone."""

    def well(self) -> None:
        """A row was done: the server is there. What came before was bad luck."""
        with self._lock:
            if not self.why:
                self._met.clear()
                self._waits = 0

    def met(self, why: str, back: TakeBack | None) -> list[TakeBack]:
        """One more row met a trouble; what is to be taken back now, because the server is gone."""
        with self._lock:
            self._met.append(back)
            if not self.why and len(self._met) < TAKEN_FOR_GONE:
                return []
            self.why = self.why or why
            found, self._met = [one for one in self._met if one is not None], []
            return found

    def waited(self, why: str) -> None:
        """The server asked for patience once more, and no row was done since the last time."""
        with self._lock:
            self._waits += 1
            if self._waits >= TAKEN_FOR_GONE:
                self.why = self.why or why


def not_the_rows_own(error: ApiError) -> bool:
    """Whether the next row is likely to meet it too: it tells of the server, the way there, or the sign-in."""
    from console.api.errors import Invalid, NotFound, NotTheApi, Refused, Stopped

    if isinstance(error, Stopped | NotFound):
        return False
    if isinstance(error, Invalid):
        return error.status is not None or error.sent is not False  # else the question itself was no good
    if isinstance(error, NotTheApi):
        return True
    if isinstance(error, Refused):
        return not error.sent or error.status not in _ABOUT_THE_ROW
    return True


def asks_for_patience(error: ApiError) -> bool:
    """Whether nothing was done because the server is busy: 429, or to a read 503, which proxies say of a restart too."""
    from console.api.errors import ServerFault, TooMany

    return isinstance(error, TooMany) or (isinstance(error, ServerFault) and error.status == _BUSY)
