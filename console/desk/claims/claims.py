"""Claims: which orders of a run are this console's to send, so that two with the same file never ship one twice.

It must not send anything itself, and no claim counts longer than this computer's own clocks say (`lease`).

Lanes wait in `hold`; what there is to do with the desk is done in `work`, on the line's thread, many rows at a time. Only
the last question before a write, `ask_to_send`, is asked by the lane itself.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from console.desk.claims import statements
from console.desk.claims.claim import Claim, ClaimLost, HeldBy
from console.desk.claims.lease import Lease, OwnClocks, OwnTime, own_clocks
from console.desk.place import DeskPlace
from console.desk.trouble import DeskTrouble
from console.runtime.cancel import Cancel
from console.runtime.turn import away

if TYPE_CHECKING:
    from uuid import UUID

    from console.desk.part import AsksDesk, DeskConnection, Hint

BATCH = 50
"""Rows that are claimed at once; the next are claimed when half of them are left."""
_ASK_AGAIN = 2.0
"""Seconds after which a row that another holds is asked for again by whoever waits for it."""
_QUIET = 1.0
"""Seconds for which nothing is said of a desk that is away: a server that is started again is back before."""


class Claims:
    """The claims of one console: a `DeskPart`. `begin` to `lose` are for the line, the rest for any thread."""

    def __init__(
        self,
        console: UUID,
        *,
        lease: Lease | None = None,
        clocks: OwnClocks = own_clocks,
    ) -> None:
        """`console` is another one at each start, by which the desk tells consoles apart. `use` says which line it is."""
        self._line: AsksDesk | None = None
        self._clocks = clocks
        self.console, self.lease = console, lease or Lease()
        self._changed = threading.Condition()
        self._reached, self._lost_at = False, monotonic()
        self._under_way = self._paused = self._alone = False
        self._coming: Iterator[DeskPlace] = iter(())
        self._wanted: dict[DeskPlace, None] = {}
        self._asked: dict[DeskPlace, None] = {}
        self._mine: dict[DeskPlace, Claim] = {}
        self._taken: set[DeskPlace] = set()
        self._theirs: dict[DeskPlace, HeldBy] = {}
        self._let_go: deque[Claim] = deque()
        self._renew_at = -math.inf

    def use(self, line: AsksDesk) -> None:
        """Ask over this line from now on, of which this is a part."""
        self._line = line

    # -- a run --------------------------------------------------------------------------------------------

    def want(self, places: Iterable[DeskPlace]) -> None:
        """Claim these rows, in their order and ahead of the lanes; `places` is gone through on the line's thread."""
        with self._changed:
            if not self._under_way:
                self._renew_at = -math.inf
            self._coming = iter(places)
            self._wanted.clear()
            self._theirs.clear()
            self._under_way, self._paused = True, False
        self._wake()

    def pause(self) -> None:
        """Give back what no lane has begun, so that a colleague may send it; claim nothing until `resume`."""
        with self._changed:
            self._paused = True
            given = self._give_back()
            self._wanted = dict.fromkeys((*given, *self._wanted))
        self._wake()

    def resume(self) -> None:
        """Claim again."""
        with self._changed:
            self._paused = False
            self._changed.notify_all()
        self._wake()

    def leave(self) -> None:
        """The run is over: give back what was not begun, and ask anew with the next one whether to go on alone."""
        with self._changed:
            self._give_back()
            self._under_way = self._alone = False
            self._coming = iter(())
            self._wanted.clear()
            self._asked.clear()
            self._theirs.clear()
        self._wake()

    def go_alone(self) -> None:
        """Send without claims as long as the desk is away, until the run is over."""
        with self._changed:
            self._alone = True
            self._changed.notify_all()

    @property
    def away(self) -> bool:
        """Whether a lane waits for a desk that is not there, and nobody has said to go on without it."""
        waits = self._asked and not (self._reached or self._alone or self._paused)
        return bool(waits) and monotonic() - self._lost_at >= _QUIET

    @property
    def why_away(self) -> str:
        """What is wrong with the line, in a sentence."""
        return self._line.state.said if self._line is not None else ""

    # -- one row ------------------------------------------------------------------------------------------

    def hold(self, place: DeskPlace, stop: Cancel, *, patient: bool = False) -> Claim | HeldBy | None:
        """Wait until this row is known to be this console's or another's. One of `give_up` to `ended` follows a claim.

        None: it was stopped, or one goes on alone. `patient` waits for another's row until the lease runs out that it
        has now, and takes it over then; who renews it is at work and keeps it.
        """
        forget = stop.on_cancel(self._tell)
        try:
            with away, self._changed:
                try:
                    return self._held(place, stop, patient=patient)
                finally:
                    self._asked.pop(place, None)
        finally:
            forget()

    def ask_to_send(self, claim: Claim) -> None:
        """The last question before a write: mark the row as being sent. Raises `ClaimLost` unless the desk says yes.

        The desk's yes is needed each time, since one that has failed over may have lost the claim.
        """
        if not claim.counts or self._line is None:
            raise ClaimLost
        asked = self._clocks()
        try:
            with away:
                yes = self._line.ask(
                    lambda connection: statements.mark(connection, claim.place, claim.token, self.lease)
                )
        except DeskTrouble as trouble:
            if self._alone and not self._reached:
                return
            raise ClaimLost from trouble
        if not yes:
            raise ClaimLost
        claim.until = self.lease.until(asked)

    def put_back(self, claim: Claim) -> None:
        """Nothing was done with the row yet; it stays this console's."""
        with self._done_with(claim):
            if self._idle and not claim.open:
                self._release(claim)

    def give_up(self, claim: Claim) -> None:
        """The claim was lost, or may be; nothing of the row left. Where an earlier write may have, the desk still says so."""
        with self._done_with(claim):
            if not claim.open:
                self._release(claim)
            elif self._mine.get(claim.place) is claim:
                del self._mine[claim.place]

    def ended(self, claim: Claim) -> None:
        """What became of the row is known and written down: nobody needs the claim any more."""
        with self._done_with(claim):
            self._release(claim)

    def keep(self, claim: Claim) -> None:
        """It is not known what became of the row: its lease runs out by itself, and who takes it over reads first."""
        with self._done_with(claim):
            claim.open = True

    def settled(self, place: DeskPlace) -> None:
        """What became of a row that was kept is known by now."""
        with self._changed:
            claim = self._mine.get(place)
            if claim is None or not claim.open or place in self._taken:
                return
            self._release(claim)
        self._wake()

    # -- over the line ------------------------------------------------------------------------------------

    def begin(self, connection: DeskConnection) -> None:
        """The desk is there, perhaps another one that knows less: what it holds is read before anything else."""
        with self._changed:
            self._reached, self._renew_at = True, -math.inf
            self._changed.notify_all()

    def work(self, connection: DeskConnection, now: float) -> float:
        """Give back, renew, claim."""
        self._give_up_those(connection)
        if self._mine and self._under_way and now >= self._renew_at:
            self._renew(connection)
            self._renew_at = now + self.lease.renew_every
        while batch := self._next_batch():
            self._claim(connection, batch)
        return self._renew_at if self._mine and self._under_way else math.inf

    def hear(self, hint: Hint | None) -> None:
        """Claims are known to their holders alone."""

    def lose(self) -> None:
        """What was claimed is still held, but nothing can be asked."""
        with self._changed:
            self._reached, self._lost_at = False, monotonic()
            self._changed.notify_all()

    def _wake(self) -> None:
        if self._line is not None:
            self._line.wake()

    # -- inside -------------------------------------------------------------------------------------------

    @contextmanager
    def _done_with(self, claim: Claim) -> Iterator[None]:
        with self._changed:
            self._taken.discard(claim.place)
            yield
            self._changed.notify_all()
        self._wake()

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _held(self, place: DeskPlace, stop: Cancel, *, patient: bool) -> Claim | HeldBy | None:
        last = math.inf
        while not stop.cancelled:
            alone = self._alone and not self._reached
            claim = self._mine.get(place)
            if self._paused or place in self._taken:  # or another row of the file is of the same order
                self._changed.wait()
            elif claim is not None and not (claim.counts and (self._reached or alone)):
                if not claim.counts:
                    self._mine.pop(
                        place
                    )  # this machine slept, or the line was away for long: it is asked for anew
                else:
                    self._await(place)
            elif claim is not None:
                self._taken.add(place)
                self._wake_if_few()
                return claim
            elif alone:
                return None
            elif (holder := self._theirs.pop(place, None)) is None:
                self._await(place)
            elif not patient or self._clocks().awake >= last:
                return holder
            else:
                last = min(last, self._clocks().awake + holder.left + _ASK_AGAIN)
                self._changed.wait(min(_ASK_AGAIN, holder.left + 0.1))
        return None

    @property
    def _few(self) -> bool:
        """Whether few rows are known that no lane has begun; what another holds takes a lane no time."""
        return len(self._mine) - len(self._taken) + len(self._theirs) < BATCH // 2

    @property
    def _idle(self) -> bool:
        return self._paused or not self._under_way

    def _await(self, place: DeskPlace) -> None:
        if place not in self._asked:
            self._asked[place] = None
            self._wake()
        self._changed.wait()

    def _wake_if_few(self) -> None:
        if self._few:
            self._wake()

    def _give_back(self) -> list[DeskPlace]:
        given = [claim for claim in self._mine.values() if claim.place not in self._taken and not claim.open]
        for claim in given:
            self._release(claim)
        self._changed.notify_all()
        return [claim.place for claim in given]

    def _release(self, claim: Claim) -> None:
        if self._mine.get(claim.place) is claim:
            del self._mine[claim.place]
        self._let_go.append(claim)

    def _give_up_those(self, connection: DeskConnection) -> None:
        if claims := list(self._let_go):
            statements.release(connection, [(claim.place, claim.token) for claim in claims])
            for _ in claims:
                self._let_go.popleft()

    def _renew(self, connection: DeskConnection) -> None:
        asked = self._clocks()
        held = statements.renew(connection, self.console, self.lease)
        with self._changed:
            for claim in list(self._mine.values()):
                if held.get(claim.place) == claim.token:
                    claim.until = self.lease.until(asked)
                else:  # the desk knows nothing of it: a lane that is at it must not begin the write
                    claim.until = OwnTime(-math.inf, -math.inf)
                    if claim.place not in self._taken and not claim.open:
                        del self._mine[claim.place]
            self._changed.notify_all()

    def _next_batch(self) -> list[DeskPlace]:
        with self._changed:
            if self._idle or not (self._asked or self._few):
                return []
            known = {*self._mine, *self._theirs}
            while len(self._wanted) < BATCH and (place := next(self._coming, None)) is not None:
                self._wanted[place] = None
            every = dict.fromkeys((*self._asked, *self._wanted))
            for place in self._wanted.keys() & known:
                del self._wanted[place]
            return [place for place in every if place not in known][:BATCH]

    def _claim(self, connection: DeskConnection, batch: list[DeskPlace]) -> None:
        asked = self._clocks()
        got, theirs = statements.claim(connection, batch, self.console, self.lease)
        until = self.lease.until(asked)
        with self._changed:
            for place in batch:
                self._wanted.pop(place, None)
                self._asked.pop(place, None)
            for place, (token, before, may_have_sent) in got.items():
                claim = Claim(place, token, before, may_have_sent, until, self._clocks, self.lease.spare)
                claim.open = may_have_sent
                self._mine[place] = claim
                if self._idle and not claim.open:
                    self._release(claim)
            for place, held in theirs.items():
                self._theirs[place] = HeldBy(*held)
            self._changed.notify_all()
