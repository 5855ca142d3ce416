"""The clock that presenters read and the alarm that they set, so that tests can hand in ones of their own.

It must not be read by the model; rules are told what time it is.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QTimer

Wake = Callable[[float, Callable[[], None]], Callable[[], None]]
"""Sets an alarm in so many seconds, which rings once on the thread that set it; calling what it returns puts it off."""


def utc_now() -> datetime:
    """Now, with its zone."""
    return datetime.now(UTC)


def wake(seconds: float, ring: Callable[[], None]) -> Callable[[], None]:
    """Have `ring` called once after so many seconds, by the event loop; nobody waits.

    Returns how to put it off; the alarm lives as long as that is kept.
    """
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(ring)
    timer.start(round(seconds * 1000))
    return timer.stop
