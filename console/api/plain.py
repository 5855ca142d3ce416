"""Makes text from a server safe to show: nothing invisible, nothing that turns the reading direction, not too long.

It must not interpret the text: no markup, no links, no translation.
"""

from __future__ import annotations

import re
import unicodedata

REASON_LIMIT = 500

_WRAPPED = re.compile(r"\s*ServiceExceptionMessage\{(?:.*?[,{]\s*)??reason=(.*)\}\s*", re.DOTALL)
_EMAIL = re.compile(r"[^\s\"'<>:;,@]+@[^\s\"'<>:;,@]+")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str, limit: int = REASON_LIMIT) -> str:
    """`text` with each control, format, bidi, surrogate or unassigned character written as ⟨U+202E⟩.

    Line breaks and tabs become blanks. Longer than `limit` characters: cut, with an ellipsis.
    """
    parts: list[str] = []
    room = limit
    for character in text:
        if character in "\t\r\n":
            shown = " "
        elif unicodedata.category(character) in _HIDDEN:
            shown = f"⟨U+{ord(character):04X}⟩"
        else:
            shown = character
        room -= len(shown)
        if room < 0:
            return "".join(parts).rstrip()[: limit - 1] + "…"
        parts.append(shown)
    return "".join(parts).strip()


def header_text(value: str) -> str:
    """A header's text as its author meant it: HTTP libraries read latin-1, servers write UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def lifted(reason: str) -> str:
    """The reason out of `ServiceExceptionMessage{siteId=1, statusCode=400, reason=...}`; other text as it is.

    The reason itself may hold ", ", "=" and braces. Source: the wrapped form in openapi.yaml, header X-Reason.
    """
    wrapped = _WRAPPED.fullmatch(reason)
    return wrapped.group(1) if wrapped else reason


def without_addresses(text: str) -> str:
    """`text` with e-mail addresses masked, for samples that end in a report."""
    return _EMAIL.sub("•••@•••", text)
