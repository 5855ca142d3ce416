"""What is done with all rows at once: the window can draw between a few rows and the next, and nothing is left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.model.drafts.shipping import Shipment
from console.model.shipments.shipments import RowRequest
from console.presenters.runs.items import RunRow, restored
from console.presenters.runs.whole import WholeRun
from console.runtime.cancel import Cancel
from console.runtime.turn import Turn
from console.store.database import Database
from console.store.places import find_places
from console.store.runs import Run, Runs

ROWS = 250
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


class CountedTurn(Turn):
    """Counts how often the worker had it, and gave it up."""

    def __init__(self) -> None:
        super().__init__()
        self.takes = self.leaves = 0

    def take(self) -> bool:
        self.takes += 1
        return super().take()

    def leave(self) -> None:
        self.leaves += 1
        super().leave()


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    with closing(Database(find_places({"ORDER_CONSOLE_HOME": str(tmp_path / "home")}))) as database:
        yield Runs(database)


def rows(count: int = ROWS) -> list[RunRow]:
    return [
        RunRow(
            place,
            (f"#{place}",),
            RowRequest(f"id-{place}", shipment=Shipment(f"https://track.example.com/{place}")),
            "will ship",
            order_id=f"id-{place // 2}",
            included=place != 3,
        )
        for place in range(count)
    ]


def assert_gave_way(turn: CountedTurn, times: int) -> None:
    assert turn.takes == turn.leaves >= times * ROWS / 25
    assert turn.take(), "the worker has gone"


def test_a_run_is_written_down_whole_and_gives_way_meanwhile(runs: Runs) -> None:
    turn = CountedTurn()
    run = Run("Shop", "parcels.csv", ("Order",), NOON, {})
    begun, counted = WholeRun(rows(), turn).writing(runs, run, True)(Cancel())

    assert_gave_way(turn, 3)
    assert [restored(row) for row in runs.rows(begun.number)] == counted.items
    assert [item.place for item in counted.items] == list(range(ROWS))
    assert [item.place for item in counted.items if item.status == "left out"] == [3]
    assert all(item.request.message for item in counted.items if item.status == "to send")
    assert counted.tally.ended("to send") == ROWS - 1


def test_rows_for_one_order_are_told_and_the_window_draws_meanwhile() -> None:
    turn = CountedTurn()
    found = WholeRun(rows(), turn).doubles(Cancel())

    assert_gave_way(turn, 1)
    assert [item.place for item in found] == [place for place in range(ROWS) if place % 2]
    assert {item.verdict for item in found} == {"duplicate"}


def test_all_rows_are_as_before_the_check_and_counted_so() -> None:
    turn = CountedTurn()
    counted = WholeRun(rows(), turn).unchecked(Cancel())

    assert_gave_way(turn, 2)
    assert {item.verdict for item in counted.items} == {"unchecked"}
    assert (counted.tally.total, counted.tally.checked, counted.tally.chosen) == (ROWS, 0, 0)
