"""Undo and redo: a stack of whole drafts, so that every kind of edit is undone the same way.

It must not know what an edit is; it swaps one draft for another and names the step.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand, QUndoStack

from console.model.draft import Draft

Show = Callable[[Draft, str, str], None]


class _Swap(QUndoCommand):
    """One step: the draft before and the draft after."""

    def __init__(
        self, text: str, before: Draft, after: Draft, put: Callable[[Draft], None], merge: str
    ) -> None:
        super().__init__(text)
        self.before, self.after, self.merge, self._put = before, after, merge, put

    def id(self) -> int:
        return 1 if self.merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Swap) or other.merge != self.merge:
            return False
        self.after = other.after
        self.setObsolete(self.after == self.before)  # typed back: no step is left
        return True

    def undo(self) -> None:
        self._put(self.before)

    def redo(self) -> None:
        self._put(self.after)


class History:
    """The steps of one record since it was read."""

    def __init__(self, show: Show) -> None:
        self._stack = QUndoStack()
        self._show = show

    def do(self, text: str, before: Draft, after: Draft, merge: str = "") -> None:
        """Take a step; steps in a row with the same `merge` key become one."""
        self._stack.push(_Swap(text, before, after, self._put, merge))
        self._refresh()

    def undo(self) -> None:
        """Go one step back, if there is one."""
        if self._stack.canUndo():
            self._stack.undo()
            self._refresh()

    def redo(self) -> None:
        """Go one step forth, if there is one."""
        if self._stack.canRedo():
            self._stack.redo()
            self._refresh()

    def clear(self) -> None:
        """Forget every step."""
        self._stack.clear()

    def _put(self, draft: Draft) -> None:
        self._now = draft

    def _refresh(self) -> None:
        self._show(self._now, self._stack.undoText(), self._stack.redoText())
