"""One save from the operator's yes to its outcome: noted in the trail, sent, and its outcome noted.

It must not repeat a write. Where the trail cannot be written nothing is sent without a yes to that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from console.model.drafts.checks import looked_over
from console.model.drafts.draft import Draft
from console.presenters.clock import utc_now
from console.presenters.notice import from_error
from console.presenters.saving.cart_act import CartQuestion, move
from console.presenters.saving.intent import ended, intent_of, intent_of_act
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
    from console.store.trail import Entry, Trail

_Work = Callable[[Cancel, int | None], Saved]
"""A write from its fresh reading to what became of it; the number is its place in the trail."""


class Sending:
    """The saves of one environment."""

    def __init__(
        self,
        jobs: Submits,
        client: Client,
        disk: Submits,
        *,
        trail: Trail,
        environment: str,
        elapsed: Callable[[], float] = monotonic,
        health: TrailHealth = TrailHealth(),  # noqa: B008 - it is frozen
    ) -> None:
        """`elapsed` are seconds that only ever grow, whatever becomes of the computer's clock.

        `health` knows whether the trail can be written.
        """
        self.health = health
        self._jobs, self._client, self._disk = jobs, client, disk
        self._trail, self._environment = trail, environment
        self._repetition = Repetition(trail, elapsed)
        self.permission = Permission(client)

    def send(
        self,
        plan: SavePlan,
        done: Callable[[JobResult[Saved]], None],
        *,
        again: bool = False,
        untraced: bool = False,
        waiting: Waiting | None = None,
    ) -> None:
        """Send this plan; `done` gets what became of it.

        `again` says that a repetition was confirmed, `untraced` that it may go out where it cannot be noted.
        `waiting` hears how it stands, and can end it until the write is out.
        """

        def begin(_: Cancel) -> int | Entry:
            intent = intent_of(plan, self._environment)
            if not again and (same := self._repetition.of(intent)) is not None:
                return same
            number = self._trail.begin(intent)
            self._repetition.note(number, intent)
            return number

        self._run(begin, partial(save, self._client, plan, waiting=waiting), done, untraced)

    def move(
        self,
        question: CartQuestion,
        done: Callable[[JobResult[Saved]], None],
        *,
        untraced: bool = False,
        waiting: Waiting | None = None,
    ) -> None:
        """Take this step of a cart's status; `done` gets what became of it, `untraced` and `waiting` are as with `send`."""
        intent = intent_of_act(question, self._environment)
        work = partial(move, self._client, question, waiting=waiting)
        self._run(lambda _: self._trail.begin(intent), work, done, untraced)

    def note(self, number: int, saved: Saved) -> None:
        """Write what became of a save into the trail."""
        self._disk.submit(lambda _: self._trail.end(number, *ended(saved)), _noted)

    def _run(
        self,
        begin: Callable[[Cancel], int | Entry],
        work: _Work,
        done: Callable[[JobResult[Saved]], None],
        untraced: bool,
    ) -> None:
        """One write in the order of time: the intent on the disk, then the write on a worker, then its outcome.

        `begin` returns the number of the intent, or the entry that this one would repeat.
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
                done(Done(Saved("repeated", repeats=result.value)))

        def write(number: int | None, unnoted: str) -> None:
            def ended_with(result: JobResult[Saved]) -> None:
                if isinstance(result, Done):
                    result = Done(replace(result.value, number=number, unnoted=unnoted))
                if number is not None:
                    error = result.error if isinstance(result, Failed) else None
                    fell = Saved("unknown", cause=broken(error))
                    self.note(number, result.value if isinstance(result, Done) else fell)
                done(result)
                self.permission.look()

            self._jobs.submit(partial(_looked_over, work, number), ended_with)

        self._disk.submit(begin, begun)


def _looked_over(work: _Work, number: int | None, cancel: Cancel) -> Saved:
    """What became of it, with the lines of its record looked over before it is shown."""
    saved = work(cancel, number)
    if saved.record is not None:
        looked_over(Draft(saved.record, utc_now()))
    return saved


def _noted(_: JobResult[bool]) -> None:
    """Whether the outcome could be noted changes nothing for the operator; the intent stands."""
