"""One open record and the writes to it that may still arrive: what a reading of it tells of them, and what is said then.

It must not read or send anything; readings that somebody asked for and looks by themselves are handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from console.model.drafts.checks import looked_over
from console.model.drafts.draft import Draft
from console.model.merging.clash import merged
from console.presenters.notice import Notice, from_error
from console.presenters.observable import Observable
from console.presenters.saving import messages, unanswered
from console.presenters.saving.cart_act import behind
from console.presenters.saving.joining import MANY
from console.presenters.saving.open_ends import Judged, OpenEnds
from console.presenters.saving.saved import Saved
from console.presenters.saving.saving import on_arrived, untouched_moved, with_moved
from console.runtime.jobs import Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.model.records import Cart, Order
    from console.presenters.record.editor_state import EditorState


class Settling:
    """What was sent for one record and may still arrive."""

    def __init__(
        self,
        jobs: Submits,
        ends: OpenEnds,
        clock: Callable[[], datetime],
        *,
        page: Observable[EditorState],
        load: Callable[[Draft, Notice], None],
        ended: Callable[[object, Saved, Notice], Notice],
    ) -> None:
        """`load` takes a draft on a fresh reading; `ended` hears what became of a body, and may say more."""
        self._jobs, self._ends, self._clock, self._page = jobs, ends, clock, page
        self._load, self._ended = load, ended

    def may_arrive(self) -> str:
        """What is known of what may still arrive, for as long as that counts; empty where nothing may."""
        record = self._page.state.draft.base
        told = [
            unanswered.may_arrive(end.sent_at, end.seen_at)
            for end in self._ends.guarding(record.kind, record.id)
        ]
        return " ".join(told)

    def at_stake(self) -> str:
        """What could happen if something is sent now; empty where nothing may still arrive."""
        return unanswered.at_stake(self.may_arrive())

    def typed_back(self, before: Draft, draft: Draft) -> Draft:
        """`draft`, in which what is as on the record again is still an edit where an open write sends that field.

        `before` is what it was a moment ago. Should the write arrive, the operator's word is the newer one.
        """
        record = draft.base
        sent = {key for end in self._ends.guarding(record.kind, record.id) for key in end.payload}
        back = before.edits.keys() - draft.edits.keys()
        kept = {key: draft.shown(key) for key in back if key.partition(".")[0] in sent}
        return replace(draft, edits={**draft.edits, **kept}) if kept else draft

    def opened(self, record: Order | Cart, read_at: datetime) -> None:
        """Judge by the reading that a record opens with; one from before a write left, such as a kept one, tells nothing."""
        if all(end.sent_at <= read_at for end in self._ends.guarding(record.kind, record.id)):
            self.read(record)
        else:
            self._page.put(replace(self._page.state, may_arrive=self.may_arrive()))

    def opened_as_before(self, read_at: datetime, *, asked: bool) -> EditorState:
        """What is shown of a record as it was read before, which tells nothing; `asked` where the server was asked in vain."""
        may_arrive = self.may_arrive()
        if asked:
            notice = messages.unchecked(read_at)
        else:
            notice = unanswered.settle_first() if may_arrive else messages.just_read(read_at)
        return replace(self._page.state, notice=notice, may_arrive=may_arrive)

    def read(self, record: Order | Cart, tell: Callable[[Notice], Notice] = lambda told: told) -> bool:
        """Judge by a reading that was asked for, and show it; says whether there was anything to judge.

        `tell` may say more of what is told.
        """
        told = self._ends.judge(record)
        if told:
            self._move(told, record, tell)
        return bool(told)

    def landed(self, record: Order | Cart) -> None:
        """The same where that reading kept a save from being sent."""
        self._page.put(replace(self._page.state, busy=""))
        self.read(record, unanswered.not_sent)

    def looked(self, record: Order | Cart, began: datetime) -> bool:
        """Judge by a look of the console's own, whose reading `began` then; says whether it could.

        It cannot while the record is busy, nor where a newer reading is on the screen. The record on the screen moves
        only where something arrived: nobody asked for another reading.
        """
        state = self._page.state
        # A reading in the future was told by a clock that was set back since, and says nothing.
        if state.busy or began < state.draft.read_at <= self._clock():
            return False
        told = self._ends.judge(record)
        about = {end.number for end, _ in told}
        if _arrived(told):
            self._move(told, record)
        elif state.notice is not None and state.notice.number is not None and state.notice.number in about:
            said = replace(self._said(told, state.draft, state.draft, record), detail=state.notice.detail)
            self._page.put(replace(state, may_arrive=self.may_arrive(), notice=said))
        else:
            self._page.put(replace(state, may_arrive=self.may_arrive()))
        return True

    def _move(
        self, told: Judged, record: Order | Cart, tell: Callable[[Notice], Notice] = lambda told: told
    ) -> None:
        """Put the draft on what was read; where there are many lines a worker does, and nothing is typed meanwhile."""
        draft, now = self._page.state.draft, self._clock()

        def ended(result: JobResult[Draft]) -> None:
            if isinstance(result, Done):
                self._load(result.value, tell(self._said(told, draft, result.value, record)))
            else:
                notice = from_error(result.error) if isinstance(result, Failed) else self._page.state.notice
                self._page.put(
                    replace(self._page.state, busy="", notice=notice, may_arrive=self.may_arrive())
                )

        if max(len(draft.lines), len(record.lines)) <= MANY:
            ended(Done(_on_top(told, draft, record, now)))
        else:
            self._page.put(replace(self._page.state, busy="editing"))
            self._jobs.submit(lambda _: looked_over(_on_top(told, draft, record, now)), ended)

    def _said(self, told: Judged, before: Draft, draft: Draft, record: Order | Cart) -> Notice:
        """Of what arrived if anything did, else of the newest; what others changed is what nobody here sent."""
        now = self._clock()
        end, found = (_arrived(told) or told)[-1]
        found = _with_beside(told, found, before, record)
        if found.became == "arrived" and end.seen_at is not None:
            notice = unanswered.arrived_late(found, end.sent_at, end.seen_at, now)
        elif found.became != "not arrived" and (act := behind(end.payload)) is not None:
            notice = act.told(found, now)
        elif found.became == "not arrived":
            left = self._ends.guarding(end.kind, end.id)
            looks, waits = self._ends.looks_for(end), any(one.number == end.number for one in left)
            notice = unanswered.not_there_yet(found, end.sent_at, now, looks=looks, waits=waits)
        elif not end.payload:
            notice = Notice("plain", f"Read again at {now.astimezone():%H:%M:%S}.", self.may_arrive())
        else:
            notice = messages.of(found, before, now)
        notice = replace(self._ended(end.payload, found, notice), number=end.number)
        lost = [change for one, _ in _arrived(told) for change in one.overwrote(record)]
        notice = replace(notice, advice=notice.advice + unanswered.overwrote(lost))
        return messages.with_edits(notice, draft) if found.became == "arrived" else notice


def _arrived(told: Judged) -> Judged:
    return tuple((end, found) for end, found in told if found.became == "arrived")


def _on_top(told: Judged, draft: Draft, record: Order | Cart, now: datetime) -> Draft:
    """The draft on the record that was read, in which what arrived is no edit any more; what is on it already stays."""
    if draft.base is record:
        return draft
    for end, _ in _arrived(told):
        if behind(end.payload) is None:
            draft = on_arrived(draft, end.payload, record, now)
    return draft if draft.base is record else merged(draft, record, now)


def _with_beside(told: Judged, found: Saved, before: Draft, record: Order | Cart) -> Saved:
    """The same with what differs from the screen and nothing that arrived explains."""
    sent = {key: value for end, _ in _arrived(told) for key, value in end.payload.items()}
    if found.became == "arrived":
        return with_moved(found, before.base, sent, before.base)
    return replace(found, foreign=untouched_moved(before.base, sent, record), server=(), either=())
