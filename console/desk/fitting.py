"""The text of a send or an ending as the desk takes it: whole, or without what makes it too long, and saying so.

It must not change what is left, and it parses nothing that is long: the window would stand still meanwhile.
"""

from __future__ import annotations

import re

from console.store.sealed import SEAL, seal, sealed, unsealed

MOST = 4_000_000
MOST_WORDS = 100_000
"""Bytes that the desk's columns take."""
_BODY = re.compile(r'\{"body":("[^"\\]*(?:\\.[^"\\]*)*")')


class TooLong(Exception):
    """Not even the beginning of it is short enough."""


def fitting(content: str, most: int = MOST) -> str:
    """Return a sealed text of the trail in at most so many bytes. Raises `TooLong`, or `UNREADABLE` for a damaged one.

    Of a send that is too long the values are left out, which are needed to put it back, and then the body; of an ending
    the answer. `left_out` says so.
    """
    if len(content) <= most:
        return content
    head, _, rest = content.partition("\n")
    if len(head) >= most:
        raise TooLong
    known = unsealed(head)
    left = ""
    if "outcome" not in known and (body := _BODY.match(rest, SEAL)) is not None:
        left = sealed(known | {"left_out": ["values"]}) + "\n" + seal('{"body":' + body[1] + "}")
    if not left or len(left) > most:
        left = sealed(known | {"left_out": ["answer"] if "outcome" in known else ["values", "body"]})
    if len(left) > most:
        raise TooLong
    return left


def fitting_words(words: str, most: int = MOST_WORDS) -> str:
    """Return words to search by as the desk's column takes them: those in front, and without NUL."""
    return words.replace("\0", "").encode("utf-8")[:most].decode("utf-8", "ignore")
