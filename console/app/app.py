"""The one place that knows everybody: it builds session, jobs, presenters and window, and ends them in order.

It must not hold a rule of orders or a layout; those live with the model and the widgets.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QLocale, QObject, Qt

from console import __version__
from console.app.closing import Closing
from console.app.connecting import Connecting
from console.app.copying import Copying
from console.app.forgetting import Forgetting
from console.app.runs import ShippingRuns
from console.app.session import Session
from console.app.settings import SettingsInUse
from console.app.trailing import Trailing
from console.model.environment import SANDBOX_NAME
from console.model.numerals import Marks
from console.model.settings import Look
from console.presenters.desk.desk import Desk, DeskState
from console.presenters.desk.journal import Journal
from console.presenters.desk.lookup import Found, Lookup
from console.presenters.desk.offline import Offline
from console.presenters.desk.recents import RecentsPresenter, RecentsState
from console.presenters.desk.reopening import Reopening
from console.presenters.notice import LOOKUP_ACTIONS, RUN_ACTIONS, ActionKey, Notice
from console.presenters.record.editor import Editor
from console.presenters.saving import messages
from console.presenters.saving.first_write import FirstWrite
from console.presenters.saving.sending import Sending
from console.runtime.cancel import Cancel
from console.runtime.jobs import Jobs
from console.store.archive import Archive
from console.store.database import Database
from console.store.drafts import Drafts, OpenTabs
from console.store.places import Places
from console.store.trail import Trail
from console.ui.look.theme import Theme, apply_theme
from console.ui.shell.help import Help

if TYPE_CHECKING:
    from console.app.opening import Opening, Warm
    from console.model.records import Cart, Order
    from console.ui.record.editor import EditorPage


class App(QObject):
    """One running console."""

    def __init__(self, opening: Opening, jobs: Jobs, warm: Warm) -> None:
        super().__init__()
        self._opening, self._warm, self.jobs = opening, warm, jobs
        self.window, self.places = opening.window, opening.places
        self.session = Session(jobs, self.places)
        self.settings = SettingsInUse(jobs, self.places, opening.settings_file, self.window)
        self.disk = Jobs(workers=1)
        self._database = Database(self.places)
        self.journal: Journal | None = None
        self._sending: Sending | None = None
        self.desk = Desk(self._render_desk, self._make_editor, self._opened)
        self.lookup = Lookup(jobs, self.window.lookup.show_state, self.desk.open, self.desk.raise_open)
        self.connecting = Connecting(
            jobs, self.session, self.window, self.places, may_switch=self._may_switch, renamed=self._renamed
        )
        self.trailing = Trailing(jobs, self.disk, Trail(self._database), self.desk, self.window)
        kept = (self.disk, self._database)
        self.runs = ShippingRuns(*kept, self.places, opening.ini, self.settings, self.desk, self.window)
        self.closing = Closing(self.window, self.desk, self.runs, opening.ini, self._forget_draft)
        self.forgetting = Forgetting(*kept, self.window, self._forgotten)
        self.copying = Copying(self.window, self.desk)
        self.help = Help(self.window, _facts(self.places), self.places.log)
        self.recents: RecentsPresenter | None = None
        self._wire()

    def begin(self) -> None:
        """Say what the start had to say, and work on the environment that was asked for or last used."""
        self.window.lookup.bind(self.lookup)
        if self._warm.notices:
            self._say(Notice("warn", self._warm.notices[0], " ".join(self._warm.notices[1:])))
        options = self._opening.options
        wanted = SANDBOX_NAME if options.sandbox else options.environment
        if not self.session.begin(self._warm.book, wanted=wanted):
            self.apply_theme()
            self.connecting.open()

    def settle(self) -> None:
        """What can wait until look-ups are answered: the operator's own carriers, and forgetting what is old."""
        self.settings.begin()
        self.forgetting.age_out(self.settings.values.keep_days)

    def close(self) -> None:
        """End everything, in order: nothing new begins, drafts reach the disk, calls are cut, the sandbox ends."""
        self.lookup.connect(None)
        self.runs.close()
        if self.journal is not None:
            self.journal.retire()
        self.disk.submit(self._close_database, _nothing)
        self.disk.finish()
        self.session.close()
        if self._warm.close_log is not None:
            self._warm.close_log()

    def apply_theme(self) -> None:
        """Give the window the colours of the scheme and the environment."""
        environment = self.session.environment
        theme = Theme(self._opening.appearance.scheme, environment.accent if environment else "none")
        apply_theme(self._opening.qt, theme)
        self._opening.appearance.remember(theme)
        self.window.show_environment(self.session.name, self.session.target, theme)
        self.runs.apply_theme(theme)

    # -- wiring ------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        window, session = self.window, self.session
        session.changed.connect(self._environment_changed)
        session.told.connect(self._say)
        self.settings.told.connect(self._say)
        self.settings.changed.connect(self.apply_theme)
        window.environment_chosen.connect(self.connecting.choose)
        window.tab_chosen.connect(self._bring)
        window.tab_close_asked.connect(self.closing.close_tab)
        window.close_asked.connect(
            self.closing.leave, Qt.ConnectionType.QueuedConnection
        )  # not inside its own closing
        window.cancel_asked.connect(self.cancel)
        window.scheme_changed.connect(self.apply_theme)
        for asked in (window.notice_action, window.lookup.action_asked):
            asked.connect(self._notice_action)
        window.record_rendered.connect(self.closing.leave_if_sent)
        window.recents.chosen.connect(self.lookup.ask)
        window.unsaved.chosen.connect(self.lookup.ask)
        window.lookup.field.textEdited.connect(self._typing)
        self._opening.qt.focusChanged.connect(self._flush)
        acts: dict[str, Callable[[], object]] = {
            "look_up": window.lookup.take_cursor,
            "connect": self.connecting.open,
            "settings": self.settings.open,
            "close_tab": self.closing.close_front,
            "quit": window.close,
            "next_tab": partial(window.step_tab, 1),
            "previous_tab": partial(window.step_tab, -1),
            "palette": self.help.palette,
            "look_system": partial(self.look, "system"),
            "look_light": partial(self.look, "light"),
            "look_dark": partial(self.look, "dark"),
            "shortcuts": self.help.shortcuts,
            "log_folder": self.help.log_folder,
            "about": self.help.about,
            "wipe": self.forgetting.ask,
            "trail": self.trailing.open_all,
            "ship_file": self.runs.open,
            "copy_lines": self.copying.copy,
            "copy_lines_to": self.copying.ask,
        }
        acts |= {key: partial(self._on_editor, act) for key, act in _ON_EDITOR.items()}
        acts |= {key: partial(self._on_page, act) for key, act in _ON_PAGE.items()}
        window.actions_.connect_to(acts)

    # -- environments -------------------------------------------------------------------------------------

    def _may_switch(self, name: str) -> bool:
        """Whether another environment may be taken now; says why where it may not. Drafts stay on disk."""
        if not (self.desk.sending or self.runs.sending):
            return True
        what = "file" if self.runs.sending else "record"
        self._say(Notice("warn", f"A {what} is being sent; switch to {name} when the answer is there."))
        return False

    def _renamed(self, old: str, new: str) -> None:
        """Give what is kept under an environment's old name to the new one; what was just typed is written first."""
        self._flush()
        self.disk.submit(partial(_rename, self._database, old, new), _nothing)

    def _environment_changed(self) -> None:
        assert self.session.client is not None
        if self.journal is not None:
            self.journal.retire()
        self.journal = None
        for editor in self.desk.state.editors:
            self.desk.close(editor)
        if self.recents is not None:
            self.recents.retire()
        self.trailing.work_in(self.session.name, self.session.client)
        archive = Archive(self._database)
        self.recents = RecentsPresenter(self.disk, archive, self.session.name, self._show_recents)
        self.recents.load()
        self.apply_theme()
        hint = "New here? Try #1001 or C-2207." if self.session.name == SANDBOX_NAME else ""
        self._say(Notice("plain", f"Connected to {self.session.name}. Nothing has been sent.", hint))
        name, trail = self.session.name, Trail(self._database)
        self._sending = Sending(self.jobs, self.session.client, self.disk, trail, name)
        self.journal = Journal(self.disk, Drafts(self._database), trail, name, self.window.unsaved.show_state)
        self._offline = Offline(self.disk, archive, name, self.desk.open)
        self.journal.load(partial(self._reopen, self.journal))
        self.runs.work_in(self.session.name, self.session.target, self.session.client)

    def _reopen(self, journal: Journal, tabs: OpenTabs) -> None:
        """Open what was open, then answer look-ups: by now every kept draft is known."""
        if journal is self.journal and self.session.client is not None:
            self.lookup.connect(self.session.client, self._offline.ask)
            Reopening(self.jobs, self.session.client, journal, self.desk, self._say).begin(tabs)

    def _show_recents(self, state: RecentsState) -> None:
        self.window.recents.show_state(state)
        if sentences := self._database.take_notices():
            self._say(Notice("warn", sentences[0], " ".join(sentences[1:])))

    def _say(self, notice: Notice) -> None:
        self.window.show_notice(notice)

    # -- records ------------------------------------------------------------------------------------------

    def _make_editor(self, found: Found) -> Editor:
        session, record = self.session, found.record
        assert session.client is not None
        assert session.environment is not None
        assert self._sending is not None
        draft, open_end = self.journal.from_before(record) if self.journal is not None else (None, None)
        editor = Editor(
            self.jobs,
            session.client,
            self._sending,
            record,
            found.read_at,
            environment=session.name,
            target=session.target,
            kept=draft,
            open_end=open_end,
            marks=Marks(QLocale().decimalPoint(), QLocale().groupSeparator()),
            first_write=FirstWrite(self._opening.ini, session.environment),
            known=lambda: self.settings.carriers,
            on_read=self._opened,
            on_change=self._edited,
        )
        if not found.checked:
            editor.say(messages.unchecked(found.read_at))
        return editor

    def _edited(self, editor: Editor) -> None:
        self.trailing.sync()
        if self.journal is not None:
            self.journal.note(editor)

    def _forget_draft(self, editor: Editor) -> None:
        if self.journal is not None:
            record = editor.state.draft.base
            self.journal.forget((record.kind, record.id))

    def _flush(self) -> None:
        if self.journal is not None:
            self.journal.flush()

    def _render_desk(self, state: DeskState) -> None:
        self.window.render_desk(state)
        self.trailing.sync()
        if self.journal is not None:
            self.journal.note_tabs(self.desk)

    def _forgotten(self) -> None:
        if self.journal is not None:
            self.journal.load(_nothing)
        if self.recents is not None:
            self.recents.load()
        self.trailing.refresh()
        self.runs.refresh()

    def _close_database(self, _: Cancel) -> None:
        self._database.close()

    def _opened(self, record: Order | Cart, read_at: datetime) -> None:
        if self.recents is not None:
            self.recents.opened(record, read_at)

    def _typing(self, text: str) -> None:
        if self.recents is not None:
            self.recents.find(text)

    def _bring(self, editor: Editor) -> None:
        if self.desk.state.front is not editor:
            self.desk.bring(editor)

    def _on_editor(self, act: Callable[[Editor], object]) -> None:
        if self.window.front is not None:
            act(self.window.front.editor)

    def _on_page(self, act: Callable[[EditorPage], object]) -> None:
        if self.window.front is not None:
            act(self.window.front)

    def _notice_action(self, key: ActionKey) -> None:
        if key in RUN_ACTIONS:
            self.runs.open_offered()
        elif key in LOOKUP_ACTIONS:
            self.lookup.act(key)
        elif self.window.front is not None:
            self.window.front.editor.act(key)

    def cancel(self) -> None:
        """Stop looking up and reading; a write is never cut."""
        self.lookup.cancel()
        self._on_editor(Editor.cancel)

    # -- view ---------------------------------------------------------------------------------------------

    def look(self, look: Look) -> None:
        """Light, dark, or as the desktop is; kept as if it was saved in the settings."""
        self.settings.save(replace(self.settings.values, look=look))


_ON_EDITOR: dict[str, Callable[[Editor], None]] = {
    "undo": Editor.undo,
    "redo": Editor.redo,
    "reload": Editor.reload,
    "discard": Editor.discard,
}
_ON_PAGE: dict[str, Callable[[EditorPage], None]] = {
    "save": lambda page: page.ask_review(),
    "mark_shipped": lambda page: page.mark_shipped(),
}


def _rename(database: Database, old: str, new: str, _: Cancel) -> None:
    from console.store.renaming import rename

    rename(database, old, new)


def _nothing(_: object) -> None:
    """Nobody waits for the database to be closed."""


def _facts(places: Places) -> dict[str, str]:
    return {
        "Version": __version__,
        "Settings and credentials": str(places.config),
        "Recent records, practice data": str(places.data),
        "Log": str(places.log),
        "Python, PySide6": f"{sys.version.split()[0]}, {PySide6.__version__}",
    }
