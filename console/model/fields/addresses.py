"""What keeps a text from being one e-mail address, and what to write instead.

It must not ask whether there is such an address, or refuse one only because it is not in ASCII.

Source: RFC 5321 and RFC 5322 for the form, RFC 6531 for letters of other scripts on both sides of the @.
"""

from __future__ import annotations

import re
import unicodedata

HOW_TO = "An e-mail address looks like name@example.com."
_LONGEST, _LONGEST_LOCAL, _LONGEST_LABEL = 254, 64, 63
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+")
_QUOTED = re.compile(r'"(?:[^"\\\r\n]|\\.)+"')
_BRACKETED = re.compile(r"<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;|，；、؛،\s]+")
_AROUND = ",;:|，；、؛،。<>()[]'’“”„«»"


def refusal(text: str) -> str:
    """Why this can be no e-mail address; empty where it can. `text` has no blanks around it."""
    found = _BRACKETED.findall(text)
    several = found if len(found) > 1 else [part for part in _BETWEEN.split(text) if "@" in part.strip("@")]
    if len(several) > 1:
        return f"These are {len(several)} addresses, and there is room for one, such as {_bare(several[0])}."
    if found and not _wrong(found[0]):
        return f"Write the address alone: {found[0]}."
    wrong = _wrong(text)
    if wrong and (bare := _mended(text)) != text and not _wrong(bare):
        return f"{wrong} Write {bare}." if wrong != HOW_TO else f"Write the address alone: {bare}."
    alone = [bare for part in text.split() if "@" in part and _is_whole(bare := _bare(part))]
    return f"Write the address alone: {alone[0]}." if wrong and len(alone) == 1 else wrong


def _is_whole(text: str) -> bool:
    """Whether this is an address that does not end where a blank slipped into it, as in jane@exa mple.com."""
    return not _wrong(text) and "." in text.rpartition("@")[2]


def _wrong(text: str) -> str:
    local, at, host = text.rpartition("@")
    if not (local and at and host) or re.search(r"\s", text):
        return HOW_TO
    if ".." in host or (".." in local and not local.startswith('"')):
        return "Two dots in a row are in no e-mail address."
    if text.startswith(".") or local.endswith(".") or host.startswith(".") or host.endswith("."):
        return "No part of an e-mail address begins or ends with a dot."
    if len(text) > _LONGEST or len(local.encode()) > _LONGEST_LOCAL:
        return f"An e-mail address has at most {_LONGEST} characters, {_LONGEST_LOCAL} of them before the @."
    if "@" in local and not local.startswith('"'):
        return "An e-mail address has one @."
    if not (_QUOTED.fullmatch(local) or all(map(_ATOM.fullmatch, local.split(".")))):
        return HOW_TO
    return "" if all(map(_is_label, host.split("."))) else HOW_TO


def _is_label(text: str) -> bool:
    """Whether this is one part of a host's name, in any script."""
    return (
        len(text) <= _LONGEST_LABEL
        and text[0] != "-" != text[-1]
        and all(character == "-" or unicodedata.category(character)[0] in "LMN" for character in text)
    )


def _mended(text: str) -> str:
    """The address without what was pasted along, and without doubled dots."""
    local, at, host = _bare(text).rpartition("@")
    return re.sub(r"\.{2,}", ".", local.strip(".")) + at + re.sub(r"\.{2,}", ".", host.strip("."))


def _bare(text: str) -> str:
    text = text.strip(_AROUND)
    if text.casefold().startswith("mailto:"):
        text = text[7:].partition("?")[0].strip(_AROUND)
    return text
