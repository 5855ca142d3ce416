"""Waiting for a call that may hang: it is left alone in time, told so, and its outcome is what it was."""

from __future__ import annotations

import threading

import pytest

from console.runtime.bounded import StoppedWaiting, TookTooLong, within
from console.runtime.cancel import Cancel


def test_what_the_call_returns_or_raises_is_handed_on() -> None:
    assert within(5, lambda _: 7) == 7
    with pytest.raises(LookupError, match="gone"):
        within(5, lambda _: {}["gone"])


def test_a_call_that_hangs_is_left_and_told_so() -> None:
    hang, told = threading.Event(), threading.Event()

    def work(left: Cancel) -> None:
        hang.wait(30)
        if left.cancelled:
            told.set()

    with pytest.raises(TookTooLong):
        within(0.01, work)
    hang.set()
    assert told.wait(10)


def test_whoever_waits_can_stop_at_any_time_before_too() -> None:
    hang, stop = threading.Event(), Cancel()
    begun = threading.Event()

    def work(_: Cancel) -> None:
        begun.set()
        hang.wait(30)

    stopper = threading.Thread(target=lambda: (begun.wait(10), stop.cancel()))
    stopper.start()
    with pytest.raises(StoppedWaiting):
        within(30, work, stop=stop)
    stopper.join()
    with pytest.raises(StoppedWaiting):
        within(30, work, stop=stop)
    hang.set()
