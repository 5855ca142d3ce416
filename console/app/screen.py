"""A screen to open a window on: where there is none, a sentence and an exit code, and no abort of the process.

It must not choose a platform; Qt does, by what the desktop and the command line say.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QLibraryInfo, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

NO_SCREEN = 2
"""The exit code where no window can be opened, as for everything on the command line that cannot be used."""


@contextmanager
def no_abort() -> Iterator[None]:
    """While Qt looks for the screen, end with a sentence where it would abort; what it says else is said afterwards."""
    said: list[str] = []

    def hear(kind: QtMsgType, _: QMessageLogContext, text: str | None) -> None:
        if kind == QtMsgType.QtFatalMsg:
            _end(said)  # Qt would abort on return
        said.append(text or "")

    before = qInstallMessageHandler(hear)
    try:
        yield
        if QGuiApplication.primaryScreen() is None:  # some platforms come up without one
            _end(said)
    finally:
        qInstallMessageHandler(before)
        for line in said:
            sys.stderr.write(f"{line}\n")


def _end(said: list[str]) -> NoReturn:
    from console.diagnosis.no_screen import why

    told = why(os.environ, said[0] if said else "", _platforms())
    sys.stderr.write(f"Order Console found no screen to open its window on. {told}\n")
    sys.stderr.flush()
    os._exit(NO_SCREEN)


def _platforms() -> list[str]:
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    names = [path.stem.removeprefix("lib").removeprefix("q") for path in folder.glob("*")]
    return sorted(name.removesuffix("-egl").removesuffix("-generic") for name in names)
