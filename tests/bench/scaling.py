"""How figures grow with what they are of: lines of a record, rows of a run, records in the index; with their exponents.

It must not be judged against anything: an exponent near 0 is no growth, 1 is in proportion, above 1 is worse.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.builds import here
from tests.bench.consoles import DrivenConsole
from tests.bench.runs import ship
from tests.bench.slow_shop import long_order, served

_LINES = (1, 10, 100, 1_000, 10_000)
_ROWS = (10, 100, 1_000, 10_000)
_RECORDS = (1_000, 10_000, 100_000, 1_000_000)
_KEYS = "at the door"
_WORDS = ("order", "sku-0123", "emma.zzq", "a4")
_SMALL = 10
"""With `--quick` the largest sizes are left out: all above so many times the smallest."""

Sheet = dict[str, dict[int, float]]


def main(arguments: list[str]) -> int:
    """Print a sheet for each: sizes across, and the exponent of a line through the logarithms."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench scaling")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--quick", action="store_true", help="the smaller sizes only")
    asked = parser.parse_args(arguments)

    def sizes(all_of_them: Sequence[int]) -> Sequence[int]:
        return [one for one in all_of_them if not asked.quick or one <= _SMALL * all_of_them[0]]

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sheets: dict[str, Sheet] = {}
    for name, measure, across in _SHEETS:
        sheets[name] = measure(sizes(across))
        sys.stdout.write("\n".join(table(name, sheets[name])) + "\n\n")
        sys.stdout.flush()
    if asked.json:
        told = {
            "machine": f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            "date": time.strftime("%Y-%m-%d"),
            "command": "python -m tests.bench scaling",
            "sheets": {
                name: {
                    what: {"values": values, "exponent": exponent(values)} for what, values in sheet.items()
                }
                for name, sheet in sheets.items()
            },
        }
        Path(asked.json).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


def exponent(values: Mapping[int, float]) -> float:
    """The slope of the line that fits the logarithms best: `values` grow as their size to this power."""
    points = [(math.log(size), math.log(max(value, 1e-9))) for size, value in values.items()]
    if len(points) < 2:
        return math.nan
    middle = sum(x for x, _ in points) / len(points)
    height = sum(y for _, y in points) / len(points)
    spread = sum((x - middle) ** 2 for x, _ in points)
    return round(sum((x - middle) * (y - height) for x, y in points) / spread, 2)


def table(name: str, sheet: Sheet) -> list[str]:
    """A sheet for people."""
    across = list(next(iter(sheet.values())))
    lines = [
        f"| {name} | {' | '.join(f'{size:,}' for size in across)} | exponent |",
        f"|---|{'---|' * (len(across) + 1)}",
    ]
    for what, values in sheet.items():
        cells = [f"{values[size]:,.1f}" for size in across]
        lines.append(f"| {what} | {' | '.join(cells)} | {exponent(values):.2f} |")
    return lines


def _lines(sizes: Sequence[int]) -> Sheet:
    """Look-up, one key, save and memory of an order with so many lines; a new console for each."""
    sheet: Sheet = {what: {} for what in ("look-up, ms", "a key, ms", "save, ms", "memory it adds, MiB")}
    with served(0) as shop:
        for size in sizes:
            with DrivenConsole(here(), shop) as console:
                console.ask("edit_and_save", record=long_order(5), text="warm")
                before = console.ask("memory")
                found = [
                    console.ask("edit_and_save", record=long_order(size), text=f"{_KEYS} {turn}")
                    for turn in range(5)
                ]
                grown = max(console.ask("memory") - before, 2.0**12)
            for what, key in (("look-up, ms", "look-up"), ("a key, ms", "edit"), ("save, ms", "save")):
                sheet[what][size] = 1000 * median(one[key] for one in found)
            sheet["memory it adds, MiB"][size] = grown / 2**20
    return sheet


def _rows(sizes: Sequence[int]) -> Sheet:
    """A file of so many rows at a server of 0 ms: mapped, checked, sent, and the window's worst gap in the two."""
    acts = (("choose", "mapped, s"), ("check", "checked, s"), ("send", "sent, s"))
    sheet: Sheet = {what: {} for _, what in acts} | {"worst gap, ms": {}}
    with served(0) as shop, DrivenConsole(here(), shop) as console, tempfile.TemporaryDirectory() as folder:
        ship(console, Path(folder), 10)
        for size in sizes:
            found = ship(console, Path(folder), size)
            for act, what in acts:
                sheet[what][size] = found[act]["took"]
            sheet["worst gap, ms"][size] = 1000 * max(found[act]["gap"] for act, _ in acts)
    return sheet


def _records(sizes: Sequence[int]) -> Sheet:
    """A word that stands everywhere, one that is rare, one that is nowhere, a short one; in the index and the trail."""
    from tests.bench.index import Build as Filled

    places: dict[str, Any] = {"archive": "index", "trail": "trail"}
    sheet: Sheet = {f"{words}: {word}, ms": {} for words in places.values() for word in _WORDS}
    for size in sizes:
        with closing(Filled(here().root, size, here().python)) as filled:
            for place, words in places.items():
                for word in _WORDS:
                    found = [filled.ask(find=[place, word]) for _ in range(5)]
                    sheet[f"{words}: {word}, ms"][size] = median(found)
    return sheet


_SHEETS: tuple[tuple[str, Callable[[Sequence[int]], Sheet], Sequence[int]], ...] = (
    ("lines of a record", _lines, _LINES),
    ("rows of a run", _rows, _ROWS),
    ("records kept", _records, _RECORDS),
)
