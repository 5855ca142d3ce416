"""While the window has something to do, long work stands aside for it: for a moment, and never on the window's own thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from time import monotonic

import pytest
from pytestqt.qtbot import QtBot

from console.runtime.giving_way import give_way, unhurried, unhurried_parts, window_begins
from console.runtime.window_first import WindowFirst


@pytest.fixture
def first(qtbot: QtBot) -> Iterator[WindowFirst]:
    made = WindowFirst()
    yield made
    made.stop()


class Worker:
    """Walks over the items elsewhere; `walked` has those it came by."""

    def __init__(self, items: range) -> None:
        self.walked: list[int] = []
        self.seconds = 0.0
        self._items = items
        self.thread = threading.Thread(target=self._walk, daemon=True)
        self.thread.start()

    def _walk(self) -> None:
        began = monotonic()
        self.walked.extend(unhurried(self._items))
        self.seconds = monotonic() - began


def test_a_worker_goes_on_once_the_window_has_nothing_more_to_do(qtbot: QtBot, first: WindowFirst) -> None:
    window_begins()
    worker = Worker(range(1_000))
    assert not worker.walked
    qtbot.waitUntil(lambda: len(worker.walked) == 1_000)
    assert worker.walked == list(range(1_000))


def test_a_window_that_never_comes_to_an_end_holds_nobody_up_for_long(first: WindowFirst) -> None:
    window_begins()
    worker = Worker(range(10_000))
    worker.thread.join()  # meanwhile no event of the window's is handled
    assert worker.walked == list(range(10_000))
    assert 0.05 < worker.seconds < 2


def test_the_window_never_waits_for_itself(first: WindowFirst) -> None:
    window_begins()
    began = monotonic()
    give_way()
    assert list(unhurried(range(100))) == list(unhurried_parts(range(100))) == list(range(100))
    assert monotonic() - began < 0.05


def test_without_a_window_nobody_waits() -> None:
    window_begins()
    worker = Worker(range(1_000))
    worker.thread.join()
    assert worker.walked == list(range(1_000))
    assert worker.seconds < 0.05


def test_what_stopped_going_first_holds_nobody_up(qtbot: QtBot) -> None:
    made = WindowFirst()
    window_begins()
    made.stop()
    worker = Worker(range(1_000))
    worker.thread.join()
    assert worker.seconds < 0.05
