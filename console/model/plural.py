"""How many of a thing, in words: the one place that knows a plural and which sentence goes with which number.

It must not know what is counted; other languages have more forms than two, and get them here.
"""

from __future__ import annotations

_IRREGULAR = {"entry": "entries", "sign of presence": "signs of presence"}


def counted(count: int, thing: str) -> str:
    """ "1 line", "2 lines", "10,000 entries"; `thing` is the word for one."""
    return f"{count:,} {things(count, thing)}"


def things(count: int, thing: str) -> str:
    """The word for so many of a thing, without the number."""
    return by_count(count, thing, _IRREGULAR.get(thing, f"{thing}s"))


def by_count(count: int, one: str, more: str) -> str:
    """The text that goes with this number: `one` with 1, `more` with any other."""
    return one if count == 1 else more
