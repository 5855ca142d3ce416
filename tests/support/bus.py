"""An accessibility bus of the test's own: a screen, a session and a program on it, worked by `hands.py`.

It must not skip by itself; `missing` says why it cannot be.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HANDS = Path(__file__).with_name("hands.py")
PYTHON = "/usr/bin/python3"
"""Debian's own, which has the bindings of the bus; a virtual environment does not see them."""
_LONGEST = 240.0


def missing() -> str:
    """What this machine lacks for it, in a sentence; empty where it can be."""
    if sys.platform != "linux":
        return "There is an accessibility bus of this kind on Linux alone."
    for program in ("Xvfb", "dbus-run-session"):
        if shutil.which(program) is None:
            return f"{program} is not installed."
    asked = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    tried = subprocess.run([PYTHON, "-c", asked], capture_output=True, check=False, env=_bare())
    return "" if tried.returncode == 0 else "Debian's python3-gi and gir1.2-atspi-2.0 are not installed."


@contextmanager
def screen() -> Iterator[str]:
    """A screen of Xvfb's, as the variable DISPLAY names it."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x900x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    try:
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


def surroundings(display: str, folder: Path) -> dict[str, str]:
    """The variables of a session that has this screen and keeps everything in `folder`."""
    run = folder / "run"
    run.mkdir(mode=0o700, exist_ok=True)
    return {
        **_bare(),
        "DISPLAY": display,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(run),
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }


def three_jobs(folder: Path, home: Path, *asked: str, environment: str) -> dict[str, Any]:
    """Have the hands do the three jobs with a console that has its files in `home`; returns what they read and heard.

    `asked` are an order, a cart, a tracking number and the environment's name in buttons.
    """
    console = [sys.executable, "-m", "console", "--environment", environment]
    with screen() as display:
        done = subprocess.run(
            ["dbus-run-session", "--", PYTHON, str(HANDS), *asked, "--", *console],
            env={**surroundings(display, folder), "ORDER_CONSOLE_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST,
        )
    assert done.returncode == 0, done.stderr[-3_000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _bare() -> dict[str, str]:
    kept = ("PATH", "LANG", "LC_ALL", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}
