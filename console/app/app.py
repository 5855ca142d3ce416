"""The one place that knows everybody: it builds session, jobs, presenters and window, and ends them in order.

It must not hold a rule of orders or a layout; those live with the model and the widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from console.app.about import facts
from console.app.at_desk import take_note
from console.app.at_work import AtWork
from console.app.closing import Closing
from console.app.connecting import Connecting, Renaming
from console.app.diagnosing import Diagnosing
from console.app.draft_copies import CopiesOfDrafts
from console.app.environments import EnvironmentList
from console.app.finding import Finding
from console.app.forgetting import Forgetting
from console.app.front import acts_on_front
from console.app.handing import HandingOn
from console.app.looking_up import LookingUp, linked
from console.app.session import Session
from console.app.settings import SettingsInUse
from console.app.sharing import Sharing
from console.app.shipping import ShippingFiles
from console.app.telling import Telling
from console.app.tools import Tools
from console.app.trailing import Trailing
from console.model.environment import SANDBOX_NAME
from console.presenters.notice import (
    DESK_ACTIONS,
    KEEPING_ACTIONS,
    LOOKUP_ACTIONS,
    RUN_ACTIONS,
    ActionKey,
)
from console.presenters.trail.trail import TrailSearch
from console.presenters.workbench.closed_tabs import ClosedTabs
from console.presenters.workbench.greeting import Greeting
from console.presenters.workbench.indexing import Indexing
from console.presenters.workbench.keeping import Keeping, KeepingState
from console.presenters.workbench.lookup import Found, Lookup
from console.presenters.workbench.workbench import Workbench, WorkbenchState
from console.runtime.jobs import Jobs
from console.store.database import Database
from console.store.drafts import Drafts
from console.store.trail import Trail
from console.ui.look.theme import apply_theme
from console.ui.shell.help import Help

if TYPE_CHECKING:
    from console.app.opening import Opening, Warm
    from console.app.runs import ShippingRuns
    from console.presenters.record.editor import Editor
    from console.presenters.workbench.journal import Journal


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
        self.sharing = Sharing(
            self.places,
            self.window,
            self.telling.banners,
            ini=opening.ini,
            known=lambda: self.session.environments,
        )
        self.keeping = Keeping(self.disk, Drafts(self._database))
        self.copies = CopiesOfDrafts(
            jobs, self.keeping, self.window, workspace=lambda: self.at_work.workspace
        )
        self.at_work = AtWork()
        self._loaded = False
        self._closed = ClosedTabs()
        self.workbench = Workbench(self._render_workbench, self._make_editor, self.at_work.opened)
        self.linked = linked(self.session, lambda name: self.connecting.choose(name))
        shown, raise_open = self.window.lookup.show_state, self.workbench.raise_open
        self.lookup = Lookup(jobs, shown, self.workbench.open, raise_open=raise_open, linked=self.linked)
        self.handing = HandingOn(
            self.window,
            self.workbench,
            jobs,
            settings=self.settings,
            lookup=self.lookup,
            of=lambda: self.at_work.workspace,
        )
        search = TrailSearch(
            self.disk,
            Trail(self._database),
            self.at_work.put_back,
            who=self.settings.who,
            shared=lambda: self.sharing.trail_in(self.session.environment),
        )
        self.sharing.heard.connect(search.hear)
        for follow in (self.sharing.changed, self.sharing.refused):
            follow.connect(search.refresh)
        self.trailing = Trailing(search, self.window, self.handing, sharing=self.sharing)
        self._tools = Tools(
            jobs,
            self.disk,
            self._database,
            self.places,
            opening.ini,
            self.settings,
            self.window,
            self.workbench,
            self.lookup,
            search,
            self.telling,
            self.keeping,
            self.handing,
            self.sharing,
        )
        self.closing = Closing(
            self.window,
            self.workbench,
            opening.ini,
            keeping=self.keeping,
            copies=self.copies,
            run=lambda: self.runs,
            flush=self.at_work.flush,
            forget=self.at_work.forget_draft,
        )
        self.looking_up = LookingUp(self.window, self.lookup, find=self.at_work.find)
        self._greeter = Jobs(workers=1)  # a server that does not answer holds nobody else up
        self.greeting = Greeting(self._greeter, say=self.window.show_notice, stands=self.window.stands)
        self.connecting = Connecting(
            jobs,
            self.session,
            self.window,
            places=self.places,
            may_switch=self.closing.may_switch,
            renamed=Renaming(
                self.disk, self._database, flush=self.at_work.flush, tell=self.telling.banners.tell
            ),
        )
        self.environments = EnvironmentList(self.disk, self._database, self.connecting, opening=opening)
        self.forgetting = Forgetting(self.disk, self._database, self.window, forgotten=self._forgotten)
        self.diagnosing = Diagnosing(self.window, self.session)
        self.indexing = Indexing(self.disk, self._database)
        self.help = Help(self.window, facts(self.places), self.places.log)
        self.files = ShippingFiles(self.window, lambda: self.runs)
        self.finding = Finding(self._tools, self.connecting, runs=lambda: self.runs)
        self._wire()

    def begin(self) -> None:
        """Say what the start had to say, and work on the environment that was asked for or last used."""
        self.window.lookup.bind(self.lookup)
        self.telling.start(self.places, (*self._warm.notices, *self._opening.settings_file.amiss()))
        self.sharing.begin(shares=self._warm.book.shares_desk, given=self._warm.book.desk_given)
        options = self._opening.options
        wanted = SANDBOX_NAME if options.sandbox else options.environment
        if not self.session.begin(self._warm.book, wanted=wanted):
            self._nowhere_yet()
            self.connecting.open()

    def begin_work(self) -> None:
        """Begin to work in the environment in use: what a record needs is loaded by now, while the first is looked up."""
        self._loaded = True
        if self.session.client is not None:
            self._work()

    def begin_later(self) -> None:
        """Begin what can wait until look-ups are answered: read the operator's own carriers, forget what is old, index."""
        self.settings.begin()
        self.forgetting.age_out(self.settings.values.keep_days)
        self.indexing.begin()
        self.sharing.join()

    def close(self) -> None:
        """End everything, in order: nothing new begins, drafts reach the disk, calls are cut, the sandbox ends."""
        self._opening.appearance.close()
        self.lookup.connect(None)
        self.diagnosing.close()
        self.indexing.close()
        if self.at_work.workspace is not None:
            self.at_work.workspace.close()
        self.disk.submit(lambda _: self._database.close(), lambda _: None)  # nobody waits for it
        self.disk.finish()
        self.sharing.close()
        self.session.close()
        self._greeter.close()
        self.environments.close()
        if self._warm.close_log is not None:
            self._warm.close_log()

    def apply_theme(self) -> None:
        """Give the window the colours of the scheme and the environment."""
        session, environment = self.session, self.session.environment
        theme = self._opening.appearance.theme(environment.accent if environment else "none")
        apply_theme(self._opening.qt, theme)
        self._opening.appearance.remember(theme)
        self.window.show_environment(session.name, session.target, theme, read_only=session.read_only)
        if self.runs is not None:
            self.runs.apply_theme(theme)

    @property
    def runs(self) -> ShippingRuns | None:
        """The runs of the environment in use."""
        return self.at_work.runs

    @property
    def journal(self) -> Journal | None:
        """The drafts of the environment in use."""
        return self.at_work.journal

    # -- wiring ------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        window, session = self.window, self.session
        self.keeping.show(self._render_keeping)
        session.changed.connect(self._environment_changed)
        session.told.connect(self.window.show_notice)
        session.secret_wanted.connect(self._nowhere_yet)
        session.must_be_read.connect(self.telling.banners.tell)
        self.settings.told.connect(self.telling.banners.tell)
        self.settings.changed.connect(self._settings_changed)
        for follow in (self.workbench.show_again, self._forgotten):
            self.settings.dates_changed.connect(follow)
        self.settings.carriers_changed.connect(self.at_work.take_carriers)
        self.settings.opened.connect(partial(self.sharing.serve_settings, jobs=self.jobs))
        self.sharing.settings_asked.connect(lambda: self.settings.open().show_desk())
        window.tab_chosen.connect(self._bring)
        window.tab_close_asked.connect(self.closing.close_tab)
        # Queued, so that nothing ends inside the closing itself.
        window.close_asked.connect(self.closing.leave, Qt.ConnectionType.QueuedConnection)
        window.cancel_asked.connect(self.looking_up.cancel)
        window.scheme_changed.connect(self.apply_theme)
        self._opening.appearance.hear_contrast(self.apply_theme)
        for asked in (window.notice_action, window.lookup.action_asked):
            asked.connect(self._notice_action)
        window.put_back_asked.connect(self.at_work.put_back_number)
        window.record_rendered.connect(self.closing.leave_if_sent)
        self._opening.qt.focusChanged.connect(self.at_work.flush)
        acts: dict[str, Callable[[], object]] = {
            "look_up": window.lookup.take_cursor,
            "reopen_tab": partial(self._closed.reopen, self.lookup.ask),
            "close_tab": self.closing.close_front,
            "quit": window.close,
            "next_tab": partial(window.step_tab, 1),
            "previous_tab": partial(window.step_tab, -1),
            "palette": self.finding.open,
            "shortcuts": self.help.shortcuts,
            "log_folder": self.help.log_folder,
            "about": self.help.about,
            "wipe": self.forgetting.ask,
            "trail": self.trailing.open_front,
            "add_note": partial(take_note, window),
            "ship_file": self.files.open,
            "copy_drafts": self.copies.save,
            "bring_back": self.copies.bring_back,
        }
        window.actions_.connect_to(acts | self.settings.acts | acts_on_front(window))

    # -- environments -------------------------------------------------------------------------------------

    def _nowhere_yet(self) -> None:
        if self.session.environment is None:
            self.apply_theme()
            self.lookup.say_nowhere()

    def _environment_changed(self) -> None:
        session = self.session
        assert session.client is not None
        assert session.environment is not None
        left, self.at_work.workspace = self.at_work.workspace, None
        self._closed.forget()
        if left is not None:
            left.close()
        for editor in self.workbench.state.editors:
            self.workbench.close(editor)
        self.apply_theme()
        hint = "New here? Try #1001 or C-2207." if session.name == SANDBOX_NAME else ""
        self.greeting.greet(session.client, session.name, hint)
        self.lookup.begin(session.client)
        if text := self.linked.arrived():
            self.lookup.ask(text)
        if self._loaded:
            self._work()

    def _work(self) -> None:
        from console.app.workspace import Workspace  # with all that a record needs, which takes long

        session = self.session
        assert session.client is not None
        assert session.environment is not None
        self.at_work.workspace = Workspace(
            session.environment, session.target, session.client, tools=self._tools
        )
        self.at_work.workspace.runs.ended.connect(self.closing.leave_if_sent)
        self.connecting.proved = self.at_work.workspace.sending.permission.try_again
        self.at_work.workspace.runs.apply_theme(self._opening.appearance.theme(session.environment.accent))
        self.at_work.workspace.open()

    # -- records ------------------------------------------------------------------------------------------

    def _make_editor(self, found: Found) -> Editor:
        assert self.at_work.workspace is not None, "nothing is found where nothing is asked"
        return self.at_work.workspace.make_editor(found, self.at_work.edited)

    def _render_workbench(self, state: WorkbenchState) -> None:
        self.window.render_workbench(state)
        self._closed.follow(state)
        self.at_work.arranged()

    def _render_keeping(self, state: KeepingState) -> None:
        self.telling.keeping(state)
        self.closing.keeping(state)
        if not state.why:
            self.at_work.show_recents()

    def _forgotten(self) -> None:
        self.at_work.refresh()
        self._tools.search.refresh()

    # -- runs ---------------------------------------------------------------------------------------------

    def _settings_changed(self) -> None:
        self.apply_theme()
        self.at_work.take_settings()

    def _bring(self, editor: Editor) -> None:
        if self.workbench.state.front is not editor:
            self.workbench.bring(editor)

    def _notice_action(self, key: ActionKey) -> None:
        if key in RUN_ACTIONS and self.runs is not None:
            self.runs.open_offered()
        elif key in KEEPING_ACTIONS:
            self.keeping.retry()
        elif key in DESK_ACTIONS:
            self.sharing.act(key)
        elif key in LOOKUP_ACTIONS:
            self.lookup.act(key)
        elif self.window.front is not None:
            self.window.front.editor.act(key)
