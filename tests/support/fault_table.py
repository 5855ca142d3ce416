"""The rows of `faults.toml` with the tests that hold them: `python -m tests.support.fault_table` prints the table.

It must not run a test or import one: marks are read off the source, so that the table is there without a screen.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).parent.parent


@dataclass(slots=True)
class Row:
    """One thing that can go wrong, what must happen then, and the tests that hold it as `file::test`."""

    number: int
    fault: str
    expected: str
    tests: list[str] = field(default_factory=list)


def rows() -> dict[int, Row]:
    """The rows by their numbers, each with its tests. Raises KeyError for a mark that no row has."""
    written = tomllib.loads((TESTS / "support/faults.toml").read_text("utf-8"))
    found = {int(number): Row(int(number), **row) for number, row in written.items()}
    for number, test in marks():
        found[number].tests.append(test)
    return found


def marks() -> Iterator[tuple[int, str]]:
    """Each number that a test is marked with, and the test."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for number in _numbers(node):
                    yield number, f"{path.relative_to(TESTS.parent).as_posix()}::{node.name}"


def _numbers(test: ast.FunctionDef) -> Iterator[int]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.fault":
            for number in mark.args:
                assert isinstance(number, ast.Constant), f"{test.name} is marked with what is no number"
                assert isinstance(number.value, int), f"{test.name} is marked with what is no number"
                yield number.value


def table() -> str:
    """The table in Markdown, a row a line."""
    lines = ["| # | what can go wrong | what must happen then | held by |", "|---|---|---|---|"]
    for row in rows().values():
        held = "<br>".join(f"`{test}`" for test in row.tests) or "nothing"
        lines.append(f"| {row.number} | {row.fault} | {row.expected} | {held} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
