"""What a record is called on its tab as the disk keeps it, and in words again.

It must not load a record: lists of what was kept are read before the first of them is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from console.model.fields.field import RecordKind

_KIND_WORDS: dict[RecordKind, str] = {"order": "Order", "cart": "Cart"}


def title_coded(kind: RecordKind, title: str) -> dict[str, str]:
    """How to keep what a record is called on its tab: without the word for what it is, which `titled` puts before it."""
    word = _KIND_WORDS[kind]
    if title.startswith(f"{word} "):
        return {"called": title[len(word) + 1 :]}
    return {"title": title}


def titled(kind: RecordKind, kept: Mapping[str, Any]) -> str:
    """What a record is called on its tab; an older console kept it whole."""
    return f"{_KIND_WORDS[kind]} {kept['called']}" if "called" in kept else str(kept["title"])
