"""What the program says, read out of its source: plain words, and one for each thing.

It must not look at comments or docstrings; those are for whoever reads the code.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOMS = [Path("console") / room for room in ("ui", "presenters", "app", "model", "api", "store")]
MODULES = sorted(path for room in ROOMS for path in (Path(__file__).parents[2] / room).rglob("*.py"))
INSTEAD = {
    "fiddle": "mark activity",
    "machine": "computer",
    "replica": "copy",
    "timer": "the time until",
    "grant": "what was refused",
    "payload": "request",
    "endpoint": "address",
    "boolean": "yes or no",
    "backend": "server",
}
"""A word that no operator should have to know, or a second one for the same, and what is said instead."""


def sentences(tree: ast.Module) -> Iterator[str]:
    """The texts of a module that have a blank in them, parts of formatted ones too, but no docstring."""
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in bare else None
        if isinstance(text, str) and " " in text.strip():
            yield text


@pytest.mark.parametrize("path", MODULES, ids=lambda path: "/".join(path.parts[-3:]))
def test_no_sentence_has_a_word_that_an_operator_should_not_have_to_know(path: Path) -> None:
    said = [
        one
        for one in sentences(ast.parse(path.read_text("utf-8")))
        if one.rstrip().endswith((".", "…", "again"))
    ]
    found = [
        (word, one)
        for one in said
        for word in INSTEAD
        if word in one.casefold().replace("granted", "").split()
    ]
    assert found == []


def test_such_a_word_would_be_found() -> None:
    tree = ast.parse('"""Not this machine."""\nsaid = f"Sent from this machine by {name} yesterday."')
    assert any("machine" in one for one in sentences(tree))
    assert not any("Not" in one for one in sentences(tree))
