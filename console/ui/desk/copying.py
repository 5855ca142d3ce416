"""Copying lines out of the record in front: to the clipboard, or to the end of another open record.

It must not decide which records can take lines or what the copies hold; the presenter does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.model.lines import counted
from console.presenters.lines.copying import NO_LINES, NOWHERE_ELSE, chosen_lines, copied, copy_to, takers
from console.ui.look.parts import button, fit, label, open_over, row
from console.ui.look.text import one_line

if TYPE_CHECKING:
    from console.presenters.desk.desk import Desk
    from console.presenters.record.editor import Editor
    from console.ui.shell.window import Window

_LONGEST = 60
_MOST_SHOWN, _ROW = 8, 30


def copy_out(editor: Editor, places: Sequence[int] = ()) -> None:
    """Put these lines of a record on the clipboard, all of them where none is named."""
    from console.ui.lines.clipboard import copy_lines

    rows = chosen_lines(editor, places)
    if rows:
        copy_lines(rows, editor.state.draft.decimals)
    editor.say(copied(len(rows), len(editor.state.draft.lines)) if rows else NO_LINES)


class Copying:
    """The two actions of the menu, on the record in front."""

    def __init__(self, window: Window, desk: Desk) -> None:
        self._window, self._desk = window, desk

    def copy(self) -> None:
        """The chosen lines, or all of them, to the clipboard."""
        if (page := self._window.front) is not None:
            copy_out(page.editor, page.lines.chosen())

    def ask(self) -> None:
        """Ask which of the open records takes them."""
        if (page := self._window.front) is None:
            return
        editor, places = page.editor, page.lines.chosen()
        others = takers(editor, self._desk.state.editors)
        rows = chosen_lines(editor, places)
        if not rows or not others:
            editor.say(NOWHERE_ELSE if rows else NO_LINES)
            return
        dialog = CopyDialog(counted(len(rows)), [other.state.title for other in others], self._window)
        dialog.accepted.connect(lambda: self._copy_to(editor, others[dialog.records.currentRow()], places))
        open_over(self._window, dialog)

    def _copy_to(self, editor: Editor, other: Editor, places: Sequence[int]) -> None:
        if other not in self._desk.state.editors:
            return
        first = len(other.state.draft.lines)
        copy_to(editor, other, places)
        self._desk.bring(other)
        if len(other.state.draft.lines) > first:
            self._window.page_of(other).focus_on("name", first)  # where Ctrl+Z takes them out again


class CopyDialog(QDialog):
    """The open records that can take the lines; accepted means that the current one does."""

    def __init__(self, lines: str, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Copy lines to")
        self.setMinimumWidth(420)
        self.records = QListWidget()
        self.records.setObjectName("recents")
        self.records.setAccessibleName("Open records")
        for title in titles:
            self.records.addItem(QListWidgetItem(one_line(title, _LONGEST)))
        self.records.setCurrentRow(0)
        self.records.setFixedHeight(min(len(titles), _MOST_SHOWN) * _ROW + 4)
        self.copy = button("Copy", role="primary", tip="Enter")
        self.cancel = button("Cancel", tip="Esc")
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        column.addWidget(label(f"Copy {lines} to the end of", "title"))
        column.addWidget(self.records)
        column.addWidget(label("They become edits there; nothing is sent.", "muted", wrap=True))
        column.addLayout(row(1, self.cancel, self.copy))
        self.copy.setDefault(True)
        self.copy.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.records.itemDoubleClicked.connect(self.accept)
        self.records.setFocus()
        fit(self, 420)
