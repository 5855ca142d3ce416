"""Choosing an environment: the button at the top right, and the Connect dialog.

It must not switch while edits would be lost; whoever knows the edits is asked first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.app.session import Session
from console.model.environment import SANDBOX_NAME, Environment
from console.presenters.notice import Notice
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, JobResult, Jobs, Submits
from console.store.database import Database
from console.store.places import Places
from console.ui.look.parts import open_over
from console.ui.shell.window import Window

if TYPE_CHECKING:
    from console.store.environments import Book, Environments
    from console.ui.settings.connect import ConnectDialog


class Connecting(QObject):
    """Brings the session, the window's list of environments and the dialog together."""

    def __init__(
        self,
        jobs: Jobs,
        session: Session,
        window: Window,
        *,
        places: Places,
        may_switch: Callable[[str], bool],
        renamed: Callable[[str, str], None],
    ) -> None:
        super().__init__()
        self._renamed = renamed
        self.proved: Callable[[], object] = bool
        """Told where a test finds that the environment in use may write."""
        self._jobs, self._session, self._window = jobs, session, window
        self._places, self._may_switch = places, may_switch
        session.changed.connect(self._list)
        session.listed.connect(self._list)
        window.environment_chosen.connect(self.choose)
        window.actions_.connect_to({"connect": self.open})

    def choose(self, name: str) -> None:
        """Switch to the environment of this name."""
        self._list()
        self._switch(name, partial(self._session.choose, name))

    def open(self) -> ConnectDialog:
        """Open the Connect dialog, with a welcome where nothing is in use yet."""
        from console.presenters.settings.connect import ConnectPresenter
        from console.ui.settings.connect import ConnectDialog

        dialog = ConnectDialog(self._window)
        presenter = ConnectPresenter(
            self._jobs,
            self._store(),
            render=dialog.render,
            connected=dialog.use,
            removed=dialog.removed.emit,
            renamed=self._renamed,
            proved=self._found_able,
            first_start=self._session.environment is None,
        )
        dialog.bind(presenter)
        dialog.connected.connect(self._connected)
        dialog.removed.connect(self._reread)
        dialog.practice_asked.connect(self._practise)
        dialog.told.connect(self._say)
        presenter.start(self._session.name if self._session.name != SANDBOX_NAME else "")
        open_over(self._window, dialog)
        return dialog

    def _connected(self, environment: Environment) -> None:
        self._reread()
        self._switch(environment.name, partial(self._session.use, environment))

    def _found_able(self, environment: Environment) -> None:
        used = self._session.environment
        if used is not None and (used.api_url, used.client_id) == (
            environment.api_url,
            environment.client_id,
        ):
            self.proved()

    def _practise(self) -> None:
        self._switch(SANDBOX_NAME, self._session.use_practice)

    def _switch(self, name: str, then: Callable[[], object]) -> None:
        if name == self._session.name or self._may_switch(name):
            then()

    def _list(self) -> None:
        self._window.show_environments(self._session.names, self._session.name)

    def _reread(self) -> None:
        self._jobs.submit(partial(_read, self._store()), self._learned)

    def _learned(self, result: JobResult[Book]) -> None:
        if isinstance(result, Done):
            self._session.learn(result.value)

    def _say(self, sentences: str) -> None:
        self._window.show_notice(Notice("warn", sentences))

    def _store(self) -> Environments:
        from console.store.environments import Environments

        return Environments(self._places)


def renamed(disk: Submits, database: Database, flush: Callable[[], None], old: str, new: str) -> None:
    """Give what is kept under an environment's old name to the new one; what was just typed is written first."""
    flush()
    disk.submit(partial(_rename, database, old, new), _nothing)


def _rename(database: Database, old: str, new: str, _: Cancel) -> None:
    from console.store.renaming import rename

    rename(database, old, new)


def _nothing(_: object) -> None:
    """Nobody waits for the new name to be on the disk."""


def _read(environments: Environments, _: Cancel) -> Book:
    return environments.load()
