"""The rows of a run, claimed at the desk before they are sent: a lane takes what is this console's, and no other row.

It must not send a row or ask the server; where no desk is set up it does nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Literal

from console.desk.claims.claim import Claim, ClaimLost, HeldBy
from console.desk.place import DeskPlace
from console.presenters.runs import words
from console.presenters.runs.claimed import ClaimedRow
from console.presenters.runs.reasons import Reason
from console.runtime.turn import away

if TYPE_CHECKING:
    from console.desk.claims.claims import Claims
    from console.presenters.runs.items import RunRow
    from console.presenters.runs.lanes import Watch
    from console.presenters.runs.passes import RowWork
    from console.presenters.runs.send import RunSend
    from console.presenters.runs.state import RunState
    from console.presenters.runs.tools import RunTools
    from console.runtime.cancel import Cancel
    from console.store.runs import Run

DeskAnswer = Literal["wait", "alone"]


class RunClaims:
    """The claims of one run after the other; nothing of it is done where there is no desk."""

    def __init__(self, where: RunTools, clock: Callable[[], datetime]) -> None:
        self._claims: Claims | None = None
        self._where, self._clock = where, clock
        self._waits = False
        self._run: Run | None = None
        self._alone: dict[int, datetime] = {}

    def work(self, run: Run, send: RunSend, how: words.PassKind, items: Iterable[RunRow]) -> RowWork:
        """What lanes do with these rows of a run in such a pass."""
        self._run = run
        if self._claims is not (claims := self._where.claims()):
            self.leave()
            self._claims = claims
        if self._claims is None:
            return send.settle if how == "settle" else send.row
        rows = _ClaimedRows(self._claims, self._where.desk_name, send, patient=how == "held")
        if how == "settle":
            return rows.settle
        self._claims.want(rows.place(item) for item in items)
        return rows.row

    def pause(self) -> None:
        """Let colleagues have what no lane has begun."""
        if self._claims is not None:
            self._claims.pause()

    def resume(self) -> None:
        """Claim again."""
        if self._claims is not None:
            self._claims.resume()

    def leave(self) -> None:
        """No row is on its way any more: what was not begun is anybody's, and the next run asks anew."""
        self._waits = False
        if self._claims is not None:
            self._claims.leave()

    def answer(self, answer: DeskAnswer) -> None:
        """Wait for the desk, or go on without it until the run is over, which is written in the run."""
        self._waits = answer == "wait"
        if answer == "wait" or self._claims is None or self._run is None:
            return
        self._claims.go_alone()
        if self.alone_since(self._run) is None:
            at = self._alone[self._run.number] = self._clock()
            noted = replace(self._run, content={**self._run.content, "alone": at.isoformat()})
            self._where.disk.submit(lambda _: self._where.runs.keep_content(noted), _nobody)

    def alone_since(self, run: Run | None) -> datetime | None:
        """Since when rows of this run were sent without claims; None where they were not."""
        if run is None:
            return None
        at = run.content.get("alone")
        return datetime.fromisoformat(at) if isinstance(at, str) else self._alone.get(run.number)

    def shown_in(self, state: RunState) -> RunState:
        """The state with what there is to ask."""
        away = self._claims is not None and self._claims.away
        self._waits = self._waits and away
        if not away and not state.reserve:
            return state
        assert self._claims is not None
        asked = words.not_reserved(self._claims.why_away, waits=self._waits) if away else ""
        return replace(state, reserve=asked, reserve_waits=self._waits)


class _ClaimedRows:
    """`row` and `settle` are the work of lanes, around that of `RunSend`."""

    def __init__(self, claims: Claims, environment: str, send: RunSend, *, patient: bool) -> None:
        self._claims, self._environment, self._send, self._patient = claims, environment, send, patient

    def place(self, item: RunRow) -> DeskPlace:
        """What the desk calls the order of a row."""
        return DeskPlace.of(self._environment, "order", item.order_id)

    def row(self, item: RunRow, watch: Watch, cancel: Cancel) -> RunRow:
        """The row with what became of it, or held by a colleague.

        The claim comes before the order is read: read before, it could be shipped by a colleague between the two.
        """
        ready = replace(item, status="to send", reason="") if item.status == "held" else item
        while True:
            with away:
                got = self._claims.hold(self.place(item), watch.stop, patient=self._patient)
            if isinstance(got, HeldBy):
                watch.asked = False
                return self._held(item, got)
            if got is None:
                if watch.stop.cancelled:
                    return item
                after = self._send.row(ready, watch, cancel)
            else:
                try:
                    after = self._with(got, ready, watch, cancel)
                except ClaimLost:
                    watch.stop.wait(_PAUSE)
                    continue
            return item if after is ready else after

    def settle(self, item: RunRow, watch: Watch, cancel: Cancel) -> RunRow:
        """A row of which it is not known whether it arrived; what is known by now, nobody need hold."""
        after = self._send.settle(item, watch, cancel)
        if not after.open and item.order_id:
            self._send.once_written(partial(self._claims.settled, self.place(item)))
        return after

    def _with(self, claim: Claim, item: RunRow, watch: Watch, cancel: Cancel) -> RunRow:
        with self._given_up_where_lost(claim):
            after = self._send.row(item, watch, cancel, ClaimedRow(self._claims, claim))
        if after is item:
            self._claims.put_back(claim)
        elif after.open:
            self._claims.keep(claim)
        else:
            self._send.once_written(partial(self._claims.ended, claim))
        return after

    @contextmanager
    def _given_up_where_lost(self, claim: Claim) -> Iterator[None]:
        try:
            yield
        except ClaimLost:
            self._claims.give_up(claim)
            raise
        except BaseException:  # the server asked for patience, and the row is taken again
            self._claims.put_back(claim)
            raise

    def _held(self, item: RunRow, holder: HeldBy) -> RunRow:
        """What went out before is unknown, whoever has it now."""
        if item.went_before:
            return item
        reason = Reason.of("being sent", holder.name, holder.until.isoformat())
        if item.status == "held" and item.reason == reason:
            return item
        return self._send.held(item, reason)


_PAUSE = 0.2
"""Seconds before a row is tried again whose claim was lost: the line may be about to say that the desk is away."""


def _nobody(_: object) -> None:
    """It is on the disk, or the desk's chapter of the run is not; the rows are sent either way."""
