"""Undo and redo: a list of whole drafts, so that every kind of edit is undone the same way.

It must not know what an edit is; it swaps one draft for another and names the step.

A list and not QUndoStack: Python and Qt both owned its commands, and a record that was garbage-collected with steps
left crashed in the stack's destructor; it also read what follows a newline in a step's text as the step's name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from console.model.drafts.draft import Draft

Show = Callable[[Draft, str, str], None]


@dataclass(frozen=True, slots=True)
class EditStep:
    """One step: its name, the draft before and the draft after; steps in a row with the same `merge` key are one."""

    text: str
    before: Draft
    after: Draft
    merge: str = ""


class History:
    """The steps of one record since it was read."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self._done: list[EditStep] = []
        self._undone: list[EditStep] = []
        self._merging = False

    def do(self, text: str, before: Draft, after: Draft, merge: str = "") -> None:
        """Take a step; what was undone before can no longer be redone."""
        last = self._done[-1] if self._done else None
        if last is not None and self._merging and merge and last.merge == merge:
            self._done[-1] = replace(last, after=after)
            if after == last.before:
                self._done.pop()  # typed back: no step is left
        else:
            self._done.append(EditStep(text, before, after, merge))
        self._undone.clear()
        self._merging = True
        self._told(after)

    def undo(self) -> None:
        """Go one step back, if there is one."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._merging = False
            self._told(step.before)

    def redo(self) -> None:
        """Go one step forth, if there is one."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._merging = False
            self._told(step.after)

    def clear(self) -> None:
        """Forget every step."""
        self._done.clear()
        self._undone.clear()

    def _told(self, now: Draft) -> None:
        undo = self._done[-1].text if self._done else ""
        redo = self._undone[-1].text if self._undone else ""
        self._show(now, undo, redo)
