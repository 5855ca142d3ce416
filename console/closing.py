"""Closing a record or the window: never during a write, and never past edits without asking.

It must not decide what becomes of edits; the operator does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings

from console.presenters.notice import Notice
from console.ui.parts import open_over
from console.ui.window import Window

if TYPE_CHECKING:
    from console.presenters.desk import Desk
    from console.presenters.editor import Editor


class Closing(QObject):
    """Stands between the crosses that are clicked and what they close."""

    def __init__(self, window: Window, desk: Desk, settings: QSettings) -> None:
        super().__init__()
        self._window, self._desk, self._settings = window, desk, settings
        self._waiting = False

    def close_front(self) -> None:
        """Close the record in front."""
        if self._window.front is not None:
            self.close_tab(self._window.front.editor)

    def close_tab(self, editor: Editor) -> None:
        """Close a record; asks where edits would be lost, and never while it is being sent."""
        if editor.state.busy == "sending":
            self._say("This record is being sent; close it when the answer is there.")
        elif editor.state.draft.dirty:
            self._ask([editor.state.title], partial(self._desk.close, editor))
        else:
            self._desk.close(editor)

    def leave(self) -> None:
        """Close the window; asks where edits would be lost, and waits for a write under way."""
        self._waiting = self._desk.sending
        unsaved = [editor.state.title for editor in self._desk.unsaved]
        if self._waiting:
            self._say("A record is being sent; the window closes when the answer is there.")
        elif unsaved:
            self._ask(unsaved, self._close_window)
        else:
            self._close_window()

    def leave_if_sent(self) -> None:
        """Close the window if that was asked for during a write which has its answer now."""
        if self._waiting and not self._desk.sending:
            self.leave()

    def _close_window(self) -> None:
        self._window.remember(self._settings)
        self._window.let_close()

    def _ask(self, names: list[str], then: Callable[[], object]) -> None:
        from console.ui.leaving import Leaving

        dialog = Leaving(names, self._window)
        dialog.accepted.connect(then)
        open_over(self._window, dialog)

    def _say(self, sentence: str) -> None:
        self._window.show_notice(Notice("warn", sentence))
