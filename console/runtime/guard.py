"""Whether this Python and this PySide6 may run the window together.

It must not import PySide6 or anything of the house: it is asked before either is loaded.
"""

from __future__ import annotations

import re
import sys


def check_pyside(version: str, python: tuple[int, int] = sys.version_info[:2]) -> str | None:
    """Return why PySide6 `version` (as in '6.11.3') must not be used on `python`, in one sentence, or `None`.

    PySide6 6.12.0 drops a reference of `None` or `True` with nearly every call; before Python 3.12, where these
    became immortal, the interpreter aborts within minutes and takes unsaved work along.
    """
    numbers = re.match(r"(\d+)\.(\d+)", version)
    if numbers is None:
        return f"Order Console does not know PySide6 {version}; install a version from 6.9 to 6.11."
    if (int(numbers[1]), int(numbers[2])) >= (6, 12) and python < (3, 12):
        return (
            f"PySide6 {version} aborts Python {python[0]}.{python[1]} after a few minutes of work;"
            " install PySide6-Essentials below 6.12, or use Python 3.12 or newer."
        )
    return None
