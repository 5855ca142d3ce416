"""`python -m tests.desk_trial --consoles 50 --seconds 60 --json`: holds the trial and says what came of it.

It must not end well where a send was lost, an order was written twice, or what was sent was seen too late.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.desk_trial.trial import Plan, run


def main(arguments: list[str]) -> int:
    """Return 1 unless nothing was lost or sent twice, every order was shipped, and 99 of 100 sends were seen in a second."""
    usual = Plan()
    parser = argparse.ArgumentParser(prog="python -m tests.desk_trial", description="Try a desk of many.")
    parser.add_argument("--consoles", type=int, default=usual.consoles, help="two of them ship the file")
    parser.add_argument("--seconds", type=int, default=usual.seconds, help="for so long all others send")
    parser.add_argument("--rows", type=int, default=usual.rows, help="of the file")
    parser.add_argument("--json", action="store_true", help="say it as JSON")
    parser.add_argument("--quick", action="store_true", help="a small one, whose leases are aged by hand")
    asked = parser.parse_args(arguments)
    plan = Plan(asked.consoles, asked.seconds, asked.rows)
    if asked.quick:
        plan = Plan(consoles=6, seconds=3, rows=60, at_once=4, delay=20, lease=10, aged=True)
    with tempfile.TemporaryDirectory(prefix="desk-trial-") as folder:
        outcome = run(plan, Path(folder))
    if asked.json:
        sys.stdout.write(json.dumps(asdict(outcome), indent=1) + "\n")
    else:
        for name, value in asdict(outcome).items():
            sys.stdout.write(f"{name.replace('_', ' '):>18}  {value}\n")
    return 0 if outcome.well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
