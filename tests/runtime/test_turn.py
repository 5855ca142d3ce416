"""Turns: of all who compute one at a time, the window before the workers, and nobody held up by one who never ends."""

from __future__ import annotations

import threading
from collections.abc import Callable

from console.runtime.turn import Turn, away


def started(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_workers_with_a_turn_compute_one_at_a_time_and_wait_together() -> None:
    turn, together = Turn(), threading.Barrier(4)
    at_work, most = [0], [0]

    def work() -> None:
        with turn.taken():
            for _ in range(20):
                at_work[0] += 1
                most[0] = max(most[0], at_work[0])
                at_work[0] -= 1
                with away:
                    together.wait(5)  # broken, and an error, unless all four are away at the same time

    threads = [started(work) for _ in range(4)]
    for thread in threads:
        thread.join(10)
    assert not together.broken
    assert most == [1]


def test_no_worker_has_a_turn_while_the_window_draws() -> None:
    turn = Turn()
    with turn.first():
        assert not turn.take()
    assert turn.take()
    turn.leave()


def test_a_worker_that_waits_with_its_turn_holds_nobody_up_for_long() -> None:
    turn, begun, go = Turn(), threading.Event(), threading.Event()
    went_on: list[str] = []

    def stuck() -> None:
        with turn.taken():
            begun.set()
            go.wait(10)

    def other(name: str) -> None:
        with turn.taken(), away:
            went_on.append(name)

    held = started(stuck)
    assert begun.wait(5)
    for thread in [started(lambda name=name: other(name)) for name in "abcd"]:
        thread.join(5)
    with turn.first():
        went_on.append("window")
    assert sorted(went_on) == ["a", "b", "c", "d", "window"]
    assert held.is_alive(), "it has the turn still"
    go.set()
    held.join(5)
    assert turn.take(), "they left it to who had it"
    turn.leave()


def test_who_has_no_turn_is_away_without_one() -> None:
    turn = Turn()
    assert turn.take()
    with away:
        assert not turn.take(), "it is not this thread's to leave"
    turn.leave()


def test_an_error_in_a_block_gives_the_turn_back() -> None:
    turn = Turn()
    for block in (turn.taken(), turn.first()):
        try:
            with block:
                raise ValueError
        except ValueError:
            assert turn.take()
            turn.leave()
