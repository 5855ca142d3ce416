"""A record read again, and the edits of an operator on top of it; both on a worker, since a cart may be long.

It must not decide a clash: where both changed something, the operator's text stays on what it was typed over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from console.model.drafts.checks import looked_over
from console.model.drafts.draft import Change, Draft
from console.model.merging.clash import merged
from console.model.merging.differences import moved
from console.model.records import Cart, Order
from console.presenters.notice import Notice, from_error
from console.presenters.observable import Observable
from console.presenters.record.under_way import UnderWay
from console.presenters.saving import messages, unanswered
from console.presenters.saving.saving import fetch
from console.presenters.saving.under_way import reading
from console.presenters.waiting import Waiting
from console.runtime.cancel import Cancel
from console.runtime.jobs import Cancelled, Done, Job, JobResult, Submits

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
    ) -> None:
        """`load` takes a draft on a fresh reading, with how earlier ones come there.

        `ahead` hears of the record from the worker that read it.
        `behind` says when a newer state than a reading was there, where the reading is that of a replica that lags.
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
        self._job: Job | None = None

    def begin(self) -> None:
        """Read the record afresh; edits stay on top of it."""
        if self._page.state.busy:
            return
        waiting = Waiting()
        notice = self._waits.begin(waiting, reading)
        self._page.put(replace(self._page.state, busy="reading", notice=notice))
        work = partial(self._read, self._page.state.draft, waiting)
        self._job = self._jobs.submit(work, self._ended)

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
            found, now, draft = result.value, self._clock(), self._page.state.draft
            if (there_at := self._behind(found.record)) is not None:
                self._page.put(replace(self._page.state, busy="", notice=unanswered.behind(there_at)))
                return
            if self._settled(found.record):
                return
            if found.under is not draft:  # more was typed meanwhile
                self._job = self._jobs.submit(partial(on_top, draft, found.record), self._ended)
            else:
                notice = messages.reread(found.foreign, found.under.dirty, now)
                record = found.record
                self._load(
                    replace(found.draft, read_at=now), notice, lambda earlier: merged(earlier, record, now)
                )
        elif isinstance(result, Cancelled):
            self._page.put(replace(self._page.state, busy="", notice=messages.reading_cancelled()))
        else:
            self._page.put(replace(self._page.state, busy="", notice=from_error(result.error)))
