"""What the operator chose in Settings, for everyone who goes by it: carriers, calls at once, days to keep, the look.

It must not decide what a choice means; it keeps them in `window.ini` and `carriers.toml` and says when they change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from console.presenters.notice import Notice, from_error
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits
from console.store.places import Places
from console.ui.look.parts import open_over
from console.ui.look.theme import Appearance, Choice
from console.ui.shell.window import Window

if TYPE_CHECKING:
    from console.model.carriers import Carriers
    from console.model.environment import Environment
    from console.presenters.saving.first_write import FirstWrite
    from console.presenters.settings.settings import General, KeptFiles
    from console.ui.settings.settings import SettingsDialog

CALLS_AT_ONCE, KEEP_DAYS = "calls_at_once", "keep_days"
"""The keys of `window.ini`, and 16 and 90 where it has none."""


class Preferences(QObject):
    """The choices as they are now. `carriers_changed` comes when other carriers count from now on."""

    carriers_changed = Signal()
    told = Signal(object)

    def __init__(
        self,
        jobs: Submits,
        places: Places,
        settings: QSettings,
        appearance: Appearance,
        window: Window,
        *,
        look: Callable[[Choice], None],
    ) -> None:
        super().__init__()
        self._jobs, self._places, self._settings = jobs, places, settings
        self._appearance, self._window, self._look = appearance, window, look
        self._carriers: Carriers | None = None

    def begin(self) -> None:
        """Read the operator's own carriers, on a worker."""
        self._jobs.submit(self._read, self._was_read)

    @property
    def carriers(self) -> Carriers:
        """The carriers that count: the operator's own over the program's, and these alone until the file is read."""
        from console.model.carriers import carriers

        return self._carriers or carriers()

    @property
    def calls_at_once(self) -> int:
        """How many orders are read or sent at the same time when a file is shipped: 1 to 16."""
        from console.presenters.settings.settings import MOST_CALLS

        return self._number(CALLS_AT_ONCE, MOST_CALLS, MOST_CALLS)

    @property
    def keep_days(self) -> int:
        """How many days a record stays in the local index after it was opened last: 1 to 3,650."""
        from console.presenters.settings.settings import MOST_DAYS

        return self._number(KEEP_DAYS, 90, MOST_DAYS)

    def first_write(self, environment: Environment) -> FirstWrite:
        """Whether a write to this environment must be confirmed today."""
        from console.presenters.saving.first_write import FirstWrite

        return FirstWrite(self._settings, environment)

    def open(self) -> SettingsDialog:
        """Open the dialog."""
        from console.presenters.settings.settings import General, Settings
        from console.store.carriers import OwnCarriers
        from console.ui.settings.settings import SettingsDialog

        dialog = SettingsDialog(self._window)
        general = General(self._appearance.choice, self.calls_at_once, self.keep_days)
        dialog.bind(
            Settings(self._jobs, OwnCarriers(self._places), general, _kept(self._places), self._saved)
        )
        open_over(self._window, dialog)
        return dialog

    def _saved(self, general: General, carriers: Carriers | None) -> None:
        self._settings.setValue(CALLS_AT_ONCE, general.calls_at_once)
        self._settings.setValue(KEEP_DAYS, general.keep_days)
        self._settings.sync()
        if self._settings.status() != QSettings.Status.NoError:
            where = f"{self._settings.fileName()} cannot be written."
            self.told.emit(Notice("warn", "The settings hold until the console is closed.", where))
        if general.look != self._appearance.choice:
            self._look(general.look)
        if carriers is not None:
            self._take(carriers)

    def _read(self, _: Cancel) -> Carriers:
        from console.model.carriers import carriers
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
            others = f" There {'is' if more == 1 else 'are'} {more} more of this." if more else ""
            advice = "File > Settings shows where; the other carriers are in use."
            self.told.emit(Notice("warn", f"Own carriers: {carriers.problems[0]}{others}", advice))
        self.carriers_changed.emit()

    def _number(self, key: str, usual: int, most: int) -> int:
        """A number of `window.ini`, which a person may have edited."""
        try:
            return max(1, min(int(str(self._settings.value(key, usual))), most))
        except ValueError:
            return usual


def _kept(places: Places) -> tuple[KeptFiles, ...]:
    from console.presenters.settings.settings import KeptFiles
    from console.store.carriers import OwnCarriers
    from console.store.database import Database
    from console.store.environments import Environments

    return (
        KeptFiles(
            "Environments and credentials",
            str(Environments(places).path),
            "Client secrets live here and nowhere else: not in the log, the trail or a copied request. "
            "Only you can open the file.",
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
            str(places.log / "console.runtime.log"),
            "What the console did, without secrets, tokens or e-mail addresses.",
            str(places.log),
        ),
    )
