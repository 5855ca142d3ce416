"""Runs the benchmarks and prints a table and, as the last line, the same as JSON.

It must not judge a figure whose reference was restless: where that spread by more than 30 %, it says so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys

import PySide6

from tests.bench import carriers, lines, lookup, runs, start, table
from tests.bench.figures import Figure, Rate

_BENCHES = {
    "start": start.measure,
    "lookup": lookup.measure,
    "lines": lines.measure,
    "runs": runs.measure,
    "table": table.measure,
    "carriers": carriers.measure,
}


def main(arguments: list[str]) -> int:
    """Measure what is asked for; returns 1 where a calm figure misses its bar."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("bench", nargs="*", choices=[[], *_BENCHES], help="which ones; all without a name")
    asked = parser.parse_args(arguments).bench or list(_BENCHES)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    figures: list[Figure | Rate] = [figure for name in asked for figure in _BENCHES[name]()]
    machine = f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}, PySide6 {PySide6.__version__}"
    sys.stdout.write(f"{machine}, {os.environ['QT_QPA_PLATFORM']}\n\n")
    for figure in figures:
        sys.stdout.write(figure.line() + "\n")
    sys.stdout.write(
        "\n" + json.dumps({"machine": machine, "figures": [figure.as_json() for figure in figures]}) + "\n"
    )
    return 1 if any(figure.missed for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
