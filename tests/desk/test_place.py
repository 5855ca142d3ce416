"""How a record is named on the desk: by the API's address, and with every character that an ID may hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.desk.place import DeskPlace, as_it_was, held, shared_name
from tests.support.tries import tries


@tries(300)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_every_id_comes_back_and_a_column_can_hold_it(text: str) -> None:
    kept = held(text)
    assert as_it_was(kept) == text
    kept.encode("utf-8")
    assert "\0" not in kept


@pytest.mark.parametrize(
    ("id", "kept"),
    [("1001", "1001"), ("a\0b", "a\\u0000b"), ("\ud800", "\\ud800"), ("C:\\x", "C:\\u005cx")],
)
def test_an_id_is_escaped_only_where_it_must_be(id: str, kept: str) -> None:
    assert DeskPlace.of("https://api.example.com", "order", id).record_id == kept


def test_two_operators_mean_the_same_environment_whatever_they_call_it_and_however_they_spell_it() -> None:
    spelt = ("https://API.example.com/v1/", "https://api.example.com:443/v1")
    assert {shared_name(one) for one in spelt} == {"https://api.example.com/v1"}
