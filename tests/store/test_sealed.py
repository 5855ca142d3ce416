"""Values in rows: whatever JSON goes in comes out digit for digit, and what the disk changed is found out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.store.sealed import BrokenSeal, in_utc, sealed, unsealed


def joined(text: str) -> str:
    """The text with pairs of surrogates as the characters that they stand for."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


TEXTS = st.text(st.characters(exclude_categories=())).map(joined)  # lone surrogates, NUL and all
NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False).filter(
    lambda number: str(number) != str(int(number)) if abs(number) < 10**50 else True
)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=30,
)


def spelt(value: Any) -> Any:
    """The value with its numbers spelt out, since 4.1 == 4.10."""
    if isinstance(value, Decimal):
        return ("number", str(value))
    if isinstance(value, dict):
        return {key: spelt(inner) for key, inner in value.items()}
    return [spelt(inner) for inner in value] if isinstance(value, list) else value


@given(JSON)
def test_any_json_comes_back_digit_for_digit(value: Any) -> None:
    assert spelt(unsealed(sealed(value))) == spelt(value)


@pytest.mark.parametrize(
    "number",
    ["4.10", "-0", "-0.0", "1E+2", "0.1234567890123456789012345678901", "9" * 5_000, "1E+400", "NaN"],
)
def test_hard_numbers_keep_their_digits(number: str) -> None:
    assert str(unsealed(sealed(Decimal(number)))) in (number, str(Decimal(number)))


@pytest.mark.parametrize(
    "text", [None, 7, "", "00000000", "x", sealed({"a": 1})[:-1], sealed({"a": 1}) + " ", "é" * 9]
)
def test_what_is_not_what_was_written_is_not_given_back(text: object) -> None:
    with pytest.raises(BrokenSeal):
        unsealed(text)


@given(st.data())
def test_one_changed_character_is_found_out(data: st.DataObject) -> None:
    text = sealed({"price": Decimal("19.99"), "name": "Coffee Mug"})
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters().filter(lambda character: character != text[place]))
    with pytest.raises(BrokenSeal):
        unsealed(text[:place] + other + text[place + 1 :])


def test_moments_are_kept_in_utc_and_sort_as_texts() -> None:
    noon = datetime(2026, 1, 2, 12, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert in_utc(noon) == "2026-01-02T06:30:00.000000+00:00"
    assert in_utc(noon) < in_utc(datetime(2026, 1, 2, 6, 30, 0, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="zone"):
        in_utc(datetime(2026, 1, 2))
