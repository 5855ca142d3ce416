"""Every row that the bench fills: what is measured, against what, and which ratio it must and should reach.

It must not measure anything; the groups of the bench fill these rows and no others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["ms", "s", "MiB", ""]
EARLIER = "the earlier build"
"""The commit of `--against`; without one these rows are left out."""
QUIET = 1.0
"""Of a machine that does nothing else the load before the first round is below this."""
_BARE, _PARSE = "a bare QMainWindow", "json.loads of 10,000 lines"
ACTS = (
    "open",
    "scroll 40 pages",
    "edit a cell",
    "type into a field",
    "add a line",
    "fill that line",
    "remove a line",
    "duplicate a line",
    "move a line",
    "undo",
    "redo",
    "sort by name",
    "filter",
    "as sent",
    "copy all cells",
    "fill a column",
    "undo the fill",
    "clear a column",
    "undo the column",
    "clear all cells",
    "undo all cells",
    "paste as many lines",
    "undo the paste",
    "reload over another's changes",
    "review",
    "keep editing",
    "save",
)
"""What is done to a cart of 10,000 lines, in this order."""


@dataclass(frozen=True, slots=True)
class Row:
    """`must` and `aim` are the highest ratios to the reference, or values where `against` is empty; lower is better."""

    group: str
    key: str
    what: str
    against: str
    must: float
    aim: float
    unit: Unit = "ms"


_ROWS = (
    Row("start", "paint", "first paint", EARLIER, 0.88, 0.80),
    Row("start", "ready", "Enter is answered after the start", EARLIER, 0.80, 0.70),
    Row("start", "paint, bare", "first paint", _BARE, 1.60, 1.45),
    Row("start", "ready, bare", "Enter is answered after the start", _BARE, 3.10, 2.75),
    Row("memory", "start", "memory after the start", _BARE, 1.90, 1.70, "MiB"),
    Row("hand_over", "earlier", "`--open ID` into a running window, whole process", EARLIER, 0.30, 0.25),
    Row(
        "hand_over", "bare", "`--open ID` into a running window, whole process", "`python -c pass`", 4.0, 3.5
    ),
    Row("hand_over", "link", "a link into a running window, whole process", "`python -c pass`", 4.0, 3.5),
    Row("lookup", "warm", "look-up, Enter to painted, server of 50 ms", "a warm `requests` call", 1.20, 1.15),
    Row("lookup", "second", "second look-up of a known record: local copy painted", "the first", 0.35, 0.25),
    Row("index", "archive", "local index: four common words, 100,000 records", EARLIER, 0.10, 0.03),
    Row("index", "trail", "trail: four common words, 100,000 records", EARLIER, 0.10, 0.03),
    Row("index", "trail, old", "trail: an old order's number, 100,000 records", EARLIER, 0.10, 0.03),
    Row(
        "index",
        "archive, million",
        "local index: four common words, 1,000,000 records",
        f"{EARLIER}, 100,000",
        0.5,
        0.1,
    ),
    Row(
        "index",
        "trail, million",
        "trail: four common words, 1,000,000 records",
        f"{EARLIER}, 100,000",
        0.5,
        0.1,
    ),
    Row(
        "index",
        "trail, old, million",
        "trail: an old order's number, 1,000,000 records",
        f"{EARLIER}, 100,000",
        0.5,
        0.1,
    ),
    Row("runs", "check 1,000", "window's worst gap: 1,000 rows checked, its window open", _PARSE, 1.0, 0.5),
    Row("runs", "send 1,000", "window's worst gap: 1,000 rows sent, its window open", _PARSE, 1.0, 0.5),
    Row("runs", "check 5,000", "window's worst gap: 5,000 rows checked, its window open", _PARSE, 1.0, 0.5),
    Row("runs", "send 5,000", "window's worst gap: 5,000 rows sent, its window open", _PARSE, 1.0, 0.5),
    Row(
        "runs",
        "pool",
        "1,000 rows shipped, server of 20 ms",
        "a bare ThreadPool with requests",
        1.10,
        1.03,
        "s",
    ),
    Row(
        "runs", "ideal", "1,000 rows shipped, server of 100 ms", "2,000 answers, 16 at once", 1.05, 1.03, "s"
    ),
    Row("file", "mapped", "file of 10,000 rows: chosen to mapped", EARLIER, 0.70, 0.45),
    Row("day", "memory", "memory after a day", "after 100 look-ups", 1.10, 1.05, "MiB"),
    Row("typing", "p99", "key to paint with the journal, 99th of 100", "without the journal", 1.10, 1.05),
    Row("desk", "save, 50", "a save with a desk, on the disk, server of 50 ms", "without a desk", 1.05, 1.02),
    Row(
        "desk",
        "save, 0",
        "a save with a desk, on the disk, server that takes no time",
        "without a desk",
        1.05,
        1.02,
    ),
    Row("calls", "connections", "connections for 100 look-ups", "", 2, 1, ""),
    Row(
        "calls",
        "tokens",
        "token calls beyond those needed, in an hour with 20 refusals at once",
        "",
        0,
        0,
        "",
    ),
    Row("ending", "exit", "exit with 8 calls in flight, or more", "", 1.0, 1.0, "s"),
    Row("ending", "esc", "Esc to idle, server that drips", "", 0.2, 0.2, "s"),
    *(
        Row("lines", act, f"10,000 lines, worst gap: {act}", "json.loads of the body", 1.2, 1.0)
        for act in ACTS
    ),
    Row("table", "fill", "table of 10,000 lines: fill and first paint", "QTableWidget", 0.2, 0.2),
    Row("table", "memory", "table of 10,000 lines: memory", "QTableWidget", 0.25, 0.25, "MiB"),
    Row("table", "sort", "table of 10,000 lines: sort", "QTableWidget", 0.5, 0.5),
    Row("table", "page", "table of 10,000 lines: page down, 99th of 100", "QTableWidget", 2.5, 2.5),
    Row("table", "edit", "table of 10,000 lines: edit a cell", "", 5.0, 5.0),
)
ROWS = {f"{row.group}: {row.key}": row for row in _ROWS}
"""By group and key."""
GROUPS = tuple(dict.fromkeys(row.group for row in _ROWS))
FLOORS = {
    "index: trail": "it was found among the newest entries before, too, in about 1 ms: there is nothing to win",
    "index: trail, million": "found among the newest entries, as at 100,000: the ratio is that of two times of about 1 ms",
    "start: paint": "of 120 ms Qt's libraries take 57 and its enumerations 10; the window's modules 21, the window itself 14,"
    " its style and showing 10, drawing it 7",
    "start: paint, bare": "the floor is about 1.45: above the bare window Qt's enumerations take 10 ms, fonts 4, styled"
    " widgets and drawing them 16, and PySide's own loading is left as it is",
    "start: ready, bare": "between the first paint and then 300 modules are loaded in about 100 ms: making 54 dataclasses"
    " takes 21 of them and 137 patterns 13; 9 more pass in the window",
    "memory: start": "the console's 250 modules take 16 MiB, Qt's fonts, style sheet and drawn widgets 11, pydantic with the"
    " records 10, requests with TLS 9, SQLite 1; no garbage and 0.6 MiB of free heap are among them",
    "day: memory": "the first run with its window and modules takes 7 MiB and the settings 0.3 that 100 look-ups do not need,"
    " 1.06 by themselves; SQLite's pages 1, and writes of the last two minutes, by which a replica is known, 20 KiB each",
    "lookup: warm": "the floor is about 1.15: of 13 ms above the call 2.5 are the key, connection and validation, 5.5 Qt's own"
    " filling and drawing of 48 widgets, and 5 the console's Python between: 4,800 calls, and 45 cells drawn",
    **{
        f"runs: {act}": "the window computes 8 to 12 ms in one go; the rest it waited for a processor, or for a lane without one"
        for act in ("check 1,000", "send 1,000", "check 5,000", "send 5,000")
    },
    "runs: pool": "on a quiet machine 1.12 to 1.16: a row takes 48.8 ms where the loop's takes 44.1, of which it waits 3.2 for"
    " the disk before its write and spends 1.2 more in its two calls; more lanes while some wait for the disk gained 0 to 2 %",
    "runs: ideal": "on a quiet machine 1.05: as at 20 ms a row takes 8.8 ms beside its two answers, 5.3 in its calls, where the"
    " loop with requests takes 4.1, and 3.2 in waiting for the disk; and of 63 rounds of 16 rows the last is half empty",
}
"""Where the time of a row goes that is missed, as profiles (`python -m tests.bench profile`) and prototypes showed it."""
