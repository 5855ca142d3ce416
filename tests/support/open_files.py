"""Which files this process has open, as Linux says it, for tests of what must be closed before it is deleted.

It must not be asked on a system without /proc.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def open_in(folder: Path) -> list[str]:
    """The names of the files in a folder that are open here, but for the lock with which the folder is changed."""
    found = []
    for one in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.append(one.readlink())
    return [path.name for path in found if path.parent == folder and path.name != ".lock"]
