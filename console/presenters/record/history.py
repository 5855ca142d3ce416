"""Undo and redo: a list of whole drafts, so that every kind of edit is undone the same way.

It must not know what an edit is; it swaps one draft for another and names the step.

A list and not QUndoStack: Python and Qt both owned its commands, and a record that was garbage-collected with steps
left crashed in the stack's destructor; it also read what follows a newline in a step's text as the step's name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from console.model.drafts.draft import Draft
from console.presenters.saving.joining import MANY

Show = Callable[[Draft, str, str], None]
Onto = Callable[[Draft], Draft]
"""Puts an earlier draft on top of a newer reading of its record."""


@dataclass(frozen=True, slots=True)
class EditStep:
    """One step: its name, the draft before and the draft after; steps in a row with the same `merge` key are one."""

    text: str
    before: Draft
    after: Draft
    merge: str = ""


class History:
    """The steps of one record, also over readings of it; a save ends them."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self._now: Draft | None = None
        self._onto: Onto | None = None
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
        while self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._merging = False
            if self._moved_to(step.before):
                break

    def redo(self) -> None:
        """Go one step forth, if there is one."""
        while self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._merging = False
            if self._moved_to(step.after):
                break

    def restart(self, kept: Draft) -> str:
        """Begin with a draft that was kept on the disk: a step for each field, the last typed last, and one for the lines.

        Returns what the last of them is called; empty where nothing is edited.
        """
        self.clear()
        before = kept.discarded()
        for key, text in kept.edits.items():
            after = replace(before, edits={**before.edits, key: text})
            if key in kept.fields:
                self._done.append(EditStep(f"type in {kept.fields[key].label}", before, after))
            before = after
        if kept.lines_changed:
            self._done.append(EditStep("edit lines", before, kept))
        self._now = kept
        return self._done[-1].text if self._done else ""

    def move(self, now: Draft, onto: Onto | None) -> tuple[str, str]:
        """Go on from a draft on a newer reading; `onto` puts there what the steps go back to, None forgets them.

        They are forgotten as well where a record is so long that each step would keep the window waiting. Returns what
        can be undone and redone now.
        """
        if onto is None or len(now.lines) > MANY:
            self.clear()
        self._now, self._onto, self._merging = now, onto, False
        return self._told_of()

    def clear(self) -> None:
        """Forget every step."""
        self._done.clear()
        self._undone.clear()
        self._onto = None

    def _moved_to(self, draft: Draft) -> bool:
        """Show this draft, on the newest reading; False where that is what is shown already."""
        if self._onto is not None and self._now is not None and draft.base is not self._now.base:
            draft = self._onto(draft)
        if draft == self._now:
            return False
        self._told(draft)
        return True

    def _told_of(self) -> tuple[str, str]:
        return self._done[-1].text if self._done else "", self._undone[-1].text if self._undone else ""

    def _told(self, now: Draft) -> None:
        self._now = now
        self._show(now, *self._told_of())
