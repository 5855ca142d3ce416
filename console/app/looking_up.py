"""The look-up field and the lists beside it, brought together: what is typed filters, what is asked or chosen is looked up.

It must not understand a text or know what was found.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from console.app.session import Session
from console.model.link import shown
from console.model.question import NotAnId, understood
from console.presenters.notice import Notice
from console.presenters.workbench.linked import Linked
from console.presenters.workbench.lookup import Lookup
from console.ui.shell.link_drop import LinkDrop
from console.ui.shell.window import Window

_LATER = Notice("plain", "What another start asked for is looked up as soon as the open dialog is closed.")


def linked(session: Session, choose: Callable[[str], bool]) -> Linked:
    """What knows whether a link is for the environment in use; `choose` begins to switch to another."""
    return Linked(in_use=lambda: session.name, names=lambda: session.names, choose=choose)


class LookingUp(QObject):
    """Typing filters the recent records; Enter, a choice and Esc end that, so that the list never seems empty."""

    def __init__(self, window: Window, lookup: Lookup, *, find: Callable[[str], None]) -> None:
        """`find` lists the records that have the words of a text, or those opened lately where it is empty."""
        super().__init__()
        self._window, self._lookup, self._find = window, lookup, find
        self._later: list[tuple[str, str]] = []
        # A text that is asked for at once, as of a link, is not listed by: that would hold its own question up.
        self._listing = QTimer(self)
        self._listing.setSingleShot(True)
        self._listing.timeout.connect(self._list)
        pane, recents = window.lookup, window.recents
        pane.field.textChanged.connect(self._typed)  # by keys, by a reader, or cleared by a button
        pane.asked.connect(self._asked)
        LinkDrop(window).dropped.connect(pane.ask_for)
        pane.down_asked.connect(recents.take_cursor)
        recents.left.connect(pane.take_cursor)
        for chosen in (recents.chosen, window.unsaved.chosen, window.welcome.chosen):
            chosen.connect(lookup.ask)
            chosen.connect(self._asked)

    def ask_from_elsewhere(self, text: str, environment: str) -> None:
        """Look up what another start was given; another environment than the one in use is offered.

        Under a dialog no other record comes to the front: what is asked for meanwhile waits until it is closed. What is
        still being looked up is not dropped for it, where both can be looked up at once.
        """
        dialog = QApplication.activeModalWidget()
        if dialog is not None and (text or environment):
            dialog.installEventFilter(self)  # some end without saying that they are finished
            self._later.append((text, environment))
            self._window.show_notice(_LATER)
        elif environment:
            self._ask_in(text, environment)
        elif both := _together(self._lookup.pending, text):
            self._window.lookup.field.setText(both)
            self._window.lookup.ask()
        elif text:
            self._window.lookup.ask_for(text)

    def eventFilter(self, dialog: QObject, event: QEvent) -> bool:
        """See a dialog go under which something waits."""
        if event.type() == QEvent.Type.Hide:
            dialog.removeEventFilter(self)
            QTimer.singleShot(0, self._ask_later)  # not inside its own closing, which may open another
        return False

    def _ask_later(self) -> None:
        later, self._later = self._later, []
        for text, environment in later:
            self.ask_from_elsewhere(text, environment)

    def _ask_in(self, text: str, environment: str) -> None:
        pane = self._window.lookup
        if text:
            pane.show_text(text)
        self._lookup.ask(pane.field.text() if text else "", environment)
        self._asked("")

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
        self._listing.start(0)

    def _list(self) -> None:
        self._find(self._window.lookup.field.text())

    def _asked(self, _: str) -> None:
        self._listing.stop()
        self._find("")


def _together(before: str, text: str) -> str:
    """Both texts as one that asks for all; empty where there are not two, or they do not go together."""
    both = f"{before}, {shown(text)}"
    try:
        found = understood(both) if before and text else None
    except NotAnId:
        return ""
    return both if found is not None and not found.left_out else ""
