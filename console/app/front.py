"""The acts on the record in front: what the menus' words do with its page or its editor.

It must not know an act of any other kind, nor do anything where no record is open.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.ui.record.editor import EditorPage
    from console.ui.shell.window import Window

_ACTS: dict[str, Callable[[EditorPage], object]] = {
    "undo": lambda page: page.editor.undo(),
    "redo": lambda page: page.editor.redo(),
    "reload": lambda page: page.editor.reload(),
    "discard": lambda page: page.editor.discard(),
    "save": lambda page: page.ask_review(),
    "mark_shipped": lambda page: page.mark_shipped(),
}


def acts_on_front(window: Window) -> dict[str, Callable[[], object]]:
    """Each of them by the name of its action."""
    return {name: partial(_do, window, act) for name, act in _ACTS.items()}


def _do(window: Window, act: Callable[[EditorPage], object]) -> None:
    if window.front is not None:
        act(window.front)
