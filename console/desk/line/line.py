"""The line to the desk: one thread and one connection that every part shares, made again whenever it is lost.

It must not be waited for: whoever asks gets an answer in bounded time, the desk's or that it is not reached.
"""

from __future__ import annotations

import logging
import math
import selectors
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from console.desk import driver
from console.desk.line import faults
from console.desk.line.asked import Asked, Queued
from console.desk.line.bell import Bell
from console.desk.line.dialled import Dialled, GivenUp
from console.desk.line.faults import Fault
from console.desk.line.pace import LineTimes, Pauses, Sleep, chance
from console.desk.part import DeskPart, LineState
from console.desk.trouble import DeskTrouble, NotReached
from console.runtime import hidden
from console.runtime.awake import awake

if TYPE_CHECKING:
    from console.desk.line.address import DeskAddress
    from console.desk.line.stay import Stay
    from console.desk.line.wire import Resolve
    from console.desk.part import DeskConnection
    from console.model.environment import Secret

T = TypeVar("T")

_logger = logging.getLogger(__name__)
_CONNECTING = NotReached("The desk is not reached yet.")
_CLOSED = NotReached("This console has left the desk.")
CLOCKS_AGREE = 60.0
"""Seconds by which two clocks may differ before anybody is told."""


class Line:
    """Implements `AsksDesk`. `tell` gets every new state and `done` of a post its answer, both by way of `deliver`."""

    def __init__(
        self,
        address: DeskAddress,
        password: Secret,
        parts: Sequence[DeskPart],
        *,
        tell: Callable[[LineState], None],
        deliver: Callable[[Callable[[], None]], None],
        last: Sequence[Callable[[DeskConnection], object]] = (),
        times: LineTimes | None = None,
        clock: Callable[[], float] = monotonic,
        awake: Callable[[], float] = awake,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[], float] = chance,
        resolve: Resolve | None = None,
    ) -> None:
        """`deliver` takes what is to run on the UI thread, from any thread. Nothing happens before `start`.

        `last` is done over the line right before it is closed, where it stands then; each is soon cut short.
        """
        self._address, self._password, self._parts = address, password, tuple(parts)
        self._tell, self._deliver, self._resolve = tell, deliver, resolve
        self._last = tuple(last)
        self._times = times or LineTimes()
        self._clock, self._awake, self._wall = clock, awake, wall
        self._pauses = Pauses(self._times, chance)
        self._state = LineState()
        self._waiting = Queued(_CONNECTING)
        self._bell = Bell()
        self._closing = self._retrying = self._woken = self._rung = False
        self._thread = threading.Thread(target=self._run, name="desk line", daemon=True)

    @property
    def state(self) -> LineState:
        """How the line stands now; from any thread."""
        return self._state

    def start(self) -> None:
        """Begin to connect, on a thread of the line's own; returns at once."""
        hidden.KNOWN.secret(self._password.reveal())
        self._thread.start()

    def post(
        self, work: Callable[[DeskConnection], T], done: Callable[[T | DeskTrouble], None] | None = None
    ) -> None:
        """Do this over the line soon; `done` gets what came of it by way of `deliver`, exactly once."""
        later = None if done is None else lambda answer: self._deliver(partial(done, answer))
        self._waiting.put(Asked(work, later))
        self._bell.ring()

    def ask(self, work: Callable[[DeskConnection], T], patience: float = 5.0) -> T:
        """Do this over the line and wait so many seconds for it. Raises `DeskTrouble`; not for the UI or line's thread."""
        asked: Asked[T] = Asked(work)
        self._waiting.put(asked)
        self._bell.ring()
        return asked.wait(patience)

    def wake(self) -> None:
        """Have every part look whether something is due; from any thread."""
        self._woken = True
        self._bell.ring()

    def retry(self) -> None:
        """Connect now, whatever was wrong before; nothing where the desk is reached."""
        self._retrying = True
        self._bell.ring()

    def close(self, patience: float = 1.0) -> None:
        """End it for good, waiting so many seconds at most; only a slow look-up of a name may end later, by itself."""
        self._closing = True
        self._waiting.shut(_CLOSED)
        self._bell.ring()
        if self._thread.is_alive():
            self._thread.join(patience)
        elif self._thread.ident is None:
            self._bell.close()

    # On the line's thread

    def _run(self) -> None:
        try:
            driver.psycopg()
        except DeskTrouble as trouble:
            self._stand(Fault("no driver", trouble.sentence))
            self._bell.close()
            return
        try:
            while not self._closing:
                self._rest(self._connect_and_stay())
        finally:
            self._waiting.shut(_CLOSED)
            self._bell.close()

    def _given_up(self) -> bool:
        """Whether all is to end; takes the bell back, whose reason is looked for before the next rest."""
        if self._bell.heard():
            self._rung = True
        return self._closing

    def _connect_and_stay(self) -> float:
        """Connect, and stay as long as it goes well; return how long to wait before the next try."""
        try:
            fault = self._stay()
        except Exception:
            _logger.exception("The line to the desk failed")
            fault = Fault("away", "Something went wrong in this console's line to the desk.")
        if fault is None:
            return 0
        self._stand(fault)
        if fault.status == "refused":
            return math.inf
        if fault.status == "away":
            return self._pauses.next()
        return self._pauses.seldom()

    def _stay(self) -> Fault | None:
        from console.desk.line import stay as stays
        from console.desk.line import wire as wires

        try:
            driver.psycopg()
            wire = wires.dial(
                self._address.options(self._password),
                wires.WireWatch(
                    self._bell, self._given_up, patience=self._times.patience, connect=self._times.connect
                ),
                hopeless=lambda failure: faults.of_one(failure, self._address).status == "refused",
                resolve=self._resolve or wires.resolve,
            )
        except Dialled as error:
            return faults.of_dialling(error.failed, self._address)
        except DeskTrouble as trouble:
            return Fault("refused", trouble.sentence)
        except GivenUp:
            return None
        stay = stays.Stay(
            wire,
            self._parts,
            self._waiting,
            address=self._address,
            times=self._times,
            clock=self._clock,
            wall=self._wall,
        )
        begun = self._clock()
        try:
            stay.begin()
            self._waiting.open()
            self._retrying = False
            self._reached(stay)
            return self._turns(stay)
        except stays.Ended as ended:
            return ended.fault
        finally:
            if self._clock() - begun > self._times.beat:
                self._pauses.reset()
            stay.close()

    def _turns(self, stay: Stay) -> Fault | None:
        sleep = Sleep(self._clock, self._awake)
        while not self._given_up():
            self._rung = False
            if self._woken:
                self._woken = False
                stay.wake()
            left = min(stay.turn() - self._clock(), self._times.nap)
            self._reached(stay)
            if not self._rung and left > 0:
                stay.rest(left)
            if sleep.was(self._times.nap + self._times.patience):
                self._pauses.reset()
                self._stand(Fault("away", faults.LOST))
                return None
        stay.take_leave(self._last)
        return None

    def _rest(self, seconds: float) -> None:
        """Wait until it is time for another try, somebody asks for one, or the computer wakes up."""
        until = self._clock() + seconds
        sleep = Sleep(self._clock, self._awake)
        with selectors.DefaultSelector() as selector:
            selector.register(self._bell, selectors.EVENT_READ)
            while not self._given_up() and (left := until - self._clock()) > 0:
                if self._retrying:
                    self._pauses.reset()
                    self._show(LineState("connecting", self._state.since))
                    break
                selector.select(min(left, self._times.nap))
                if sleep.was(self._times.nap) and seconds < math.inf:
                    self._pauses.reset()
                    break
        self._retrying = False

    def _reached(self, stay: Stay) -> None:
        ahead = round(stay.ahead) if abs(stay.ahead) > CLOCKS_AGREE else 0
        before = self._state
        if before.status == "reached" and abs(before.ahead - ahead) < 5:
            return
        since = before.since if before.status == "reached" else self._wall()
        self._show(LineState("reached", since, "", stay.polled, float(ahead)))

    def _stand(self, fault: Fault) -> None:
        self._waiting.shut(_CLOSED if self._closing else NotReached(fault.sentence))
        before = self._state
        since = before.since if before.status != "reached" else None
        self._show(LineState(fault.status, since or self._wall(), fault.sentence))

    def _show(self, state: LineState) -> None:
        if state != self._state and not self._closing:
            self._state = state
            _logger.info("The desk is %s. %s", state.status, state.said)
            self._deliver(partial(self._tell, state))
