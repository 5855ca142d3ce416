"""Shipping a file of orders: read, checked without sending anything, then one write for each order, resumable.

It must not know widgets or threads; lanes do the work, and what became of rows is looked at a few times a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer

from console.model.shipments.shipments import Role
from console.presenters.clock import Wake, utc_now, wake
from console.presenters.notice import Notice, from_error
from console.presenters.observable import Observable
from console.presenters.runs import words
from console.presenters.runs.check import RunCheck
from console.presenters.runs.claiming import RunClaims
from console.presenters.runs.earlier import EarlierRuns
from console.presenters.runs.file import RunFile
from console.presenters.runs.items import RunRow
from console.presenters.runs.lanes import Lanes
from console.presenters.runs.later import Later
from console.presenters.runs.pace import Pace, Sample, of_ends
from console.presenters.runs.passes import Passes
from console.presenters.runs.send import RunLog, RunSend
from console.presenters.runs.state import RunState
from console.presenters.runs.tally import Counted, Tally
from console.presenters.runs.tools import RunTools
from console.presenters.runs.whole import WholeRun
from console.presenters.saving.permission import no_row
from console.runtime.batch_writer import BatchWriter
from console.runtime.brake import Brake
from console.runtime.jobs import Done, Failed, JobResult
from console.store.database import Connection
from console.store.runs import Run

POLL_MS = 125
"""Each look is drawn by the window's thread while the lanes want to go on; eight a second seem steady to the eye."""


class ShippingRun(Observable[RunState]):
    """One file at a time. `rows` are the rows as last looked at, `file` is what they come from, `runs` are earlier ones."""

    def __init__(
        self,
        where: RunTools,
        *,
        known: Mapping[str, Role] | None = None,
        clock: Callable[[], datetime] = utc_now,
        wake: Wake = wake,
    ) -> None:
        """`known` are names of columns that were mapped before."""
        super().__init__(RunState(at_once=where.at_once))
        self._where, self._clock = where, clock
        self._run: Run | None = None
        self.lanes = Lanes([], Brake(where.at_once))
        self._passes = Passes(where.jobs, where.at_once, where.database, written=where.trail.written)
        self.tally = Tally(())
        self.trouble = ""
        self._closed = False
        self._pace = Pace()
        self.later = Later(self, wake)
        self.claims = RunClaims(where, clock)
        self.rows: list[RunRow] = []
        self._rows_changed: Callable[[list[int]], object] = _nobody
        self.file = RunFile(
            where.jobs, where.disk, where.carriers, page=self, known=known or {}, take=self._replace_rows
        )
        self.runs = EarlierRuns(where.disk, where.runs, where.environment, page=self, opened=self._opened)
        self._poll = QTimer()
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self.poll)

    def put(self, state: RunState) -> None:
        """Show another state, with what is known by now against sending anything."""
        super().put(replace(state, forbidden=no_row(self._where.client)))

    def show_rows(self, rows_changed: Callable[[list[int]], object]) -> None:
        """Tell here of rows from now on: `rows_changed` gets the places of those that changed, an empty list is all."""
        self._rows_changed = rows_changed
        rows_changed([])

    # -- the check ----------------------------------------------------------------------------------------

    def check(self) -> None:
        """Read every order; nothing is sent."""
        if self.state.why_not_check:
            return
        self.file.remember()
        if self.state.phase == "map":
            self._read_orders()
            return
        self.put(replace(self.state, busy=True))
        self._where.jobs.submit(WholeRun(self.rows, self.lanes.turn).unchecked, self._checked_anew)

    def _checked_anew(self, result: JobResult[Counted]) -> None:
        self.put(replace(self.state, busy=False))
        if isinstance(result, Done) and not self._closed:
            self.put(replace(self.state, phase="map"))
            self._replace_rows(result.value)
            self._read_orders()

    def _read_orders(self) -> None:
        self.put(
            replace(
                self.state,
                phase="checking",
                paused=False,
                notice=Notice("plain", "Reading every order. Nothing is sent."),
            )
        )
        self._start_progress(len(self.rows))
        check = RunCheck(self._where.client)
        self._passes.go(self.lanes, range(len(self.rows)), check.row, self._checked)

    def _checked(self, error: Exception | None) -> None:
        over = partial(self._judged, error, stopped=self.lanes.stop.cancelled)
        self._where.jobs.submit(WholeRun(self.lanes.items, self.lanes.turn).doubles, over)

    def _judged(self, error: Exception | None, result: JobResult[list[RunRow]], *, stopped: bool) -> None:
        if isinstance(result, Done):
            for item in result.value:
                self.lanes.update_row(item)
        # Where they could not be told, two rows might ship one order, so the check does not count.
        error = result.error if isinstance(result, Failed) else error
        self.put(replace(self.state, phase="map" if isinstance(result, Failed) else "checked"))
        self._finish_pass()
        gone, forbidden = self.lanes.outage.why, self.state.forbidden
        said = words.checked(self.tally, stopped=stopped, gone=gone, forbidden=forbidden)
        self.put(replace(self.state, notice=from_error(error) if error else said))

    def include(self, place: int, on: bool) -> None:
        """Choose a row to be sent, or leave it out."""
        self.include_all([place], on)

    def include_all(self, places: Iterable[int], on: bool) -> None:
        """Choose rows to be sent, or leave them out; those that cannot be sent stay out."""
        if self.state.phase != "checked":
            return
        for item in [self.rows[place] for place in places]:
            if item.may_be_sent or not on:
                self.lanes.update_row(replace(item, included=on))
        self.poll()

    def message(self, on: bool) -> None:
        """Say whether customers are messaged for rows that do not say it themselves."""
        if self.state.phase == "checked":
            self.put(replace(self.state, message=on))

    # -- the run ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Write the run down, then send the chosen rows."""
        if self.state.why_not_start:
            return
        run = Run(self._where.environment, self.state.name, self.state.head, self._clock(), {})
        self.put(replace(self.state, busy=True, notice=Notice("plain", "Writing the run down…")))
        writing = WholeRun(self.rows, self.lanes.turn).writing(self._where.runs, run, self.state.message)
        self._where.disk.submit(writing, self._begun)

    def _begun(self, result: JobResult[tuple[Run, Counted]]) -> None:
        if self._closed:
            return  # the run is on the disk and can be gone on with; nothing of it was sent
        if isinstance(result, Done):
            self._run, counted = result.value
            self._replace_rows(counted)
            self.put(replace(self.state, busy=False))
            self.later.send_rest()
        else:
            self.put(
                replace(
                    self.state,
                    busy=False,
                    notice=words.not_begun(result.error) if isinstance(result, Failed) else None,
                )
            )

    def pause(self) -> None:
        """Let no further row begin; those on their way go on."""
        if self.state.phase in ("checking", "sending"):
            self.lanes.brake.pause()
            self.claims.pause()
            self.put(replace(self.state, paused=True))

    def resume(self) -> None:
        """Go on after a pause; or, with a run that was stopped or cut, settle the unknown rows and send the rest."""
        if self.state.paused:
            self.lanes.brake.resume()
            self.claims.resume()
            self.put(replace(self.state, paused=False))
        elif self.state.can_resume:
            self.later.send_rest()

    def retry_failed(self) -> None:
        """Send those that failed once more, and only those; what is unknown is read before, and is not among them."""
        self.later.retry_failed()

    def stop(self) -> None:
        """Take no further row; those on their way are waited for."""
        if self.state.running:
            self.lanes.stop.cancel()
            self.lanes.brake.resume()
            self.later.leave()
            phase = self.state.phase
            self.put(replace(self.state, phase="stopping" if phase == "sending" else phase, paused=False))

    def begin_pass(self, places: list[int], how: words.PassKind, then: Callable[[], None]) -> None:
        """Send these rows, or settle what became of them, and then go on; it is over where all was stopped."""
        assert self._run is not None
        writer: BatchWriter[Connection] = BatchWriter(self.lanes.turn)
        where = self._where
        writer.write_later(where.runs.finish_statement(self._run.number, None), _nobody)
        log = RunLog.of(where, self._run, writer)
        send = RunSend(where.client, log, self.lanes.update_row, trouble=self._in_trouble, clock=self._clock)
        work = self.claims.work(self._run, send, how, (self.lanes.items[place] for place in places))
        self.put(
            replace(
                self.state, phase="sending", again="", notice=words.begun(where.environment, len(places), how)
            )
        )
        self.later.begun(how)
        self._start_progress(len(places))
        self._passes.go(self.lanes, places, work, partial(self._passed, then, how), writer)

    def _in_trouble(self, sentence: str) -> None:
        """In a lane's thread: it makes no sense to go on, so nothing more is sent; the sentence says why."""
        self.trouble = sentence
        self.lanes.stop.cancel()

    def _passed(self, then: Callable[[], None], how: words.PassKind, error: Exception | None) -> None:
        self.poll()
        if error is not None:
            self.trouble = self.trouble or from_error(error).headline
        if (why := self.lanes.outage.why) and (how == "settle" or self.tally.ended("to send", "held")):
            self.trouble = self.trouble or words.gone(why)
        if self.lanes.stop.cancelled or self.trouble:
            self.over()
        else:
            then()

    def over(self) -> None:
        """Tell what became of the rows: none is on its way any more."""
        self.put(replace(self.state, phase="over"))
        self.claims.leave()
        self.later.give_back()
        self._finish_pass()
        self.later.look_later()
        alone = self.claims.alone_since(self._run)
        notice = words.over(self.tally, self.trouble, looking=self.state.looking, alone=alone)
        self.put(replace(self.state, notice=notice))
        if self._run is not None and not self.state.to_send:
            finish = partial(self._where.runs.finish, self._run.number, self._clock())
            self._where.disk.submit(lambda _: finish(), _nobody)
        self.runs.load()

    # -- earlier runs, results ----------------------------------------------------------------------------

    def save_results(self, path: str) -> None:
        """Write the rows with what became of them to a file."""
        self.runs.save_results(path, self.rows)

    def _opened(self, run: Run, counted: Counted) -> None:
        self.file.leave()
        self._run, self.trouble = run, ""
        over = replace(self.state, phase="over", name=run.name, form="", head=run.head, headed=True, roles={})
        samples = of_ends(run.made_at, (row.at for row in counted.items if row.at is not None))
        self.put(replace(over, done=0, total=0, rate=0.0, left=None, samples=samples))
        self._replace_rows(counted)
        self.put(replace(self.state, notice=words.over(self.tally, alone=self.claims.alone_since(run))))
        self.later.opened(self._clock() - run.made_at)

    # -- what is shown ------------------------------------------------------------------------------------

    def drawing(self) -> AbstractContextManager[None]:
        """For a block in which the window draws: the lanes wait for it, instead of cutting it at each step."""
        return self.lanes.turn.first()

    def poll(self) -> None:
        """Take over what the lanes did since the last look."""
        with self.drawing():
            changed = self.lanes.drain_changes()
            for place in changed:
                now = self.lanes.items[place]  # once, since a lane may put another one there meanwhile
                self.tally.replaced(self.rows[place], now)
                self.rows[place] = now
            if changed:
                self._rows_changed(changed)
            brake = self.lanes.brake
            asked, why = brake.asked if brake.wait else (0.0, "")
            state = replace(self.state, wait=brake.wait, asked=asked, asked_why=why, at_once=brake.allowed)
            self.put(self._counted(self._progressed(self.claims.shown_in(state))))

    def set_concurrency(self, calls: int) -> None:
        """Make so many calls at once from the next check or start on; `jobs` must have a worker more than that."""
        if not self.state.running:
            where = self._where = replace(self._where, at_once=calls)
            self._passes = Passes(where.jobs, calls, where.database, written=where.trail.written)

    def close(self) -> None:
        """Stop looking and take no further row: the environment changes, or all is being closed."""
        self._closed = True
        self.lanes.stop.cancel()
        self.claims.leave()
        self.later.leave()
        self._poll.stop()
        self.hide()
        self._rows_changed = _nobody

    def _replace_rows(self, counted: Counted) -> None:
        """Put these rows in the place of those that were."""
        self.later.leave()
        self.rows, self.tally = counted.items, counted.tally
        self.lanes = Lanes(list(self.rows), Brake(self._where.at_once))
        self._rows_changed([])
        self.put(self._counted(self.state))

    def _start_progress(self, total: int) -> None:
        self._pace.begin(total)
        self.put(replace(self.state, total=total, done=0, rate=0.0, left=None, samples=()))
        if not self._closed:
            self._poll.start()

    def _finish_pass(self) -> None:
        """No row is on its way any more."""
        self.lanes.brake.resume()
        self.poll()
        self._poll.stop()
        samples = (*self._pace.samples, Sample(self._pace.spent, self._pace.done))
        self.put(
            replace(self.state, samples=samples, left=None, wait=0.0, asked=0.0, asked_why="", paused=False)
        )

    def _progressed(self, state: RunState) -> RunState:
        if not self._poll.isActive():  # nothing is under way: the last figures stand
            return state
        pace = self._pace
        pace.tell(self.lanes.done)
        return replace(state, done=pace.done, rate=pace.rate, left=pace.left, samples=pace.samples)

    def _counted(self, state: RunState) -> RunState:
        return self.tally.shown_in(state, sending=state.phase in ("sending", "stopping", "over"))


def _nobody(*_: object) -> None:
    """Nobody is looking."""
