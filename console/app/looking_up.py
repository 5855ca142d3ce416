"""The look-up field and the lists beside it, brought together: what is typed filters, what is asked or chosen is looked up.

It must not understand a text or know what was found.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from console.app.session import Session
from console.presenters.desk.linked import Linked
from console.presenters.desk.lookup import Lookup
from console.ui.shell.link_drop import LinkDrop
from console.ui.shell.window import Window


def linked(session: Session, choose: Callable[[str], bool]) -> Linked:
    """What knows whether a link is for the environment in use; `choose` begins to switch to another."""
    return Linked(in_use=lambda: session.name, names=lambda: session.names, choose=choose)


class LookingUp(QObject):
    """Typing filters the recent records; Enter, a choice and Esc end that, so that the list never seems empty."""

    def __init__(self, window: Window, lookup: Lookup, *, find: Callable[[str], None]) -> None:
        """`find` lists the records that have the words of a text, or those opened lately where it is empty."""
        super().__init__()
        self._window, self._lookup, self._find = window, lookup, find
        pane, recents = window.lookup, window.recents
        pane.field.textChanged.connect(self._typed)  # by keys, by a reader, or cleared by a button
        pane.asked.connect(self._asked)
        LinkDrop(window).dropped.connect(pane.ask_for)
        pane.down_asked.connect(recents.take_cursor)
        recents.left.connect(pane.take_cursor)
        for chosen in (recents.chosen, window.unsaved.chosen, window.welcome.chosen):
            chosen.connect(lookup.ask)
            chosen.connect(self._asked)

    def ask_in(self, text: str, environment: str) -> None:
        """Look up what another start was given for an environment; another than the one in use is offered."""
        pane = self._window.lookup
        if text:
            pane.show_text(text)
        self._lookup.ask(pane.field.text() if text else "", environment)
        self._find("")

    def cancel(self) -> None:
        """Stop looking up, and reading the record in front; a write is never cut.

        Where nothing is looked up or read, clear what was typed, if the cursor is there or in its matches.
        """
        pane, page = self._window.lookup, self._window.front
        idle = not self._lookup.state.waiting and (page is None or not page.editor.state.busy)
        self._lookup.cancel()
        if idle and (pane.field.hasFocus() or self._window.recents.entries.hasFocus()) and pane.field.text():
            pane.clear()
        if page is not None:
            page.editor.cancel()

    def _typed(self, text: str) -> None:
        self._lookup.typed(text)
        self._find(text)

    def _asked(self, _: str) -> None:
        self._find("")
