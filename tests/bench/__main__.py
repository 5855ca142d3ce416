"""Runs the benchmarks and prints a table; with `--json FILE` the same for machines: `python -m tests.bench [GROUP ...]`.

It must not judge a figure whose reference was restless: where that spread by more than 30 %, it says so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import PySide6

from tests.bench import (
    day,
    desk,
    finding,
    handing_over,
    lines,
    lookup,
    manners,
    runs,
    start,
    table,
)
from tests.bench.builds import Builds, earlier, here
from tests.bench.figures import Figure
from tests.bench.rows import EARLIER, GROUPS, QUIET, ROWS

_GROUPS: dict[str, Callable[[Builds], Iterator[Figure]]] = {
    "start": start.measure,
    "memory": start.memory,
    "hand_over": handing_over.measure,
    "lookup": lookup.measure,
    "index": finding.measure,
    "file": runs.large,
    "runs": runs.measure,
    "typing": manners.typing,
    "desk": desk.measure,
    "calls": manners.calls,
    "ending": manners.ending,
    "day": day.measure,
    "table": table.measure,
    "lines": lines.measure,  # last: its window lives in this process
}
_OTHERS = ("peers", "scaling", "profile", "readme", "carriers", "kills")
"""Modules with a `main` of their own."""
_HEADS = ("what", "against", "reference", "earlier", "here", "ratio", "must", "aim", "verdict")
_WIDTHS = (60, 32, 10, 10, 10, 5, 5, 5, 20)
assert set(_GROUPS) == set(GROUPS)


def main(arguments: list[str]) -> int:
    """Measure what is asked for; returns 1 where a calm figure misses what it must reach, or a group could not be measured."""
    if arguments[:1] and arguments[0] in _OTHERS:
        return int(import_module(f"tests.bench.{arguments[0]}").main(arguments[1:]))
    asked = _parse(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    effort = "once" if asked.once else "quick" if asked.quick else "whole"
    try:
        builds = Builds(here(), earlier(asked.against) if asked.against else None, effort)
    except subprocess.CalledProcessError as error:
        sys.stderr.write(
            f"{asked.against} cannot be set up beside this checkout: {shlex.join(error.cmd)} failed.\n"
        )
        return 2
    machine = (
        f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"PySide6 {PySide6.__version__}, {os.environ['QT_QPA_PLATFORM']}"
    )
    against = f"; the earlier build is {builds.earlier.name}" if builds.earlier else ""
    load = os.getloadavg()[0]
    busy = f"Others are at work here (load {load:.1f}): only ratios of what was taken in turns count.\n"
    sys.stdout.write(f"{machine}{against}\n{busy * (load > QUIET)}\n{_line(_HEADS)}\n")
    figures: list[Figure] = []
    failed: list[str] = []
    began = time.monotonic()
    for group in [name for name in _GROUPS if name in (asked.groups or GROUPS)]:
        since = time.monotonic()
        try:
            for figure in _GROUPS[group](builds):
                figures.append(figure)
                sys.stdout.write(_line(figure.cells()) + "\n")
                sys.stdout.flush()
        except Exception:  # noqa: BLE001 - the other groups are measured all the same
            traceback.print_exc()
            failed.append(group)
        sys.stderr.write(f"{group}: {time.monotonic() - since:.0f} s\n")
    measured = {figure.name for figure in figures}
    if left := [
        name for name, row in ROWS.items() if row.group in (asked.groups or GROUPS) and name not in measured
    ]:
        sys.stdout.write(f"\nnot measured: {', '.join(left)}\n")
    if failed:
        sys.stdout.write(f"\ncould not be measured: {', '.join(failed)}\n")
    if asked.json:
        told: dict[str, Any] = {
            "machine": machine,
            "date": time.strftime("%Y-%m-%d"),
            "command": " ".join(["python -m tests.bench", *_shown(arguments)]),
            "earlier": builds.earlier.name if builds.earlier else None,
            "load": round(load, 1),
            "seconds": round(time.monotonic() - began),
            "failed": failed,
            "figures": [figure.as_json() for figure in figures],
        }
        Path(asked.json).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 1 if failed or any(figure.verdict == "missed" for figure in figures) else 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Figures of this checkout beside named references and an earlier build, in turns.",
        epilog=f"Others: python -m tests.bench {'|'.join(_OTHERS)} --help",
    )
    parser.add_argument(
        "groups",
        nargs="*",
        choices=[[], *_GROUPS],
        metavar="GROUP",
        help=f"one of {', '.join(_GROUPS)}; all without a name",
    )
    parser.add_argument("--against", metavar="COMMIT", help=f"the commit of the rows against {EARLIER}")
    parser.add_argument("--json", metavar="FILE", help="write the figures there as well")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: 2 minutes at most")
    parser.add_argument("--once", action="store_true", help="one round, which proves only that it runs")
    return parser.parse_args(arguments)


def _shown(arguments: list[str]) -> list[str]:
    """The arguments without where the JSON went."""
    place = arguments.index("--json") if "--json" in arguments else len(arguments)
    return arguments[:place] + arguments[place + 2 :]


def _line(cells: tuple[str, ...]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
