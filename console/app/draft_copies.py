"""Copies of unsaved work: asked for in the File menu or before closing, and brought back onto the workbench.

It must not write over unsaved work that is there; the presenter leaves such drafts out and says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.presenters.workbench.draft_copies import DraftCopies
from console.ui.shell.draft_files import DraftFiles

if TYPE_CHECKING:
    from console.app.workspace import Workspace
    from console.presenters.notice import Notice
    from console.presenters.workbench.keeping import Keeping
    from console.runtime.jobs import Submits
    from console.ui.shell.window import Window


class CopiesOfDrafts:
    """`workspace` gives the environment in use, if there is one."""

    def __init__(
        self, jobs: Submits, keeping: Keeping, window: Window, *, workspace: Callable[[], Workspace | None]
    ) -> None:
        self._copies = DraftCopies(jobs, keeping)
        self._window, self._workspace = window, workspace
        self.files = DraftFiles()

    def save(self) -> None:
        """Ask where a copy shall be, and write it."""
        self.save_over(self._window, self._window.show_notice)

    def save_over(self, over: QWidget, say: Callable[[Notice], object]) -> None:
        """The same over another window, which says what became of it."""
        self._flush()
        self.files.ask_where(over, lambda path: self._copies.save(path, say))

    def bring_back(self) -> None:
        """Ask which copy shall be brought back, and do so."""
        self._flush()
        self.files.ask_which(self._window, self._bring_back)

    def _bring_back(self, path: str) -> None:
        workspace = self._workspace()
        environment = workspace.name if workspace is not None else ""
        self._copies.bring_back(path, self._window.show_notice, environment=environment, back=self._refresh)

    def _refresh(self) -> None:
        if (workspace := self._workspace()) is not None:
            workspace.take_drafts()

    def _flush(self) -> None:
        if (workspace := self._workspace()) is not None:
            workspace.journal.flush()
