"""How this program starts a second process of itself, whether it is a bundle, installed or a checkout.

It must not start one, nor know what that is for.
"""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2]
"""Where the package lies. `-m` looks into the working folder first, and the operator's may hold a file of any name."""


def is_bundle() -> bool:
    """Whether this is a program that carries its own Python, which knows no `-m`."""
    return bool(getattr(sys, "frozen", False))


def command(*arguments: str) -> list[str]:
    """The command for this program with these arguments; to be run in `FOLDER`."""
    return [sys.executable, *(() if is_bundle() else ("-m", "console")), *arguments]
