"""Threads share the C library's heaps: what a run's lanes needed for a moment does not stay with each of them."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

_LANES = """
import ctypes, os, sys, threading
from console.runtime.heap import share_heap
if sys.argv[1] == "shared":
    share_heap()
together = threading.Barrier(16)
def lane():
    kept = bytes(3_000)  # too much for Python's own pools
    together.wait()
lanes = [threading.Thread(target=lane) for _ in range(16)]
for one in lanes: one.start()
for one in lanes: one.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
libc.fflush.argtypes = libc.fflush.argtypes or [ctypes.c_void_p]
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
out = libc.fdopen(1, b"w")
libc.malloc_info(0, out)
libc.fflush(out)
"""


def heaps(how: str) -> int:
    """How many heaps sixteen lanes leave."""
    done = subprocess.run([sys.executable, "-c", _LANES, how], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has such heaps")
def test_sixteen_lanes_leave_two_heaps_and_not_one_each() -> None:
    assert heaps("shared") <= 2 < heaps("each its own")


_FREED = """
import sys
from console.runtime.heap import give_back
def resident():
    with open("/proc/self/smaps_rollup") as told:
        return 1024 * next(int(line.split()[1]) for line in told if line.startswith("Rss:"))
made = [bytes(3_000) for _ in range(10_000)]
last = bytes(3_000)  # behind them all
del made
before = resident()
give_back()
print(before - resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is asked")
def test_what_came_free_before_something_later_goes_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", _FREED], stdout=subprocess.PIPE, text=True, check=True)
    assert int(done.stdout) > 20_000_000
