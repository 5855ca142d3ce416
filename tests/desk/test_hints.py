"""Hints from the desk: read with care, and told a few times a second however many come."""

from __future__ import annotations

import json
import math
from typing import Any, cast

import pytest

from console.desk.hints import Hints
from console.desk.part import Hint
from console.desk.place import DeskPlace

NOBODY = cast("Any", None)
"""No statement is asked of a connection here."""
ORDER = Hint("sends", DeskPlace("https://api.example.com", "order", "o-1"))
CART = Hint("endings", DeskPlace("https://api.example.com", "cart", "c-1"))


def test_a_hint_names_a_record_or_presence() -> None:
    assert Hint.read('["sends", "https://api.example.com", "order", "o-1"]') == ORDER
    assert Hint.read('["presence", "0af1"]') == Hint("presence")


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "{",
        "7",
        "[]",
        '["presence"]',
        '["presence", 7]',
        '["sends", "e", "order"]',
        '["sends", "e", "order", 7]',
        '["sends", "e", "invoice", "o-1"]',
        '["drop table", "e", "order", "o-1"]',
        "[" * 7_000,
    ],
    ids=lambda payload: payload[:20],
)
def test_what_anybody_else_sends_is_no_hint(payload: str) -> None:
    assert Hint.read(payload) is None


def test_many_hints_at_once_are_told_once_and_the_next_a_tenth_of_a_second_later() -> None:
    told: list[frozenset[Hint] | None] = []
    hints = Hints(told.append)
    for _ in range(40):
        hints.hear(ORDER)
    assert hints.work(NOBODY, 10.0) == math.inf
    assert told == [frozenset({ORDER})]
    hints.hear(CART)
    due = hints.work(NOBODY, 10.05)
    assert (due, len(told)) == (pytest.approx(10.1), 1)
    hints.work(NOBODY, due)
    assert told[1:] == [frozenset({CART})]
    assert hints.work(NOBODY, 11.0) == math.inf
    assert len(told) == 2, "nothing new, nothing told"


def test_a_new_connection_and_a_poll_may_have_missed_anything() -> None:
    told: list[frozenset[Hint] | None] = []
    hints = Hints(told.append)
    hints.begin(NOBODY)
    hints.hear(ORDER)
    hints.work(NOBODY, 1.0)
    hints.hear(None)
    hints.work(NOBODY, 2.0)
    assert told == [None, None]


def test_more_hints_than_can_be_told_apart_are_told_as_anything() -> None:
    told: list[frozenset[Hint] | None] = []
    hints = Hints(told.append)
    for number in range(5_000):
        hints.hear(Hint("sends", DeskPlace("e", "order", json.dumps(number))))
    hints.work(NOBODY, 1.0)
    assert told == [None]


def test_nothing_is_told_of_a_desk_that_is_away() -> None:
    told: list[frozenset[Hint] | None] = []
    hints = Hints(told.append)
    hints.hear(ORDER)
    hints.lose()
    assert hints.work(NOBODY, 1.0) == math.inf
    assert told == []
