"""Where the time of a row goes: `python -m tests.bench profile ROW` writes build/bench/profile-ROW.txt and says its top.

It must not be taken for a measurement: a profiled console is slower, and only the shares count.

Rows of the start are read from Python's own import times, the others from a profile of a driven console's window: its own
thread alone, for that is what a person waits for; what it spends in waiting stands there as `processEvents`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

from tests.bench.builds import ROOT, here
from tests.bench.consoles import DrivenConsole, environment, saved
from tests.bench.runs import ship
from tests.bench.slow_shop import long_order, served
from tests.bench.start import script

_FOLDER = ROOT / "build" / "bench"
_TOP = 40


def main(arguments: list[str]) -> int:
    """Profile one of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench profile")
    parser.add_argument("row", choices=["start", *_DRIVEN])
    asked = parser.parse_args(arguments)
    _FOLDER.mkdir(parents=True, exist_ok=True)
    path = _FOLDER / f"profile-{asked.row}.txt"
    if asked.row == "start":
        _start(path)
    else:
        with served(_SERVER_MS.get(asked.row, 0)) as shop, DrivenConsole(here(), shop) as console:
            _DRIVEN[asked.row](console, lambda: console.ask("profile"))
            path.write_text(console.ask("profiled"), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    sys.stdout.write("\n".join(lines[:_TOP]) + f"\n\nall of it: {path}\n")
    return 0


def _start(path: Path) -> None:
    """Every import of a start, the slowest by itself first."""
    with served(0) as shop, tempfile.TemporaryDirectory() as home:
        saved(here(), home, shop)
        command = [here().python, "-X", "importtime", "-c", script(here()), "0"]
        for _ in range(2):  # the first one compiles
            done = subprocess.run(
                command, env=environment(home), cwd=ROOT, check=True, text=True, capture_output=True
            )
    found = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines() if "|" in line]
    rows = sorted(
        ((int(own), int(whole), name.strip()) for own, whole, name in found if own.strip().isdigit()),
        reverse=True,
    )
    head = f"{sum(own for own, _, _ in rows) / 1000:.0f} ms of imports; ms by itself, ms with what it imports, module"
    path.write_text(
        "\n".join([head, *(f"{own / 1000:8.1f} {whole / 1000:8.1f}  {name}" for own, whole, name in rows)])
        + "\n",
        encoding="utf-8",
    )


def _lookup(console: DrivenConsole, begin: Callable[[], object]) -> None:
    console.ask("look_up", record=str(uuid.uuid4()), times=5)
    begin()
    for _ in range(60):
        console.ask("look_up", record=str(uuid.uuid4()))


def _runs(console: DrivenConsole, begin: Callable[[], object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ship(console, Path(folder), 50)
        begin()
        ship(console, Path(folder), 1_000)


def _long(console: DrivenConsole, begin: Callable[[], object]) -> None:
    console.ask("edit_and_save", record=long_order(10), text="warm")
    begin()
    for turn in range(3):
        console.ask("edit_and_save", record=long_order(10_000), text=f"door {turn}")


def _typing(console: DrivenConsole, begin: Callable[[], object]) -> None:
    begin()
    console.ask("type_keys", record=str(uuid.uuid4()), keys=500)


_DRIVEN: dict[str, Callable[[DrivenConsole, Callable[[], object]], None]] = {
    "lookup": _lookup,
    "runs": _runs,
    "lines": _long,
    "typing": _typing,
}
_SERVER_MS = {"lookup": 50, "runs": 20}
