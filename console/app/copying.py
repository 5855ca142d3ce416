"""Copying lines out of the record in front: to the clipboard, or to the end of another open record.

It must not decide which records can take lines or what the copies hold; the presenter does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.model.plural import counted
from console.presenters.workbench.copying import NO_LINES, NOWHERE_ELSE, chosen_lines, copied, copy_to, takers
from console.ui.look.parts import open_over

if TYPE_CHECKING:
    from console.presenters.record.editor import Editor
    from console.presenters.workbench.workbench import Workbench
    from console.ui.shell.window import Window


class Copying(QObject):
    """The two actions of the menu, on the record in front, and the button that a closed record has for the first."""

    def __init__(self, window: Window, workbench: Workbench) -> None:
        super().__init__()
        self._window, self._workbench = window, workbench
        window.copy_asked.connect(self.copy_all)
        window.actions_.connect_to({"copy_lines": self.copy, "copy_lines_to": self.ask})

    def copy(self) -> None:
        """Copy the chosen lines, or all of them, to the clipboard."""
        if (page := self._window.front) is not None:
            self._copy_out(page.editor, page.lines.chosen())

    def copy_all(self, editor: Editor) -> None:
        """Every line of this record to the clipboard."""
        self._copy_out(editor, ())

    def ask(self) -> None:
        """Ask which of the open records takes them."""
        if (page := self._window.front) is None:
            return
        editor, places = page.editor, page.lines.chosen()
        others = takers(editor, self._workbench.state.editors)
        rows = chosen_lines(editor, places)
        if not rows or not others:
            editor.say(NOWHERE_ELSE if rows else NO_LINES)
            return
        from console.ui.workbench.copying import CopyDialog

        dialog = CopyDialog(counted(len(rows), "line"), [other.state.title for other in others], self._window)
        dialog.accepted.connect(lambda: self._copy_to(editor, others[dialog.records.currentRow()], places))
        open_over(self._window, dialog)

    def _copy_to(self, editor: Editor, other: Editor, places: Sequence[int]) -> None:
        if other not in self._workbench.state.editors:
            return
        first = len(other.state.draft.lines)
        copy_to(editor, other, places)
        self._workbench.bring(other)
        if len(other.state.draft.lines) > first:
            self._window.page_of(other).focus_on("name", first)  # where Ctrl+Z takes them out again

    def _copy_out(self, editor: Editor, places: Sequence[int]) -> None:
        from console.ui.lines.clipboard import copy_lines

        rows = chosen_lines(editor, places)
        if rows:
            copy_lines(rows, editor.state.draft.decimals, editor.marks)
        editor.say(copied(len(rows), len(editor.state.draft.lines)) if rows else NO_LINES)
