"""What Help > About says of this console: its version, its folders, and what it runs on.

It must hold no secret; people copy it into letters.
"""

from __future__ import annotations

import PySide6

from console.diagnosis.basics import PYTHON, VERSION, own_folders
from console.store.places import Places


def facts(places: Places) -> dict[str, str]:
    """The facts, each under its name."""
    folders = {name: str(folder) for name, folder in own_folders(places).items()}
    return dict([VERSION]) | folders | dict([PYTHON]) | {"PySide6": PySide6.__version__}
