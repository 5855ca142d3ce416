"""The trail as a file, of this computer and of the desk."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.presenters.notice import Notice
from console.presenters.trail.exporting import TrailExport
from console.runtime.cancel import Cancel
from tests.presenters.trail.colleague import AtDesk, at_desk
from tests.presenters.trail.sent import book_in
from tests.support.postgres import Desk
from tests.support.postgres import desk as desk
from tests.support.postgres import postgres as postgres


@pytest.fixture
def two(desk: Desk, tmp_path: Path) -> Iterator[AtDesk]:
    with book_in(tmp_path) as book, at_desk(book, desk, tmp_path / "bert") as made:
        yield made


def test_colleagues_entries_are_in_it_with_who_sent_them_and_ones_own_once(
    two: AtDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.presenters.trail.shared_trail._AT_ONCE", 2)
    two.book.write()
    two.push()
    for _ in range(4):
        two.bert_sends()
    for name in ("trail.csv", "trail.json"):
        wanted = TrailExport(two.book.trail, two.shared(), "tax", None, tmp_path / name)
        assert wanted.write(Cancel()) == Notice("good", f"Wrote 5 entries to {name}.")
    with (tmp_path / "trail.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["sent by"] for row in rows) == ["bert"] * 4 + ["jo"]
    assert {row["entry"] for row in rows if row["sent by"] == "bert"} == {
        f"desk {number}" for number in range(2, 6)
    }
    assert {row["before"] for row in rows} == {"0.00"}
    written = json.loads((tmp_path / "trail.json").read_bytes())
    assert sorted((one["sentBy"], one["entry"] is None, one["deskEntry"] is None) for one in written) == [
        *[("bert", True, False)] * 4,
        ("jo", False, True),
    ]
    assert {one["request"]["body"] for one in written} == {'{"taxAmount": 0.28}'}


def test_where_the_desk_is_away_it_says_what_is_not_in_it(two: AtDesk, tmp_path: Path) -> None:
    two.book.write()
    two.bert_sends()
    two.line.away = True
    wanted = TrailExport(two.book.trail, two.shared(), "", None, tmp_path / "trail.csv")
    assert wanted.write(Cancel()) == Notice(
        "warn",
        "Wrote 1 entry of this computer to trail.csv.",
        "What colleagues sent is not in it. The desk is not reached.",
    )


def test_without_a_desk_it_is_what_was_sent_from_here(tmp_path: Path) -> None:
    with book_in(tmp_path) as book:
        book.write()
        wanted = TrailExport(book.trail, None, "", None, tmp_path / "trail.csv")
        assert wanted.write(Cancel()) == Notice("good", "Wrote 1 entry to trail.csv.")
