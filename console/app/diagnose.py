"""`order-console --diagnose`: prints the diagnosis; and the parts of it that are asked in a process of their own.

It must not load Qt but for the part that is about Qt, and it needs neither a screen nor a folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator

from console.diagnosis.gathering import failed
from console.runtime.output import OutputTrouble


def main() -> int:
    """Print the diagnosis; returns 0, for whatever is broken is told in it."""
    from console.diagnosis.report import report

    _print(report())
    sys.stdout.flush()
    return 0


def probe(part: str) -> int:
    """Print one part, each line as it is known; returns 0, or what Qt ended it with."""
    parts: dict[str, Callable[[], Iterable[str]]] = {
        "screen": _screen,
        "database": _database,
        "whole": _whole,
    }
    if (choose := getattr(sys.stdout, "reconfigure", None)) is not None:
        choose(
            encoding="utf-8"
        )  # whatever the terminal's letters are: this goes to another process of the program
    try:
        for line in parts[part]():
            _print(f"{line}\n")
            sys.stdout.flush()
    except (ImportError, OutputTrouble, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 - it is told here, and not in the log: a diagnosis writes nothing
        _print(f"The rest {failed(error)}.\n")
    return 0


def _whole() -> Iterable[str]:
    """All of it, with what the window that asks says of itself on standard input."""
    from console.diagnosis.report import report

    return report(sys.stdin.read().splitlines()).splitlines()


def _database() -> Iterable[str]:
    from console.diagnosis.report import of_database

    return of_database()


def _screen() -> Iterator[str]:
    from console.app.start import application
    from console.diagnosis.screen import screen

    os.environ.pop("SESSION_MANAGER", None)
    yield from screen(application())


def _print(text: str) -> None:
    """What this terminal has no letter for is a question mark, and not the end of it."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
