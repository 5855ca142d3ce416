"""How a wait is told, and that a write which is out is not given up."""

from __future__ import annotations

import pytest

from console.api.call import Progress
from console.presenters.waiting import Waiting, WaitWords
from console.runtime.cancel import Cancel


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 500.0

    def __call__(self) -> float:
        return self.now


def test_seconds_are_told_from_the_first_on() -> None:
    clock = Clock()
    waiting = Waiting(clock)
    assert waiting.words() == WaitWords()
    clock.now += 0.9
    assert waiting.words() == WaitWords()
    clock.now += 3.2
    assert waiting.words() == WaitWords(far="4 s")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Progress(waiting=12, asked=12, status=429), "The server asks to wait 12 s (429)…"),
        (
            Progress(waiting=12, asked=12, status=503, signing_in=True),
            "The sign-in server asks to wait 12 s (503)…",
        ),
        (
            Progress(waiting=60, asked=86_400, status=429),
            "The server asks to wait 86,400 s (429); it is tried again in 60 s…",
        ),
    ],
)
def test_a_wait_that_a_server_asks_for_is_told_with_its_reason(asked: Progress, said: str) -> None:
    waiting = Waiting(Clock())
    waiting(asked)
    assert waiting.words() == WaitWords(asked=said)


def test_it_is_counted_down_and_then_told_no_more() -> None:
    clock = Clock()
    waiting = Waiting(clock)
    waiting(Progress(waiting=12, asked=12, status=429))
    for passed, left in ((0.5, 12), (0.6, 11), (9.9, 1)):
        clock.now += passed
        assert f"wait {left} s" in waiting.words().asked
    clock.now += 1
    assert waiting.words() == WaitWords(far="12 s")


@pytest.mark.parametrize(
    ("progress", "far"),
    [
        (Progress(99_999), ""),
        (Progress(1_240_000), "1.2 MB so far"),
        (Progress(1_240_000, 3_000_000), "1.2 of 3.0 MB so far"),
        (Progress(1_240_000, 900_000), "1.2 MB so far"),
    ],
)
def test_how_much_has_come_is_told(progress: Progress, far: str) -> None:
    waiting = Waiting(Clock())
    waiting(progress)
    assert waiting.words().far == far


def test_it_can_be_given_up_until_a_write_is_out_and_again_once_that_was_refused() -> None:
    waiting = Waiting(Clock())
    waiting(Progress(leaving=True))
    assert waiting.words().left
    assert not waiting.give_up()
    assert not waiting.stop.cancelled
    waiting(Progress(waiting=5, asked=5, status=429))
    assert waiting.give_up()
    assert waiting.stop.cancelled
    waiting(Progress(leaving=True))
    assert not waiting.words().left, "it was ended before, so nothing leaves"


def test_what_ends_the_job_ends_it_in_any_case() -> None:
    waiting, job = Waiting(Clock()), Cancel()
    stop = waiting.within(job)
    waiting(Progress(leaving=True))
    job.cancel()
    assert stop.cancelled
