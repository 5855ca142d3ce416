"""What stands on the tab of a record: its title, a dot where it has unsaved edits, and its id in the tip.

It must not open, close or bring a tab.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget

from console.ui.look.inputs import name_close_buttons
from console.ui.look.text import one_line, tip, unmarked

if TYPE_CHECKING:
    from console.ui.record.editor import EditorPage

_LONGEST = 28


def name_tab(tabs: QTabWidget, page: EditorPage) -> None:
    """Have the tab of this page say what its record is called now; does nothing where it says so."""
    place, state = tabs.indexOf(page), page.editor.state
    dot = " ●" if state.draft.dirty else ""
    text = unmarked(one_line(state.title, _LONGEST)) + dot
    if tabs.tabText(place) != text:
        tabs.setTabText(place, text)
        name_close_buttons(tabs.tabBar())
        tabs.setTabToolTip(place, tip(state.draft.base.id + (" — unsaved edits" if dot else "")))
