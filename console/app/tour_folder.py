"""The folder that the tour puts its pictures into: made, seen to be writable, rid of the pictures of a tour before.

It must not take away or write over anything that no tour made.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

PICTURES = (
    "start",
    "order",
    "shipped-and-linked",
    "mark-shipped-review",
    "mark-shipped-saved",
    "cart",
    "cart-edited",
    "cart-review",
    "cart-saved",
    "closed-cart",
    "not-found",
    "connect",
    "cart-errors",
    "paste-lines",
    "file-columns",
    "file-checked",
    "file-shipped",
)
"""What is pictured, in its order; each light and dark."""
REQUESTS = "requests.jsonl"


class FolderRefused(Exception):
    """The folder must not be used; the message says why and what to do, in a sentence."""


def name_of(step: int, look: str) -> str:
    """The name of the picture of a step, counted from 1, in a look."""
    return f"{step:02}-{PICTURES[step - 1]}-{look}.png"


def prepare(folder: Path) -> None:
    """Make the folder and take the pictures of a tour before away. Raises OSError, or FolderRefused before it did anything."""
    names = {name_of(step, look) for step in range(1, len(PICTURES) + 1) for look in ("light", "dark")}
    found = {path.name: path for path in folder.glob("*")} if folder.is_dir() else {}
    strange = sorted(
        name for name in found if name[:2].isdigit() and name.endswith(".png") and name not in names
    )
    if not strange and REQUESTS in found and not names & found.keys():
        strange = [REQUESTS]
    if strange:
        raise FolderRefused(
            f"{folder} holds what no tour made, such as {strange[0]}, and the tour would stand among it: give it a folder"
            " of its own."
        )
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"x" * 65_536)  # a full disk still takes an empty file
    for name in sorted(names & found.keys()):
        found[name].unlink()
