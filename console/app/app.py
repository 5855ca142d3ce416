"""The one place that knows everybody: it builds session, jobs, presenters and window, and ends them in order.

It must not hold a rule of orders or a layout; those live with the model and the widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from console.app.about import facts
from console.app.closing import Closing
from console.app.connecting import Connecting, Renaming
from console.app.copying import Copying
from console.app.draft_copies import CopiesOfDrafts
from console.app.environments import EnvironmentList
from console.app.forgetting import Forgetting
from console.app.runs import ShippingRuns
from console.app.session import Session
from console.app.settings import SettingsInUse
from console.app.shipping import ShippingFiles
from console.app.telling import Telling
from console.app.tools import Tools
from console.app.trailing import Trailing
from console.app.workspace import Workspace
from console.model.environment import SANDBOX_NAME
from console.model.settings import Look
from console.presenters.desk.desk import Desk, DeskState
from console.presenters.desk.journal import Journal
from console.presenters.desk.keeping import Keeping, KeepingState
from console.presenters.desk.lookup import Found, Lookup
from console.presenters.notice import KEEPING_ACTIONS, LOOKUP_ACTIONS, RUN_ACTIONS, ActionKey, Notice
from console.presenters.record.editor import Editor
from console.presenters.trail.trail import TrailSearch
from console.runtime.jobs import Jobs
from console.store.database import Database
from console.store.drafts import Drafts
from console.store.trail import Entry, Trail
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
        self.settings = SettingsInUse(jobs, self.places, opening.settings_file, window=self.window)
        self.disk = Jobs(workers=1)
        self._database = Database(self.places)
        self.telling = Telling(self.window, self._database)
        self.keeping = Keeping(self.disk, Drafts(self._database))
        self.copies = CopiesOfDrafts(jobs, self.keeping, self.window, workspace=lambda: self.workspace)
        self.workspace: Workspace | None = None
        self.desk = Desk(self._render_desk, self._make_editor, self._opened)
        self.lookup = Lookup(
            jobs, self.window.lookup.show_state, self.desk.open, raise_open=self.desk.raise_open
        )
        search = TrailSearch(self.disk, Trail(self._database), self._put_back, who=self.settings.who)
        self.trailing = Trailing(search, self.window)
        self._tools = Tools(
            jobs,
            self.disk,
            self._database,
            self.places,
            opening.ini,
            self.settings,
            self.window,
            self.desk,
            self.lookup,
            search,
            self.telling,
            self.keeping,
        )
        self.closing = Closing(
            self.window,
            self.desk,
            opening.ini,
            keeping=self.keeping,
            copies=self.copies,
            run=lambda: self.runs,
            flush=self._flush,
            forget=self._forget_draft,
        )
        self.connecting = Connecting(
            jobs,
            self.session,
            self.window,
            places=self.places,
            may_switch=self.closing.may_switch,
            renamed=Renaming(self.disk, self._database, flush=self._flush, tell=self.telling.banners.tell),
        )
        self.environments = EnvironmentList(self.disk, self._database, self.connecting, opening=opening)
        self.forgetting = Forgetting(self.disk, self._database, self.window, forgotten=self._forgotten)
        self.copying = Copying(self.window, self.desk)
        self.help = Help(self.window, facts(self.places), self.places.log)
        self.files = ShippingFiles(self.window, lambda: self.runs)
        self._wire()

    def begin(self) -> None:
        """Say what the start had to say, and work on the environment that was asked for or last used."""
        self.window.lookup.bind(self.lookup)
        told = (*self._warm.notices, *self._opening.settings_file.amiss())
        self.telling.start(self.places, told)
        options = self._opening.options
        wanted = SANDBOX_NAME if options.sandbox else options.environment
        if not self.session.begin(self._warm.book, wanted=wanted):
            self.apply_theme()
            self.connecting.open()

    def begin_later(self) -> None:
        """Begin what can wait until look-ups are answered: read the operator's own carriers, forget what is old."""
        self.settings.begin()
        self.forgetting.age_out(self.settings.values.keep_days)

    def close(self) -> None:
        """End everything, in order: nothing new begins, drafts reach the disk, calls are cut, the sandbox ends."""
        self.lookup.connect(None)
        if self.workspace is not None:
            self.workspace.close()
        self.disk.submit(lambda _: self._database.close(), _nothing)
        self.disk.finish()
        self.session.close()
        if self._warm.close_log is not None:
            self._warm.close_log()

    def apply_theme(self) -> None:
        """Give the window the colours of the scheme and the environment."""
        session, environment = self.session, self.session.environment
        theme = Theme(self._opening.appearance.scheme, environment.accent if environment else "none")
        apply_theme(self._opening.qt, theme)
        self._opening.appearance.remember(theme)
        self.window.show_environment(session.name, session.target, theme, read_only=session.read_only)
        if self.runs is not None:
            self.runs.apply_theme(theme)

    @property
    def runs(self) -> ShippingRuns | None:
        """The runs of the environment in use."""
        return self.workspace.runs if self.workspace is not None else None

    @property
    def journal(self) -> Journal | None:
        """The drafts of the environment in use."""
        return self.workspace.journal if self.workspace is not None else None

    # -- wiring ------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        window, session = self.window, self.session
        self.keeping.show(self._render_keeping)
        session.changed.connect(self._environment_changed)
        session.told.connect(self.window.show_notice)
        session.must_be_read.connect(self.telling.banners.tell)
        self.settings.told.connect(self.telling.banners.tell)
        self.settings.changed.connect(self._settings_changed)
        self.settings.carriers_changed.connect(self._carriers_changed)
        window.tab_chosen.connect(self._bring)
        window.tab_close_asked.connect(self.closing.close_tab)
        # Queued, so that nothing ends inside the closing itself.
        window.close_asked.connect(self.closing.leave, Qt.ConnectionType.QueuedConnection)
        window.cancel_asked.connect(self.cancel)
        window.scheme_changed.connect(self.apply_theme)
        for asked in (window.notice_action, window.lookup.action_asked):
            asked.connect(self._notice_action)
        window.put_back_asked.connect(self._put_back_number)
        window.record_rendered.connect(self.closing.leave_if_sent)
        window.recents.chosen.connect(self.lookup.ask)
        window.unsaved.chosen.connect(self.lookup.ask)
        window.lookup.field.textEdited.connect(self._typing)
        self._opening.qt.focusChanged.connect(self._flush)
        acts: dict[str, Callable[[], object]] = {
            "look_up": window.lookup.take_cursor,
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
            "ship_file": self.files.open,
            "copy_lines": self.copying.copy,
            "copy_lines_to": self.copying.ask,
            "copy_drafts": self.copies.save,
            "bring_back": self.copies.bring_back,
        }
        acts |= {key: partial(self._on_editor, act) for key, act in _ON_EDITOR.items()}
        acts |= {key: partial(self._on_page, act) for key, act in _ON_PAGE.items()}
        window.actions_.connect_to(acts)

    # -- environments -------------------------------------------------------------------------------------

    def _environment_changed(self) -> None:
        session = self.session
        assert session.client is not None
        assert session.environment is not None
        left, self.workspace = self.workspace, None
        if left is not None:
            left.close()
        for editor in self.desk.state.editors:
            self.desk.close(editor)
        self.workspace = Workspace(session.environment, session.target, session.client, tools=self._tools)
        self.workspace.runs.ended.connect(self.closing.leave_if_sent)
        self.connecting.proved = self.workspace.sending.permission.try_again
        self.apply_theme()
        hint = "New here? Try #1001 or C-2207." if session.name == SANDBOX_NAME else ""
        self.window.show_notice(Notice("plain", f"Connected to {session.name}. Nothing has been sent.", hint))
        self.workspace.open()

    # -- records ------------------------------------------------------------------------------------------

    def _make_editor(self, found: Found) -> Editor:
        assert self.workspace is not None, "nothing is found where nothing is asked"
        return self.workspace.make_editor(found, self._edited)

    def _edited(self, editor: Editor) -> None:
        if self.workspace is not None:
            self.workspace.edited(editor)

    def _forget_draft(self, editor: Editor) -> None:
        if self.workspace is not None:
            self.workspace.forget_draft(editor)

    def _flush(self) -> None:
        if self.journal is not None:
            self.journal.flush()

    def _render_desk(self, state: DeskState) -> None:
        self.window.render_desk(state)
        if self.workspace is not None:
            self.workspace.arranged()

    def _render_keeping(self, state: KeepingState) -> None:
        self.telling.keeping(state)
        self.closing.keeping(state)
        if self.workspace is not None and not state.why:
            self.workspace.recents.load()

    def _forgotten(self) -> None:
        if self.workspace is not None:
            self.workspace.refresh()
        self._tools.search.refresh()

    def _opened(self, record: Order | Cart, read_at: datetime) -> None:
        if self.workspace is not None:
            self.workspace.opened(record, read_at)

    def _typing(self, text: str) -> None:
        if self.workspace is not None:
            self.workspace.recents.find(text)

    def _put_back(self, entry: Entry) -> None:
        if self.workspace is not None:
            self.workspace.putting_back.put_back(entry)

    def _put_back_number(self, number: int) -> None:
        if self.workspace is not None:
            self.workspace.card.put_back(number)

    # -- runs ---------------------------------------------------------------------------------------------

    def _settings_changed(self) -> None:
        self.apply_theme()
        if self.runs is not None:
            self.runs.take_settings()

    def _carriers_changed(self) -> None:
        if self.runs is not None:
            self.runs.take_carriers()

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
        if key in RUN_ACTIONS and self.runs is not None:
            self.runs.open_offered()
        elif key in KEEPING_ACTIONS:
            self.keeping.retry()
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


def _nothing(_: object) -> None:
    """Nobody waits for the database to be closed."""
