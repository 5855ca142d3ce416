"""What *Help > About* and the diagnosis both tell of this console, each fact under one name: its version and its folders.

It must not load Qt or look at a disk; it comes with the window.
"""

from __future__ import annotations

import sys
from pathlib import Path

from console import __version__
from console.store.places import Places

VERSION = ("Order Console", __version__)
PYTHON = ("Python", sys.version.split()[0])


def own_folders(places: Places) -> dict[str, Path]:
    """The operator's folders, each under what is kept in it."""
    return {
        "Settings and credentials": places.config,
        "Drafts, trail, records": places.data,
        "Log": places.log,
    }
