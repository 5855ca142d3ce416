"""The desk that an administrator gives every user of a computer: its address without a name, beside the system's environments.

It must not understand the address, nor take a password from there; each operator types the own name and password.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from console.store import handed_on
from console.store.administered import bounded
from console.store.files import StoreTrouble

FILE_NAME = "desk.json"
_KIND, _FORMAT = "desk", 1


@dataclass(frozen=True, slots=True)
class GivenDesk:
    """Texts as they stand in the file at `path`. `name` is under whom this operator joined it; empty for not at all."""

    address: str
    ca_file: str = ""
    path: str = ""
    name: str = ""


def read(folders: Sequence[Path]) -> GivenDesk | None:
    """The desk of the first folder that has one; None where none has. Called on a worker.

    Raises `StoreTrouble` for a file that cannot be read or understood, or that others could have written.
    """
    for path in (folder / FILE_NAME for folder in folders):
        if (raw := bounded(path)) is not None:
            return _understood(raw, str(path))
    return None


def as_text(address: str, ca_file: str) -> str:
    """The file's text."""
    content = {"order_console": _KIND, "format": _FORMAT, "address": address, "ca_file": ca_file}
    return json.dumps(content, indent=2) + "\n"


def _understood(raw: bytes, called: str) -> GivenDesk:
    content = handed_on.parsed(raw) if len(raw) <= handed_on.LARGEST else None
    if content is None or content.get("order_console") != _KIND or type(content.get("format")) is not int:
        raise StoreTrouble(f"{called} names no desk as Order Console exports it; it was left aside.")
    if content["format"] > _FORMAT:
        raise StoreTrouble(f"{called} was written by a newer Order Console; it was left aside.")
    if handed_on.holds_secret(content):
        raise StoreTrouble(
            f"{called} holds a password, and was left aside: others may have read it. Take it out of the file, and have"
            " the desk's owner give out another."
        )
    address, ca_file = content.get("address"), content.get("ca_file", "")
    if not isinstance(address, str) or not isinstance(ca_file, str) or not address.strip():
        raise StoreTrouble(f"{called} has no address that is a text; it was left aside.")
    return GivenDesk(address.strip(), ca_file.strip(), called)
