"""The server's reason out of a JSON body, where it has put it there and not into X-Reason.

It must not guess at words: it joins the texts that stand where reasons stand, each behind the field that it names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_LONGEST = 64 * 1024
_DEPTH, _MOST = 4, 20
_SAYS = (
    "detail",
    "message",
    "msg",
    "reason",
    "error_description",
    "errorMessage",
    "defaultMessage",
    "description",
)
"""Where a reason stands, the best first (RFC 9457 and what frameworks write)."""
_SAYS_LITTLE = ("title", "error")
_FIELD = ("field", "pointer", "property", "parameter")
_INNER_FIELD = (*_FIELD, "path", "name", "source", "loc")
"""Of the whole answer's, the path and the name are those of the call."""
_LISTS = (
    "errors",
    "violations",
    "fieldErrors",
    "invalidParams",
    "invalid-params",
    "details",
    "error",
    "detail",
)


_NONE_CAME = re.compile(
    r"\b(?:access |bearer )?token is (?:needed|required|missing)\b|\bno (?:access |bearer )?token\b"
    r"|\bmissing (?:an? )?(?:access |bearer )?token\b|\b(?:no|missing) authori[sz]ation header\b"
    r"|\bauthori[sz]ation header (?:is )?(?:missing|required|needed)\b|\bcredentials were not provided\b",
    re.IGNORECASE,
)
_ONE_CAME = re.compile(r"valid|expired|revoked|unknown|malformed", re.IGNORECASE)


def says_none_came(reason: str) -> bool:
    """Whether a refusal says that no token came with the call at all, which is nobody's wrong secret or permission."""
    return bool(_NONE_CAME.search(reason)) and not _ONE_CAME.search(reason)


def reason_in_json(body: bytes) -> str:
    """The reason that a refusal's body holds, as one text; empty where it is no JSON or holds none."""
    if body.lstrip()[:1] not in (b"{", b"[", b'"') or len(body) > _LONGEST:
        return ""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return "; ".join(dict.fromkeys(list(_said(found, _DEPTH))[:_MOST]))


def _said(found: Any, depth: int) -> Iterator[str]:
    if isinstance(found, str):
        if found.strip():
            yield found.strip()
    elif isinstance(found, list) and depth:
        for one in found:
            yield from _said(one, depth - 1)
    elif isinstance(found, dict) and depth:
        yield from _of_object(found, depth)


def _of_object(found: dict[str, Any], depth: int) -> Iterator[str]:
    inner = [text for key in _LISTS for text in _inside(found.get(key), depth)]
    if inner:
        yield from inner
        return
    said = next((found[key] for key in (*_SAYS, *_SAYS_LITTLE) if isinstance(found.get(key), str)), "")
    if said.strip():
        field = _field(found, _FIELD if depth == _DEPTH else _INNER_FIELD)
        yield f"{field}: {said.strip()}" if field and field not in said else said.strip()


def _inside(held: Any, depth: int) -> Iterator[str]:
    """The reasons of a list of errors, or of an object that has them by field."""
    if isinstance(held, list) or (
        isinstance(held, dict) and any(key in held for key in (*_SAYS, *_SAYS_LITTLE, *_LISTS))
    ):
        yield from _said(held, depth - 1)
    elif isinstance(held, dict):
        for field, texts in held.items():
            for text in _said(texts, depth - 1):
                yield text if field in text else f"{field}: {text}"


def _field(found: dict[str, Any], keys: tuple[str, ...]) -> str:
    """The field that an error names, as a path: "lineItems[2].quantity", also out of a JSON pointer or a list."""
    held = next((found[key] for key in keys if found.get(key)), "")
    if isinstance(held, dict):
        held = held.get("pointer") or held.get("parameter") or ""
    if isinstance(held, list):
        held = "/" + "/".join(map(str, held))
    if not isinstance(held, str):
        return ""
    if "/" not in held:
        return held
    parts = [part for part in held.lstrip("#").split("/") if part and part != "body"]
    return "".join(f"[{part}]" if part.isdecimal() else f".{part}" for part in parts).lstrip(".")
