"""Cancel: what a caller holds to stop work from another thread."""

from __future__ import annotations

import threading

import pytest

from console.runtime.cancel import Cancel


def test_it_is_a_one_way_switch() -> None:
    cancel = Cancel()
    assert not cancel.cancelled
    cancel.cancel()
    cancel.cancel()
    assert cancel.cancelled


def test_each_callback_runs_once_in_the_order_of_registration() -> None:
    cancel, heard = Cancel(), []
    cancel.on_cancel(lambda: heard.append("first"))
    cancel.on_cancel(lambda: heard.append("second"))
    cancel.cancel()
    cancel.cancel()
    assert heard == ["first", "second"]


def test_a_removed_callback_is_silent_and_removing_twice_is_harmless() -> None:
    cancel, heard = Cancel(), []
    remove = cancel.on_cancel(lambda: heard.append("removed"))
    remove()
    remove()
    cancel.cancel()
    assert heard == []


def test_a_late_callback_runs_at_once() -> None:
    cancel, heard = Cancel(), []
    cancel.cancel()
    remove = cancel.on_cancel(lambda: heard.append("late"))
    remove()
    assert heard == ["late"]


def test_one_bad_callback_does_not_silence_the_others() -> None:
    cancel, heard = Cancel(), []

    def bad() -> None:
        raise RuntimeError("bad")

    cancel.on_cancel(bad)
    cancel.on_cancel(lambda: heard.append("good"))
    with pytest.raises(RuntimeError, match="bad"):
        cancel.cancel()
    assert heard == ["good"]


def test_callbacks_may_use_the_cancel_they_hang_on() -> None:
    cancel, heard = Cancel(), []
    cancel.on_cancel(lambda: cancel.on_cancel(lambda: heard.append("inner")))
    cancel.cancel()
    assert heard == ["inner"]


def test_no_callback_is_lost_or_doubled_when_threads_meet() -> None:
    for _ in range(200):
        cancel, heard, ready = Cancel(), [], threading.Barrier(3)

        def register(
            cancel: Cancel = cancel, heard: list[int] = heard, ready: threading.Barrier = ready
        ) -> None:
            ready.wait()
            cancel.on_cancel(lambda: heard.append(1))

        threads = [threading.Thread(target=register) for _ in range(2)]
        for thread in threads:
            thread.start()
        ready.wait()
        cancel.cancel()
        for thread in threads:
            thread.join()
        assert heard == [1, 1]
