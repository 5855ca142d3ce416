"""A screen to open a window on: where there is none, a sentence and an exit code, and no abort of the process.

It must not choose a platform; Qt does, by what the desktop and the command line say.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

NO_SCREEN = 2
"""The exit code where no window can be opened, as for everything on the command line that cannot be used."""


@contextmanager
def no_abort() -> Iterator[None]:
    """While Qt looks for the screen, end with a sentence where it would abort; what it says else is said afterwards."""
    said: list[str] = []

    def hear(kind: QtMsgType, _: QMessageLogContext, text: str | None) -> None:
        if kind == QtMsgType.QtFatalMsg:
            why = f" {said[0].strip().rstrip('.')}." if said else ""
            sys.stderr.write(f"Order Console found no screen to open its window on.{why}\n")
            sys.stderr.flush()
            os._exit(NO_SCREEN)  # Qt would abort on return
        said.append(text or "")

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
        for line in said:
            sys.stderr.write(f"{line}\n")
