"""The settings and carriers that count now, for everyone who goes by them, and the dialog that changes them.

It must not decide what a setting means, nor declare one: those stand in `console/model/settings.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.app.settings_file import SettingsFile
from console.model.date_form import IN_USE
from console.model.look import Look
from console.model.plural import by_count
from console.model.setting import with_choice
from console.model.settings import Settings
from console.presenters.notice import Notice, from_error
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits
from console.store.places import Places
from console.store.trail import os_user
from console.ui.look.parts import open_over
from console.ui.shell.window import Window

if TYPE_CHECKING:
    from console.model.carriers.carriers import Carriers
    from console.presenters.settings.settings import KeptFiles
    from console.ui.settings.settings import SettingsDialog


class SettingsInUse(QObject):
    """`changed` comes when settings were saved, `dates_changed` when dates are written in another form from now on, and
    `carriers_changed` when other carriers count.
    """

    changed = Signal()
    dates_changed = Signal()
    carriers_changed = Signal()
    told = Signal(object)
    opened = Signal(object)
    """The dialog, before it is shown: for those who have a section of their own in it."""

    def __init__(self, jobs: Submits, places: Places, file: SettingsFile, *, window: Window) -> None:
        super().__init__()
        self._jobs, self._places, self._file, self._window = jobs, places, file, window
        self._carriers: Carriers | None = None
        self._operator = self.values.operator
        IN_USE.form = self.values.date_form

    def begin(self) -> None:
        """Read the operator's own carriers, on a worker."""
        self._jobs.submit(self._read, self._was_read)

    @property
    def values(self) -> Settings:
        """The settings as they count at this moment; ask for them when they are needed, and keep none."""
        return self._file.read()

    def who(self) -> str:
        """The operator's name, or else that of the computer's account. Any thread may ask."""
        return self._operator or os_user()

    @property
    def carriers(self) -> Carriers:
        """The carriers that count: the operator's own over the program's, and these alone until the file is read."""
        from console.model.carriers.carriers import carriers

        return self._carriers or carriers()

    def save(self, settings: Settings) -> None:
        """Have these settings from now on; says so where they cannot be kept on disk."""
        self._operator = settings.operator
        if not self._file.write(settings):
            where = f"{self._file.path} cannot be written."
            self.told.emit(Notice("warn", "The settings hold until the console is closed.", where))
        self.changed.emit()
        if IN_USE.form != settings.date_form:
            IN_USE.form = settings.date_form
            self.dates_changed.emit()

    @property
    def acts(self) -> dict[str, Callable[[], object]]:
        """The acts of the menus that choose a setting, or lead to all of them."""
        looks: tuple[Look, ...] = ("system", "light", "dark", "contrast")
        return {
            "settings": lambda: self.open(),
            "larger": partial(self.zoom, 1),
            "smaller": partial(self.zoom, -1),
            "usual_size": partial(self.zoom, 0),
            **{f"look_{look}": partial(self.look, look) for look in looks},
        }

    def look(self, look: Look) -> None:
        """Light, dark, with high contrast, or as the desktop is; kept as if it was saved in the dialog."""
        self.save(with_choice(self.values, "look", look))

    def zoom(self, steps: int) -> None:
        """Make the text so many steps of a tenth larger, smaller where that is negative; 0 is the usual size."""
        now = self.values
        wanted = 100 if not steps else now.text_size // 10 * 10 + 10 * steps
        self.save(with_choice(now, "text_size", wanted))

    def open(self, name: str = "") -> SettingsDialog:
        """Open the dialog, with the cursor at the setting of this name or else at the first."""
        from console.presenters.settings.secrets_place import SecretsPlacePresenter
        from console.presenters.settings.settings import SettingsPresenter
        from console.store.carriers import OwnCarriers
        from console.store.environments import Environments
        from console.ui.settings.settings import SettingsDialog

        dialog = SettingsDialog(self._window)
        own = OwnCarriers(self._places)
        dialog.bind(
            SettingsPresenter(self._jobs, own, self.values, kept=_kept(self._places), saved=self._saved)
        )
        dialog.bind_secrets(SecretsPlacePresenter(self._jobs, Environments(self._places)))
        self.opened.emit(dialog)
        open_over(self._window, dialog)
        if name in dialog.general.controls:
            dialog.general.controls[name].setFocus()
        return dialog

    def _saved(self, settings: Settings, carriers: Carriers | None) -> None:
        self.save(settings)
        if carriers is not None:
            self._take(carriers)

    def _read(self, _: Cancel) -> Carriers:
        from console.model.carriers.carriers import carriers
        from console.store.carriers import OwnCarriers

        return carriers(OwnCarriers(self._places).read())

    def _was_read(self, result: JobResult[Carriers]) -> None:
        if isinstance(result, Done):
            self._take(result.value)
        elif isinstance(result, Failed):
            self.told.emit(from_error(result.error))

    def _take(self, carriers: Carriers) -> None:
        self._carriers = carriers
        if carriers.problems:
            more = len(carriers.problems) - 1
            others = f" There {by_count(more, 'is', 'are')} {more} more of this." if more else ""
            advice = "File > Settings shows where; the other carriers are in use."
            self.told.emit(Notice("warn", f"Own carriers: {carriers.problems[0]}{others}", advice))
        self.carriers_changed.emit()


def _kept(places: Places) -> tuple[KeptFiles, ...]:
    from console.presenters.settings.settings import KeptFiles
    from console.store.carriers import OwnCarriers
    from console.store.database import Database
    from console.store.environments import Environments

    return (
        KeptFiles(
            "Environments and credentials",
            str(Environments(places).path),
            "Client secrets live here, or in the keyring where that is chosen above, and nowhere else: not in the log, "
            "the trail or a copied request. Only you can open the file.",
            str(places.config),
        ),
        KeptFiles(
            "Settings and own carriers",
            f"{places.config / 'window.ini'}, {OwnCarriers(places).path.name}",
            "What this dialog saves, and where the window stood.",
            str(places.config),
        ),
        KeptFiles(
            "Drafts, the trail and records opened before",
            str(Database(places).path),
            "Unsaved edits, everything that was sent from this computer, and what is searchable without the server.",
            str(places.data),
        ),
        KeptFiles(
            "Log",
            str(places.log / "console.log"),
            "What the console did, without secrets, tokens or e-mail addresses.",
            str(places.log),
        ),
    )
