"""The order in which packages are made into `build/dist`: wheel and sdist, the program folder, the Debian package.

It must not know how any of them is made.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import machine
from onedir import build_onedir
from saying import Trouble, say
from tool_venv import ToolVenv
from wheel import build_wheel

T = TypeVar("T")


def build(root: Path, arguments: list[str]) -> int:
    """Make every package of the checkout `root`; return the exit code."""
    if arguments:
        raise Trouble("build takes no arguments.")
    machine.provide(machine.missing_for_build())
    make(root, root / "build" / "dist")
    return 0


def make(root: Path, dist: Path) -> None:
    """Make every package in the folder `dist`, which is made anew."""
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir(parents=True)
    tools = ToolVenv(root / "build" / "tools")
    tools.provide(root / "packaging" / "requirements-build.txt")
    moment, version = moment_of(root), version_of(root)
    wheel, _ = _said("wheel and sdist", lambda: build_wheel(root, tools, dist, moment))
    onedir = _said(
        "program folder", lambda: build_onedir(wheel, tools, dist, root / "build" / "work", moment)
    )
    if importlib.util.find_spec("deb"):
        from deb import build_deb

        _said("Debian package", lambda: build_deb(onedir, version, dist))


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
