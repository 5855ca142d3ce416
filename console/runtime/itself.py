"""How this program starts itself a second time, from a checkout, an environment of Python or a folder of its own.

It must not start anything, nor load Qt.
"""

import sys


def itself_as(*arguments: str) -> list[str]:
    """The command that is `order-console` with these arguments.

    A program folder has no `python -m`: there `sys.executable` is the program, and `sys.frozen` is set.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "console", *arguments]
