"""The acts on line items: where their actions lead, which of them are on, and that they stand over a cell as well.

It must not do an act itself; the page in front does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from console.ui.look.text import one_line
from console.ui.shell.actions import MENUS, Actions

if TYPE_CHECKING:
    from console.ui.lines.view import LinesView
    from console.ui.record.editor import EditorPage

_READS = ("copy_cells", "open_link", "filter_lines", "sort_lines", "show_as_sent", "choose_columns")
_MOVES = ("move_up", "move_down")
_EDITS = (
    *("add_line", "duplicate_line", "remove_line", *_MOVES),
    *("fill_down", "clear_cells", "paste_lines", "edit_on_sheet"),
)


class LinesMenu:
    """Each of these actions is a method of the page's grid of the same name; a link may also be a field's."""

    def __init__(self, actions: Actions, front: Callable[[], EditorPage | None]) -> None:
        self._actions, self._front = actions, front
        self._tips = {name: actions[name].toolTip() for name in (*_READS, *_EDITS)}
        actions.connect_to({name: partial(self._do, name) for name in self._tips})

    def sync(self, page: EditorPage | None) -> None:
        """Another record is in front, or it changed."""
        for name, usual in self._tips.items():
            why = "No record is open." if page is None else page.grid.locked if name in _EDITS else ""
            if page is not None and name in _MOVES:
                why = why or page.grid.unmovable
            self._actions[name].setEnabled(not why)
            self._actions[name].setToolTip(one_line(why) or usual)
        if page is not None and not page.lines.actions():
            self._stand_over(page.lines)

    def _stand_over(self, view: LinesView) -> None:
        """Let a right click on a cell, or the menu key, list the acts."""
        names = ("copy_cells", "edit_on_sheet", "open_link")
        view.addActions([self._actions[name] for name in names])
        for act in (None, *MENUS["&Lines"]):
            if act is None:
                line = QAction(view)
                line.setSeparator(True)
                view.addAction(line)
            elif act.name not in names:
                view.addAction(self._actions[act.name])

    def _do(self, name: str) -> None:
        if (page := self._front()) is not None:
            getattr(page if name == "open_link" else page.grid, name)()
