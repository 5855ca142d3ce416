"""Where the program of the folder begins: the command line of `console`, in surroundings that programs it starts can use.

It must not do anything else; what the program does is in `console`.
"""

import os
import sys


def leave_surroundings_alone() -> None:
    """Give back the search path for libraries, which PyInstaller changed: a browser must not get those in here.

    What this process itself still loads is not touched by that: the loader reads the variable once, at its start.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before


if __name__ == "__main__":
    leave_surroundings_alone()
    from console.__main__ import main

    sys.exit(main())
