"""The database of every form that was ever landed opens, and all that was in it is there, in the version of today.

It must not know the words on the screen; those are held for one old file in `tests/app`. How the files were made is in
`tests/store/old/README.md`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from console.model.drafts import kept
from console.presenters.runs import items
from console.presenters.saving.sent import fields_sent
from console.presenters.trail import entry
from console.store.archive import Archive
from console.store.database import Database
from console.store.drafts import Drafts
from console.store.places import Places, find_places
from console.store.runs import Runs
from console.store.schema import STEPS
from console.store.trail import Trail
from tests.support.checkout import ROOT
from tests.support.old import DATABASES, PRACTICE, put, put_database


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places({"ORDER_CONSOLE_HOME": str(tmp_path / "home")})


@pytest.fixture(params=DATABASES)
def old(request: pytest.FixtureRequest, places: Places) -> Iterator[Database]:
    put_database(request.param, places)
    with closing(Database(places)) as database:
        yield database
        assert database.take_notices() == [], "nothing of it was lost, so there is nothing to tell"


def test_there_is_one_of_each_version() -> None:
    assert {int(name.split("-")[0]) for name in DATABASES} == set(range(1, len(STEPS) + 1))


def test_every_draft_is_there_with_its_edits(old: Database) -> None:
    found = [*Drafts(old).all("Shop"), *Drafts(old).all("Cut shop")]
    edits = {
        one.title: {change.label: change.after for change in kept.restored(one.content).changes()}
        for one in found
    }
    quantity = edits["Cart C-2207"].pop("Line items")
    assert edits == {
        "Order #1003": {"Shipped": "yes", "Shipping details": "Leave at the door", "Tax": "12,5x"},
        "Cart C-2207": {"Shipping details": "Hand delivery"},
        "Order #1001": {"Shipping details": "UPS Ground"},
    }
    assert "quantity 2 → 7" in quantity


def test_the_tabs_come_back_in_their_order(old: Database) -> None:
    tabs = Drafts(old).tabs("Shop")
    assert [kind for kind, _ in tabs.tabs] == ["order", "cart", "order", "order"]
    assert tabs.front == tabs.tabs[-1]


def test_a_save_that_got_no_answer_is_still_open(old: Database) -> None:
    (unknown,) = Trail(old).unsettled("Cut shop")
    assert unknown.outcome == "unknown"
    assert fields_sent(unknown.intent)
    assert unknown.intent.run == ""


def test_every_entry_of_the_trail_can_be_read_and_settled(old: Database) -> None:
    trail = Trail(old, who=lambda: "kim")
    entries = trail.search(limit=-1)
    stored = old.read(lambda connection: connection.execute("SELECT COUNT(*) FROM trail").fetchone()[0])
    assert len(entries) == stored
    for one in entries:
        assert one.intent.record_id in entry.details(one)
        assert entry.line(one, "kim").changed
        if not one.settled:
            assert trail.end(one.number, "saved")
            after = trail.entry(one.number)
            assert after is not None
            assert after.outcome == "saved"


def test_what_was_opened_is_found_and_read_without_a_server(old: Database) -> None:
    archive = Archive(old)
    known = archive.recent("Shop")
    assert [one.title for one in known] == ["Order #1004", "Order #1003", "Cart C-2207", "Order #1002"]
    assert all(archive.read("Shop", one.kind, one.id) is not None for one in known)
    assert [one.title for one in archive.find("c-2207", "Shop")] == ["Cart C-2207"]


def test_a_run_that_was_killed_can_be_gone_on_with(old: Database) -> None:
    runs = Runs(old)
    for run in runs.all("Shop"):
        assert run.finished_at is None
        rows = [items.restored(row) for row in runs.rows(run.number)]
        assert len(rows) == 25
        assert rows[-1].became == "left out: not found"
        assert {row.verdict for row in rows[:-1]} == {"will ship"}
        assert (
            {"sent", "to send"} <= {row.status for row in rows} <= {"sent", "sending", "to send", "left out"}
        )
        assert all(row.order_id and row.request.shipment.link for row in rows[:-1])
    versions = old.read(lambda connection: connection.execute("SELECT COUNT(*) FROM runs").fetchone()[0])
    assert len(runs.all("Shop")) == versions


@pytest.mark.parametrize("name", PRACTICE)
def test_a_practice_file_of_before_is_served(name: str, tmp_path: Path) -> None:
    file = tmp_path / "practice.db"
    put(name, file)
    command = [sys.executable, "-m", "console.sandbox", "--database", str(file), "--exit-with-parent"]
    with subprocess.Popen(
        command, cwd=ROOT, env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as sandbox:
        assert sandbox.stdout is not None
        assert json.loads(sandbox.stdout.readline())["url"].startswith("http://127.0.0.1:")
        sandbox.communicate(timeout=20)
    assert sandbox.returncode == 0
