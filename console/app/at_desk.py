"""What one environment has of the shared desk, from when it is joined: who has its records open, sent or noted something.

It must not be needed by any other part of the environment, nor ask the desk on the thread of the window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.model.environment import SANDBOX_NAME

if TYPE_CHECKING:
    from console.app.sharing import JoinedDesk
    from console.app.tools import Tools
    from console.desk.part import Hint
    from console.model.environment import Environment
    from console.model.fields.field import RecordKind
    from console.presenters.desk.company import CompanyState
    from console.presenters.desk.news import DeskNews
    from console.presenters.desk.notes import NotesCard
    from console.presenters.desk.presence import CompanyPresenter
    from console.presenters.notice import Notice
    from console.presenters.trail.history_card import HistoryCard
    from console.ui.shell.side import SidePane
    from console.ui.shell.window import Window


class AtDesk(QObject):
    """Has nothing while no desk is joined, and never anything for the practice sandbox, which is each operator's own."""

    def __init__(self, shop: Environment, tools: Tools, card: HistoryCard) -> None:
        """`card` shows what was sent for the record in front, by colleagues too."""
        super().__init__()
        self._shop, self._tools, self._card = shop, tools, card
        self._company: CompanyPresenter | None = None
        self._notes: NotesCard | None = None
        self._news: DeskNews | None = None
        self._side: SidePane | None = None
        if shop.name != SANDBOX_NAME:
            tools.sharing.changed.connect(self._follow)
            tools.sharing.seen.connect(self._seen)
            tools.sharing.heard.connect(self._heard)
            tools.sharing.refused.connect(self._card.refresh)
            tools.sharing.passed.connect(self._passed)
            self._follow()

    def arranged(self) -> None:
        """Records were opened, closed or brought to the front: colleagues hear of it, and the desk's word on each is shown."""
        self.edited()
        if self._company is None or self._notes is None:
            return
        self._show_company(self._company.state)
        side, front = self._tools.window.panes.side, self._tools.workbench.state.front
        if side is not None and self._side is None:
            self._side = side
            side.notes.bind(self._notes)
        base = front.state.draft.base if front is not None else None
        self._notes.sync((base.kind, base.id) if base is not None else None)

    def edited(self) -> None:
        """Records were edited or saved: colleagues hear of it."""
        if self._company is not None:
            drafts = [editor.state.draft for editor in self._tools.workbench.state.editors]
            if self._news is not None:
                self._news.follow((draft.base.kind, draft.base.id) for draft in drafts)
            self._company.follow((draft.base.kind, draft.base.id, draft.dirty) for draft in drafts)

    def close(self) -> None:
        """Have nothing of the desk any more."""
        if self._shop.name != SANDBOX_NAME:
            self._tools.sharing.changed.disconnect(self._follow)
            self._tools.sharing.seen.disconnect(self._seen)
            self._tools.sharing.heard.disconnect(self._heard)
            self._tools.sharing.refused.disconnect(self._card.refresh)
            self._tools.sharing.passed.disconnect(self._passed)
        self._part()

    def _follow(self) -> None:
        self._part()
        if (joined := self._tools.sharing.joined) is not None:
            self._begin(joined)

    def _begin(self, joined: JoinedDesk) -> None:
        tools, shared = self._tools, self._tools.sharing.shared_as(self._shop)
        if shared is None:
            return
        from console.presenters.desk.news import DeskNews
        from console.presenters.desk.notes import NotesCard
        from console.presenters.desk.presence import CompanyPresenter
        from console.store.outbox import Outbox
        from console.store.typed_notes import TypedNotes

        self._company = CompanyPresenter(shared.environment, joined.presence.show)
        self._company.show(self._show_company)
        self._company.take(tools.sharing.colleagues)
        typed = TypedNotes(tools.database)
        self._notes = NotesCard(tools.disk, Outbox(tools.database), joined.line, typed=typed, shared=shared)
        self._news = DeskNews(
            joined.line,
            environment=shared.environment,
            operator=joined.operator,
            say=self._say_on_page,
            sent_here=self._was_sent_here,
        )
        tools.window.actions_.show_notes(True)
        self._card.refresh()
        self.arranged()

    def _part(self) -> None:
        if self._company is None or self._notes is None:
            return
        self._company.close()
        self._notes.close()
        if self._side is not None:
            self._side.notes.let_go()
        self._company = self._notes = self._news = self._side = None
        self._show_company(None)
        self._card.refresh()
        self._tools.window.actions_.show_notes(False)

    def _seen(self) -> None:
        if self._company is not None:
            self._company.take(self._tools.sharing.colleagues)

    def _heard(self, hints: frozenset[Hint] | None) -> None:
        if self._notes is not None:
            self._card.hear(hints)
            if self._news is not None:
                self._news.heard(hints)
            self._notes.heard(hints)

    def _passed(self) -> None:
        if self._notes is not None:
            self._notes.passed()

    def _was_sent_here(self, shared_id: str, done: Callable[[bool], None]) -> None:
        from console.runtime.jobs import Done
        from console.store.outbox import Outbox

        outbox = Outbox(self._tools.database)
        self._tools.disk.submit(
            lambda _: outbox.has(shared_id),
            lambda found: done(
                not isinstance(found, Done) or found.value
            ),  # where nobody knows nothing is said
        )

    def _say_on_page(self, kind: RecordKind, id: str, notice: Notice) -> None:
        """Say it on the record's page, unless something stands there that has to be seen."""
        for editor in self._tools.workbench.state.editors:
            base, before = editor.state.draft.base, editor.state.notice
            covered = before is not None and (before.tone in ("warn", "bad") or before.action is not None)
            if (base.kind, base.id) == (kind, id) and not editor.state.busy and not covered:
                editor.say(notice)

    def _show_company(self, state: CompanyState | None) -> None:
        from console.presenters.desk.company import NOBODY

        for page in self._tools.window.pages:
            base = page.editor.state.draft.base
            company = state.of(base.kind, base.id) if state is not None else NOBODY
            if page.company != company:
                page.show_company(company)
                self._tools.window.tabs.name(page)


def take_note(window: Window) -> None:
    """Put the cursor where a new note is typed, beside the record in front."""
    if (side := window.panes.side) is not None:
        window.panes.drawer.setChecked(True)
        side.notes.take_cursor()
        side.ensureWidgetVisible(side.notes.entry)
