"""The presenters' clock tells the time of this machine, with its zone."""

from __future__ import annotations

from datetime import UTC, datetime

from console.presenters.clock import utc_now


def test_it_is_now_and_in_utc() -> None:
    before = datetime.now(UTC)
    told = utc_now()
    assert told.tzinfo is UTC
    assert before <= told <= datetime.now(UTC)
