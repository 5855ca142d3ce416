"""README's chapter "How fast", made from what the bench wrote down: `python -m tests.bench readme [BENCH [PEERS [SCALING]]]`.

It must not hold a figure: what is named is copied to `tests/bench/measured/` first, and the chapter says what stands there.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench import peers, scaling
from tests.bench.builds import ROOT
from tests.bench.rows import EARLIER, FLOORS, QUIET, ROWS

MEASURED = Path(__file__).parent / "measured"
_NAMES = ("bench", "peers", "scaling")
_README = ROOT / "README.md"
_HEAD, _NEXT = "## How fast\n", "\n## "
_COLLAPSED = "lines"


def main(arguments: list[str]) -> int:
    """Write the chapter anew."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench readme")
    for name in _NAMES:
        parser.add_argument(name, nargs="?", help=f"what --json wrote for {name}; else what is kept")
    asked = vars(parser.parse_args(arguments))
    for name in _NAMES:
        if asked[name]:
            MEASURED.mkdir(exist_ok=True)
            shutil.copyfile(asked[name], MEASURED / f"{name}.json")
    _README.write_text(written(_README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


def written(readme: str) -> str:
    """The README with its chapter as it must stand."""
    begin = readme.index(_HEAD) + len(_HEAD)
    end = readme.index(_NEXT, begin)
    return readme[:begin] + "\n" + "\n".join(chapter()) + "\n" + readme[end:]


def chapter() -> Iterator[str]:
    """Its lines, from the figures that are kept."""
    told = _kept("bench")
    build = told["earlier"] or "none"
    busy = f" Others were at work there meanwhile (load {told['load']})." if told["load"] > QUIET else ""
    yield (
        f"Ratios, each inside one run of `{told['command']}` on {told['date']}, {told['machine']}; {EARLIER} is {build},"
        f" measured in turns with this one.{busy} Lower is better; *must* and *aim* are the highest ratios, or values where"
        " nothing stands against it. What was restless is not judged. This chapter is made by `python -m tests.bench readme`."
    )
    yield ""
    yield f"| what | against | reference | {EARLIER} | here | ratio | must | aim | |"
    yield "|---|---|---|---|---|---|---|---|---|"
    figures = {figure["row"]: figure for figure in told["figures"]}
    for name, row in ROWS.items():
        if row.group != _COLLAPSED:
            yield _line(name, figures.get(name))
    yield _acts({name: figures.get(name) for name, row in ROWS.items() if row.group == _COLLAPSED})
    if (MEASURED / "peers.json").exists():
        yield ""
        yield from peers.table(_kept("peers"))
    if (MEASURED / "scaling.json").exists():
        yield ""
        yield from _scaled(_kept("scaling"))


def _line(name: str, figure: Mapping[str, Any] | None) -> str:
    row = ROWS[name]
    if figure is None:
        return f"| {row.what} | {row.against} | | | | | {row.must:g} | {row.aim:g} | not measured |"
    verdict = figure["verdict"]
    if verdict == "missed":
        verdict = f"**missed**{f': {FLOORS[name]}' if name in FLOORS else ''}"
    cells = [
        row.what,
        row.against,
        *(_said(figure[key], row.unit) for key in ("reference", "earlier", "here")),
    ]
    cells += [f"{figure['ratio']:.2f}" if row.against else "", f"{row.must:g}", f"{row.aim:g}", verdict]
    return f"| {' | '.join(cells)} |"


def _acts(figures: Mapping[str, Mapping[str, Any] | None]) -> str:
    """All acts on 10,000 lines in one row: the worst ratio, and which acts missed."""
    found = {ROWS[name].key: figure for name, figure in figures.items() if figure is not None}
    some = next(iter(figures))
    row = ROWS[some]
    what = f"10,000 lines: the window's worst gap in each of {len(figures)} acts"
    if not found:
        return f"| {what} | {row.against} | | | | | {row.must:g} | {row.aim:g} | not measured |"
    worst = max(found, key=lambda act: found[act]["ratio"])
    missed = [f"{act} {one['ratio']:.2f}" for act, one in found.items() if one["verdict"] == "missed"]
    restless = [act for act, one in found.items() if "not judged" in one["verdict"]]
    verdict = f"**missed**: {', '.join(missed)}" if missed else "met"
    verdict = "restless, not judged" if len(restless) == len(found) else verdict
    cells = [
        what,
        row.against,
        _said(found[worst]["reference"], row.unit),
        "",
        _said(found[worst]["here"], row.unit),
    ]
    cells += [f"{found[worst]['ratio']:.2f} ({worst})", f"{row.must:g}", f"{row.aim:g}", verdict]
    return f"| {' | '.join(cells)} |"


def _scaled(told: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"`{told['command']}`, {told['date']}, {told['machine']}. An exponent of 0 is no growth, 1 is in proportion."
    )
    for name, sheet in told["sheets"].items():
        yield ""
        plain = {
            what: {int(size): value for size, value in one["values"].items()} for what, one in sheet.items()
        }
        yield from scaling.table(name, plain)


def _said(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{value:,.{0 if unit == '' or value >= 100 else 1 if value >= 10 else 2}f} {unit}".strip()


def _kept(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((MEASURED / f"{name}.json").read_text(encoding="utf-8"))
    return found
