"""The dialog Environments, and hearing of it when another program sets one up while the window is open.

It must not switch to an environment by itself, nor look at the disk on the thread of the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from console.model.environment import HANDED_ON
from console.presenters.notice import Notice
from console.runtime.jobs import Jobs
from console.ui.look.parts import open_over
from console.ui.runs.drop import FileDrop

if TYPE_CHECKING:
    from console.app.connecting import Connecting
    from console.app.opening import Opening
    from console.model.environment import Environment
    from console.presenters.settings.credentials import CredentialsForm
    from console.presenters.settings.environments import EnvironmentsPresenter
    from console.runtime.jobs import Submits
    from console.store.database import Database
    from console.store.environments import Book
    from console.ui.settings.environments import EnvironmentsDialog

_SETTLED_MS = 100
"""A file that is replaced is heard of several times at once; it is read once, so much later."""


_LOOK_MS = 30_000
"""So often it is looked whether an administrator has changed something."""


class EnvironmentList(QObject):
    """`connecting` switches, edits and reads; the system tells when the folder of the file changes."""

    def __init__(
        self, disk: Submits, database: Database, connecting: Connecting, *, opening: Opening
    ) -> None:
        super().__init__()
        self._disk, self._database, self._connecting = disk, database, connecting
        self._patient = Jobs(workers=1)  # a keyring that is locked holds nobody else up
        self._window, self._places = opening.window, opening.places
        self._dialog: EnvironmentsDialog | None = None
        self._presenter: EnvironmentsPresenter | None = None
        self._told: Environment | None = None
        # A folder of the system's may be on a network that tells of no change, or is away: a worker looks.
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(connecting.reread)
        if self._places.system:
            self._look.start()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED_MS)
        self._settle.timeout.connect(self._moved)
        self._watcher = QFileSystemWatcher(self)
        self._watch()
        for moved in (self._watcher.directoryChanged, self._watcher.fileChanged):
            moved.connect(lambda _: self._settle.start())
        connecting.learned.connect(self._learned)
        self._window.actions_.connect_to({"environments": self.open})
        FileDrop(self._window, (HANDED_ON,), "Drop the file to take its environments in.").dropped.connect(
            self.take_in
        )

    def open(self) -> EnvironmentsDialog:
        """Open the dialog."""
        from console.presenters.settings.environments import EnvironmentsPresenter
        from console.store.environments import Environments
        from console.ui.settings.environments import EnvironmentsDialog

        dialog = EnvironmentsDialog(self._window)
        self._presenter = EnvironmentsPresenter(
            self._disk,
            Environments(self._places),
            self._database,
            patient=self._patient,
            in_use=lambda: self._connecting.in_use,
            changed=self._changed,
            proposed=self._proposed,
        )
        self._dialog = dialog
        dialog.edit_asked.connect(self._edit)
        dialog.finished.connect(self._closed)
        dialog.bind(self._presenter)
        open_over(self._window, dialog)
        return dialog

    def close(self) -> None:
        """Wait for no keyring any more."""
        self._look.stop()
        self._patient.close()

    def take_in(self, path: str) -> None:
        """Propose what a file says that a colleague exported."""
        if self._presenter is None:
            self.open()
        if self._presenter is not None:
            self._presenter.take_in(path)

    def _watch(self) -> None:
        """Watch the folder for a file that is replaced, and the file for an editor that writes into it."""
        for path in (self._places.config, self._places.config / "environments.json"):
            if str(path) not in (*self._watcher.directories(), *self._watcher.files()):
                self._watcher.addPath(str(path))

    def _moved(self) -> None:
        self._watch()
        self._connecting.reread()

    def _edit(self, name: str) -> None:
        self._connecting.edit(name, over=self._dialog)

    def _proposed(self, form: CredentialsForm) -> None:
        self._connecting.edit("", form=form, over=self._dialog)

    def _closed(self) -> None:
        self._dialog = self._presenter = None

    def _changed(self, environment: Environment | None) -> None:
        self._connecting.reread()
        if environment is not None and environment.name == self._connecting.in_use:
            self._connecting.take(environment)

    def _learned(self, book: Book) -> None:
        if self._presenter is not None:
            self._presenter.learn(book)
        used = self._connecting.environment
        now = book.find(used.name) if used is not None else None
        if used is None or now == self._told or (now is not None and now.same_as(used) and now.has_secret):
            return
        by = used.administered
        if now is not None:
            self._told = now
            who = "your administrator" if by is not None and by.whole else "another program"
            advice = (
                "Choose it at the top right to work on it as it is now; what is open stays as it was read."
            )
            self._window.show_notice(Notice("warn", f"“{now.name}” was changed by {who}.", advice))
        elif by is not None and by.whole and used != self._told:
            self._told = used
            advice = (
                "Its drafts and the trail stay. What is open can be worked on until the console is closed."
            )
            said = f"“{used.name}” was taken away by your administrator."
            self._window.show_notice(Notice("warn", said, advice))
