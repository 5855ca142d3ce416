"""What Help > About says of this console: its version, its folders, and what it runs on.

It must hold no secret; people copy it into letters.
"""

from __future__ import annotations

import sys

import PySide6

from console import __version__
from console.store.places import Places


def facts(places: Places) -> dict[str, str]:
    """The facts, each under its name."""
    return {
        "Version": __version__,
        "Settings and credentials": str(places.config),
        "Drafts, trail, records": str(places.data),
        "Log": str(places.log),
        "Python, PySide6": f"{sys.version.split()[0]}, {PySide6.__version__}",
    }
