"""A file to be shipped, asked for in the menu or dropped on the window: it leads to the runs of the environment in use.

It must not read the file; where no environment is in use it says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.presenters.notice import Notice
from console.ui.runs.drop import FileDrop

if TYPE_CHECKING:
    from console.app.runs import ShippingRuns
    from console.ui.shell.window import Window


class ShippingFiles:
    """`runs` gives the runs of the environment in use, if there is one."""

    def __init__(self, window: Window, runs: Callable[[], ShippingRuns | None]) -> None:
        self._window, self._runs = window, runs
        FileDrop(window).dropped.connect(self._take)
        window.welcome.ship_asked.connect(self.open)
        window.welcome.run_asked.connect(self._go_on)

    def open(self) -> None:
        """Open the window in which files are shipped."""
        if (runs := self._found()) is not None:
            runs.open()

    def _go_on(self, number: int) -> None:
        if (runs := self._found()) is not None:
            runs.go_on(number)

    def _take(self, path: str) -> None:
        if (runs := self._found()) is not None:
            runs.take(path)

    def _found(self) -> ShippingRuns | None:
        runs = self._runs()
        if runs is None:
            self._window.show_notice(Notice("warn", "Connect to a server first; then a file can be shipped."))
        return runs
