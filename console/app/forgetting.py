"""Forgetting what is kept on this computer: what has grown old at each start, and everything when it is asked for.

It must not delete an environment, a log, or anything on a server.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QObject

from console.presenters.clock import utc_now
from console.presenters.notice import Notice, from_error
from console.runtime.jobs import Failed, JobResult, Submits
from console.store.database import Database
from console.ui.look.parts import open_over
from console.ui.shell.window import Window


class Forgetting(QObject):
    """`forgotten` is called when everything is deleted, for what is shown of it."""

    def __init__(
        self,
        disk: Submits,
        database: Database,
        window: Window,
        *,
        forgotten: Callable[[], None],
    ) -> None:
        super().__init__()
        self._disk, self._database = disk, database
        self._window, self._forgotten = window, forgotten

    def age_out(self, keep_days: int) -> None:
        """Forget the records that were not opened for so long."""
        from console.store.archive import Archive

        before = utc_now() - timedelta(days=keep_days)
        self._disk.submit(lambda _: Archive(self._database).age_out(before), _nothing)

    def ask(self) -> None:
        """Ask whether to delete all of it."""
        from console.ui.settings.wiping import Wiping

        dialog = Wiping(self._window)
        dialog.accepted.connect(self._wipe)
        open_over(self._window, dialog)

    def _wipe(self) -> None:
        self._disk.submit(lambda _: self._database.wipe(), self._wiped)

    def _wiped(self, result: JobResult[None]) -> None:
        if isinstance(result, Failed):
            self._window.show_notice(from_error(result.error))
            return
        self._window.show_notice(
            Notice("plain", "Everything kept on this computer is deleted; what is open stays open.")
        )
        self._forgotten()


def _nothing(_: object) -> None:
    """Nobody waits for old records to be gone."""
