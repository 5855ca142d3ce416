"""Where the build that runs here keeps what is driven: the rooms of today, and those of the builds before them.

It must not measure anything, and a room that moves again is mended here alone.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

TODAY = (
    find_spec("console.app") is not None and find_spec("console.app").submodule_search_locations is not None
)  # type: ignore[union-attr]
"""Before this, `console.app` was one file and everything lay flat."""


def load_qt() -> None:
    """As the program loads it."""
    import_module("console.runtime.loading" if TODAY else "console.loading").load_qt()


def start_module() -> Any:
    """The module with `Start`, `application` and `run`."""
    return import_module("console.app.start" if TODAY else "console.start")


def runs(app: Any) -> Any:
    """Who opens the window of a run: `take(path)`."""
    return app.runs if TODAY else app.files


def run_of(app: Any) -> Any:
    """The presenter of the run whose window is open: `state`, `check()`, `start()`, `rows`."""
    return app.runs._run if TODAY else app.files._bulk


def run_window(app: Any) -> Any:
    """The open window of a run."""
    return runs(app)._opened


def busy(app: Any) -> bool:
    """Whether any job is under way."""
    jobs = runs(app)._jobs if runs(app) is not None else None
    return bool(app.jobs.busy or app.disk.busy or (jobs is not None and jobs.busy))


def working(app: Any) -> bool:
    """Whether a worker is at work, be it for nobody any more."""
    return busy(app) or bool(app.jobs._running)
