"""The trail's window, opened on what holds some words.

It must not write the trail; whoever sends does that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.presenters.trail.trail import TrailSearch
from console.ui.shell.window import Window

if TYPE_CHECKING:
    from console.app.handing import HandingOn
    from console.app.sharing import Sharing
    from console.desk.line.line import Line
    from console.presenters.desk.found_notes import FoundNotes
    from console.presenters.handing import HandKey
    from console.ui.trail.trail import TrailWindow


class Trailing(QObject):
    """Brings the search of the trail and its window together; one window, made when it is first asked for."""

    def __init__(
        self, search: TrailSearch, window: Window, handing: HandingOn, *, sharing: Sharing | None = None
    ) -> None:
        """`sharing` is the desk whose notes are searched as well, where one is joined."""
        super().__init__()
        self._search, self._window, self._handing = search, window, handing
        self._sharing = sharing
        self._opened: TrailWindow | None = None
        self._notes: FoundNotes | None = None
        window.trail_asked.connect(self.open)

    def open_front(self) -> None:
        """Open the trail window on the record in front, or on everything where none is; clearing its words shows all."""
        front = self._window.front
        self.open(front.editor.state.draft.base.id if front is not None else "")

    def open(self, text: str) -> None:
        """Open the trail window on what holds these words."""
        if self._opened is None:
            from console.ui.trail.trail import TrailWindow

            self._opened = TrailWindow(self._window)
            self._opened.bind(self._search)
            self._opened.hand_asked.connect(self._hand_on)
        self._search_notes(self._opened)
        self._search.open(text)
        self._opened.bring_to_front()

    def _search_notes(self, opened: TrailWindow) -> None:
        """Have notes searched as well, from when a desk was joined."""
        sharing = self._sharing
        if self._notes is not None or sharing is None or sharing.joined is None:
            return
        from console.presenters.desk.found_notes import FoundNotes, InUse

        def line() -> Line | None:
            return sharing.joined.line if sharing.joined is not None else None

        def in_use() -> InUse | None:
            shared = self._search.shared
            return InUse(shared.environment, shared.called) if shared is not None else None

        self._notes = FoundNotes(line, in_use=in_use)
        sharing.heard.connect(self._notes.heard)
        opened.notes.bind(self._notes)

    def _hand_on(self, id: str, key: HandKey) -> None:
        """Open the record of an entry, or copy something of it or of the entry."""
        of_the_record = key in ("open", "link", "sentence")  # as it is in the environment in use
        if of_the_record and self._search.is_elsewhere(id):
            return
        if key == "open":
            self._handing.open(id)
        elif key == "request":
            if (handed := self._search.as_curl()) is not None:
                self._handing.put(handed, say=self._search.say)
        elif key == "console link":
            if (handed := self._search.console_link()) is not None:
                self._handing.put(handed, say=self._search.say)
        else:
            self._handing.copy_by_id(id, key, say=self._search.say)
