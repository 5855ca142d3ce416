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

_ACTS: dict[str, Callable[[EditorPage], None]] = {
    "copy_cells": lambda page: page.grid.copy_cells(),
    "open_link": lambda page: page.open_link(),
    "filter_lines": lambda page: page.grid.filter_lines(),
    "sort_lines": lambda page: page.grid.sort_lines(),
    "show_as_sent": lambda page: page.grid.show_as_sent(),
    "choose_columns": lambda page: page.grid.choose_columns(),
}
"""What each action does with the page in front; a link may be a field's as well."""
_EDITS: dict[str, Callable[[EditorPage], None]] = {
    "add_line": lambda page: page.grid.add_line(),
    "duplicate_line": lambda page: page.grid.duplicate_line(),
    "remove_line": lambda page: page.grid.remove_line(),
    "move_up": lambda page: page.grid.move_up(),
    "move_down": lambda page: page.grid.move_down(),
    "fill_down": lambda page: page.grid.fill_down(),
    "clear_cells": lambda page: page.grid.clear_cells(),
    "paste_lines": lambda page: page.grid.paste_lines(),
    "edit_on_sheet": lambda page: page.grid.edit_on_sheet(),
}
"""Those that change lines, and so are off where lines may not be edited."""
_MOVES = ("move_up", "move_down")


class LinesMenu:
    """Follows the record in front, whose page does each of the acts."""

    def __init__(self, actions: Actions, front: Callable[[], EditorPage | None]) -> None:
        self._actions, self._front = actions, front
        acts = _ACTS | _EDITS
        self._tips = {key: actions[key].toolTip() for key in acts}
        actions.connect_to({key: partial(self._do, act) for key, act in acts.items()})

    def sync(self, page: EditorPage | None) -> None:
        """Turn the acts on or off for the page in front, each with the reason."""
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
        for act in (None, *MENUS["lines"]):
            if act is None:
                line = QAction(view)
                line.setSeparator(True)
                view.addAction(line)
            elif act.name not in names:
                view.addAction(self._actions[act.name])

    def _do(self, act: Callable[[EditorPage], None]) -> None:
        if (page := self._front()) is not None:
            act(page)
