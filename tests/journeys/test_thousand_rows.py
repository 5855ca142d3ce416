"""A thousand orders shipped from a file over a bad line, killed in the middle and gone on with: none is written twice.

It must not trust the console's own account: what was written is read off the sandbox's log.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from console.store.database import Database
from console.store.environments import Environments
from console.store.places import find_places
from console.store.runs import Runs
from console.store.trail import Trail
from tests.support.checkout import ROOT
from tests.support.console import NAME, environment_of
from tests.support.faulty_api import Fault, FaultyApi
from tests.support.sandbox import Sandbox

ROWS, KILLED_AT, DEAD_AT = 1_000, 350, 700
Line = dict[str, Any]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox with more than a thousand orders to ship; ten thousand answers are not held against the contract."""
    sandbox = Sandbox(orders=1_900, database=tmp_path / "shop.sqlite")
    yield sandbox
    sandbox.kill()


def to_ship(shop: Sandbox) -> list[str]:
    """The ids of a thousand orders that are not shipped yet."""
    _, found = shop.read("/orders?startDate=2000-01-01")
    waiting = [str(order["orderId"]) for order in found if not order["states"]["shipped"]]
    assert len(waiting) >= ROWS
    return waiting[:ROWS]


def faults(orders: list[str]) -> dict[str, Fault]:
    """3 % conflicts, 1 % each of faults, lost answers and late writes; 2 % wishes for patience, four in a row."""
    rng = random.Random(1)
    busy = [place + step for place in (100, 300, 500, 650, 850) for step in range(4)]
    others = rng.sample([place for place in range(ROWS) if place not in busy], 60)
    plan: dict[int, Fault] = dict.fromkeys(busy, "429")
    plan |= dict.fromkeys(others[:30], "409") | dict.fromkeys(others[30:40], "500")
    plan |= dict.fromkeys(others[40:50], "cut") | dict.fromkeys(others[50:], "late")
    return {f"/orders/{orders[place]}": fault for place, fault in plan.items()}


class Shipping:
    """A shipping process and what it says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.lines: list[Line] = []

    def until(self, condition: Callable[[], bool] = lambda: False) -> Line:
        """Read what it says until the condition holds or it ends; the last it said."""
        assert self._process.stdout is not None
        for text in self._process.stdout:
            self.lines.append(json.loads(text))
            if condition():
                break
        return self.lines[-1]

    def kill(self) -> None:
        """End it as a crash would."""
        assert self._process.poll() is None
        self._process.kill()


@contextmanager
def shipping(act: str) -> Iterator[Shipping]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.shipper", NAME, act],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Shipping(process)
    finally:
        process.kill()
        process.wait(20)
        assert process.stdout is not None
        process.stdout.close()


def statuses() -> Counter[str]:
    """How many rows stand how on the disk."""
    with closing(Database(find_places())) as database:
        return Counter(row.status for row in Runs(database).rows(1))


def written(shop: Sandbox) -> Counter[str]:
    """How often the sandbox applied a write to each order."""
    posts = [line for line in shop.calls() if line["method"] == "POST"]
    return Counter(line["path"] for line in posts if line["status"] == 200)


@pytest.mark.fault(81, 82)
def test_a_thousand_rows_over_a_bad_line_with_a_kill_in_the_middle(shop: Sandbox, tmp_path: Path) -> None:
    orders = to_ship(shop)
    paths = {f"/orders/{order}" for order in orders}
    file = tmp_path / "warehouse.csv"
    rows = [f"{order},https://track.example.com/parcel/{place}" for place, order in enumerate(orders)]
    file.write_text("Order,Tracking link\n" + "\n".join(rows))
    places = find_places()
    places.prepare()
    with FaultyApi(shop.port, faults(orders), deadly=DEAD_AT) as api:
        Environments(places).save(environment_of(shop, api_url=api.url))
        with shipping(str(file)) as first:
            first.until(lambda: api.writes >= KILLED_AT)
            first.kill()
        found = statuses()
        assert found["to send"] > 0
        assert found["sent"] > 0
        assert found.total() == ROWS
        assert max(written(shop).values()) == 1

        with shipping("resume") as second:
            last = second.until()  # nobody answers any more: it stops by itself, with rows left to send
        assert api.dead.is_set()
        api.revive()
        assert last["phase"] == "over"
        assert sum(last["counts"].values()) == ROWS
        assert last["counts"]["to send"] >= 100
        assert max(written(shop).values()) == 1
        assert any(line["wait"] > 0 for line in [*first.lines, *second.lines])

        assert api.get_round() > 0, "writes that were unknown when it stopped have arrived before it goes on"
        with shipping("mend") as third:
            last = third.until()
        assert last == {"phase": "over", "wait": 0.0, "counts": {"sent": ROWS}}
        assert api.left == []
    assert statuses() == {"sent": ROWS}
    assert written(shop) == dict.fromkeys(paths, 1)
    with closing(Database(places)) as database:
        entries = Trail(database).search("warehouse.csv", limit=-1)
        assert {entry.outcome for entry in Trail(database).unsettled(NAME)} <= {"not arrived"}
        assert [run.finished_at is not None for run in Runs(database).all(NAME)] == [True]
    known = Counter(entry.intent.record_id for entry in entries if entry.outcome in ("saved", "arrived"))
    assert known == dict.fromkeys(orders, 1)
