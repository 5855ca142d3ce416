"""What is done with a run that is over or was stopped: the rest sent, what failed tried again, what is unknown looked for.

It must not send again what may still arrive, unless the operator chose that, knowing what could happen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from console.presenters.clock import Wake
from console.presenters.runs import words
from console.presenters.runs.lanes import Lanes
from console.presenters.runs.looks import Looks
from console.presenters.runs.state import RunState
from console.presenters.runs.tally import Tally


class RunAtRest(Protocol):
    """The run itself, as far as it is seen here. `over` tells what became of it."""

    trouble: str
    lanes: Lanes
    tally: Tally

    @property
    def state(self) -> RunState: ...
    def put(self, state: RunState) -> None: ...
    def poll(self) -> None: ...
    def over(self) -> None: ...
    def begin_pass(self, places: list[int], how: words.PassKind, then: Callable[[], None]) -> None: ...


class Later:
    """The acts on a run at rest. Each begins with reading what is unknown, and so do looks that come by themselves."""

    def __init__(self, run: RunAtRest, wake: Wake) -> None:
        self._run = run
        self._looks = Looks(self._look, wake)

    # -- what the operator asks for -----------------------------------------------------------------------

    def send_rest(self) -> None:
        """Send what was not sent."""
        self._anew(self._send_rest)

    def retry_failed(self) -> None:
        """Send those that failed once more, and only those."""
        if self._run.state.at_rest and self._run.state.failed:
            self._anew(self._send_failed)

    def ask_again(self) -> None:
        """Ask whether to send once more what is unknown; the question says what could happen."""
        state = self._run.state
        if state.at_rest and state.unknown:
            self._looks.put_off()
            self._run.put(replace(state, again=words.again(self._run.tally)))

    def answer_again(self, yes: bool) -> None:
        """Read what is unknown once more, and send what still had not arrived; or leave it as it is."""
        state = self._run.state
        if state.again and state.at_rest:
            self._run.put(replace(state, again=""))
            self._anew(self._send_missing) if yes else self.look_later()

    # -- by itself ----------------------------------------------------------------------------------------

    def opened(self, since: timedelta) -> None:
        """A run was opened again, so long after it was begun: what is unknown of it is read."""
        self._looks.begin(since)
        self._look()

    def begun(self, how: words.PassKind) -> None:
        """A pass has begun."""
        self._looks.put_off()
        if how != "settle":
            self._looks.begin()

    def give_back(self) -> None:
        """What went out before and was not sent again is unknown as before."""
        for item in self._run.lanes.items:
            if item.went_before:
                self._run.lanes.update_row(replace(item, status="unknown"))

    def look_later(self) -> None:
        """Have what is unknown looked for, if any looks are left."""
        run = self._run
        run.put(replace(run.state, looking=bool(run.state.unknown) and self._looks.go_on()))

    def leave(self) -> None:
        """Look no more: there is another run, or none."""
        self._looks.end()

    def _look(self) -> None:
        if self._run.state.at_rest and self._run.state.unknown:
            self._settle(self._run.over)
        else:
            self.look_later()

    # -- passes -------------------------------------------------------------------------------------------

    def _anew(self, then: Callable[[], None]) -> None:
        self._run.trouble = ""
        self._settle(then)

    def _settle(self, then: Callable[[], None]) -> None:
        unknown = [item.place for item in self._run.lanes.items if item.open and item.order_id]
        self._run.begin_pass(unknown, "settle", then) if unknown else then()

    def _send_rest(self) -> None:
        self._send([item.place for item in self._run.lanes.items if item.status in ("to send", "held")])

    def _send_failed(self) -> None:
        failed = [item for item in self._run.lanes.items if item.status == "failed" and item.order_id]
        for item in failed:
            self._run.lanes.update_row(replace(item, status="to send", reason=""))
        self._send([item.place for item in failed])

    def _send_missing(self) -> None:
        missing = [item for item in self._run.lanes.items if item.had_not_arrived]
        for item in missing:
            self._run.lanes.update_row(
                replace(item, status="to send")
            )  # its reason says that it went out before
        self._send([item.place for item in missing])

    def _send(self, places: list[int]) -> None:
        self._run.poll()
        self._run.begin_pass(places, "row", self._try_held) if places else self._run.over()

    def _try_held(self) -> None:
        """Once more what a colleague was sending: most of it was let go meanwhile."""
        self._again("row", self._wait_for_held)

    def _wait_for_held(self) -> None:
        """And once more what they still have, until their leases run out: a machine that is gone renews none."""
        self._again("held", self._run.over)

    def _again(self, how: words.PassKind, then: Callable[[], None]) -> None:
        held = [item.place for item in self._run.lanes.items if item.status == "held"]
        self._run.begin_pass(held, how, then) if held else self._run.over()
