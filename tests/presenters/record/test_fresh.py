"""A reading that a look-up has begun and an open record waits for: it reaches that record alone."""

from __future__ import annotations

from console.presenters.record.fresh import FreshReading
from console.presenters.waiting import Waiting
from console.runtime.jobs import Cancelled, JobResult
from tests.support.jobs import HeldJobs


def test_what_nobody_took_tells_nobody_and_what_was_taken_tells_and_is_cancelled() -> None:
    jobs, heard = HeldJobs(), list[JobResult[object]]()
    fresh = FreshReading(Waiting())
    fresh.come(Cancelled())
    fresh.cancel()
    assert not fresh.taken
    fresh.job = jobs.submit(lambda _: None, fresh.come)
    fresh.take(heard.append)
    assert fresh.taken
    fresh.cancel()
    jobs.finish_all()
    assert heard == [Cancelled()]
