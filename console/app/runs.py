"""Shipping a file of orders, from the menu to the trail: the window, its presenter, and who they work with.

It must not decide what is sent; it brings together, and says in the main window what goes on in the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from console.model.remembered import RUN_COLUMNS
from console.presenters.notice import OPEN_RUN, Notice, from_error
from console.presenters.workbench.welcome import CutRun
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Jobs
from console.store.archive import Archive
from console.store.database import Database
from console.store.trail import Trail
from console.ui.shell.notifying import in_front, notify

if TYPE_CHECKING:
    from console.api.client import Client
    from console.app.tools import Tools
    from console.model.environment import Environment
    from console.model.shipments.shipments import Role
    from console.presenters.handing import HandKey
    from console.presenters.runs.items import RunRow
    from console.presenters.runs.run import ShippingRun
    from console.store.runs import RowStatus, Run
    from console.ui.look.theme import Theme
    from console.ui.runs.window import RunWindow

_UNFINISHED = "a run that was not finished"
_PATIENCE = 10.0
"""Seconds that a run's own writer waits for the console's other one."""
_SAMPLE = (
    ("1001", "1Z999AA10123456784", "UPS", "2026-11-20", "UPS Ground", "no"),
    ("1002", "https://www.royalmail.com/track-your-item#/tracking-results/RR123456785GB", "", "", "", "yes"),
)


class ShippingRuns(QObject):
    """One window and one run at a time, of one environment. `ended` comes when no row is sent any more."""

    ended = Signal()

    def __init__(
        self,
        shop: Environment,
        target: str,
        client: Client,
        *,
        tools: Tools,
        cut: Callable[[list[CutRun]], None],
    ) -> None:
        """`target` is the environment's name as buttons that write say it; `cut` hears which runs are not finished."""
        super().__init__()
        self._shop, self._target, self._client, self._tools = shop, target, client, tools
        self._window, self._cut = tools.window, cut
        self._told_of: int | None = None
        self._jobs: Jobs | None = None
        self._theme: Theme | None = None
        self._run: ShippingRun | None = None
        self._opened: RunWindow | None = None
        self._path, self._number, self._offered = "", 0, 0
        self._was_sending = self._was_asked = self._closed = False

    @property
    def sending(self) -> bool:
        """Whether rows are being sent, or would be but for a pause."""
        return self._run is not None and self._run.state.phase in ("sending", "stopping")

    # -- the environment ----------------------------------------------------------------------------------

    def look_for_unfinished(self) -> None:
        """Tell of the runs that were not finished, and of the newest of them so that it is read once."""
        self._tools.disk.submit(self._find_unfinished, self._found)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of the scheme and the environment."""
        self._theme = theme
        if self._opened is not None:
            self._opened.show_environment(
                self._shop.name, self._target, theme, read_only=self._shop.read_only
            )

    def refresh(self) -> None:
        """Read the list of earlier runs again, because what is kept on this computer is other than it was."""
        if self._run is not None:
            self._run.runs.load()

    def stop(self) -> None:
        """Send no further row; `ended` comes when those on their way have their answers."""
        if self._run is not None:
            self._run.stop()

    def close(self) -> None:
        """Put the window away and end everything; what may be on its way is settled when the run is gone on with."""
        self._closed = True
        self._tools.telling.banners.lift(_UNFINISHED)
        if self._run is not None:
            self._tools.ini.setValue(RUN_COLUMNS, json.dumps(self._run.file.known))
            self._run.close()
        if self._opened is not None:
            self._opened.remember(self._tools.ini)
            self._opened.hide()
            self._opened.deleteLater()
        self._run = self._opened = None
        if self._jobs is not None:
            self._jobs.close()

    def take_settings(self) -> None:
        """Make as many calls at once as the settings now say."""
        if self._run is not None:
            self._run.set_concurrency(self._tools.settings.values.calls_at_once)

    def take_carriers(self) -> None:
        """Know the carriers that count now."""
        if self._run is not None:
            self._run.file.use(self._tools.settings.carriers)

    # -- the window ---------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the window, or bring it to the front."""
        if self._run is None or self._opened is None:
            self._begin()
        elif self._run is not None:
            self._run.put(self._run.state)  # who may write is perhaps known by now
        if self._opened is not None:
            self._opened.bring_to_front()
        self._go_on()

    def go_on(self, number: int) -> None:
        """Open the window on this run."""
        self._number = number
        self.open()

    def open_offered(self) -> None:
        """Open the window on the run that the last notice told of."""
        self._number, self._offered = self._offered, 0
        self.open()

    def open_run(self, number: int) -> None:
        """Open the window on an earlier run."""
        self._number = number
        self.open()

    def earlier(self) -> list[Run]:
        """The runs of this environment, those that were not finished first. Reads the database; call it on `disk`."""
        from console.store.runs import Runs

        return Runs(self._tools.database).all(self._shop.name)

    def take(self, path: str) -> None:
        """Open the window on this file."""
        self._path = path
        self.open()

    def _begin(self) -> None:
        """Make the presenter and its window."""
        from console.desk.place import shared_name
        from console.model.settings import MOST_CALLS
        from console.presenters.runs.run import ShippingRun
        from console.presenters.runs.tools import RunTools
        from console.store.runs import Runs
        from console.ui.runs.window import RunWindow

        if self._jobs is None:
            self._jobs = Jobs(workers=MOST_CALLS + 1)
        tools = self._tools
        where = RunTools(
            self._shop.name,
            self._client,
            tools.settings.carriers,
            self._jobs,
            tools.disk,
            Runs(tools.database),
            Trail(
                tools.database,
                who=tools.settings.who,
                shared=partial(tools.sharing.shared_as, self._shop),
            ),
            partial(Database, tools.places, patience=_PATIENCE, beside=True),
            tools.settings.values.calls_at_once,
            Archive(tools.database),
            claims=partial(tools.sharing.claims_in, self._shop),
            desk_name=shared_name(self._shop.api_url),
        )
        self._run = ShippingRun(where, known=self._known)
        self._run.runs.load()
        self._opened = RunWindow(self._window)
        self._opened.restore(tools.ini)
        self._opened.rendered.connect(self._rendered)
        self._opened.put_away.connect(self._put_away)
        self._opened.sample_asked.connect(self._save_sample)
        self._opened.row_asked.connect(self._hand_on)
        if self._theme is not None:
            self.apply_theme(self._theme)
        self._opened.bind(self._run)

    def _hand_on(self, row: RunRow, key: HandKey) -> None:
        """Open the order of a row, or copy something of it."""
        from console.presenters.runs.on_hand import on_hand, wanted

        if key == "open":
            self._tools.handing.open(wanted(row))
        elif self._opened is not None:
            self._tools.handing.copy(on_hand(row), key, say=self._opened.say)

    def _go_on(self) -> None:
        """Do what the window was opened for, as soon as that can be done."""
        if self._run is None or self._run.state.running or self._run.state.busy:
            return
        path, self._path = self._path, ""
        if path:
            self._run.file.choose(path)
        elif self._number and any(line.number == self._number for line in self._run.state.runs):
            number, self._number = self._number, 0
            self._run.runs.open(number)

    def _rendered(self) -> None:
        self._go_on()
        self._tell_if_asked()
        before, self._was_sending = self._was_sending, self.sending
        if before and not self.sending:
            QTimer.singleShot(0, self._sent)  # when it has said how it ended

    def _tell_if_asked(self) -> None:
        """A run that waits for an answer must not wait unseen."""
        asked = self._run is not None and bool(self._run.state.reserve) and not self._run.state.reserve_waits
        before, self._was_asked = self._was_asked, asked
        if not asked or before or self._run is None:
            return
        notice = Notice(
            "warn", "It waits: rows cannot be reserved.", "Open it to wait for the desk or go on alone."
        )
        if self._opened is not None and not self._opened.isVisible():
            self._tell(notice)
        if not in_front():
            notify(f"{self._run.state.name}: {notice.headline}", notice.advice)

    def _sent(self) -> None:
        """Nothing is on its way any more."""
        if self._run is None:
            return
        shipped = {item.order_id for item in self._run.rows if item.status == "sent"}
        for editor in self._tools.workbench.state.editors:
            if editor.state.draft.base.id in shipped:
                editor.say(
                    Notice("warn", "This order was shipped from a file just now.", "F5 reads it again.")
                )
        notice = self._run.state.notice
        if self._opened is not None and not self._opened.isVisible():
            self._tell(notice)
        if notice is not None and not in_front():
            notify(f"{self._run.state.name}: {notice.headline}", notice.advice)
        self.look_for_unfinished()
        self.ended.emit()

    def _put_away(self) -> None:
        self._window.activateWindow()
        if self._run is not None and self._run.state.running:
            doing = "sent" if self.sending else "checked"
            self._tell(Notice("plain", f"It goes on being {doing}.", "Open it to pause or stop it."))

    def _tell(self, notice: Notice | None) -> None:
        """Say in the main window what goes on in the one that is put away."""
        if notice is not None and self._run is not None:
            self._offered = 0
            self._tools.telling.banners.lift(_UNFINISHED)
            headline = f"{self._run.state.name}: {notice.headline}"
            self._window.show_notice(replace(notice, headline=headline, action=OPEN_RUN))

    # -- what is kept -------------------------------------------------------------------------------------

    @property
    def _known(self) -> dict[str, Role]:
        from console.model.shipments.shipments import ROLES

        try:
            kept = json.loads(str(self._tools.ini.value(RUN_COLUMNS, "{}")))
        except ValueError:
            return {}
        found = kept.items() if isinstance(kept, dict) else ()
        return {name: role for name, role in found if isinstance(role, str) and role in ROLES}

    def _save_sample(self, path: str) -> None:
        self._tools.disk.submit(
            partial(_write_sample, Path(path)), partial(self._sample_saved, Path(path).name)
        )

    def _sample_saved(self, name: str, result: JobResult[None]) -> None:
        if self._opened is not None:
            written = Notice("good", f"Wrote {name}.", "Fill it in, one row for each order, then choose it.")
            self._opened.say(from_error(result.error) if isinstance(result, Failed) else written)

    def _find_unfinished(self, _: Cancel) -> list[tuple[Run, dict[RowStatus, int]]]:
        from console.store.runs import Runs

        runs = Runs(self._tools.database)
        return [
            (run, runs.statuses(run.number)) for run in runs.all(self._shop.name) if run.finished_at is None
        ]

    def _found(self, result: JobResult[list[tuple[Run, dict[RowStatus, int]]]]) -> None:
        if self._closed or not isinstance(result, Done):
            return
        self._cut([CutRun(run.number, run.name, standing(statuses)) for run, statuses in result.value])
        if not result.value:
            self._tools.telling.banners.lift(_UNFINISHED)
        elif self._run is None and self._told_of != result.value[0][0].number:
            run, statuses = result.value[0]
            self._offered = self._told_of = run.number
            self._tools.telling.banners.tell(unfinished(run.name, statuses), _UNFINISHED)


def unfinished(name: str, statuses: Mapping[RowStatus, int]) -> Notice:
    """What to say of a run that was cut, with how many of its rows have which status."""
    advice = "Resume reads what is unknown first, and sends nothing twice."
    return Notice("warn", f"{name} was not finished: {standing(statuses)}.", advice, action=OPEN_RUN)


def standing(statuses: Mapping[RowStatus, int]) -> str:
    """How the rows of a run stand: "3 sent, 2 not sent"."""
    count = statuses.get
    parts = {
        "sent": count("sent", 0),
        "failed": count("failed", 0),
        "unknown": count("unknown", 0) + count("sending", 0),
        "held by a colleague": count("held", 0),
        "not sent": count("to send", 0),
    }
    return ", ".join(f"{number:,} {words}" for words, number in parts.items() if number)


def _write_sample(path: Path, _: Cancel) -> None:
    from console.model.shipments.shipments import ROLES
    from console.store import results

    form = results.FORMS.get(path.suffix.lower(), "csv")
    columns = tuple(words for role, words in ROLES.items() if role != "link")  # the first takes links too
    results.write(path, columns, _SAMPLE, form=form)
