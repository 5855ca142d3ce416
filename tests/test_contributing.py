"""CONTRIBUTING tells the truth: its rooms and its ladder are those of the code, its words have types, its files are there.

It must not check wording; what a room must not do is held by `test_architecture.py`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.test_architecture import LADDER, MODULES, name, tree

PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
CHAPTERS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)+)", PAGE, re.MULTILINE))
TABLES = {head: re.findall(r"^\| (?!-)(.+) \|$", text, re.MULTILINE)[1:] for head, text in CHAPTERS.items()}
FILES = re.findall(r"`((?:console|tests|packaging|resources|findings)/[\w/.]+)`", PAGE)
RECIPES = CHAPTERS["Recipes"].split("\n\n**")[1:]


def defined() -> set[str]:
    """The classes and named types of the house, and its classes' methods as `Class.method`."""
    found: set[str] = set()
    for path in MODULES:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                methods = [part.name for part in node.body if isinstance(part, ast.FunctionDef)]
                found |= {node.name, *(f"{node.name}.{method}" for method in methods)}
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found.add(node.targets[0].id)
    return found


def test_the_rooms_are_those_of_the_code() -> None:
    listed = [row.split(" | ")[0].strip("`") for row in TABLES["The rooms"]]
    assert sorted(listed) == sorted(name(path.parent) for path in MODULES if path.name == "__init__.py")


def test_the_rooms_stand_in_the_order_of_the_ladder() -> None:
    height = {room: rung for rung, rooms in enumerate(LADDER) for room in rooms}
    listed = [
        row.split(" | ")[0].strip("`").removeprefix("console/").replace("/", ".")
        for row in TABLES["The rooms"]
    ]
    rungs = [height[room] for room in listed if room in height]
    assert rungs == sorted(rungs)
    assert len(rungs) > 20


def test_the_ladder_is_drawn_as_it_is_held() -> None:
    (drawn,) = re.findall(r"```\n(.+?)```", CHAPTERS["The rooms"], re.DOTALL)
    rungs = [sorted(line.split()) for line in drawn.splitlines()]
    assert rungs == [sorted(rooms) for rooms in LADDER[:0:-1]]


def test_each_room_says_what_it_is_and_what_it_must_not_do() -> None:
    assert [
        row for row in TABLES["The rooms"] if len([cell for cell in row.split(" | ") if cell.strip()]) != 3
    ] == []


def test_each_word_stands_once_and_its_types_exist() -> None:
    rows = [row.split(" | ") for row in TABLES["The words"]]
    words = [word for row in rows for word in row[0].split(", ")]
    types = [kind for row in rows for kind in re.findall(r"`([\w.]+)`", row[2])]
    assert len(set(words)) == len(words)
    assert len(set(types)) == len(types)
    assert [kind for kind in types if kind not in defined()] == []
    assert all(re.search("`", row[2]) for row in rows)


@pytest.mark.parametrize("file", sorted(set(FILES)))
def test_every_file_that_is_named_is_there(file: str) -> None:
    assert (ROOT / file).exists()


def test_there_are_six_recipes_each_with_a_test_that_complains() -> None:
    assert [recipe.partition("**")[0] for recipe in RECIPES] == [
        "A field",
        "A carrier",
        "A setting",
        "An act on a record",
        "A check of a file's row",
        "What the desk shares",
    ]
    for recipe in RECIPES:
        assert re.search(r"Complains[^:]*: `tests/", recipe)
        assert 3 <= len(re.findall(r"^\d\. ", recipe, re.MULTILINE)) <= 6


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", PAGE))))
def test_every_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def rooms_named() -> Iterator[tuple[Path, str]]:
    """What the docstring of each room says of where to look: the room's folder, and each name in backquotes."""
    for path in MODULES:
        if path.name == "__init__.py" and "sandbox" not in path.parts:
            yield from (
                (path.parent, said)
                for said in re.findall(r"`([\w/.]+)`", ast.get_docstring(tree(path)) or "")
            )


@pytest.mark.parametrize(
    ("folder", "said"), list(rooms_named()), ids=lambda part: getattr(part, "name", part)
)
def test_where_a_room_says_to_look_there_is_something(folder: Path, said: str) -> None:
    places = [base / f"{said}{ending}" for base in (folder, ROOT / "console", ROOT) for ending in ("", ".py")]
    found = [place for place in places if place.exists()]
    defined_here = [path for path in folder.rglob("*.py") if f"def {said}(" in path.read_text("utf-8")]
    assert found or defined_here or said in {"console.db", "order-console"}
