"""A record read again, and the edits of an operator on top of it; both on a worker, since a cart may be long.

It must not decide a clash: where both changed something, the operator's text stays on what it was typed over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from console.model.drafts.checks import looked_over
from console.model.drafts.draft import LINES, Change, Draft
from console.model.merging.clash import merged
from console.model.merging.differences import moved
from console.model.records import Cart, Order
from console.presenters.notice import Notice, from_error
from console.presenters.observable import Observable
from console.presenters.record.fresh import FreshReading
from console.presenters.record.under_way import UnderWay
from console.presenters.saving import messages, unanswered
from console.presenters.saving.saving import fetch
from console.presenters.saving.under_way import reading, reading_anew
from console.presenters.waiting import Waiting
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, Job, JobResult, Submits

if TYPE_CHECKING:
    from console.api.client import Client
    from console.presenters.record.editor_state import EditorState
    from console.presenters.record.history import Onto


@dataclass(frozen=True, slots=True)
class Reread:
    """`draft` is `under`, as it was when this began, on the fresh `record`; `foreign` is what others changed.

    The draft's `read_at` is still that of the older reading.
    """

    under: Draft
    record: Order | Cart
    draft: Draft
    foreign: tuple[Change, ...]


class ShownBefore(NamedTuple):
    """What is shown of a record until it is read: as it was read then, and whether edits from before are on it."""

    read_at: datetime
    kept: bool


def read_again(client: Client, under: Draft, waiting: Waiting, cancel: Cancel) -> Reread:
    """Read the draft's record and put the draft on it; `waiting` hears how it stands. Raises what the client raises."""
    return on_top(under, fetch(client, under.base, cancel, waiting), cancel)


def on_top(under: Draft, record: Order | Cart, _: Cancel) -> Reread:
    """The same for a record that is there: after more was typed while it was read."""
    return Reread(under, record, looked_over(merged(under, record, under.read_at)), moved(under.base, record))


class Rereading:
    """The readings of one open record: one at a time, until it holds what was typed meanwhile as well."""

    def __init__(
        self,
        jobs: Submits,
        client: Client,
        clock: Callable[[], datetime],
        *,
        page: Observable[EditorState],
        waits: UnderWay,
        load: Callable[[Draft, Notice, Onto], None],
        settled: Callable[[Order | Cart], bool],
        behind: Callable[[Order | Cart], datetime | None],
        ahead: Callable[[Order | Cart], object],
        take_over: Callable[[], object],
    ) -> None:
        """`load` takes a draft on a fresh reading, with how earlier ones come there.

        `ahead` hears of the record from the worker that read it.
        `behind` says when a newer state than a reading was there, where the reading is that of a replica that lags.
        `take_over` has the page hand in what is typed in a cell, before others' lines come there.
        `settled` gets the fresh record, and says whether it told what became of a save whose outcome was not known.
        """
        self._jobs, self._client, self._clock, self._page = jobs, client, clock, page
        self._load, self._settled, self._behind, self._ahead, self._waits = (
            load,
            settled,
            behind,
            ahead,
            waits,
        )
        self._take_over = take_over
        self._job: Job | FreshReading | None = None
        self._copy: ShownBefore | None = None
        self._then: Callable[[bool], object] | None = None

    def begin(self, then: Callable[[bool], object] | None = None) -> None:
        """Read the record afresh; edits stay on top of it. `then` hears whether it stands there now as it was read."""
        if self._page.state.busy:
            return
        waiting, self._copy, self._then = Waiting(), None, then
        notice = self._waits.begin(waiting, reading)
        self._page.put(replace(self._page.state, busy="reading", notice=notice))
        work = partial(self._read, self._page.state.draft, waiting)
        self._job = self._jobs.submit(work, self._ended)

    def follow(self, fresh: FreshReading, copy: ShownBefore) -> None:
        """Take what a look-up is reading already; what is shown until then is this copy, and nothing is sent of it."""
        self._copy, self._job, self._then = copy, fresh, None
        notice = self._waits.begin(fresh.waiting, partial(reading_anew, read_at=copy.read_at))
        self._page.put(replace(self._page.state, busy="reading", notice=notice))
        fresh.take(self._came)

    def _came(self, result: JobResult[Order | Cart]) -> None:
        if not isinstance(result, Done):
            self._ended(result)
            return
        draft, record = self._page.state.draft, result.value
        if (record.kind, record.id) != (draft.base.kind, draft.base.id):
            assert self._copy is not None
            self._page.put(replace(self._page.state, busy="", notice=messages.unchecked(self._copy.read_at)))
        else:
            self._job = self._jobs.submit(partial(on_top, draft, record), self._ended)

    def cancel(self) -> None:
        """Stop reading; a write under way is never cut."""
        if self._page.state.busy == "reading" and self._job is not None:
            self._job.cancel()

    def _read(self, under: Draft, waiting: Waiting, cancel: Cancel) -> Reread:
        found = read_again(self._client, under, waiting, cancel)
        self._ahead(found.record)
        return found

    def _ended(self, result: JobResult[Reread]) -> None:
        if isinstance(result, Done):
            self._read_by(result.value)
            return
        copy, notice = self._copy, messages.reading_cancelled()
        if isinstance(result, Failed):
            notice = from_error(result.error)
            notice = messages.not_read_anew(copy.read_at, notice, gone=gone(result.error)) if copy else notice
        elif copy is not None:
            notice = messages.unchecked(copy.read_at, stopped=True)
        self._not_there(notice)

    def _not_there(self, notice: Notice) -> None:
        self._page.put(replace(self._page.state, busy="", notice=notice))
        self._tell(read=False)

    def _tell(self, *, read: bool) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(read)

    def _read_by(self, found: Reread) -> None:
        now = self._clock()
        if (there_at := self._behind(found.record)) is not None:
            self._not_there(unanswered.behind(there_at))
            return
        if any(change.key.startswith(LINES) for change in found.foreign):
            self._take_over()
        if self._settled(found.record):
            return
        draft, record = self._page.state.draft, found.record
        if found.under is not draft:  # more was typed meanwhile
            self._job = self._jobs.submit(partial(on_top, draft, record), self._ended)
            return
        notice = self._told(found, now)
        self._load(replace(found.draft, read_at=now), notice, lambda earlier: merged(earlier, record, now))
        self._tell(read=True)

    def _told(self, found: Reread, now: datetime) -> Notice:
        if self._copy is not None and self._copy.kept:
            return messages.restored(found.foreign, self._copy.read_at, now)
        if self._copy is not None and not found.foreign and not found.under.dirty:
            return messages.just_read(now)
        return messages.reread(found.foreign, found.under.dirty, now)


def gone(error: Exception) -> bool:
    """Whether the server says that there is no such record any more."""
    from console.api.errors import NotFound

    return isinstance(error, NotFound)
