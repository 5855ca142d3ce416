"""Runs that are on the disk: listed, opened again as they stood, their rows written to a file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from console.model.drafts.shipping import Shipment
from console.model.shipments.shipments import RowRequest
from console.presenters.observable import Observable
from console.presenters.runs.earlier import EarlierRuns
from console.presenters.runs.items import RunRow, kept
from console.presenters.runs.state import RunState
from console.store.database import Database
from console.store.runs import Run, Runs
from tests.presenters.given import SHOP, own_database
from tests.support.jobs import HeldJobs

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
WANTED = RowRequest("1001", shipment=Shipment("https://x.example/1"))
ROWS = [
    RunRow(0, ("1001", "=1+1"), WANTED, "will ship", order_id="id-1", included=True, status="sent", at=NOON),
    RunRow(1, ("1002", "x"), WANTED, "will ship", order_id="id-2", included=True),
    RunRow(2, ("1003", "y"), WANTED, "not found", status="left out", reason="not found"),
]


class Shelf:
    """A presenter of runs on a real disk that answers when it is told to."""

    def __init__(self, database: Database) -> None:
        self.disk, self.store = HeldJobs(), Runs(database)
        self.page = Observable(RunState(head=("Order", "Tracking")))
        self.opened: list[tuple[Run, list[RunRow]]] = []
        self.runs = EarlierRuns(
            self.disk,
            self.store,
            SHOP,
            page=self.page,
            opened=lambda run, counted: self.opened.append((run, counted.items)),
        )

    @property
    def state(self) -> RunState:
        return self.page.state

    def do(self, act: Callable[[], None]) -> None:
        act()
        self.disk.finish_all()

    @property
    def said(self) -> str:
        assert self.state.notice is not None
        return f"{self.state.notice.headline} {self.state.notice.advice}".strip()


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with closing(own_database()) as database:
        yield Shelf(database)


def test_a_run_is_listed_and_opened_as_it_stood(shelf: Shelf) -> None:
    run = shelf.store.begin(Run(SHOP, "monday.csv", ("Order", "Tracking"), NOON, {}), list(map(kept, ROWS)))
    shelf.store.begin(Run("Another", "elsewhere.csv", (), NOON, {}), [])
    shelf.do(shelf.runs.load)
    assert [(line.number, line.unfinished) for line in shelf.state.runs] == [(run.number, True)]
    shelf.runs.open(run.number)
    assert shelf.state.busy
    shelf.disk.finish_all()

    assert shelf.opened == [(run, ROWS)]
    assert not shelf.state.busy


def test_no_run_is_opened_while_one_is_under_way_or_the_disk_is_waited_for(shelf: Shelf) -> None:
    run = shelf.store.begin(Run(SHOP, "monday.csv", (), NOON, {}), [])
    shelf.do(shelf.runs.load)
    shelf.page.put(replace(shelf.state, phase="sending"))
    shelf.do(lambda: shelf.runs.open(run.number))
    shelf.page.put(replace(shelf.state, phase="map", busy=True))
    shelf.do(lambda: shelf.runs.open(run.number))
    shelf.page.put(replace(shelf.state, busy=False))
    shelf.do(lambda: shelf.runs.open(run.number + 1))

    assert shelf.opened == []


@pytest.mark.parametrize("name", ["results.csv", "results.XLSX"])
def test_results_are_the_input_and_what_became_of_it_without_formulas(
    shelf: Shelf, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    shelf.do(lambda: shelf.runs.save_results(str(path), ROWS))

    assert shelf.said == f"Wrote 3 rows to {name}."
    if name.endswith("csv"):
        found = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
        assert found[1][1] == "'=1+1"
    else:
        book = openpyxl.load_workbook(path)
        found = [[cell or "" for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
        assert book.worksheets[0].cell(2, 2).data_type == "s"
        book.close()
    assert found[0] == ["Order", "Tracking", "Result", "Reason", "Order ID", "Link", "Time (UTC)"]
    assert found[1][2:] == ["sent and verified", "", "id-1", "https://x.example/1", "2026-01-02 12:00:00"]
    assert [row[2] for row in found[1:]] == ["sent and verified", "not sent", "left out"]


def test_a_name_that_says_no_form_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    shelf.do(lambda: shelf.runs.save_results(str(tmp_path / "results.txt"), ROWS))

    assert shelf.said == "Nothing was written. Give the file a name that ends in .csv or .xlsx."
    assert list(tmp_path.glob("results*")) == []


def test_results_that_cannot_be_written_are_said(shelf: Shelf, tmp_path: Path) -> None:
    shelf.do(lambda: shelf.runs.save_results(str(tmp_path / "missing" / "results.csv"), ROWS))

    assert "results.csv" in shelf.said
    assert shelf.state.notice is not None
    assert shelf.state.notice.tone == "bad"
    assert not shelf.state.busy
