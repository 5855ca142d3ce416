"""What was open is opened again: each record read afresh, its unsaved edits on top, in the order of before.

It must not lose a draft whose record cannot be read; that one opens as it was kept, and says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from console.model.drafts.kept import NotADraft, restored
from console.model.question import Try
from console.presenters.clock import utc_now
from console.presenters.desk.desk import Desk
from console.presenters.desk.journal import Journal, Key
from console.presenters.desk.lookup import Found, read
from console.presenters.notice import Notice, from_error
from console.runtime.jobs import Cancelled, Done, JobResult, Submits

if TYPE_CHECKING:
    from console.api.client import Client
    from console.model.records import Cart, Order
    from console.store.drafts import OpenTabs


class Reopening:
    """One round of opening again."""

    def __init__(
        self,
        jobs: Submits,
        client: Client,
        journal: Journal,
        *,
        desk: Desk,
        say: Callable[[Notice], None],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._jobs, self._client, self._journal, self._desk = jobs, client, journal, desk
        self._say, self._clock = say, clock
        self._waiting: list[Key] = []
        self._landed: dict[Key, JobResult[Order | Cart]] = {}
        self._front: Key | None = None

    def begin(self, tabs: OpenTabs) -> None:
        """Read what was open; a draft whose tab was closed stays in the list of unsaved work."""
        self._waiting, self._front = list(tabs.tabs), tabs.front
        if not self._waiting:
            self._journal.follow_tabs()
        for key in tabs.tabs:
            question = Try(key[0], "id", key[1])
            self._jobs.submit(partial(read, self._client, question), partial(self._read, key))

    def _read(self, key: Key, result: JobResult[Order | Cart]) -> None:
        if self._journal.closed:
            return  # another environment is on the desk now
        self._landed[key] = result
        while self._waiting and self._waiting[0] in self._landed:
            key = self._waiting.pop(0)
            self._open(key, self._landed.pop(key))
        if not self._waiting:
            self._journal.follow_tabs()
            if self._front is not None:
                self._desk.bring_key(*self._front)

    def _open(self, key: Key, result: JobResult[Order | Cart]) -> None:
        if isinstance(result, Done):
            self._desk.open(Found(result.value, self._clock(), "what was open before"))
            return
        if isinstance(result, Cancelled):
            return
        notice = from_error(result.error)
        content = self._journal.kept(key)
        if content is None:
            self._say(notice)
            return
        try:
            draft = restored(content)
        except NotADraft as unreadable:
            self._say(Notice("bad", str(unreadable), notice.headline, notice.detail))
            return
        self._desk.open(Found(draft.base, draft.read_at, "what was open before"))
        self._say(
            Notice(
                "warn",
                f"Your unsaved edits are back, but the record could not be read again: {notice.headline}",
                "You see it as it was read before; F5 tries again.",
                notice.detail,
            )
        )
