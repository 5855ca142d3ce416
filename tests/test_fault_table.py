"""What can go wrong is known, and each row of it is held by a test that is there."""

from __future__ import annotations

import subprocess
import sys

from tests.support.checkout import ROOT
from tests.support.fault_table import marks, rows, table


def test_every_row_is_held_by_a_test() -> None:
    assert [row.number for row in rows().values() if not row.tests] == []


def test_the_rows_are_numbered_without_a_gap_and_none_stands_twice() -> None:
    found = rows()
    assert list(found) == list(range(1, 111))
    assert len({row.fault for row in found.values()}) == len(found)
    assert all(row.expected for row in found.values())


def test_every_mark_has_a_row_and_no_test_is_marked_twice_with_one() -> None:
    found = list(marks())
    assert {number for number, _ in found} <= set(rows())
    assert len(set(found)) == len(found)


def test_one_command_prints_the_table() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.fault_table"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == table() + "\n"
    assert done.stdout.count("\n") == 112
