"""How many of a thing, in words; and that nobody else makes a plural."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import console
from console.model.plural import by_count, counted, things

ELSEWHERE = re.compile(
    r"""== 1 else f?["'](?!["'])|1 if .* else .*["'](?:s|es|ies|are|were|have)["']|else ["'](?:s|are|were|have|ies)["']"""
    r"""|["'](?:s|is|was|has|y)["'] if |!= 1 else"""
)
"""How a plural looks that is made by hand."""


@pytest.mark.parametrize(
    ("count", "thing", "words"),
    [
        (0, "line", "0 lines"),
        (1, "line", "1 line"),
        (2, "row", "2 rows"),
        (10_000, "row", "10,000 rows"),
        (1, "entry", "1 entry"),
        (3, "entry", "3 entries"),
    ],
)
def test_a_number_of_things_in_words(count: int, thing: str, words: str) -> None:
    assert counted(count, thing) == words
    assert things(count, thing) == words.split()[1]


def test_the_text_that_goes_with_a_number() -> None:
    assert [by_count(count, "was", "were") for count in (0, 1, 2)] == ["were", "was", "were"]


def test_no_plural_is_made_anywhere_else() -> None:
    home = Path(console.__file__).parent
    found = [
        f"{path.relative_to(home)}:{number}: {line.strip()}"
        for path in home.rglob("*.py")
        if path.name != "plural.py" and "sandbox" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ELSEWHERE.search(line)
    ]
    assert found == []
