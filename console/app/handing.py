"""Handing a record on: its ID, tracking link, sentence or lines to the clipboard, from wherever it is listed or open.

It must not decide what is copied or word it; the presenter does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from console.app.copying import Copying
from console.app.printing import Printing
from console.presenters.notice import Notice
from console.ui.look.clipboard import hand_over
from console.ui.shell.record_context import RecordContext

if TYPE_CHECKING:
    from console.app.settings import SettingsInUse
    from console.presenters.handing import HandedText, HandKey, OnHand
    from console.presenters.workbench.lookup import Found, Lookup
    from console.presenters.workbench.offline import Offline
    from console.presenters.workbench.workbench import Workbench
    from console.runtime.jobs import Submits
    from console.ui.shell.window import Window

Say = Callable[[Notice], object]


class ShopOnHand(Protocol):
    """An environment by its name, and its records as they were read before."""

    offline: Offline

    @property
    def name(self) -> str: ...


class HandingOn(QObject):
    """`of` is what is known of the environment in use; None where there is none."""

    def __init__(
        self,
        window: Window,
        workbench: Workbench,
        jobs: Submits,
        *,
        settings: SettingsInUse,
        lookup: Lookup,
        of: Callable[[], ShopOnHand | None],
    ) -> None:
        super().__init__()
        self._window, self._workbench, self._settings, self._lookup = window, workbench, settings, lookup
        self._of = of
        self.lines, self.printing = Copying(window, workbench), Printing(window, jobs)
        self.context = RecordContext(window.tabs, window.actions_)
        window.actions_.connect_to(
            {
                "copy_id": partial(self._copy_front, "id"),
                "copy_console_link": partial(self._copy_front, "console link"),
                "copy_link": partial(self._copy_front, "link"),
                "copy_sentence": partial(self._copy_front, "sentence"),
            }
        )
        for pane in (window.recents, window.unsaved):
            pane.hand_asked.connect(partial(self.copy_by_id, say=window.show_notice))

    def open(self, id: str) -> None:
        """Look a record up by its ID, in the main window."""
        self._window.activateWindow()
        self._lookup.ask(id)

    def copy_by_id(self, id: str, key: HandKey, *, say: Say) -> None:
        """Copy this of the record with this ID, as it is open or was read last; `say` tells what came of it."""
        from console.presenters.handing import OnHand, of_draft

        drafts = (editor.state.draft for editor in self._workbench.state.editors)
        draft = next((draft for draft in drafts if draft.base.id == id), None)
        shop = self._of()
        if draft is not None:
            self.copy(of_draft(draft), key, say=say)
        elif key == "id" or shop is None:
            self.copy(OnHand(f"record {id}", id), key, say=say)
        else:
            shop.offline.recall_id(id, partial(self._recalled, id, key, say))

    def copy(self, of: OnHand, key: HandKey, *, say: Say) -> None:
        """Copy this of what is known of a record; `say` tells that, or what it lacks."""
        sentence = self._settings.values.customer_sentence
        handed = of.copied(key, sentence, lambda: self._settings.carriers, self._name)
        self.put(handed, say=say)

    def put(self, handed: HandedText, *, say: Say) -> None:
        """Put this on the clipboard, where there is anything, and say so."""
        if handed.text:
            hand_over(handed.text)
        say(handed.notice)

    @property
    def _name(self) -> str:
        shop = self._of()
        return shop.name if shop is not None else ""

    def _copy_front(self, key: HandKey) -> None:
        from console.presenters.handing import of_draft

        if (page := self._window.front) is not None:
            self.copy(of_draft(page.editor.state.draft), key, say=page.editor.say)

    def _recalled(self, id: str, key: HandKey, say: Say, found: Found | None) -> None:
        from console.model.fields import moment
        from console.presenters.handing import of_record

        if found is None:
            advice = f"What record {id} holds is not kept on this computer; look it up first."
            say(Notice("warn", "Nothing was copied.", advice))
            return
        read = f"That is as of {moment.local(found.read_at)}, when it was read last."
        self.copy(of_record(found.record, read), key, say=say)
