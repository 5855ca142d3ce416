"""Every window on small screens under a real window manager: all of it is on the screen, and it can be closed.

It must not look at what is in a window; tests/ui does.
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

import pytest
from PySide6.QtCore import QRect

from tests.support.checkout import ROOT

NEEDED = ("Xvfb", "openbox")
WINDOWS = {
    *("Window", "ReviewSheet", "MarkShippedDialog", "ConnectDialog", "SettingsDialog", "TrailWindow"),
    *("RunWindow", "PaletteDialog", "Shortcuts", "AboutDialog"),
}


@contextmanager
def managed_screen(size: str) -> Iterator[str]:
    """A screen of Xvfb's with openbox on it, as the variable DISPLAY names it."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        display = f":{told.readline().strip()}"
    manager = subprocess.Popen(  # it takes the windows that are there before it as well
        ["openbox"],
        env={**os.environ, "DISPLAY": display},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield display
    finally:
        for made in (manager, server):
            made.terminate()
            made.wait(10)


@pytest.mark.skipif(
    any(shutil.which(name) is None for name in NEEDED), reason="Xvfb or openbox is not installed"
)
@pytest.mark.parametrize(
    ("size", "scale"), [("1024x700", 1), ("1280x800", 1), ("1366x768", 1), ("1920x1080", 2)]
)
def test_every_window_stands_on_the_screen_with_its_frame_and_closes_by_esc_and_mouse(
    size: str, scale: int, tmp_path: Path
) -> None:
    with managed_screen(size) as display:
        surroundings = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
        surroundings |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": str(scale)}
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.every_window"],
            env=surroundings,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    told = {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert told.keys() >= WINDOWS
    for name, one in told.items():
        assert QRect(*one["room"]).contains(QRect(*one["frame"])), (name, one)
        assert one.get("esc", True), f"{name} stays where Esc is pressed"
        assert one.get("mouse", True), f"{name} stays where it is closed"
