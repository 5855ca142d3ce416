"""What one environment has of the shared desk, from when it is joined: who else has its records open.

It must not be needed by any other part of the environment, nor ask the desk on the thread of the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.model.environment import SANDBOX_NAME

if TYPE_CHECKING:
    from console.app.sharing import JoinedDesk
    from console.app.tools import Tools
    from console.model.environment import Environment
    from console.presenters.desk.company import CompanyState
    from console.presenters.desk.presence import CompanyPresenter


class AtDesk(QObject):
    """Has nothing while no desk is joined, and never anything for the practice sandbox, which is each operator's own."""

    def __init__(self, shop: Environment, tools: Tools) -> None:
        super().__init__()
        self._shop, self._tools = shop, tools
        self._company: CompanyPresenter | None = None
        if shop.name != SANDBOX_NAME:
            tools.sharing.changed.connect(self._follow)
            tools.sharing.seen.connect(self._seen)
            self._follow()

    def arranged(self) -> None:
        """Records were opened or closed: colleagues hear of it, and each page says who else has its record open."""
        self.edited()
        if self._company is not None:
            self._show_company(self._company.state)

    def edited(self) -> None:
        """Records were edited or saved: colleagues hear of it."""
        if self._company is not None:
            drafts = [editor.state.draft for editor in self._tools.workbench.state.editors]
            self._company.follow((draft.base.kind, draft.base.id, draft.dirty) for draft in drafts)

    def close(self) -> None:
        """Have nothing of the desk any more."""
        if self._shop.name != SANDBOX_NAME:
            self._tools.sharing.changed.disconnect(self._follow)
            self._tools.sharing.seen.disconnect(self._seen)
        self._part()

    def _follow(self) -> None:
        self._part()
        if (joined := self._tools.sharing.joined) is not None:
            self._begin(joined)

    def _begin(self, joined: JoinedDesk) -> None:
        from console.desk.place import shared_name
        from console.presenters.desk.presence import CompanyPresenter

        self._company = CompanyPresenter(shared_name(self._shop.api_url), joined.presence.show)
        self._company.show(self._show_company)
        self._company.take(self._tools.sharing.colleagues)
        self.arranged()

    def _part(self) -> None:
        if self._company is not None:
            self._company.close()
            self._company = None
            self._show_company(None)

    def _seen(self) -> None:
        if self._company is not None:
            self._company.take(self._tools.sharing.colleagues)

    def _show_company(self, state: CompanyState | None) -> None:
        from console.presenters.desk.company import NOBODY

        for page in self._tools.window.pages:
            base = page.editor.state.draft.base
            page.show_company(state.of(base.kind, base.id) if state is not None else NOBODY)
            self._tools.window.tabs.name(page)
