"""What an operator has to read and what holds for a while, brought to the banners of the window from wherever it is said.

It must not word anything; whoever found it does.
"""

from __future__ import annotations

from collections.abc import Iterable

from console.presenters.banners import Banners
from console.presenters.notice import Notice
from console.presenters.workbench.keeping import KeepingState
from console.store.database import Database
from console.store.places import Places
from console.ui.shell.window import Window

KEPT_AGAIN = Notice("good", "What you type is kept on this computer again.")
_READ_ONLY = "read only"
_UNKEPT, _KEPT, _UNREAD = "what is not kept", "what is kept again", "what cannot be read"
_CANNOT_BE_READ = "Your unsaved work of before cannot be read yet."
_WAITS = (
    "It is tried again every few seconds; look-ups wait for it, so that nothing typed before is written over."
)


class Telling:
    """The banners, and what the start and the database have to tell in them."""

    def __init__(self, window: Window, database: Database) -> None:
        self.banners = Banners()
        self._database = database
        window.bar.bind(self.banners)

    def start(self, places: Places, told: Iterable[str]) -> None:
        """Have read what the start has to tell; folders that are in use on another computer are told for good."""
        self.sentences(told)
        if places.held_by:
            advice = "You can look records up and read what is there; what you type or send is noted nowhere."
            self.banners.hold(_READ_ONLY, Notice("warn", places.read_only, advice))

    def sentences(self, told: Iterable[str]) -> None:
        """Have each of these read."""
        for sentence in told:
            self.banners.tell(Notice("warn", sentence))

    def database(self) -> None:
        """Have read what the database came upon; to be called when it has done something."""
        self.sentences(self._database.take_notices())

    def keeping(self, state: KeepingState) -> None:
        """Say for as long as it lasts that something is only on the screen, and then that it no longer is."""
        lasted = any(banner.key == _UNKEPT for banner in self.banners.state.banners)
        if not state.edits and any(banner.key == _READ_ONLY for banner in self.banners.state.banners):
            return  # that nothing is kept is said already
        if (notice := state.notice) is not None:
            self.banners.lift(_KEPT)
            self.banners.hold(_UNKEPT, notice)
        elif lasted:
            self.banners.lift(_UNKEPT)
            self.banners.tell(KEPT_AGAIN, _KEPT)

    def unread(self, why: str) -> None:
        """Say for as long as it lasts that unsaved work of before cannot be read."""
        if why:
            self.banners.hold(_UNREAD, Notice("bad", f"{_CANNOT_BE_READ} {why}", _WAITS))
        else:
            self.banners.lift(_UNREAD)
