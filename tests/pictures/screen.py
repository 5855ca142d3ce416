"""The pictures of one screen: a process of its own, on the screen that Qt was given.

It must not know how many screens there are; `__main__` starts one process for each.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import get_args

from PySide6.QtCore import Qt

from console.app.guide import TourStopped
from console.app.opening import StartOptions
from console.app.start import Start, application
from console.model.environment import Accent
from console.store.places import Places
from tests.pictures.desk_scenes import DeskScenes
from tests.support.postgres import binaries, cluster
from tests.support.sandbox import Sandbox


def main(arguments: list[str]) -> int:
    """Take all scenes on the screen that is there; returns 1 where a step failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("screen")
    parser.add_argument("accent", choices=get_args(Accent))
    parser.add_argument("--right-to-left", action="store_true")
    parser.add_argument("--desk", action="store_true")
    asked = parser.parse_args(arguments)
    qt = application()
    if asked.right_to_left:
        qt.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    with tempfile.TemporaryDirectory(prefix="order-console-pictures-") as home, Sandbox(orders=60) as shop:
        base = Path(home)
        start = Start(qt, StartOptions(sandbox=True), Places(base / "config", base / "data", base / "log"))
        try:
            start.show()
            room = start.window.screen().availableGeometry()
            start.window.setGeometry(room)
            start.window.activateWindow()
            scenes = DeskScenes(qt, start, asked.folder, screen=asked.screen, shop=shop)
            if asked.desk:
                scenes.started()
                scenes.use_shop(asked.accent)
            else:
                scenes.all(asked.accent)
            if binaries() is None:
                sys.stderr.write("Without PostgreSQL's server the desk is not pictured.\n")
            else:
                scenes.at_desk(cluster().make_desk())
        except TourStopped as stop:
            sys.stderr.write(f"{asked.screen}: {stop}\n")
            return 1
        finally:
            os.kill(shop.pid, signal.SIGCONT)
            start.window.let_close()
            start.close()
            start.window.deleteLater()
            qt.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
