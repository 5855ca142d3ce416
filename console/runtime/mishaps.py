"""What nobody caught, on any thread: written to the log, counted, and told as one thing that is not told without end.

It must not end the program or show anything; whoever listens does.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

_EVERY_MS = 500
"""A picture that fails to be painted fails each time it is tried: the count is told once in a while."""
_LOGGED_EACH = 3
_LONGEST = 6_000


class Mishap(NamedTuple):
    """The first error that nobody caught, as a masked traceback, and how many came after it."""

    facts: str
    more: int


class Mishaps(QObject):
    """Takes the place of Python's hooks until `close`. `happened` brings a `Mishap`, on the thread this lives on."""

    happened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._first, self._count, self._told = "", 0, 0
        self._places: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._before: tuple[Callable[..., object], Callable[..., object]] = (
            sys.excepthook,
            threading.excepthook,
        )
        # Looked for, and not told by a signal: the hook may run in the middle of painting, where Qt must not be called.
        self._look = QTimer(self)
        self._look.timeout.connect(self._tell)
        self._look.start(_EVERY_MS)
        sys.excepthook, threading.excepthook = self._hook, self._thread_hook

    def close(self) -> None:
        """Give Python its hooks back."""
        self._look.stop()
        sys.excepthook, threading.excepthook = self._before

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        whole = "".join(traceback.format_exception(kind, error, trace))
        last = traceback.extract_tb(trace)[-1:]
        where = f"{kind.__name__} {last[0].filename}:{last[0].lineno}" if last else kind.__name__
        with self._lock:
            self._count += 1
            self._places[where] += 1
            nth = self._places[where]
        # The log holds a session, and not one error a thousand times.
        if nth <= _LOGGED_EACH:
            from console.runtime.log import redacted  # not before the first paint

            facts = redacted(_shortened(whole))
            self._first = self._first or facts
            logging.getLogger("console").error("uncaught\n%s", facts)

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._hook(args.exc_type, args.exc_value, args.exc_traceback)

    def _tell(self) -> None:
        if self._count != self._told and self._first:
            self._told = self._count
            self.happened.emit(Mishap(self._first, self._count - 1))


def _shortened(text: str) -> str:
    """Its beginning and its end, whole lines of each: Qt's bindings make a message of megabytes where errors nest."""
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half].rpartition(chr(10))[0]}\n…\n{text[-half:].partition(chr(10))[2]}"
