"""The order in which packages are made into `build/dist`: wheel and sdist, the program folder, the Debian package.

It must not know how any of them is made.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import machine
from bill import write_bill
from deb import build_deb
from deb_trial import try_everywhere
from dot_venv import RUN, DotVenv
from onedir import PROGRAM, build_onedir
from saying import Trouble, say
from start_times import compare
from tool_venv import ToolVenv
from trying import FOR_QT, try_folder, try_here, try_in_debians, try_installed
from twice import build_twice
from wheel import build_wheel

T = TypeVar("T")


def build(root: Path, arguments: list[str]) -> int:
    """Make every package of the checkout `root` and try each, or what the one argument says; return the exit code."""
    if arguments not in ([], ["--only"], ["--twice"], ["--times"]):
        raise Trouble("build takes --only (and tries nothing), --twice (and compares), or --times.")
    machine.provide(machine.missing_for_build())
    if arguments == ["--twice"]:
        return build_twice(root, make)
    if arguments == ["--times"]:
        return times(root)
    made = make(root, root / "build" / "dist")
    return 0 if arguments else attempt(root, made)


def times(root: Path) -> int:
    """Say how long the checkout and the program folder, which must have been made, take to a window."""
    checkout = [DotVenv(root).provide(RUN), "-m", "console"]
    folder = root / "build" / "dist" / "order-console"
    if not folder.is_dir():
        raise Trouble("There is no program folder yet; build makes it.")
    compare({"checkout": checkout, "program folder": [str(folder / PROGRAM)]})
    for path in (root / ".venv", folder):
        size = sum(file.lstat().st_size for file in path.rglob("*") if not file.is_dir())
        say(f"{path.relative_to(root)}: {size / 1e6:.0f} MB")
    return 0


def attempt(root: Path, made: dict[str, Path]) -> int:
    """Try each package; return 1 if any of them fails."""
    version, pins = version_of(root), root / "packaging" / "requirements.txt"
    log = root / "build" / "tries.log"
    log.unlink(missing_ok=True)
    say(f"Trying each package; all that is said there goes to {log}.")
    folder = {"program folder": lambda place: try_folder(made["program folder"], place, version)}
    installed = {
        kind: partial(try_installed, made[kind], pins=pins, version=version) for kind in ("wheel", "sdist")
    }
    failed = try_here(installed | folder, log) + try_in_debians(folder, FOR_QT, log)
    if "Debian package" in made:
        failed += try_everywhere(made["Debian package"], version, root / "build")
    return 1 if failed else 0


def make(root: Path, dist: Path) -> dict[str, Path]:
    """Make every package in the folder `dist`, which is made anew; return each under its name."""
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir(parents=True)
    tools = ToolVenv(root / "build" / "tools")
    tools.provide(root / "packaging" / "requirements-build.txt")
    moment, version = moment_of(root), version_of(root)
    wheel, sdist = _said("wheel and sdist", lambda: build_wheel(root, tools, dist, moment))
    onedir = _said(
        "program folder", lambda: build_onedir(wheel, tools, dist, root / "build" / "work", moment)
    )
    made = {"wheel": wheel, "sdist": sdist, "program folder": onedir}
    _said("bill of materials", lambda: write_bill(root, dist, version, moment))
    if not shutil.which("dpkg-deb"):
        say("There is no Debian package, since this machine has none of Debian's tools.")
        return made
    work = root / "build" / "deb"
    made["Debian package"] = _said(
        "Debian package",
        lambda: build_deb(onedir, version, dist, python=tools.python, moment=moment, work=work),
    )
    return made


def version_of(root: Path) -> str:
    """The version, from the one place where it stands."""
    text = (root / "console" / "__init__.py").read_text(encoding="utf-8")
    return re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)[1]


def moment_of(root: Path) -> int:
    """The time stamp of what is built, in seconds since 1970: SOURCE_DATE_EPOCH, or when the commit was made."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    asked = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:  # what was unpacked from an sdist has no commits; then it is that of the oldest zip
        return 315_532_800
    return int(done.stdout)


def _said(what: str, make: Callable[[], T]) -> T:
    began = time.monotonic()
    made = make()
    say(f"{what}: made in {time.monotonic() - began:.0f} s")
    return made
