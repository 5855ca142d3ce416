"""Putting back: an entry of the trail opens its record, and the values before it become ordinary edits there.

It must not send anything: the review sheet follows, with everything on it that any other edit has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from console.model.question import Try
from console.presenters.clock import utc_now
from console.presenters.notice import Notice, from_error
from console.presenters.trail.entry import name
from console.presenters.workbench.lookup import Found
from console.presenters.workbench.reading import read
from console.runtime.jobs import Cancelled, Done, JobResult, Submits

if TYPE_CHECKING:
    from console.api.client import Client
    from console.model.records import Cart, Order
    from console.presenters.record.editor import Editor
    from console.presenters.workbench.workbench import Workbench
    from console.store.trail import Entry


ReadOne = Callable[[Try, "Callable[[JobResult[Order | Cart]], None]"], None]


class PuttingBack:
    """Puts entries of one environment back."""

    def __init__(
        self,
        jobs: Submits,
        client: Client,
        workbench: Workbench,
        *,
        put_back: Callable[[Editor, Entry], None],
        environment: str,
        say: Callable[[Notice], None],
        read_one: ReadOne | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """`put_back` makes edits of an entry on an open record; `environment` is the name of the one in use.

        `read_one` reads a record where one sees what is waited for and can leave; by default nobody sees it.
        """
        self._jobs, self._client, self._workbench, self._environment = jobs, client, workbench, environment
        self._make_edits, self._say, self._clock = put_back, say, clock
        self._read_one: ReadOne = read_one or self._read_unseen
        self._asked = 0

    def put_back(self, entry: Entry) -> None:
        """Bring the record of an entry to the front and put it back there, read first where it may be other by now.

        The newest wish wins. Nothing happens to an entry of another environment.
        """
        intent = entry.intent
        if intent.environment != self._environment:
            return
        self._asked += 1
        if not self._on_the_workbench(entry):
            self._say(Notice("plain", "Reading the record…"))
            question = Try(intent.kind, "id", intent.record_id)
            self._read_one(question, partial(self._read, entry, self._asked))

    def close(self) -> None:
        """Open nothing any more, not even what is still being read: another environment is in use now."""
        self._asked += 1

    def _read_unseen(self, one: Try, done: Callable[[JobResult[Order | Cart]], None]) -> None:
        self._jobs.submit(partial(read, self._client, one), done)

    def _read(self, entry: Entry, asked: int, result: JobResult[Order | Cart]) -> None:
        if asked != self._asked:
            return
        if isinstance(result, Cancelled):
            self._say(
                Notice("plain", "It was not put back, because the reading was stopped.", "Nothing was sent.")
            )
            return
        if isinstance(result, Done):
            self._workbench.open(Found(result.value, self._clock(), "an entry of the trail"))
            self._on_the_workbench(entry, fresh=True)
            self._say(Notice("plain", f"{name(entry.intent)} was read to put it back."))
        else:
            notice = from_error(result.error)
            self._say(Notice("bad", f"It was not put back: {notice.headline}", notice.advice, notice.detail))

    def _on_the_workbench(self, entry: Entry, *, fresh: bool = False) -> bool:
        """Put it back if its record is open, `fresh` where it was read just now; says whether it was open."""
        key = (entry.intent.kind, entry.intent.record_id)
        self._workbench.bring_key(*key)
        front = self._workbench.state.front
        if front is None or (front.state.draft.base.kind, front.state.draft.base.id) != key:
            return False
        if fresh or front.state.busy or front.state.locked or not _is_newer(entry, front.state.draft.read_at):
            self._make_edits(front, entry)
        else:
            front.rereading.begin(partial(self._read_again, front, entry, self._asked))
        return True

    def _read_again(self, front: Editor, entry: Entry, asked: int, read: bool) -> None:
        if asked != self._asked:
            return
        notice = front.state.notice
        if read:
            self._make_edits(front, entry)
        elif notice is not None:
            front.say(replace(notice, headline=f"It was not put back: {notice.headline}"))


def _is_newer(entry: Entry, read_at: datetime) -> bool:
    """Whether it may have changed the record since that was read; a colleague's is dated by another clock, so that any may."""
    return entry.number < 0 or entry.sent_at > read_at
