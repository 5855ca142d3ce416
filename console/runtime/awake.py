"""Seconds that go on while the computer sleeps, and the wall clock for whoever must compare it with another computer's.

It must not be used for what only waits here: that goes by `time.monotonic`, which nobody can set.
"""

from __future__ import annotations

import time


def awake() -> float:
    """Seconds since some moment; set by nobody. On Linux `time.monotonic` stands still while the computer sleeps."""
    # Apple's CLOCK_MONOTONIC goes on meanwhile, Python's monotonic there does not; that of Windows does.
    clock = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def wall() -> float:
    """What people have set the computer's clock to, in seconds since 1970."""
    return time.time()
