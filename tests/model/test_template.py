"""Sentences with places: what is wrong is told as it is typed, and no sentence has a gap.

It must not know where the words come from.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model import template

WORDS = {
    "order": "1001",
    "carrier": "UPS",
    "number": "1Z999AA10123456784",
    "link": "https://www.ups.com/track?tracknum=1Z999AA10123456784&requester={WT}",
    "date": "2026-11-21",
}


def test_the_usual_sentence_is_filled_with_what_a_customer_needs() -> None:
    assert not template.trouble(template.USUAL)
    sentence = template.filled(template.USUAL, WORDS)
    assert sentence.startswith(
        "Your order 1001 is on its way with UPS, tracking number 1Z999AA10123456784: https://"
    )
    assert "{WT}" in sentence, "what stands in the words is no place"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("Your {parcel} is here", "{parcel} is not known here"),
        ("Your {} is here", "{} is not known here"),
        ("Your {order", "A brace stands alone"),
        ("Your order} is here", "A brace stands alone"),
        ("{order!r}", "{order!r} is not known"),
        ("{order:>10}", "{order:>10} is not known"),
        ("{order.__class__}", "{order.__class__} is not known"),
        ("{link[0]}", "{link[0]} is not known"),
        ("x" * 2_001, "longer than 2,000"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(typed: str, said: str) -> None:
    told = template.trouble(typed)
    assert said in told
    assert told.endswith(".")
    with pytest.raises(ValueError, match=re.escape(told)):
        template.filled(typed, WORDS)


def test_braces_can_be_written_twice_to_stand_for_themselves() -> None:
    assert template.filled("{{{order}}} {{x}}", WORDS) == "{1001} {x}"


@pytest.mark.parametrize("place", template.PLACES)
def test_a_sentence_is_never_made_with_a_gap(place: str) -> None:
    with pytest.raises(ValueError, match=place):
        template.filled(f"Here: {{{place}}}", WORDS | {place: ""})
    assert template.filled("Thank you.", {}) == "Thank you."


@given(st.text(alphabet="{}!:.[]0aorder link", max_size=40))
def test_any_text_is_either_told_what_is_wrong_or_filled_whole(typed: str) -> None:
    if template.trouble(typed):
        return
    sentence = template.filled(typed, WORDS)
    assert all(WORDS[place] in sentence for place in template.places(typed))
