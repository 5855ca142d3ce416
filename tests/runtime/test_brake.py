"""The brake of a long run: so many calls at once, fewer and later when the server asks for patience."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from console.runtime.brake import Brake
from console.runtime.cancel import Cancel


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def entering(brake: Brake, cancel: Cancel) -> tuple[threading.Thread, list[bool]]:
    """A thread that waits at the brake, and what it was told."""
    told: list[bool] = []
    thread = threading.Thread(target=lambda: told.append(brake.enter(cancel)))
    thread.start()
    return thread, told


def test_no_more_than_the_most_are_under_way(clock: Clock) -> None:
    brake, cancel = Brake(2, clock=clock), Cancel()
    assert brake.enter(cancel)
    assert brake.enter(cancel)
    thread, told = entering(brake, cancel)
    thread.join(0.05)
    assert told == []

    brake.leave(well=True)
    thread.join(5)

    assert told == [True]


def test_a_cancelled_wait_is_not_let_in(clock: Clock) -> None:
    brake, cancel = Brake(1, clock=clock), Cancel()
    assert brake.enter(cancel)
    thread, told = entering(brake, cancel)
    cancel.cancel()
    thread.join(5)

    assert told == [False]
    assert not brake.enter(cancel)


@pytest.mark.parametrize("hold", [Brake.pause, lambda brake: brake.slow_down(60.0)], ids=["paused", "slowed"])
def test_nothing_begins_while_it_is_held(clock: Clock, hold: Callable[[Brake], None]) -> None:
    brake, cancel = Brake(4, clock=clock), Cancel()
    hold(brake)
    thread, told = entering(brake, cancel)
    thread.join(0.05)
    assert told == []

    clock.now += 60.0
    brake.resume()
    thread.join(5)

    assert told == [True]


def test_the_server_s_wish_for_patience_halves_what_runs_at_once_and_is_counted_down(clock: Clock) -> None:
    brake = Brake(16, clock=clock)
    for _ in range(3):
        brake.slow_down(2.0)  # three calls that were under way together are all told so
    assert (brake.allowed, brake.wait) == (8, 2.0)

    clock.now += 1.5
    assert brake.wait == 0.5

    clock.now += 1.0
    assert brake.wait == 0.0
    brake.slow_down(1.0)
    assert brake.allowed == 4


def test_it_never_comes_to_a_standstill(clock: Clock) -> None:
    brake = Brake(2, clock=clock)
    for _ in range(5):
        brake.slow_down(1.0)
        clock.now += 2.0

    assert brake.allowed == 1
    assert brake.enter(Cancel())


def test_more_are_tried_again_when_enough_went_well(clock: Clock) -> None:
    brake, cancel = Brake(4, clock=clock), Cancel()
    brake.slow_down(1.0)
    clock.now += 1.0
    for _ in range(20):
        assert brake.enter(cancel)
        brake.leave(well=True)
    assert brake.allowed == 3

    for _ in range(100):
        assert brake.enter(cancel)
        brake.leave(well=True)
    assert brake.allowed == 4


def test_who_does_not_want_to_wait_is_told_whether_it_may_begin(clock: Clock) -> None:
    brake, cancel = Brake(2, clock=clock), Cancel()
    assert brake.enter_at_once()
    brake.pause()
    assert not brake.enter_at_once()
    brake.resume()
    assert brake.enter_at_once()
    assert not brake.enter_at_once(), "two are under way"
    brake.leave(well=True)
    brake.slow_down(5)
    assert not brake.enter_at_once()
    brake.leave(well=True)
    clock.now += 5
    assert brake.enter_at_once()
    assert not brake.enter_at_once(), "half as many are allowed"
    brake.leave(well=True)
    assert brake.enter(cancel)
