"""Words to find by: case, accents' spelling and blanks do not matter, and no text is too odd to look for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.store.words import folded, haystack, plain, terms, texts_in


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_finds_itself_and_can_be_written(text: str) -> None:
    plain(text).encode("utf-8")
    assert all(term in haystack(["before", text, "after"]) for term in terms(text)[:12])


@pytest.mark.parametrize(
    ("kept", "asked"),
    [("Café STRASSE", "cafe\u0301 straße"), ("JJD 0099  1", "jjd\t0099 1"), ("ＡＢＣ", "abc")],
)
def test_case_spelling_and_blanks_do_not_matter(kept: str, asked: str) -> None:
    assert folded(kept) == folded(asked)


def test_nothing_but_blanks_is_no_term_and_there_are_not_too_many() -> None:
    assert terms(" \t\n") == []
    assert terms("") == []
    assert len(terms("a " * 500)) == 12


def test_texts_are_found_at_any_depth_in_order() -> None:
    nested: object = "deep"
    for _ in range(5_000):
        nested = [nested]
    assert list(texts_in({"a": ["x", {"b": "y"}, 7, None, True], "c": nested})) == ["x", "y", "deep"]
