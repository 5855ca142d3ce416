"""Words to find a row by: folded so that neither case nor the spelling of an accent matters, and looked for in parts.

It must not hold a row or ask a database; it makes the text that is kept and the terms that are looked for in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from console.runtime.giving_way import unhurried_parts

_MOST_TERMS = 12
_BLANKS = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return `text` as a column can hold it: half characters (lone surrogates) are spelt out, as `\\ud800`."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def folded(text: str) -> str:
    """Return `text` without case, in one spelling, its runs of blanks as one."""
    if text.isascii():
        return " ".join(text.lower().split())
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", plain(text)).casefold()).strip()


def haystack(texts: Iterable[str]) -> str:
    """Return the folded texts, each once, one a line."""
    return "\n".join(
        dict.fromkeys(filter(None, map(folded, unhurried_parts(dict.fromkeys(unhurried_parts(texts))))))
    )


def terms(text: str) -> list[str]:
    """Return the parts, at most 12, that must all be found: `text` folded and split at its blanks."""
    return folded(text).split(" ")[:_MOST_TERMS] if text.strip() else []


def runs_of_three(wanted: Iterable[str]) -> list[str]:
    """Return the runs of three characters in the terms, each once; none of a shorter term, and none with a NUL."""
    runs = (term[place : place + 3] for term in wanted for place in range(len(term) - 2))
    return list(dict.fromkeys(run for run in runs if "\0" not in run))


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value, depth first; keys, numbers and truths are none."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            waiting += reversed(list(found.values()))
        elif isinstance(found, list | tuple):
            waiting += reversed(found)
