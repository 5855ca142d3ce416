"""What is said of IDs that could not be looked up; which error says what is in test_lookup.py."""

from __future__ import annotations

import pytest

from console.api.errors import ApiError, NotFound, NotTheApi, ServerFault, TimedOut, Unreachable
from console.model.question import understand
from console.presenters.notice import LOOK_FOR_CART, Notice
from console.presenters.workbench.unfound import away, together, unfound


def test_where_the_kind_was_chosen_the_other_one_is_offered() -> None:
    (order,), (anything,) = understand("1001", "order"), understand("1001")
    assert unfound(order, NotFound("gone")).action == LOOK_FOR_CART
    assert unfound(anything, NotFound("gone")).headline == "There is no order or cart with the ID 1001."
    assert unfound(anything, NotFound("gone")).action is None


def test_of_several_each_sentence_is_said_once_and_of_many_how_many_more_there_are() -> None:
    one = Notice("warn", "One.")
    assert together([one]) is one
    assert together([one, one, Notice("bad", "Two.")]).advice == "One. Two."
    many = together([Notice("warn", f"{place}.") for place in range(7)])
    assert many.headline == "7 of these IDs could not be looked up."
    assert many.advice.endswith(" And 2 more.")


@pytest.mark.parametrize(
    ("kind", "is_away"),
    [(Unreachable, True), (TimedOut, True), (ServerFault, True), (NotTheApi, True), (NotFound, False)],
)
def test_only_where_the_server_could_not_be_asked_it_is_away(kind: type[ApiError], *, is_away: bool) -> None:
    assert away(kind("so")) is is_away
