"""A copy of drafts in a file of the operator's own choosing: written whole, and read back with what of it is whole.

It must not touch the database; where the copies go is decided elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from console.model.fields.field import RecordKind
from console.store import files
from console.store.drafts import KeptDraft
from console.store.files import StoreTrouble
from console.store.sealed import BrokenSeal, in_utc, sealed, unsealed

_FORMAT = 1
_WHAT = "drafts of Order Console"
_LARGEST = 256 * 1024 * 1024


def write(path: Path, drafts: Sequence[KeptDraft]) -> int:
    """Write them, mode 0600, whole or not at all, and read them back; returns how many. Raises `StoreTrouble`."""
    content = {"what": _WHAT, "format": _FORMAT, "drafts": [sealed(_written(draft)) for draft in drafts]}
    files.replace(path, (json.dumps(content, indent=1) + "\n").encode())
    found, broken = read(path)
    if broken or len(found) != len(drafts):
        raise StoreTrouble(f"What was written to {path} cannot be read back; choose another place.")
    return len(found)


def read(path: Path) -> tuple[list[KeptDraft], int]:
    """Return the drafts of a copy, and how many entries of it are damaged. Raises `StoreTrouble` for any other file."""
    raw, _ = files.read(path, _LARGEST)
    if raw is None:
        raise StoreTrouble(f"Order Console could not read {path}: it is not there.")
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        content = None
    if (
        not isinstance(content, dict)
        or content.get("what") != _WHAT
        or not isinstance(content.get("drafts"), list)
    ):
        raise StoreTrouble(f"{path} is not a copy of drafts; nothing was brought back.")
    if content.get("format") != _FORMAT:
        raise StoreTrouble(f"{path} was written by a newer Order Console, which can bring it back.")
    found, broken = [], 0
    for entry in content["drafts"]:
        try:
            found.append(_read(unsealed(entry)))
        except (BrokenSeal, LookupError, TypeError, ValueError):
            broken += 1
    return found, broken


def _written(draft: KeptDraft) -> dict[str, Any]:
    return {
        "environment": draft.environment,
        "kind": draft.kind,
        "id": draft.id,
        "title": draft.title,
        "count": draft.count,
        "kept_at": in_utc(draft.kept_at),
        "content": draft.content,
    }


def _read(entry: dict[str, Any]) -> KeptDraft:
    kept_at = datetime.fromisoformat(entry["kept_at"])
    whole = all(isinstance(entry[key], str) for key in ("environment", "id", "title"))
    if not whole or entry["kind"] not in get_args(RecordKind) or kept_at.tzinfo is None:
        raise BrokenSeal
    if not isinstance(entry["count"], int) or not isinstance(entry["content"], dict):
        raise BrokenSeal
    return KeptDraft(
        entry["environment"],
        entry["kind"],
        entry["id"],
        entry["title"],
        entry["count"],
        entry["content"],
        kept_at,
    )
