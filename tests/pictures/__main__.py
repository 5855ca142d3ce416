"""`python -m tests.pictures DIR`: one process for each screen takes its pictures, then one page shows them all.

It must not need a screen: Qt's offscreen platform is given one of the size that is wanted.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.pictures.sheet import write_sheet
from tests.support.checkout import ROOT


class Screen(NamedTuple):
    """A screen in its own pixels, how much Qt enlarges everything there, and the accent that is worn on it."""

    name: str
    width: int
    height: int
    scale: int
    accent: str


SCREENS = (
    Screen("1024x700", 1024, 700, 1, "production"),
    Screen("1280x800", 1280, 800, 1, "sandbox"),
    Screen("200-percent", 1920, 1080, 2, "test"),
)


def main(arguments: list[str]) -> int:
    """Take the pictures; returns 1 where a screen's could not be taken."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.pictures", description="Picture every window in every look."
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="where the pictures and index.html go")
    parser.add_argument(
        "--screen", choices=[screen.name for screen in SCREENS], help="this screen alone; all without it"
    )
    parser.add_argument("--right-to-left", action="store_true", help="as where people write from the right")
    parser.add_argument("--desk", action="store_true", help="what is shared at a desk alone")
    asked = parser.parse_args(arguments)
    folder: Path = asked.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    screens = [screen for screen in SCREENS if asked.screen in (None, screen.name)]
    more = ["--right-to-left"] * asked.right_to_left + ["--desk"] * asked.desk
    taking = [_take(screen, folder, more) for screen in screens]
    failed = [screen.name for screen, one in zip(screens, taking, strict=True) if one.wait()]
    write_sheet(folder)
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures; {folder / 'index.html'} shows them all\n")
    if failed:
        sys.stderr.write(f"The pictures of {', '.join(failed)} are not complete.\n")
    return 1 if failed else 0


def _take(screen: Screen, folder: Path, more: list[str]) -> subprocess.Popen[bytes]:
    """Begin with the pictures of one screen."""
    display = folder / f"{screen.name}.json"
    shape = {"name": screen.name, "x": 0, "y": 0, "width": screen.width, "height": screen.height}
    shape |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    display.write_text(json.dumps({"synchronousWindowSystemEvents": False, "screens": [shape]}), "utf-8")
    surroundings = os.environ | {
        "QT_QPA_PLATFORM": f"offscreen:configfile={display}",
        "QT_SCALE_FACTOR": str(screen.scale),
        "LC_ALL": "C.UTF-8",
    }
    arguments = [str(folder), screen.name, screen.accent, *more]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.pictures.screen", *arguments], cwd=ROOT, env=surroundings
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
