"""The bench itself: that it runs, that it judges only what was calm, and that the README says what it wrote down.

It must not judge a figure of this machine.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.bench import peers, readme, scaling
from tests.bench.figures import Figure
from tests.bench.rows import FLOORS, GROUPS, ROWS

_README = readme.ROOT / "README.md"


def test_a_quick_run_ends_with_a_table_and_json(tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    command = [sys.executable, "-m", "tests.bench", "start", "calls", "--once", "--json", str(told)]

    done = subprocess.run(command, cwd=readme.ROOT, capture_output=True, text=True, timeout=120, check=False)

    found = json.loads(told.read_text())
    assert found["failed"] == [], done.stderr
    rows = {figure["row"]: figure for figure in found["figures"]}
    assert set(rows) == {"start: paint, bare", "start: ready, bare", "calls: connections", "calls: tokens"}
    assert rows["start: paint, bare"]["here"] < rows["start: ready, bare"]["here"]
    assert rows["start: paint, bare"]["verdict"] == "one round, not judged"
    assert rows["calls: tokens"]["here"] == 0
    for figure in rows.values():
        assert f"\n{figure['what']}" in done.stdout
        assert figure["verdict"] in done.stdout


@pytest.mark.parametrize(
    ("here", "reference", "verdict"),
    [
        ([0.79, 0.80, 0.81], [1.0, 1.0, 1.0], "met, and the aim"),
        ([0.86, 0.87, 0.88], [1.0, 1.0, 1.0], "met"),
        ([0.89, 0.90, 0.91], [1.0, 1.0, 1.0], "missed"),
        ([0.89, 0.90, 0.91], [0.7, 0.8, 1.0, 1.1, 1.4], "restless, not judged"),
        ([0.5], [1.0], "one round, not judged"),
    ],
)
def test_a_figure_is_judged_only_where_its_reference_was_calm(
    here: list[float], reference: list[float], verdict: str
) -> None:
    assert Figure("start: paint", here, reference).verdict == verdict


def test_a_row_without_a_reference_is_judged_by_its_value() -> None:
    assert Figure("ending: exit", [0.3, 1.4, 1.5]).verdict == "missed"
    assert Figure("calls: connections", [2.0]).verdict == "met"


def test_the_readme_says_what_the_bench_wrote_down() -> None:
    text = _README.read_text(encoding="utf-8")

    assert readme.written(text) == text, "python -m tests.bench readme"


def test_the_readmes_rows_are_the_benchs_rows() -> None:
    chapter = _README.read_text(encoding="utf-8").partition("## How fast\n")[2].partition("\n## ")[0]
    table = chapter.partition("\n\n| what | ")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]*?) ?\| ", table, re.MULTILINE)
    expected = [(row.what, row.against) for row in ROWS.values() if row.group != "lines"]

    assert rows[: len(expected)] == expected
    assert len(rows) == len(expected) + 1
    assert "27 acts" in rows[-1][0]


def test_every_row_can_be_reached_and_a_floor_is_told_only_of_rows() -> None:
    assert set(FLOORS) <= set(ROWS)
    assert {row.group for row in ROWS.values()} == set(GROUPS)
    assert all(row.aim <= row.must for row in ROWS.values())


def test_a_peers_memory_is_its_own_and_not_that_of_who_started_it(tmp_path: Path) -> None:
    large = bytearray(200 * 2**20)

    with closing(peers.Runner()) as runner:
        took, memory = runner.run(["sh", "-c", "true"], str(tmp_path))
        with pytest.raises(RuntimeError, match="sh failed: no such order"):
            runner.run(["sh", "-c", "echo no such order >&2; exit 3"], str(tmp_path))

    assert took > 0
    assert 2**20 < memory < len(large) / 4


def test_an_exponent_tells_how_a_figure_grows() -> None:
    assert scaling.exponent({1: 3.0, 10: 300.0, 100: 30_000.0}) == 2.0
    assert scaling.exponent({1: 5.0, 10: 5.0, 1_000: 5.0}) == 0.0
