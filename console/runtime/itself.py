"""How this program starts itself a second time, from a checkout, an environment of Python or a folder of its own.

It must not start anything, nor load Qt.
"""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2]
"""Where the package lies. `-m` looks into the working folder first, and the operator's may hold a file of any name."""


def is_bundle() -> bool:
    """Whether this is a program that carries its own Python, which knows no `-m`."""
    return bool(getattr(sys, "frozen", False))


def itself_as(*arguments: str) -> list[str]:
    """The command that is `order-console` with these arguments; to be run in `FOLDER`."""
    return [sys.executable, *(() if is_bundle() else ("-m", "console")), *arguments]
