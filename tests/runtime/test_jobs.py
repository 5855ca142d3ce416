"""Work on real threads: every outcome once, on the UI thread, never at once, and nothing left when it closes.

Nothing here waits for a time; a test waits for what it names.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.runtime.cancel import Cancel
from console.runtime.jobs import Cancelled, Done, Failed, JobResult, Jobs

PATIENCE_MS = 10_000


class Landed:
    """The outcomes of one job, and the thread that each was delivered on."""

    def __init__(self) -> None:
        self.outcomes: list[JobResult[Any]] = []
        self.threads: list[threading.Thread] = []

    def __call__(self, result: JobResult[Any]) -> None:
        self.outcomes.append(result)
        self.threads.append(threading.current_thread())


class Gate:
    """Work that hangs until it is let through, whatever is cancelled meanwhile."""

    def __init__(self, value: object = "late") -> None:
        self.value = value
        self.begun, self.open, self.over = threading.Event(), threading.Event(), threading.Event()
        self.stop: Cancel | None = None

    def __call__(self, stop: Cancel) -> object:
        self.stop = stop
        self.begun.set()
        self.open.wait(20)
        self.over.set()
        return self.value

    def wait_begun(self) -> None:
        assert self.begun.wait(10)


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    made = Jobs(workers=3)
    yield made
    made.close()


def until(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=PATIENCE_MS)


def test_5000_outcomes_come_once_each_on_the_ui_thread_and_never_at_once(qtbot: QtBot) -> None:
    jobs = Jobs()
    got: list[tuple[int, int]] = []
    here = threading.get_ident()
    for number in range(5_000):

        def done(result: JobResult[int], number: int = number) -> None:
            assert isinstance(result, Done)
            assert threading.get_ident() == here
            got.append((number, result.value))

        jobs.submit(lambda _, number=number: number * 2, done)  # type: ignore[misc]
        assert len(got) == 0, "delivered inside submit"
    until(qtbot, lambda: not jobs.busy)
    assert sorted(got) == [(number, number * 2) for number in range(5_000)]
    jobs.close()


def test_what_the_work_raised_is_failed(qtbot: QtBot, jobs: Jobs) -> None:
    def work(_: Cancel) -> None:
        raise ZeroDivisionError("why")

    landed = Landed()
    jobs.submit(work, landed)
    until(qtbot, lambda: bool(landed.outcomes))
    [outcome] = landed.outcomes
    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, ZeroDivisionError)


def test_a_worker_that_saw_work_fail_goes_on(qtbot: QtBot) -> None:
    jobs = Jobs(workers=1)
    landed = Landed()
    for number in range(5):
        jobs.submit(lambda _, number=number: 1 // (number % 2), landed)  # type: ignore[misc]
    until(qtbot, lambda: len(landed.outcomes) == 5)
    assert [type(outcome) for outcome in landed.outcomes] == [Failed, Done, Failed, Done, Failed]
    jobs.close()


def test_work_runs_elsewhere_and_its_outcome_comes_here(qtbot: QtBot, jobs: Jobs) -> None:
    landed = Landed()
    jobs.submit(lambda _: threading.current_thread(), landed)
    until(qtbot, lambda: bool(landed.outcomes))
    assert landed.threads == [threading.main_thread()]
    [outcome] = landed.outcomes
    assert isinstance(outcome, Done)
    assert outcome.value.name.startswith("job-")
    assert outcome.value.daemon


def test_few_threads_serve_many_jobs(qtbot: QtBot, jobs: Jobs) -> None:
    seen: set[str] = set()
    for _ in range(200):
        jobs.submit(lambda _: seen.add(threading.current_thread().name), Landed())
    until(qtbot, lambda: not jobs.busy)
    assert seen <= {"job-1", "job-2", "job-3"}


def test_one_worker_serves_one_job_after_another(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[str] = []
    for _ in range(20):
        jobs.submit(lambda _: seen.append(threading.current_thread().name), Landed())
        until(qtbot, lambda: not jobs.busy)
    assert set(seen) == {"job-1"}, "a thread was started while another had nothing to do"


def test_hanging_work_holds_nobody_else_up(qtbot: QtBot, jobs: Jobs) -> None:
    gates = [Gate(), Gate()]
    for gate in gates:
        jobs.submit(gate, Landed())
        gate.wait_begun()
    landed = Landed()
    jobs.submit(lambda _: 1, landed)
    until(qtbot, lambda: landed.outcomes == [Done(1)])
    for gate in gates:
        gate.open.set()


def test_cancel_gives_cancelled_once_and_drops_what_comes_late(qtbot: QtBot, jobs: Jobs) -> None:
    gate, landed = Gate(), Landed()
    job = jobs.submit(gate, landed)
    gate.wait_begun()
    job.cancel()
    job.cancel()
    assert landed.outcomes == [], "delivered inside cancel"
    until(qtbot, lambda: not jobs.busy)
    assert landed.outcomes == [Cancelled()]
    assert gate.stop is not None
    assert gate.stop.cancelled
    gate.open.set()
    after = Landed()
    jobs.submit(lambda _: gate.over.wait(10), after)
    until(qtbot, lambda: after.outcomes == [Done(True)])
    assert landed.outcomes == [Cancelled()]


def test_cancel_wins_over_an_outcome_that_is_on_its_way(qtbot: QtBot) -> None:
    jobs = Jobs(workers=1)
    landed, worked = Landed(), threading.Event()
    job = jobs.submit(lambda _: 1, landed)
    jobs.submit(lambda _: worked.set(), Landed())
    assert worked.wait(10), "the one worker took the second job, so the first has its outcome"
    job.cancel()
    until(qtbot, lambda: not jobs.busy)
    assert landed.outcomes == [Cancelled()]
    jobs.close()


def test_cancel_after_delivery_does_nothing(qtbot: QtBot, jobs: Jobs) -> None:
    landed = Landed()
    job = jobs.submit(lambda _: 1, landed)
    until(qtbot, lambda: bool(landed.outcomes))
    job.cancel()
    assert not jobs.busy
    after = Landed()
    jobs.submit(lambda _: 2, after)
    until(qtbot, lambda: after.outcomes == [Done(2)])
    assert landed.outcomes == [Done(1)]


def test_what_was_cancelled_before_it_began_never_runs(qtbot: QtBot) -> None:
    jobs = Jobs(workers=1)
    gate, landed, ran = Gate(), Landed(), threading.Event()
    jobs.submit(gate, Landed())
    jobs.submit(lambda _: ran.set(), landed).cancel()
    gate.open.set()
    until(qtbot, lambda: not jobs.busy)
    after = Landed()
    jobs.submit(lambda _: 1, after)
    until(qtbot, lambda: after.outcomes == [Done(1)])
    assert landed.outcomes == [Cancelled()]
    assert not ran.is_set()
    jobs.close()


def test_cancel_wakes_work_that_waits_for_it(qtbot: QtBot, jobs: Jobs) -> None:
    began, woken = threading.Event(), threading.Event()

    def work(stop: Cancel) -> None:
        stop.on_cancel(woken.set)
        began.set()
        assert woken.wait(10)

    job = jobs.submit(work, Landed())
    assert began.wait(10)
    job.cancel()
    assert woken.is_set()


def test_an_outcome_may_ask_for_more_work(qtbot: QtBot, jobs: Jobs) -> None:
    landed = Landed()
    jobs.submit(lambda _: 1, lambda _: jobs.submit(lambda _: 2, landed) and None)
    until(qtbot, lambda: landed.outcomes == [Done(2)])


def test_work_may_be_cancelled_from_an_outcome(qtbot: QtBot, jobs: Jobs) -> None:
    gate, landed = Gate(), Landed()
    job = jobs.submit(gate, landed)
    gate.wait_begun()
    jobs.submit(lambda _: 1, lambda _: job.cancel())
    until(qtbot, lambda: landed.outcomes == [Cancelled()])
    gate.open.set()


def test_a_done_that_raises_takes_no_other_down(qtbot: QtBot, jobs: Jobs) -> None:
    def fall(_: JobResult[int]) -> None:
        raise RuntimeError("in done")

    landed = Landed()
    with qtbot.captureExceptions() as caught:
        jobs.submit(lambda _: 1, fall)
        jobs.submit(lambda _: 2, landed)
        until(qtbot, lambda: landed.outcomes == [Done(2)] and bool(caught))
    assert [str(error) for _, error, _ in caught] == ["in done"]
    assert not jobs.busy


class Pane:
    """Stands for what must not be destroyed on a worker."""


@pytest.mark.parametrize("cancelled", [True, False])
def test_what_work_holds_is_let_go_on_the_ui_thread(qtbot: QtBot, jobs: Jobs, cancelled: bool) -> None:
    pane, gate, gone = Pane(), Gate(), []
    weakref.finalize(pane, lambda: gone.append(threading.current_thread()))

    def hold(pane: Pane) -> None:
        job = jobs.submit(lambda stop: gate(stop) if pane else None, lambda _: repr(pane) and None)
        gate.wait_begun()
        if cancelled:
            job.cancel()

    hold(pane)
    del pane
    if cancelled:
        until(qtbot, lambda: not jobs.busy)
        assert gone == []
    gate.open.set()
    until(qtbot, lambda: bool(gone))
    assert gone == [threading.main_thread()]


def test_a_waiting_worker_keeps_no_result_alive(qtbot: QtBot, jobs: Jobs) -> None:
    gone: list[threading.Thread] = []

    def work(_: Cancel) -> Pane:
        made = Pane()
        weakref.finalize(made, lambda: gone.append(threading.current_thread()))
        return made

    jobs.submit(work, lambda _: None)
    until(qtbot, lambda: bool(gone))
    assert gone == [threading.main_thread()]


# -- closing ----------------------------------------------------------------------------------------------


def job_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("job-")]


@pytest.mark.fault(78)
def test_close_leaves_no_thread_and_delivers_nothing_more(qtbot: QtBot) -> None:
    jobs, landed = Jobs(), Landed()
    for _ in range(50):
        jobs.submit(lambda _: 1, landed)
    jobs.close()
    assert job_threads() == []
    assert not jobs.busy
    other, after = Jobs(), Landed()
    other.submit(lambda _: 1, after)
    until(qtbot, lambda: bool(after.outcomes))
    other.close()
    assert landed.outcomes == []


def test_close_stops_work_that_listens(qapp: object) -> None:
    jobs, began = Jobs(), threading.Event()

    def work(stop: Cancel) -> None:
        woken = threading.Event()
        stop.on_cancel(woken.set)
        began.set()
        assert woken.wait(10)

    jobs.submit(work, Landed())
    assert began.wait(10)
    before = monotonic()
    jobs.close(patience=10)
    assert monotonic() - before < 5
    assert job_threads() == []


@pytest.mark.fault(78)
def test_close_waits_a_second_at_most_for_work_that_hangs(qapp: object) -> None:
    jobs, gates, landed = Jobs(), [Gate() for _ in range(6)], Landed()
    for gate in gates:
        jobs.submit(gate, landed)
        gate.wait_begun()
    jobs.submit(lambda _: 1, landed)
    before = monotonic()
    jobs.close(patience=0.3)
    assert monotonic() - before < 1.0
    for gate in gates:
        assert gate.stop is not None
        assert gate.stop.cancelled
        gate.open.set()
    assert landed.outcomes == []


def test_close_twice_and_with_nothing_done_is_harmless(qapp: object) -> None:
    jobs = Jobs()
    jobs.close()
    jobs.close()
    assert job_threads() == []


def test_after_close_no_work_begins(qapp: object) -> None:
    jobs, ran = Jobs(), threading.Event()
    jobs.close()
    job = jobs.submit(lambda _: ran.set(), Landed())
    job.cancel()
    assert job_threads() == []
    assert not ran.is_set()
    assert not jobs.busy


def test_finishing_lets_queued_work_be_done_and_delivers_nothing(qtbot: QtBot) -> None:
    done: list[int] = []
    delivered: list[object] = []
    jobs = Jobs(workers=1)
    for number in range(50):
        jobs.submit(lambda _, number=number: done.append(number), delivered.append)
    jobs.finish()
    assert done == list(range(50))
    assert delivered == []


def test_what_was_submitted_to_one_worker_is_done_when_waiting_ends(qtbot: QtBot) -> None:
    jobs = Jobs(workers=1)
    done: list[int] = []
    for number in range(3):
        jobs.submit(lambda _, number=number: done.append(number), lambda _: None)
    jobs.wait()
    assert done == [0, 1, 2]
    jobs.close()
