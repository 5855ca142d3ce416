"""A reading that is behind what arrived a moment ago is known for that of a replica, and never for somebody's change."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from console.presenters.saving.answered import LAGS, Answered
from tests.model.samples import order
from tests.presenters.given import Clock

THEN, LATER, LAST = "2026-11-21T12:00:00.001Z", "2026-11-21T12:00:01.5Z", "2026-11-21T12:00:02Z"
BEFORE = order(shippingDetails="by rail", updatedDate=THEN)
AFTER = order(shippingDetails="by boat", updatedDate=LATER)


def answered() -> tuple[Answered, Clock]:
    clock = Clock()
    made = Answered(clock, clock.elapsed)
    made.note(BEFORE, AFTER)
    return made, clock


@pytest.mark.parametrize(
    ("read", "lags"),
    [
        ({"shippingDetails": "by rail", "updatedDate": THEN}, True),
        ({"shippingDetails": "by air", "updatedDate": THEN}, True),
        ({"shippingDetails": "by rail", "updatedDate": LAST}, False),
        ({"shippingDetails": "by boat", "updatedDate": LATER}, False),
        ({"shippingDetails": "by boat", "updatedDate": THEN}, False),
        ({"shippingDetails": "by rail", "updatedDate": LATER}, True),
        ({"shippingDetails": "by air", "updatedDate": LATER}, False),
        ({"shippingDetails": "by rail", "updatedDate": None}, True),
        ({"shippingDetails": "by rail", "updatedDate": "yesterday"}, True),
        ({"shippingDetails": "by rail", "currency": "EUR", "updatedDate": None}, False),
    ],
)
def test_the_time_of_change_tells_and_without_it_that_all_is_as_before(
    read: dict[str, Any], lags: bool
) -> None:
    made, clock = answered()
    assert made.behind(order(**read)) == (clock() if lags else None)


def test_after_two_minutes_it_is_taken_for_what_the_server_holds() -> None:
    made, clock = answered()
    clock.pass_(LAGS - 1)
    assert made.behind(BEFORE) is not None
    clock.pass_(1)
    assert made.behind(BEFORE) is None


@pytest.mark.parametrize("hours", [-5, 5])
def test_a_clock_that_is_set_makes_nobody_of_a_replica(hours: float) -> None:
    made, clock = answered()
    clock.set(hours)
    assert made.behind(BEFORE) is not None
    clock.pass_(LAGS)
    assert made.behind(BEFORE) is None


def test_of_another_record_nothing_is_known_and_a_newer_write_takes_the_place_of_the_last() -> None:
    made, _ = answered()
    assert made.behind(order(orderId="11111111-1111-4111-8111-111111111111")) is None
    made.note(AFTER, BEFORE.model_copy(update={"updated_date": LAST}))
    assert made.behind(AFTER) is not None


def test_what_was_worked_out_of_a_record_is_not_kept_with_it_nor_the_record_for_longer_than_that() -> None:
    made, clock = answered()
    record = order(updatedDate=LAST)
    assert record.findings.base is record
    worked_out, line = weakref.ref(record), weakref.ref(record.lines[0])
    made.note(None, record)
    del record
    gc.collect()
    assert worked_out() is None
    assert line() is not None
    clock.pass_(LAGS)
    made.behind(BEFORE)
    assert line() is None
