"""Moments in words."""

from __future__ import annotations

from console.presenters.saving.wording import clock
from tests.presenters.given import NOON, told_time


def test_a_moment_is_the_time_of_day_here() -> None:
    assert clock(NOON) == told_time()
