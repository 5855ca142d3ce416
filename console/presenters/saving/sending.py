"""One save from the operator's yes to its outcome: noted in the trail, sent, and its outcome noted.

It must not repeat a write. Where the trail cannot be written nothing is sent without a yes to that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from console.model.drafts.checks import looked_over
from console.model.drafts.draft import Draft
from console.presenters.clock import Wake, utc_now, wake
from console.presenters.notice import from_error
from console.presenters.saving.answered import Answered
from console.presenters.saving.cart_act import CartQuestion, behind, move
from console.presenters.saving.intent import ended, intent_of, intent_of_act
from console.presenters.saving.open_end import OpenEnd
from console.presenters.saving.open_ends import OpenEnds
from console.presenters.saving.permission import Permission
from console.presenters.saving.repetition import Repetition
from console.presenters.saving.saving import Saved, SavePlan, save
from console.presenters.saving.tracing import broken
from console.presenters.saving.untraced import TrailHealth
from console.presenters.waiting import Waiting
from console.runtime.cancel import Cancel
from console.runtime.jobs import Cancelled, Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.api.client import Client
    from console.model.records import Cart, Order
    from console.store.trail import Entry, Intent, Trail

_Work = Callable[[Cancel, int | None], Saved]
"""A write from its fresh reading to what became of it; the number is its place in the trail."""


class Sending:
    """The saves of one environment.

    `ends` are those of which it is not known whether they arrived, `answered` those that arrived a moment ago.
    """

    def __init__(
        self,
        jobs: Submits,
        client: Client,
        disk: Submits,
        *,
        trail: Trail,
        environment: str,
        set_alarm: Wake = wake,
        clock: Callable[[], datetime] = utc_now,
        elapsed: Callable[[], float] = monotonic,
        health: TrailHealth = TrailHealth(),  # noqa: B008 - it is frozen
    ) -> None:
        """`elapsed` are seconds that only ever grow, whatever becomes of the computer's clock.

        `health` knows whether the trail can be written.
        """
        self.health = health
        self._jobs, self._client, self._disk = jobs, client, disk
        self._trail, self._environment, self._clock = trail, environment, clock
        self.answered = Answered(clock, elapsed)
        self._elapsed = elapsed
        self.ends = OpenEnds(
            jobs,
            client,
            self.note,
            answered=self.answered,
            set_alarm=set_alarm,
            clock=clock,
            elapsed=elapsed,
        )
        self._repetition = Repetition(trail, elapsed)
        self.permission = Permission(client)

    def send(
        self,
        plan: SavePlan,
        done: Callable[[JobResult[Saved]], None],
        *,
        again: bool = False,
        untraced: bool = False,
        all_the_same: bool = False,
        waiting: Waiting | None = None,
    ) -> None:
        """Send this plan; `done` gets what became of it.

        `again` says that a repetition was confirmed, `all_the_same` that an earlier write may still arrive, `untraced` that
        it may go out where it cannot be noted.
        `waiting` hears how it stands, and can end it until the write is out.
        """

        def begin(_: Cancel) -> int | Entry:
            intent = intent_of(plan, self._environment)
            if not all_the_same and (earlier := self._still_open(intent)) is not None:
                return earlier
            same = self._repetition.of(intent)
            if same is not None and not again and not (all_the_same and not same.settled):
                return same
            number = self._trail.begin(intent)
            self._repetition.note(number, intent)
            return number

        work = partial(save, self._client, plan, earlier=self._earlier, waiting=waiting)
        self._run(begin, work, done, plan, untraced=untraced)

    def move(
        self,
        question: CartQuestion,
        done: Callable[[JobResult[Saved]], None],
        *,
        all_the_same: bool = False,
        untraced: bool = False,
        waiting: Waiting | None = None,
    ) -> None:
        """Take this step of a cart's status; `done` gets what became of it, the others are as with `send`."""
        intent = intent_of_act(question, self._environment)

        def begin(_: Cancel) -> int | Entry:
            earlier = None if all_the_same else self._still_open(intent)
            return earlier if earlier is not None else self._trail.begin(intent)

        work = partial(move, self._client, question, earlier=self._earlier, waiting=waiting)
        self._run(begin, work, done, question.plan, untraced=untraced)

    def _still_open(self, intent: Intent) -> Entry | None:
        """What was sent to the same record before, by whatever part of the console, and may still arrive."""
        entries = self._trail.open_of(self._environment, intent.kind, intent.record_id)
        return next(filter(self.ends.may_arrive, entries), None)

    def _earlier(self, fresh: Order | Cart) -> Saved | None:
        """Why nothing may be sent to a record that reads so now, for what was sent to it before."""
        if self.answered.behind(fresh) is not None:
            return Saved("behind")
        return Saved("landed", fresh) if self.ends.landed(fresh) else None

    def note(self, number: int, saved: Saved) -> None:
        """Write what became of a save into the trail."""
        self._disk.submit(lambda _: self._trail.end(number, *ended(saved)), _noted)

    def _run(
        self,
        begin: Callable[[Cancel], int | Entry],
        work: _Work,
        done: Callable[[JobResult[Saved]], None],
        plan: SavePlan,
        *,
        untraced: bool,
    ) -> None:
        """One write in the order of time: the intent on the disk, then the write on a worker, then its outcome.

        `begin` returns the number of the intent, or the entry that is in the way: one that may still arrive, or one that
        this would repeat.
        """

        def begun(result: JobResult[int | Entry]) -> None:
            if isinstance(result, Cancelled):
                done(result)  # all is being closed; nothing was sent
            elif isinstance(result, Failed):
                self.health.look()
                why = from_error(result.error).headline
                write(None, why) if untraced else done(Done(Saved("not noted", unnoted=why)))
            elif isinstance(result.value, int):
                write(result.value, "")
            else:
                in_the_way = result.value
                if not in_the_way.settled:
                    self.ends.learn(in_the_way)
                done(Done(Saved("repeated" if in_the_way.settled else "may arrive", repeats=in_the_way)))

        def write(number: int | None, unnoted: str) -> None:
            sent_at, since = self._clock(), self._elapsed()

            def ended_with(result: JobResult[Saved]) -> None:
                error = result.error if isinstance(result, Failed) else None
                found = result.value if isinstance(result, Done) else Saved("unknown", cause=broken(error))
                if number is not None:
                    self.note(number, found)
                if found.became in ("saved", "arrived") and found.record is not None:
                    self.answered.note(plan.base, found.record)
                    self.ends.overtaken(found.record)
                if found.open:
                    left = _left_open(plan, number, sent_at, found, self._clock())
                    self.ends.leave(replace(left, since=since))
                done(
                    Done(replace(found, number=number, unnoted=unnoted))
                    if isinstance(result, Done)
                    else result
                )
                self.permission.look()

            self._jobs.submit(partial(_looked_over, work, number), ended_with)

        self._disk.submit(begin, begun)


def _left_open(plan: SavePlan, number: int | None, sent_at: datetime, found: Saved, now: datetime) -> OpenEnd:
    base = plan.base
    tells = {} if behind(plan.payload) is not None and plan.payload["status"] == base.status else plan.payload
    seen_at = now if found.became == "not arrived" else None
    return OpenEnd(base.kind, base.id, tells, sent_at, number, base, seen_at=seen_at)


def _looked_over(work: _Work, number: int | None, cancel: Cancel) -> Saved:
    """What became of it, with the lines of its record looked over before it is shown."""
    saved = work(cancel, number)
    if saved.record is not None:
        looked_over(Draft(saved.record, utc_now()))
    return saved


def _noted(_: JobResult[bool]) -> None:
    """Whether the outcome could be noted changes nothing for the operator; the intent stands."""
