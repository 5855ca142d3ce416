"""Where the program of the folder begins: the command line of `console`, in surroundings that programs it starts can use.

It must not do anything else; what the program does is in `console`.
"""

import os
import sys


def leave_surroundings_alone() -> None:
    """Take back what PyInstaller put into the surroundings: a browser must not get the libraries in here.

    What this process itself still loads is not touched by that: the loader reads the path once, at its start. The marks
    (`_PYI_…`) go too: by them this program, started from here as the sandbox, would take the path for set.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    for name in [name for name in os.environ if name.startswith("_PYI_")]:
        del os.environ[name]


def stay_with_this_file() -> None:
    """Read modules from the file that runs, also when a newer version has been put in its place meanwhile.

    PyInstaller opens its archive by name for each module, so that a window that is open during an upgrade would end at
    the next one. The system keeps the old file for as long as it runs.
    """
    if sys.platform == "linux":
        import pyimod02_importers

        pyimod02_importers.pyz_archive._filename = "/proc/self/exe"


if __name__ == "__main__":
    leave_surroundings_alone()
    stay_with_this_file()
    from console.__main__ import main

    sys.exit(main())
