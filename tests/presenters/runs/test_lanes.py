"""Several workers take rows one after the other: each row once, all of them held when the server asks for it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest

from console.api.call import Progress
from console.api.errors import OutcomeUnknown, TooMany
from console.model.shipments.shipments import RowRequest
from console.presenters.runs import lanes as run_lanes
from console.presenters.runs.items import RunRow
from console.presenters.runs.lanes import Lanes, TryLater, Watch
from console.runtime.brake import Brake
from console.runtime.cancel import Cancel

Work = Callable[[RunRow, Watch, Cancel], RunRow]


def rows(count: int) -> list[RunRow]:
    return [RunRow(place, (), RowRequest(str(place))) for place in range(count)]


def found(item: RunRow, _: Watch, __: Cancel) -> RunRow:
    return item.checked("not found")


def run(lanes: Lanes, work: Work, *, at_once: int = 4) -> None:
    threads = [threading.Thread(target=lanes.run, args=(work, Cancel())) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_each_row_is_taken_once() -> None:
    lanes, taken = Lanes(rows(500), Brake(4)), Counter[int]()

    def work(item: RunRow, watch: Watch, cancel: Cancel) -> RunRow:
        taken[item.place] += 1
        return found(item, watch, cancel)

    lanes.queue(range(500))
    run(lanes, work)

    assert taken == Counter(range(500))
    assert {item.verdict for item in lanes.items} == {"not found"}
    assert lanes.drain_changes() == list(range(500))
    assert lanes.drain_changes() == []
    assert (lanes.left, lanes.done) == (0, 500)


def test_only_rows_that_were_loaded_are_taken() -> None:
    lanes = Lanes(rows(5), Brake(4))
    lanes.queue([1, 3])
    run(lanes, found)

    assert lanes.drain_changes() == [1, 3]


def test_a_row_that_is_given_back_as_it_was_is_not_done() -> None:
    lanes = Lanes(rows(2), Brake(1))
    lanes.queue(range(2))
    run(lanes, lambda item, *_: item)

    assert lanes.drain_changes() == []
    assert lanes.done == 0


def test_no_more_lanes_are_at_work_than_the_brake_allows() -> None:
    brake, inside, most = Brake(2), threading.Semaphore(2), []

    def work(item: RunRow, watch: Watch, cancel: Cancel) -> RunRow:
        most.append(inside.acquire(blocking=False))
        inside.release()
        return found(item, watch, cancel)

    lanes = Lanes(rows(100), brake)
    lanes.queue(range(100))
    run(lanes, work, at_once=8)

    assert all(most)


def test_a_row_that_must_wait_is_taken_again_after_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_lanes, "_USUAL_WAIT", 0.01)
    order: list[int] = []

    def work(item: RunRow, watch: Watch, cancel: Cancel) -> RunRow:
        order.append(item.place)
        if order.count(0) == 1 and item.place == 0:
            raise TryLater(lambda: item, TooMany("It is busy."))
        return found(item, watch, cancel)

    brake = Brake(4)
    lanes = Lanes(rows(3), brake)
    lanes.queue(range(3))
    run(lanes, work, at_once=1)

    assert order == [0, 1, 2, 0]
    assert lanes.done == 3
    assert brake.allowed == 2, "fewer at once after the server asked for patience"


def waiting(lanes: Lanes, tries: list[int], *, others_done: bool) -> Work:
    """Work of a row that must always wait, while other rows are done or none."""

    def work(item: RunRow, *_: object) -> RunRow:
        tries.append(item.place)
        if others_done:
            lanes.outage.well()
        raise TryLater(lambda: item.checked("not read"), TooMany("It is busy."))

    return work


def test_a_row_that_must_always_wait_while_others_need_not_ends_as_it_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run_lanes, "_USUAL_WAIT", 0.001)
    lanes, tries = Lanes(rows(1), Brake(1)), list[int]()
    lanes.queue([0])
    run(lanes, waiting(lanes, tries, others_done=True), at_once=1)

    assert len(tries) == 8
    assert lanes.items[0].verdict == "not read"
    assert not lanes.stop.cancelled


def test_where_every_row_must_wait_for_ever_all_is_stopped_and_nothing_is_marked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run_lanes, "_USUAL_WAIT", 0.001)
    lanes, tries = Lanes(rows(3), Brake(1)), list[int]()
    lanes.queue(range(3))
    run(lanes, waiting(lanes, tries, others_done=False), at_once=1)

    assert tries == [0, 1, 2, 0, 1]
    assert lanes.outage.why == "It is busy."
    assert (lanes.stop.cancelled, lanes.left, lanes.drain_changes()) == (True, 3, [])


def met(lanes: Lanes, *, nobody_asked: set[int]) -> Work:
    """Work of rows that meet a trouble that is not their own, but for those for which nobody need be asked."""

    def work(item: RunRow, watch: Watch, _: Cancel) -> RunRow:
        if item.place in nobody_asked:
            watch.asked = False
            return item.checked("bad id")
        watch.met("It is gone.", lambda: item)
        return item.checked("not read")

    return work


def test_after_troubles_in_a_row_all_is_stopped_and_those_rows_are_as_before() -> None:
    lanes = Lanes(rows(20), Brake(1))
    lanes.queue(range(20))
    run(lanes, met(lanes, nobody_asked={2, 4}), at_once=1)

    assert [item.verdict for item in lanes.items[:7]] == [
        *("unchecked", "unchecked", "bad id", "unchecked", "bad id", "unchecked", "unchecked")
    ]
    assert (lanes.outage.why, lanes.left, lanes.done) == ("It is gone.", 13, 2)


def test_a_new_pass_counts_troubles_anew() -> None:
    lanes = Lanes(rows(5), Brake(1))
    lanes.queue(range(5))
    run(lanes, met(lanes, nobody_asked=set()), at_once=1)
    lanes.queue(range(4))
    run(lanes, met(lanes, nobody_asked=set()), at_once=1)

    assert lanes.outage.why == ""
    assert [item.verdict for item in lanes.items] == [*["not read"] * 4, "unchecked"]


def test_the_wait_that_a_row_was_asked_for_is_everybody_s() -> None:
    brake = Brake(16)
    Watch(brake, Cancel())(Progress(waiting=30.0))

    assert 29.0 < brake.wait <= 30.0
    assert brake.allowed == 8


@pytest.mark.parametrize(
    ("status", "asked", "wait", "told"),
    [
        (429, 7.0, 7.0, (7.0, "too many calls")),
        (503, None, 1.0, (0.0, "not available")),
        (429, 86_400.0, 60.0, (60.0, "too many calls")),
    ],
)
def test_a_wait_says_what_the_server_asked_for_and_why(
    status: int, asked: float | None, wait: float, told: tuple[float, str]
) -> None:
    brake = Brake(16, clock=lambda: 0.0)
    watch = Watch(brake, Cancel())

    assert watch.wait_out(OutcomeUnknown("Busy.", status=status, retry_after=asked)), "a new wait"
    assert (brake.wait, brake.asked) == (wait, told)
    assert not watch.wait_out(OutcomeUnknown("Busy.", status=status)), "the same wait"
    assert brake.asked == told


def test_bytes_that_come_are_no_wait() -> None:
    brake = Brake(16)
    watch = Watch(brake, Cancel())
    watch(Progress(got=100))

    assert (watch.told, brake.wait, brake.allowed) == (False, 0.0, 16)


def test_after_a_stop_no_row_is_begun_and_none_is_lost() -> None:
    lanes = Lanes(rows(10), Brake(1))

    def work(item: RunRow, watch: Watch, cancel: Cancel) -> RunRow:
        if item.place == 3:
            lanes.stop.cancel()
            assert watch.stop.cancelled
        return found(item, watch, cancel)

    lanes.queue(range(10))
    run(lanes, work, at_once=1)

    assert [item.verdict for item in lanes.items].count("not found") == 4
    assert lanes.left == 6


def test_lanes_that_wait_at_the_brake_end_when_all_is_closed() -> None:
    brake, cancel = Brake(2), Cancel()
    brake.pause()
    lanes = Lanes(rows(4), brake)
    lanes.queue(range(4))
    threads = [threading.Thread(target=lanes.run, args=(found, cancel)) for _ in range(2)]
    for thread in threads:
        thread.start()
    cancel.cancel()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()

    assert lanes.left == 4
    assert lanes.drain_changes() == []
