"""Room: a window is no larger than its screen leaves beside its frame, and comes whole onto a smaller one.

It must not need a window manager; tests/journeys/test_fit.py tries a real one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.checkout import ROOT

TWO_SCREENS = """
import sys
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from console.ui.look.room import OnScreen, keep_on_screen, on_screen
from tests.support.every_window import until

qt = QApplication(["test"])
large, small = qt.screens()
assert (large.size(), small.size()) == (QSize(1920, 1080), QSize(1024, 700))

def whole(window):
    return window.screen().availableGeometry().contains(window.frameGeometry())

def standing(window):
    watching = window.findChild(OnScreen)
    until(lambda: watching.settled, "rest")
    return whole(window)

window = QWidget()
window.setMinimumSize(1100, 750)
on_screen(window, QSize(3000, 3000))
window.show()
assert standing(window), window.frameGeometry()
assert window.frameGeometry().height() == 1080, "all of the height is used"

window.windowHandle().setScreen(small)
window.move(small.geometry().topLeft())
assert window.screen() is small
assert standing(window), (window.frameGeometry(), small.availableGeometry())
assert window.frameGeometry().size() == QSize(1024, 700)

window.move(small.geometry().right() - 100, 300)
QApplication.processEvents()
assert not whole(window), "half off the screen is where its operator put it"
keep_on_screen(window)
assert whole(window)
"""


def test_a_window_fits_the_screen_with_its_frame_at_first_and_when_it_comes_to_a_smaller_one(
    tmp_path: Path,
) -> None:
    screens = [
        {"name": "large", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1},
        {"name": "small", "x": 1920, "y": 0, "width": 1024, "height": 700, "logicalDpi": 96, "dpr": 1},
    ]
    described = tmp_path / "screens.json"
    described.write_text(json.dumps({"windowFrameMargins": True, "screens": screens}), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TWO_SCREENS],
        env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={described}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
