"""When something is sent once more, and after how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from console.api.limits import Limits
from console.api.retry import Wait, backoff, seconds_asked, wait_after

LIMITS = Limits()


def wait(
    status: int, *, header: str = "", tried: int = 1, writes: bool = False, forced: bool = False
) -> Wait | None:
    headers = {"Retry-After": header} if header else {}
    return wait_after(status, headers, tried=tried, writes=writes, forced=forced, limits=LIMITS)


@pytest.mark.fault(20)
def test_the_server_is_obeyed_up_to_a_minute() -> None:
    assert wait(429, header="2") == Wait(2.0, announced=True, asked=2.0)
    assert wait(429, header="86400") == Wait(60.0, announced=True, asked=86400.0)
    assert wait(503, header="3") == Wait(3.0, announced=True, asked=3.0)


@pytest.mark.fault(20)
def test_dates_are_understood() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    earlier = format_datetime(datetime.now(UTC) - timedelta(seconds=20), usegmt=True)
    asked = seconds_asked({"Retry-After": later})
    assert asked is not None
    assert 17 < asked <= 20
    assert seconds_asked({"Retry-After": earlier}) is None
    assert seconds_asked({"Retry-After": "Sun, 06 Nov 2044 08:49:37"}) is not None


def test_a_date_is_reckoned_from_the_servers_own_clock() -> None:
    """This computer's may be hours off, and a wait would be skipped, or last until it is right."""
    for hours in (-2, 2):
        says = datetime.now(UTC) + timedelta(hours=hours)
        headers = {"Date": format_datetime(says, usegmt=True)}
        headers["Retry-After"] = format_datetime(says + timedelta(seconds=20), usegmt=True)
        assert seconds_asked(headers) == 20
    assert seconds_asked(headers | {"Date": "soon"}) is not None
    assert seconds_asked(headers | {"Date": headers["Retry-After"]}) == 0, "the moment has come"


@pytest.mark.parametrize("text", ["", "-1", "soon", "1.5", "٣", "9" * 10, "Mon, 99 Jan"])
def test_nonsense_is_nothing(text: str) -> None:
    assert seconds_asked({"Retry-After": text}) is None


def test_our_own_waits_grow_and_differ() -> None:
    for tried, longest in ((1, 0.2), (2, 0.4), (3, 0.8)):
        waits = {backoff(tried, LIMITS) for _ in range(50)}
        assert len(waits) > 10
        assert all(longest / 2 <= seconds <= longest for seconds in waits)


@pytest.mark.parametrize("status", [200, 204, 301, 400, 401, 403, 404, 409, 501, 505])
def test_most_answers_are_final(status: int) -> None:
    assert wait(status) is None


def test_writes_and_forced_writes_are_special() -> None:
    assert wait(503, writes=True) is None
    assert wait(429, writes=True) is not None
    assert wait(429, writes=True, forced=True) is None


def test_three_tries_are_all() -> None:
    assert wait(500, tried=2) is not None
    assert wait(500, tried=3) is None
