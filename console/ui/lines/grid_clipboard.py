"""Cells of the line items on their way to the clipboard and back.

It must not decide what a pasted text becomes; a presenter does, and the editor takes it over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.model.lines.block import texts
from console.presenters.lines.line_order import LineOrder
from console.ui.lines.lines import KEYS
from console.ui.look.parts import open_over

if TYPE_CHECKING:
    from console.presenters.record.editor import Editor
    from console.ui.lines.view import LinesView

_NUMBER = KEYS[0]


class GridClipboard:
    """Copies from one table and pastes into it."""

    def __init__(self, editor: Editor, view: LinesView, order: LineOrder) -> None:
        self._editor, self._view, self._order = editor, view, order

    def copy(self) -> None:
        """Put the chosen cells on the clipboard: one as it is, several as rows of a spreadsheet, as they are seen."""
        from console.model.pasting.copied import copied  # which no start waits for
        from console.ui.lines import clipboard

        cells, draft = self._view.chosen_cells(), self._editor.state.draft
        taken = set().union(*cells.values())
        columns = [key for key in self._view.seen_keys() if key in taken]
        if len(cells) == len(columns) == 1:
            shown = texts(draft.lines, cells, columns, draft.decimals)
            clipboard.put(copied(shown, columns, self._editor.marks))
        elif cells:
            self._editor.lines.copied(cells, columns, clipboard.put)

    def paste(self) -> None:
        """Put what was copied into the chosen cells; a block of several cells is shown first."""
        from console.presenters.lines.paste import direct
        from console.ui.lines import clipboard

        cells, draft = self._view.chosen_cells(), self._editor.state.draft
        columns = next(iter(cells.values()), [])
        if self._editor.state.lines_locked:
            return
        if all(chosen == columns for chosen in cells.values()):
            text, marks = clipboard.taken(self._editor.marks)
            step = direct(draft, text, marks, list(cells), columns)
            if step is not None:
                self._editor.lines.paste(*step)
                return
        column = self._view.currentIndex().column()
        self._ask(KEYS[column] if column > 0 else "")

    def paste_lines(self) -> None:
        """Show what was copied as the lines that it would become."""
        if not self._editor.state.lines_locked:
            self._ask("")

    def _ask(self, column: str) -> None:
        from console.ui.lines import clipboard
        from console.ui.lines.paste import PasteDialog

        text, marks = clipboard.taken(self._editor.marks)
        current = self._view.currentIndex()
        paste = self._editor.lines.pasting(
            text,
            marks,
            at=self._view.place_of(current) if current.isValid() else None,
            column=column,
            columns=[key for key in self._view.seen_keys() if key != _NUMBER],
            seen=self._order.state.shown,
        )
        dialog = PasteDialog(paste, self._view)
        dialog.accepted.connect(lambda: self._editor.lines.paste(*paste.result()))
        open_over(self._view.window(), dialog)
