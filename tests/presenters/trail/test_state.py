"""The day that is typed to search by, and how many entries are said to be listed."""

from __future__ import annotations

from datetime import date

import pytest

from console.presenters.trail.state import TrailState, day_of

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "found"),
    [("", None), (" today ", TODAY), ("2026-11-20", date(2026, 11, 20)), ("1970-01-01", None)],
)
def test_a_day_is_read_by_todays_date(text: str, found: date | None) -> None:
    assert day_of(text, TODAY)[0] == found


def test_what_is_no_day_is_told_how_to_type_one() -> None:
    assert "2026-11-21" in day_of("1970-01-01", TODAY)[1]


def test_an_empty_list_says_whether_anything_was_asked_for() -> None:
    assert TrailState().counted == "Nothing was sent from this computer yet."
    assert TrailState(text="mug").counted == "Nothing in the trail fits."
    assert TrailState(busy=True).counted == "Searching…"
