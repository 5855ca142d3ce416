"""The shape of a parcel number: a small part of the regular expressions' language, in which nothing can run away.

It must not accept a pattern that could take long: no groups, no alternatives, no `*`, `+` or `?`, and at most one
part of varying length, so that matching is linear in a number of at most 64 characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import prod

LONGEST_NUMBER = 64
"""Characters that a number may have; a longer one matches no shape."""

_DIGITS, _LETTERS = frozenset("0123456789"), frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_PART = re.compile(r"(\\d|[0-9A-Z]|\[(?:[0-9A-Z](?:-[0-9A-Z])?)+\])(?:\{([0-9]{1,2})(?:,([0-9]{1,2}))?\})?")


class BadShape(ValueError):
    """A pattern that is not in the language; the message is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern over a number with spaces out and in upper case: `1Z[0-9A-Z]{15}\\d`, which is `text`.

    `places` are the characters allowed in each place when the varying part is at its shortest, `varying` is the
    place of that part (or None) and `spare` how often it may be repeated beyond.
    """

    text: str
    places: tuple[frozenset[str], ...]
    varying: int | None
    spare: int

    @property
    def pattern(self) -> re.Pattern[str]:
        """The same as a regular expression, compiled when it is first asked for: most are never needed."""
        return _compiled(self.text)

    @property
    def lengths(self) -> range:
        """How long a number of this shape can be, in characters."""
        return range(len(self.places), len(self.places) + self.spare + 1)

    def fits(self, number: str) -> bool:
        """Whether the whole number is of this shape."""
        return self.pattern.fullmatch(number) is not None

    def share(self, number: str) -> float:
        """Which part of all numbers with letters and digits where this one has them is of this shape, 0 to 1.

        `1Z...` takes 1 of 260 such numbers, twelve bare digits take all: the smaller, the more the shape says.
        """
        places = self.places
        if self.varying is not None:
            more = len(number) - len(places)
            places = places[: self.varying] + (places[self.varying],) * more + places[self.varying :]
        kinds = [_DIGITS if sign in _DIGITS else _LETTERS for sign in number]
        admitted = prod(len(allowed & kind) for allowed, kind in zip(places, kinds, strict=True))
        return admitted / prod(len(kind) for kind in kinds)


@lru_cache(maxsize=2_000)
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


def shape(text: str) -> Shape:
    """The shape that a pattern describes; raises BadShape with a sentence.

    Parts are a digit or capital letter, `\\d` for any digit, and a set such as `[A-Z]` or `[0-9A-Z]`; each may be
    followed by `{n}`, one of them by `{n,m}`.
    """
    places: list[frozenset[str]] = []
    varying, spare, at = None, 0, 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            raise BadShape(
                f"The pattern has {text[at]!r} where only capital letters, digits, \\d, [A-Z] and {{n}} can stand."
            )
        allowed = _allowed(part[1])
        least = int(part[2] or 1)
        most = int(part[3] or least)
        if not 1 <= least <= most <= LONGEST_NUMBER:
            raise BadShape(f"A part of a pattern comes 1 to {LONGEST_NUMBER} times, not {part[2]} to {most}.")
        if most > least and varying is not None:
            raise BadShape("Only one part of a pattern may vary in length; write two patterns.")
        if most > least:
            varying, spare = len(places), most - least
        places += [allowed] * least
        at = part.end()
    if not places or len(places) + spare > LONGEST_NUMBER:
        raise BadShape(f"A pattern describes 1 to {LONGEST_NUMBER} characters.")
    return Shape(text, tuple(places), varying, spare)


def _allowed(part: str) -> frozenset[str]:
    """The characters that one part stands for."""
    if part == r"\d":
        return _DIGITS
    if not part.startswith("["):
        return frozenset(part)
    every = "".join(sorted(_DIGITS | _LETTERS))
    found: set[str] = set()
    for low, high in re.findall(r"([0-9A-Z])(?:-([0-9A-Z]))?", part):
        if high and high < low:
            raise BadShape(f"{low}-{high} in the pattern runs backwards.")
        found.update(every[every.index(low) : every.index(high or low) + 1])
    return frozenset(found)
