"""The actions on the record in front: each is on where it can do something, and undo and redo name their step.

It must not act itself, and it loads nothing that only records need: it is there before the first one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.ui.look.text import one_line, unmarked
from console.ui.shell.actions import Actions

if TYPE_CHECKING:
    from console.presenters.record.editor import EditorState

_LONGEST_STEP = 40
_ON_ANY = (
    *("close_tab", "copy_lines", "copy_lines_to", "add_note"),
    *("copy_id", "copy_console_link", "copy_link", "copy_sentence", "print", "save_pdf"),
)
"""What can be done with any record, whatever its state."""


class RecordMenu:
    """Follows the record in front."""

    def __init__(self, actions: Actions) -> None:
        self._actions, self._ship_tip = actions, actions["mark_shipped"].toolTip()
        self._save_tip = actions["save"].toolTip()

    def sync(self, state: EditorState | None, tabs: int) -> None:
        """Turn the actions on or off for the record in front; `tabs` is how many are open."""
        for name, on in _enabled(state, tabs).items():
            self._actions[name].setEnabled(on)
        why = one_line(_refusal(state)) if state is not None else ""
        self._actions["mark_shipped"].setEnabled(state is not None and not why)
        self._actions["mark_shipped"].setToolTip(why or self._ship_tip)
        self._actions["mark_shipped"].setStatusTip(why or self._ship_tip)
        waits = one_line(_waits(state)) if state is not None else ""
        self._actions["save"].setToolTip(waits or self._save_tip)
        self._actions["save"].setStatusTip(waits or self._save_tip)
        for name, word, step in (
            ("undo", "&Undo", state.undo if state else ""),
            ("redo", "&Redo", state.redo if state else ""),
        ):
            named = f"{word}: {unmarked(one_line(step, _LONGEST_STEP))}" if step else word
            self._actions[name].setText(named)


def _enabled(state: EditorState | None, tabs: int) -> dict[str, bool]:
    free = state is not None and not state.locked
    quiet = free and not (state is not None and state.busy)
    dirty = state is not None and state.draft.dirty
    return {
        "undo": free and bool(state and state.undo),
        "redo": free and bool(state and state.redo),
        "save": quiet and dirty,
        "discard": free and dirty,
        "reload": state is not None and not state.busy,
        **dict.fromkeys(_ON_ANY, state is not None),
        **dict.fromkeys(("next_tab", "previous_tab"), tabs > 1),
    }


def _refusal(state: EditorState) -> str:
    from console.presenters.shipping.mark_shipped import why_not

    return why_not(state)


def _waits(state: EditorState) -> str:
    """Why nothing can be saved just now, while something is under way."""
    from console.presenters.saving.open_record import refusal

    return refusal(state) if state.busy else ""
