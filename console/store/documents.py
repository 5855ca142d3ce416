"""One small JSON document on disk: an object with a `format` number that this version may or may not know.

It must not know what the document says, and it must never overwrite one that it could not understand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.store import files
from console.store.files import StoreTrouble


@dataclass(frozen=True, slots=True)
class Document:
    """What was read: the object, sentences to tell, and why it must not be saved over (`None`: it may)."""

    content: dict[str, Any]
    notices: tuple[str, ...] = ()
    read_only: str | None = None


def read_document(path: Path, *, format: int, list_of: str) -> Document:
    """Read the document; a missing file is an empty one, and so is any that cannot be used.

    A damaged file, such as one in which `list_of` is no list, is renamed to `NAME.bad` and told. A file of a newer
    format, another user's file and one that cannot be read stay as they are: the document is empty and read-only. Never
    raises for the file's content.
    """
    try:
        raw, notices = files.read(path)
    except StoreTrouble as refused:
        return Document({}, (refused.sentence,), refused.sentence)
    if raw is None:
        return Document({"format": format}, tuple(notices))
    content = _parse(raw)
    if content is None or not _is_count(content.get("format", 1)):
        return _damaged(path, notices, format)
    listed = isinstance(content.get(list_of), list | None)  # whatever else it is would be written over
    if not listed and content.get("format", 1) <= format:
        return _damaged(path, notices, format)
    if content.setdefault("format", 1) > format:
        sentence = f"{path} was written by a newer Order Console, so this one leaves it as it is."
        return Document({}, (*notices, sentence), sentence)
    return Document(content, tuple(notices))


def write_document(path: Path, content: dict[str, Any]) -> None:
    """Write the document whole or not at all; the caller holds `files.exclusive(path.parent)`.

    Raises `StoreTrouble`.
    """
    files.replace(path, (json.dumps(content, indent=2) + "\n").encode())


def _parse(raw: bytes) -> dict[str, Any] | None:
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):  # not JSON, not UTF-8, digits or depth without end
        return None
    return content if isinstance(content, dict) else None


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _damaged(path: Path, notices: list[str], format: int) -> Document:
    try:
        kept = files.set_aside(path)
    except StoreTrouble as stuck:
        return Document({}, (*notices, stuck.sentence), stuck.sentence)
    told = f"{path} is damaged and could not be read; it is kept as {kept.name}, and a new one is begun."
    return Document({"format": format}, (*notices, told))
