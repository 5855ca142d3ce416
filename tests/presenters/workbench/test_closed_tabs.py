"""Tabs that were closed: the last one comes back first, and one that is open again is not offered.

It must not open a record; tests/ui/workbench/test_palette.py does so by its keys.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from console.presenters.record.editor import Editor
from console.presenters.workbench.closed_tabs import ClosedTabs
from console.presenters.workbench.workbench import WorkbenchState


def workbench(*ids: str) -> WorkbenchState:
    made = [
        SimpleNamespace(state=SimpleNamespace(draft=SimpleNamespace(base=SimpleNamespace(id=one))))
        for one in ids
    ]
    return WorkbenchState(tuple(cast(Editor, one) for one in made))


def test_the_last_that_was_closed_comes_back_first_and_each_once() -> None:
    tabs, asked = ClosedTabs(), list[str]()
    for state in (
        workbench("a"),
        workbench("a", "b"),
        workbench("a", "b", "c"),
        workbench("a", "c"),
        workbench("c"),
    ):
        tabs.follow(state)
    for _ in range(3):
        tabs.reopen(asked.append)
    assert asked == ["a", "b"]


def test_one_that_was_looked_up_again_is_not_offered() -> None:
    tabs, asked = ClosedTabs(), list[str]()
    for state in (workbench("a", "b"), workbench("a"), workbench("a", "b")):
        tabs.follow(state)
    tabs.reopen(asked.append)
    assert asked == []


def test_those_of_another_environment_are_not_offered() -> None:
    tabs, asked = ClosedTabs(), list[str]()
    tabs.follow(workbench("a", "b"))
    tabs.forget()
    tabs.follow(workbench())
    tabs.reopen(asked.append)
    assert asked == []
