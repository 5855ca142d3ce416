"""What lives as long as one environment is in use: made whole when it is taken, closed whole when it is left.

It must not know how an environment is chosen or hold anything that outlives it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from console.app.at_desk import AtDesk
from console.app.runs import ShippingRuns
from console.app.tools import Tools
from console.model.environment import SANDBOX_NAME
from console.model.fields.numerals import Marks
from console.presenters.record.editor import Editor
from console.presenters.record.rereading import ShownBefore
from console.presenters.saving import unanswered
from console.presenters.saving.first_write import FirstWrite
from console.presenters.saving.sending import Sending
from console.presenters.saving.untraced import TrailHealth
from console.presenters.trail.history_card import HistoryCard
from console.presenters.trail.putting_back import PuttingBack
from console.presenters.workbench.found import Found
from console.presenters.workbench.journal import Journal, JournalState
from console.presenters.workbench.known import Known
from console.presenters.workbench.offline import Offline
from console.presenters.workbench.recents import RecentsPresenter, RecentsState
from console.presenters.workbench.reopening import Reopening
from console.presenters.workbench.welcome import WelcomePresenter
from console.store.archive import Archive
from console.store.drafts import Drafts, OpenTabs
from console.store.trail import Trail

if TYPE_CHECKING:
    from console.api.client import Client
    from console.model.environment import Environment
    from console.model.records import Cart, Order


class Workspace:
    """Everything for one environment, at work from its beginning to `close`."""

    def __init__(self, shop: Environment, target: str, client: Client, *, tools: Tools) -> None:
        """`target` is the environment's name as buttons that write say it."""
        self._shop, self._target, self._client, self._tools = shop, target, client, tools
        name, window, disk = shop.name, tools.window, tools.disk
        shared = partial(tools.sharing.shared_as, shop)
        archive, trail = Archive(tools.database), Trail(tools.database, who=tools.settings.who, shared=shared)
        self.welcome = WelcomePresenter(window.welcome.show_state, practising=name == SANDBOX_NAME)
        self.recents = RecentsPresenter(disk, archive, name, render=self._show_recents)
        keeping = tools.keeping
        health = TrailHealth(lambda: keeping.state.why, keeping.look)
        self.sending = Sending(tools.jobs, client, disk, trail=trail, environment=name, health=health)
        self.journal = Journal(
            disk,
            Drafts(tools.database),
            trail,
            keeping=tools.keeping,
            environment=name,
            render=self._show_unsaved,
            left_open=self.sending.ends.restore,
        )
        self.sending.ends.hear(self._looked)
        self.offline = Offline(disk, archive, name, found=tools.workbench.open)
        answered = self.sending.answered
        self.known = Known(disk, archive, name, journal=self.journal, answered=answered)
        self.putting_back = PuttingBack(
            tools.jobs,
            client,
            tools.workbench,
            put_back=Editor.put_back,
            environment=name,
            say=window.show_notice,
            read_one=tools.lookup.read_one,
        )
        self.card = HistoryCard(
            disk,
            trail,
            name,
            render=window.show_history,
            put_back=self.putting_back.put_back,
            who=tools.settings.who,
            ended=tools.search.refresh,
            read_only=shop.read_only,
            shared=partial(tools.sharing.trail_in, shop),
        )
        self.runs = ShippingRuns(shop, target, client, tools=tools, cut=self.welcome.show_runs)
        self.desk = AtDesk(shop, tools, self.card)

    def open(self) -> None:
        """Show what is kept of this environment: records opened before, unsaved work, a run that was cut."""
        self.recents.load()
        self._tools.search.work_in(self._shop.name, read_only=self._shop.read_only)
        self.journal.load(self._reopen)
        self.runs.look_for_unfinished()
        self._tools.keeping.look()

    @property
    def name(self) -> str:
        """The environment's name."""
        return self._shop.name

    def take_drafts(self) -> None:
        """Read which drafts there are, because some were brought back; a record with one opens anew with its edits."""
        for editor in self._tools.workbench.state.editors:
            record = editor.state.draft.base
            place = (self.name, record.kind, record.id)
            if not editor.state.draft.dirty and not editor.state.busy and self._tools.keeping.knows(place):
                self._tools.workbench.close(editor)
        self.journal.load(_nothing)

    def close(self) -> None:
        """End all of it: what was typed is written down, and what still comes in is shown nowhere."""
        self._tools.lookup.connect(None)
        parts = (self.desk, self.runs, self.card, self.putting_back, self.journal, self.recents)
        for part in (*parts, self.sending.ends):
            part.close()
        self.welcome.close()

    def refresh(self) -> None:
        """Read again what is kept on this computer, which is other than it was."""
        self.journal.load(_nothing)
        self.recents.load()
        self.card.refresh()
        self.runs.refresh()

    def make_editor(self, found: Found, on_change: Callable[[Editor], object]) -> Editor:
        """Open a record that was found, with what was typed into it before."""
        record, read_at, kept = found.record, found.read_at, self.journal.from_before(found.record)
        if found.fresh is not None and kept is not None:
            # Put on two readings one after the other, what others changed would be told of the second alone.
            record, read_at = kept.base, kept.read_at
        editor = Editor(
            self._tools.jobs,
            self._client,
            self.sending,
            record=record,
            read_at=read_at,
            environment=self._shop.name,
            target=self._target,
            kept=kept,
            checked=found.checked,
            marks=Marks(QLocale().decimalPoint(), QLocale().groupSeparator()),
            first_write=FirstWrite(self._tools.ini, self._shop),
            known=lambda: self._tools.settings.carriers,
            on_read=self.opened,
            on_change=on_change,
        )
        if found.fresh is not None:
            editor.rereading.follow(found.fresh, ShownBefore(read_at, kept is not None))
        return editor

    def opened(self, record: Order | Cart, read_at: datetime) -> None:
        """Keep a record as it was read, among those opened before."""
        self.recents.opened(record, read_at)

    def edited(self, editor: Editor) -> None:
        """Keep what was typed, and show the history of the record in front."""
        self.card.sync(self._tools.workbench.state.front)
        self.journal.note(editor)
        self.desk.edited()

    def arranged(self) -> None:
        """Keep which records are open, and show the history of the one in front."""
        self.card.sync(self._tools.workbench.state.front)
        self.journal.note_tabs(self._tools.workbench)
        self.desk.arranged()

    def forget_draft(self, editor: Editor) -> None:
        """Keep no draft of this record any more."""
        record = editor.state.draft.base
        self.journal.forget((record.kind, record.id))

    def _looked(self, record: Order | Cart, began: datetime) -> bool:
        """A look at a record that may still get a write: its editor judges it, and where it is not open it is told here."""
        key = (record.kind, record.id)
        for editor in self._tools.workbench.state.editors:
            if (editor.state.draft.base.kind, editor.state.draft.base.id) == key:
                judged = editor.looked(record, began)
                self._trail_moved()
                return judged
        for end, found in self.sending.ends.judge(record):
            if found.became == "arrived":
                told = unanswered.arrived_elsewhere(record.called, end.sent_at, end.overwrote(record))
                self._tools.window.show_notice(replace(told, number=end.number))
        self._trail_moved()
        return True

    def _ahead(self, record: Order | Cart) -> None:
        """On the worker that read a record: all that takes long where it has many lines."""
        self.sending.ends.judge_ahead(record)
        self.journal.regain_ahead(record)

    def _trail_moved(self) -> None:
        """Show what became of what was sent, where that is shown."""
        self.card.refresh()
        self._tools.search.refresh()

    def _reopen(self, tabs: OpenTabs) -> None:
        """Open what was open, then answer look-ups: by now every kept draft is known."""
        if not self.journal.closed:
            tools = self._tools
            tools.lookup.connect(self._client, self.offline.ask, self._ahead, self.known.ask)
            tools.telling.database()
            Reopening(
                tools.jobs,
                self._client,
                self.journal,
                workbench=tools.workbench,
                offline=self.offline,
                say=tools.telling.banners.tell,
                ahead=self._ahead,
            ).begin(tabs)

    def _show_unsaved(self, state: JournalState) -> None:
        self._tools.window.unsaved.show_state(state)
        self.welcome.show_unsaved(state)
        self._tools.telling.unread(state.unread)
        self._tools.telling.database()

    def _show_recents(self, state: RecentsState) -> None:
        self._tools.window.recents.show_state(state)
        self.welcome.show_recent(state)
        self._tools.telling.database()


def _nothing(_: object) -> None:
    """What was open is open already."""
