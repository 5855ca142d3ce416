"""Jobs without threads for tests of presenters: `InlineJobs` answer at once, `HeldJobs` when the test says so.

It must not be used to test what threads do; `console.runtime.jobs.Jobs` has its own tests for that.

    jobs = HeldJobs()
    presenter = Lookup(jobs, ...)
    presenter.ask(ORDER)          # jobs.held == [<the job>]
    jobs.finish()                 # the oldest one works and its outcome is delivered
    jobs.held[0].work()           # it has its outcome, which is not delivered yet
    jobs.held[0].deliver()
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from console.runtime.cancel import Cancel
from console.runtime.jobs import Cancelled, Done, Failed, JobResult

T = TypeVar("T")


class HeldJob:
    """One job that does nothing until it is told to. As with real ones, exactly one outcome is delivered."""

    def __init__(
        self, work: Callable[[Cancel], Any], done: Callable[[JobResult[Any]], None], held: list[HeldJob]
    ) -> None:
        self.stop = Cancel()
        self.outcome: JobResult[Any] | None = None
        self._work, self._done, self._held = work, done, held

    def cancel(self) -> None:
        """Make the outcome Cancelled, even one that waits; it is still delivered only by `deliver` or `finish`."""
        self.outcome = Cancelled()
        self.stop.cancel()

    def work(self) -> None:
        """Do what a worker would; not if it was cancelled before, nor twice."""
        if self.outcome is not None:
            return
        try:
            outcome: JobResult[Any] = Done(self._work(self.stop))
        except Exception as error:  # noqa: BLE001 - as a worker does: it belongs to who asked for the work
            outcome = Failed(error)
        if self.outcome is None:  # the work itself may have had it cancelled
            self.outcome = outcome

    def deliver(self) -> None:
        """Hand the outcome over, as the UI thread would."""
        assert self.outcome is not None, "it has not worked yet"
        self._held.remove(self)
        self._done(self.outcome)

    def finish(self) -> None:
        """Work and deliver."""
        self.work()
        self.deliver()


class HeldJobs:
    """Keeps every job, oldest first in `held`, until the test lets it finish."""

    def __init__(self) -> None:
        self.held: list[HeldJob] = []

    def submit(self, work: Callable[[Cancel], T], done: Callable[[JobResult[T]], None]) -> HeldJob:
        """Keep it."""
        job = HeldJob(work, done, self.held)
        self.held.append(job)
        return job

    def finish(self) -> None:
        """Let the oldest one finish."""
        self.held[0].finish()

    def finish_all(self) -> None:
        """Let all finish, oldest first, and those that they start as well."""
        while self.held:
            self.finish()


class InlineJobs:
    """Works and delivers inside `submit`, sooner than real jobs ever do: for tests to which the order is nothing."""

    def submit(self, work: Callable[[Cancel], T], done: Callable[[JobResult[T]], None]) -> HeldJob:
        """Do it now; cancelling what this returns comes too late."""
        held: list[HeldJob] = []
        job = HeldJob(work, done, held)
        held.append(job)
        job.finish()
        return job
