"""Choosing an environment: the button at the top right, and the Connect dialog.

It must not switch while edits would be lost; whoever knows the edits is asked first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.app.session import Session
from console.model.environment import SANDBOX_NAME, Environment
from console.presenters.notice import STOP_KEYRING, ActionKey, Notice, from_error
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Jobs, Submits
from console.store.database import Database
from console.store.places import Places
from console.ui.look.parts import open_over
from console.ui.shell.window import Window

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.presenters.settings.connect import ConnectPresenter
    from console.presenters.settings.credentials import CredentialsForm
    from console.store.environments import Book, Environments
    from console.ui.settings.connect import ConnectDialog


class Connecting(QObject):
    """Brings the session, the window's list of environments and the dialog together."""

    learned = Signal(object)
    """Which environments there are, as they were just read."""

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
        self._dialog: ConnectPresenter | None = None
        self.proved: Callable[[], object] = bool
        """Told where a test finds that the environment in use may write."""
        self._jobs, self._session, self._window = jobs, session, window
        self._places, self._may_switch = places, may_switch
        session.changed.connect(self._list)
        session.secret_wanted.connect(self._ask_secret)
        session.listed.connect(self._list)
        window.environment_chosen.connect(self.choose)
        window.cancel_asked.connect(session.stop_asking)
        window.notice_action.connect(self._act)
        window.actions_.connect_to({"connect": self.open})

    @property
    def environment(self) -> Environment | None:
        """The environment in use."""
        return self._session.environment

    @property
    def in_use(self) -> str:
        """Its name; empty where there is none."""
        return self._session.name

    @property
    def names(self) -> list[str]:
        """The environments that can be chosen."""
        return self._session.names

    def choose(self, name: str) -> bool:
        """Switch to the environment of this name; says whether that began."""
        self._list()
        return self._switch(name, partial(self._session.choose, name))

    def open(self) -> ConnectDialog:
        """Open the Connect dialog on the environment in use, with a welcome where there is none yet."""
        used = self._session.name
        return self.edit(used if used != SANDBOX_NAME else "")

    def edit(
        self,
        name: str,
        *,
        form: CredentialsForm | None = None,
        over: QWidget | None = None,
        why: str = "",
    ) -> ConnectDialog:
        """Open the Connect dialog on the environment of this name, or on a new one that begins with a form.

        `why` says why the secret that is kept of it could not be had.
        """
        from console.presenters.settings.connect import ConnectPresenter
        from console.ui.settings.connect import ConnectDialog

        dialog = ConnectDialog(over or self._window)
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
        dialog.removed.connect(self.reread)
        dialog.practice_asked.connect(self._practise)
        dialog.told.connect(self._say)
        presenter.start(name, form, why=why)
        self._dialog = presenter
        dialog.finished.connect(self._closed)
        open_over(over or self._window, dialog)
        if form is not None:
            dialog.put_cursor("client_secret")
        return dialog

    def _ask_secret(self, environment: Environment, why: str) -> None:
        """Have the secret typed that this environment wants before it can be worked on."""
        self._list()
        self.edit(environment.name, why=why).put_cursor("client_secret")

    def _act(self, key: ActionKey) -> None:
        if key == STOP_KEYRING.key:
            self._session.stop_asking()

    def _closed(self) -> None:
        self._dialog = None

    def _connected(self, environment: Environment) -> None:
        self.reread()
        self.take(environment)

    def take(self, environment: Environment) -> None:
        """Work on this environment as it is now, unless something is being sent."""
        if environment == self._session.environment or self._may_switch(environment.name):
            self._session.use(environment)

    def _found_able(self, environment: Environment) -> None:
        used = self._session.environment
        if used is not None and (used.api_url, used.client_id) == (
            environment.api_url,
            environment.client_id,
        ):
            self.proved()

    def _practise(self) -> None:
        self._switch(SANDBOX_NAME, self._session.use_practice)

    def _switch(self, name: str, then: Callable[[], object]) -> bool:
        if may := self._session.is_used(name) or self._may_switch(name):
            then()
        return may

    def _list(self) -> None:
        self._window.show_environments(self._session.names, self._session.name)

    def reread(self) -> None:
        """Read which environments there are, because there may be others now."""
        self._jobs.submit(partial(_read, self._store()), self._learned)

    def _learned(self, result: JobResult[Book]) -> None:
        if not isinstance(result, Done):
            return
        self._session.learn(result.value)
        if self._dialog is not None:
            self._dialog.learn(result.value)
        self.learned.emit(result.value)

    def _say(self, sentences: str) -> None:
        self._window.show_notice(Notice("warn", sentences))

    def _store(self) -> Environments:
        from console.store.environments import Environments

        return Environments(self._places)


class Renaming:
    """Gives what is kept under an environment's old name to the new one, and tells where that fails."""

    def __init__(
        self,
        disk: Submits,
        database: Database,
        *,
        flush: Callable[[], None],
        tell: Callable[[Notice], object],
    ) -> None:
        """`flush` has what was just typed written, under the old name."""
        self._disk, self._database, self._flush, self._tell = disk, database, flush, tell

    def __call__(self, old: str, new: str) -> None:
        self._flush()
        self._disk.submit(partial(_rename, self._database, old, new), partial(self._renamed, old, new))

    def _renamed(self, old: str, new: str, result: JobResult[None]) -> None:
        if isinstance(result, Failed):
            why = from_error(result.error).headline
            advice = f"{why} Name it “{old}” again to have them; “{new}” begins without."
            self._tell(Notice("bad", f"What is kept of “{old}” could not be given its new name.", advice))


def _rename(database: Database, old: str, new: str, _: Cancel) -> None:
    from console.store.renaming import rename

    rename(database, old, new)


def _read(environments: Environments, _: Cancel) -> Book:
    return environments.load()
