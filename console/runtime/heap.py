"""How the C library hands out memory: all threads out of two heaps, and what came free goes back to the system.

It must not be asked before the first paint, nor count on a C library: where there is no such choice nothing changes.
"""

from __future__ import annotations

import sys

_M_ARENA_MAX = -8
"""What glibc's mallopt calls the number of its heaps."""


def share_heap() -> None:
    """From now on a thread that begins takes memory from a heap that there is; glibc would give each one of its own.

    What a lane needed for a moment stays with its heap, and the next run's lanes have other moments: sixteen of them
    grew by 2.5 MiB each in a day, with nothing of it in use. Python lets one thread at a time work, so they share well.
    """
    if sys.platform != "linux":
        return
    import ctypes

    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    except (OSError, AttributeError):  # another C library, which has no such heaps
        return


def give_back() -> None:
    """Give the system back what is free in the heaps; takes some milliseconds, so it is for when nobody is at work.

    glibc gives back only what is free at a heap's end: what one window of a run or a hundred records needed for a moment
    would stay with the console for good, behind some small thing that was made later.
    """
    if sys.platform != "linux":
        return
    import ctypes

    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):
        return
