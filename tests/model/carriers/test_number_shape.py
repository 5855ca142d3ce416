"""The small language of number patterns: it means what the regular expression means, and it cannot run away.

It must not know carriers.
"""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.carriers.number_shape import BadShape, shape

PARTS = st.sampled_from(
    ["A", "7", r"\d", "[A-Z]", "[0-9A-Z]", "[2-5]", "[ABM]", r"\d{3}", "[A-Z]{2}", "0{2}"]
)
PATTERNS = st.tuples(
    st.lists(PARTS, max_size=4),
    st.sampled_from(["", r"\d{1,4}", "[0-9A-Z]{2,3}", "A{1,2}"]),
    st.lists(PARTS, max_size=3),
).map(lambda parts: "".join([*parts[0], parts[1], *parts[2]]))


@given(PATTERNS.filter(bool), st.data())
def test_a_shape_is_what_the_expression_says_and_its_share_is_a_part_of_one(
    pattern: str, data: st.DataObject
) -> None:
    found = shape(pattern)
    number = data.draw(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True))
    assert found.fits(number)
    assert len(number) in found.lengths
    assert 0 < found.share(number) <= 1
    assert not found.fits(number + "\n")
    assert not found.fits(number + "-")


@given(st.text(alphabet=r"019AZ\d[]-{},()*+?.|^$", max_size=20))
def test_what_is_not_in_the_language_is_refused_with_a_sentence(text: str) -> None:
    if set(text) & set("()*+?.|^$"):
        with pytest.raises(BadShape, match=r"\.$"):
            shape(text)
    else:
        with contextlib.suppress(BadShape):
            assert 1 <= shape(text).lengths.start < shape(text).lengths.stop <= 65


@pytest.mark.parametrize(
    ("pattern", "number", "share"),
    [
        (r"\d{12}", "986578788855", 1.0),
        (r"1Z[0-9A-Z]{15}\d", "1Z5R89390357567127", 1 / 260),
        (r"9[2-5]\d{20}", "9400111206206406260787", 4 / 100),
        (r"[A-Z]{2}\d{9}GB", "RB123456785GB", 1 / 676),
        (r"A\d{1,3}0", "A1230", 1 / 260),
    ],
)
def test_the_share_is_counted_over_numbers_that_look_alike(pattern: str, number: str, share: float) -> None:
    assert shape(pattern).share(number) == pytest.approx(share)


def test_a_varying_part_in_front_is_counted_at_its_place() -> None:
    found = shape(r"\d{1,2}1[A-Z]")
    assert list(found.lengths) == [3, 4]
    assert found.share("011A") == pytest.approx(1 / 10)
