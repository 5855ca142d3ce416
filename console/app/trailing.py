"""The trail on the screen: the History card beside the record in front, the trail window, and putting back.

It must not write the trail; whoever sends does that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.presenters.desk.desk import Desk
from console.presenters.record.editor import Editor
from console.presenters.trail.history_card import HistoryCard
from console.presenters.trail.putting_back import PuttingBack
from console.presenters.trail.trail import TrailSearch
from console.runtime.jobs import Submits
from console.store.trail import Entry, Trail, os_user
from console.ui.shell.window import Window

if TYPE_CHECKING:
    from console.api.client import Client
    from console.ui.trail.trail import TrailWindow


class Trailing(QObject):
    """Brings the trail's presenters and views together, for one environment at a time."""

    def __init__(self, jobs: Submits, disk: Submits, trail: Trail, desk: Desk, window: Window) -> None:
        super().__init__()
        self._jobs, self._disk, self._trail = jobs, disk, trail
        self._desk, self._window = desk, window
        self._search = TrailSearch(disk, trail, self._put_back, os_user())
        self._card: HistoryCard | None = None
        self._back: PuttingBack | None = None
        self._opened: TrailWindow | None = None
        window.put_back_asked.connect(self._put_back_number)
        window.trail_asked.connect(self.open)

    def work_in(self, environment: str, client: Client) -> None:
        """This environment is in use from now on."""
        if self._card is not None:
            self._card.retire()
        if self._back is not None:
            self._back.retire()
        self._card = HistoryCard(
            self._disk,
            self._trail,
            environment,
            self._window.show_history,
            self._put_back,
            os_user(),
            ended=self._search.refresh,
        )
        self._back = PuttingBack(
            self._jobs, client, self._desk, Editor.put_back, environment, self._window.show_notice
        )
        self._search.work_in(environment)

    def sync(self) -> None:
        """The record in front changed, or another one is in front."""
        if self._card is not None:
            self._card.sync(self._desk.state.front)

    def refresh(self) -> None:
        """The trail is another one now."""
        if self._card is not None:
            self._card.refresh()
        self._search.refresh()

    def open_all(self) -> None:
        """Open the trail window on everything."""
        self.open("")

    def open(self, text: str) -> None:
        """Open the trail window on what holds these words."""
        if self._opened is None:
            from console.ui.trail.trail import TrailWindow

            self._opened = TrailWindow(self._window)
            self._opened.bind(self._search)
        self._search.open(text)
        self._opened.bring_to_front()

    def _put_back_number(self, number: int) -> None:
        if self._card is not None:
            self._card.put_back(number)

    def _put_back(self, entry: Entry) -> None:
        if self._back is not None:
            self._back.put_back(entry)
