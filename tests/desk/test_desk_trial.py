"""The trial of a desk of many in small: nothing is lost or sent twice, whoever is killed or sleeps and whatever restarts."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.support.checkout import ROOT
from tests.support.postgres import cluster


def test_a_small_trial_loses_nothing_and_sends_nothing_twice() -> None:
    cluster()  # skips where there is no server to start
    done = subprocess.run(
        [sys.executable, "-m", "tests.desk_trial", "--quick", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)

    assert (told["lost"], told["twice"]) == (0, 0)
    assert told["orders_written"] == told["orders"] == 60
    assert told["sends"] == told["rows_on_the_desk"] >= 4 * 3 + 60
    assert told["seen"] == 3 * 4 * 3, "each by the three who have the record open"
    assert done.returncode == (0 if told["p99_seen_ms"] < 1000 else 1), done.stderr
