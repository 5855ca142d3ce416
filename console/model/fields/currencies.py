"""What a word or sign beside an amount says of its currency: "CHF", "zł", "US$", "kr".

It must not choose between currencies that share a sign; it only says whether the one of a record is among them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_FIRST = ("USD", "EUR", "GBP", "JPY", "INR", "SEK")
"""Whom a shared sign is called by before others."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A currency that is or was in use: its digits after the point, English name, and signs as `bare` makes them."""

    code: str
    digits: int
    name: str
    signs: frozenset[str]


def listed(code: str) -> Listed | None:
    """The currency of this code in capitals, also one that was withdrawn; None where there never was one."""
    return _table().get(code)


def denotes(word: str, code: str) -> bool:
    """Whether a word beside an amount stands for this currency: its code in any case, its sign, or both together."""
    sign, own = bare(word), code.strip().casefold()
    found = listed(code.strip().upper())
    signs = found.signs if found else frozenset()
    return bool(own) and (
        sign == own
        or sign in signs
        or sign.removeprefix(own) in signs
        or sign.removesuffix(own) in signs
        or sign in {f"({one})" for one in (own, *signs)}
    )


def meaning(word: str) -> str:
    """Which currency a word stands for, as a clause: "CHF is the Swiss Franc"; empty where it is none's."""
    sign = bare(word)
    if found := listed(sign.upper()):
        return f"{found.code} is the {found.name}"
    codes = sorted(
        (one for one in _table().values() if sign in one.signs or _both(sign, one)),
        key=lambda one: (one.code not in _FIRST, "(" in one.name, one.code),
    )
    if not codes:
        return ""
    more = {1: "", 2: f" and the {codes[-1].name}"}.get(len(codes), f" and {len(codes) - 1} others")
    return f"{word.strip()} is the sign of the {codes[0].name}{more}"


def bare(word: str) -> str:
    """A word or sign without its case, width, blanks and abbreviation marks."""
    return "".join(unicodedata.normalize("NFKC", word).split()).replace(".", "").casefold()


def _both(sign: str, one: Listed) -> bool:
    own = one.code.casefold()
    return sign != own and (sign.removeprefix(own) in one.signs or sign.removesuffix(own) in one.signs)


@lru_cache(maxsize=1)
def _table() -> dict[str, Listed]:
    from console.model.fields.currency_table import TABLE  # not before the first amount with words around it

    found: dict[str, Listed] = {}
    for line in TABLE.strip().splitlines():
        said, _, signs = line.partition(" | ")
        code, digits, name = said.split(" ", 2)
        words = [*signs.split(), name, f"{name}s"]
        found[code] = Listed(code, int(digits), name, frozenset(map(bare, words)))
    return found
