"""Garbage is collected on the UI thread only: widgets in cycles are never destroyed by a worker."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.runtime.collect import Collector


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    gc.enable()  # as Python starts: that it collects no longer is the collector's own doing
    made = Collector()
    yield made
    made.stop()
    gc.disable()  # as the rule against noise has it for a test with widgets


def discarded(gone: list[str]) -> None:
    """Leave a widget in a reference cycle behind, which only a collection can destroy."""
    widget = QWidget()
    widget.itself = widget  # type: ignore[attr-defined]
    weakref.finalize(widget, lambda: gone.append(threading.current_thread().name))


def make_garbage() -> None:
    """Allocate so much that Python itself would collect many times over."""
    for _ in range(15_000):
        one: list[object] = []
        one.append(one)


@pytest.mark.fault(79)
def test_a_worker_destroys_no_widget_whatever_it_allocates(qtbot: QtBot, collector: Collector) -> None:
    gone: list[str] = []
    for _ in range(5):
        discarded(gone)
    worker = threading.Thread(target=make_garbage, name="worker")
    worker.start()
    worker.join()
    assert gone == []
    qtbot.waitUntil(lambda: len(gone) == 5, timeout=10_000)
    assert set(gone) == {"MainThread"}


def test_without_it_a_worker_would(qtbot: QtBot) -> None:
    class Thing:
        """Not a widget: the test would hang, or crash."""

    gone: list[str] = []
    thing = Thing()
    thing.itself = thing  # type: ignore[attr-defined]
    weakref.finalize(thing, lambda: gone.append(threading.current_thread().name))
    del thing
    gc.enable()
    worker = threading.Thread(target=make_garbage, name="worker")
    worker.start()
    worker.join()
    gc.disable()
    assert gone == ["worker"]


def test_a_small_heap_is_left_alone(collector: Collector) -> None:
    gc.collect()
    before = [one["collections"] for one in gc.get_stats()]
    collector.collect()
    assert [one["collections"] for one in gc.get_stats()] == before


def test_the_young_are_collected_first_and_the_old_in_time(collector: Collector) -> None:
    gc.collect()
    before = [one["collections"] for one in gc.get_stats()]
    for _ in range(200):
        make_some()
        collector.collect()
    young, _, old = (now["collections"] - then for now, then in zip(gc.get_stats(), before, strict=True))
    assert young == 180
    assert old == 20


def test_what_was_closed_while_somebody_works_is_gone_within_five_seconds(collector: Collector) -> None:
    gc.collect()
    gone: list[str] = []
    grown = Grown()
    grown.me = grown
    weakref.finalize(grown, gone.append, "closed")
    gc.collect()  # by now it is old
    del grown
    for _ in range(9):
        make_some()
        collector.collect()
    assert gone == []
    make_some()
    collector.collect()
    assert gone == ["closed"]


def test_as_soon_as_work_has_paused_all_is_looked_at_once_and_what_is_kept_for_nothing_is_let_go(
    collector: Collector,
) -> None:
    gone: list[str] = []
    collector.collect()
    grown = Grown()
    grown.me = grown
    weakref.finalize(grown, gone.append, "closed")
    gc.collect()  # by now it is old
    make_some()
    del grown
    collector.tidying.connect(lambda: gone.append("let go"))
    collector.collect()
    assert gone == [], "somebody is at work"
    collector.collect()
    assert gone == ["let go", "closed"]
    for _ in range(100):
        collector.collect()
    assert gone == ["let go", "closed"]


class Grown:
    """Something that holds itself."""

    me: object


def make_some() -> None:
    for _ in range(gc.get_threshold()[0] + 200):
        one: list[object] = []
        one.append(one)


def test_a_long_record_is_set_aside_unseen_and_looked_at_when_it_is_quiet(collector: Collector) -> None:
    gc.collect()
    gone: list[str] = []
    discarded(gone)
    long = [[place] for place in range(30_000)]
    before = [one["collections"] for one in gc.get_stats()]
    collector.collect()
    assert gc.get_freeze_count() > len(long)
    assert [one["collections"] for one in gc.get_stats()] == before, "nothing was looked at"
    assert gone == []
    for _ in range(59):
        collector.collect()
    make_some()
    for _ in range(60):
        collector.collect()
    assert gone == [], "somebody was at work in between"
    for _ in range(60):
        collector.collect()
    assert gone == ["MainThread"]
    swept = gc.get_stats()[2]["collections"]
    for _ in range(120):
        collector.collect()
    assert gc.get_stats()[2]["collections"] == swept, "once is enough while nothing happens"
    assert len(long) == 30_000


def test_python_collects_no_longer_by_itself_until_it_stopped(qtbot: QtBot) -> None:
    gc.enable()
    collector = Collector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    gc.disable()
