"""The workspace in use, or none: what window and workbench ask of it goes to it, and to nobody where there is none.

It must not make or end a workspace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from datetime import datetime

    from console.app.runs import ShippingRuns
    from console.app.workspace import Workspace
    from console.model.records import Cart, Order
    from console.presenters.record.editor import Editor
    from console.presenters.workbench.journal import Journal
    from console.presenters.workbench.offline import Offline
    from console.store.trail import Entry


class AtWork(QObject):
    """Has no workspace at first, and none while an environment is changed for another."""

    def __init__(self) -> None:
        super().__init__()
        self.workspace: Workspace | None = None

    @property
    def runs(self) -> ShippingRuns | None:
        """The runs of the environment in use."""
        return self.workspace.runs if self.workspace is not None else None

    @property
    def journal(self) -> Journal | None:
        """The drafts of the environment in use."""
        return self.workspace.journal if self.workspace is not None else None

    @property
    def offline(self) -> Offline | None:
        """The records of the environment in use as they were read last."""
        return self.workspace.offline if self.workspace is not None else None

    def flush(self) -> None:
        """Write down now what was typed."""
        if self.workspace is not None:
            self.workspace.journal.flush()

    def edited(self, editor: Editor) -> None:
        """Keep what was typed."""
        if self.workspace is not None:
            self.workspace.edited(editor)

    def forget_draft(self, editor: Editor) -> None:
        """Keep no draft of this record any more."""
        if self.workspace is not None:
            self.workspace.forget_draft(editor)

    def arranged(self) -> None:
        """Keep which records are open."""
        if self.workspace is not None:
            self.workspace.arranged()

    def refresh(self) -> None:
        """Read again what is kept on this computer."""
        if self.workspace is not None:
            self.workspace.refresh()

    def show_recents(self) -> None:
        """Read again which records were opened before."""
        if self.workspace is not None:
            self.workspace.recents.load()

    def opened(self, record: Order | Cart, read_at: datetime) -> None:
        """Keep a record as it was read."""
        if self.workspace is not None:
            self.workspace.opened(record, read_at)

    def find(self, text: str) -> None:
        """Show the records opened before in which this text stands."""
        if self.workspace is not None:
            self.workspace.recents.find(text)

    def put_back(self, entry: Entry) -> None:
        """Put back what this entry of the trail sent."""
        if self.workspace is not None:
            self.workspace.putting_back.put_back(entry)

    def put_back_number(self, number: int) -> None:
        """Put back what the entry of this number on the card sent."""
        if self.workspace is not None:
            self.workspace.card.put_back(number)

    def take_settings(self) -> None:
        """Go by the settings as they are now."""
        if self.workspace is not None:
            self.workspace.runs.take_settings()

    def take_carriers(self) -> None:
        """Go by the carriers as they are now."""
        if self.workspace is not None:
            self.workspace.runs.take_carriers()
