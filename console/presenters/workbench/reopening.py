"""What was open is opened again: each record read afresh, its unsaved edits on top, in the order of before.

It must not lose one that cannot be read: it opens as it was kept, and says so, or stays in the list for the next start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from console.model.drafts.kept import NotADraft, restored
from console.model.question import Question, Try
from console.presenters.clock import utc_now
from console.presenters.notice import Notice, from_error
from console.presenters.workbench.journal import Journal, Key
from console.presenters.workbench.lookup import Found
from console.presenters.workbench.offline import Offline
from console.presenters.workbench.reading import Ahead, read, unheard
from console.presenters.workbench.workbench import Workbench
from console.runtime.jobs import Cancelled, Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.api.client import Client
    from console.model.records import Cart, Order
    from console.store.drafts import OpenTabs

_WHAT = "what was open before"
_AS_OF_THEN = "What was open is shown as it was read before; F5 reads it again."


class Reopening:
    """One round of opening again."""

    def __init__(
        self,
        jobs: Submits,
        client: Client,
        journal: Journal,
        *,
        workbench: Workbench,
        offline: Offline,
        say: Callable[[Notice], None],
        ahead: Ahead = unheard,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """`offline` has the records as they were read before; `say` brings what has to be read.

        `ahead` hears of each record from the worker that read it.
        """
        self._ahead = ahead
        self._jobs, self._client, self._journal, self._workbench = jobs, client, journal, workbench
        self._offline, self._say, self._clock = offline, say, clock
        self._waiting: list[Key] = []
        self._landed: dict[Key, tuple[JobResult[Order | Cart], Found | None]] = {}
        self._front: Key | None = None

    def begin(self, tabs: OpenTabs) -> None:
        """Read what was open; a draft whose tab was closed stays in the list of unsaved work."""
        self._waiting, self._front = list(tabs.tabs), tabs.front
        if not self._waiting:
            self._journal.follow_tabs()
        for key in tabs.tabs:
            question = Try(key[0], "id", key[1])
            self._jobs.submit(
                partial(read, self._client, question, ahead=self._ahead), partial(self._read, key)
            )

    def _read(self, key: Key, result: JobResult[Order | Cart]) -> None:
        if self._journal.closed:
            return  # another environment is on the workbench now
        if isinstance(result, Failed) and not _gone(result.error) and self._journal.kept(key) is None:
            question = Question((Try(key[0], "id", key[1]),), _WHAT)
            self._offline.recall(question, partial(self._land, key, result))
        else:
            self._land(key, result, None)

    def _land(self, key: Key, result: JobResult[Order | Cart], before: Found | None) -> None:
        """Open, in their order, those of which all is there by now. `before` is the record as it was read before."""
        if self._journal.closed:
            return
        self._landed[key] = result, before
        while self._waiting and self._waiting[0] in self._landed:
            key = self._waiting.pop(0)
            self._open(key, *self._landed.pop(key))
        if not self._waiting:
            if self._front is not None:
                self._workbench.bring_key(*self._front)
            self._journal.follow_tabs()
            self._journal.note_tabs(self._workbench)

    def _open(self, key: Key, result: JobResult[Order | Cart], before: Found | None) -> None:
        if isinstance(result, Done):
            self._workbench.open(Found(result.value, self._clock(), _WHAT))
            return
        if isinstance(result, Cancelled):
            self._journal.keep_for_later(key)
            return
        notice = from_error(result.error)
        content = self._journal.kept(key)
        if content is None and before is not None:
            self._workbench.open(before)
            self._say(replace(notice, advice=f"{notice.advice} {_AS_OF_THEN}".strip()))
        elif content is None:
            self._say(notice)
            if not _gone(result.error):
                self._journal.keep_for_later(key)
        else:
            self._open_draft(key, content, notice)

    def _open_draft(self, key: Key, content: dict[str, Any], notice: Notice) -> None:
        try:
            draft = restored(content)
        except NotADraft as unreadable:
            self._say(Notice("bad", str(unreadable), notice.headline, notice.detail))
            self._journal.keep_for_later(key)
            return
        self._workbench.open(Found(draft.base, draft.read_at, _WHAT))
        self._say(
            Notice(
                "warn",
                f"Your unsaved edits are back, but the record could not be read again: {notice.headline}",
                "You see it as it was read before; F5 tries again.",
                notice.detail,
            )
        )


def _gone(error: Exception) -> bool:
    """Whether the server says that there is no such record any more."""
    from console.api.errors import NotFound

    return isinstance(error, NotFound)
