"""The presenters' clock tells the time of this machine, with its zone, and its alarms ring."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from pytestqt.qtbot import QtBot

from console.presenters.clock import utc_now, wake


def test_it_is_now_and_in_utc() -> None:
    before = datetime.now(UTC)
    told = utc_now()
    assert told.tzinfo is UTC
    assert before <= told <= datetime.now(UTC)


def test_an_alarm_rings_once_in_the_thread_that_set_it_unless_it_is_put_off(qtbot: QtBot) -> None:
    rung: list[str] = []
    put_off = wake(0.0, partial(rung.append, "never"))
    other = wake(0.001, partial(rung.append, "once"))
    put_off()
    qtbot.waitUntil(lambda: bool(rung))
    other()
    assert rung == ["once"]
