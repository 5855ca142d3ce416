"""What a heading speaks of, in whichever language it is written: its words, taken apart where they stand joined.

It must not decide what a column is; a word that is not known is counted, not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from console.model.shipments.head_words import NEUTRAL, WORDS, Concept

_LONGEST_NAME, _LONGEST_PHRASE = 120, 4
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LATIN = re.compile(r"[a-z]+")
_NUMBERED = re.compile(r"([^\W\d_]{3,})(\d{1,2})")
_SAID_LAST = {"am", "le", "il", "el", "dne", "op", "em", "la"}
"""Behind a verb they ask for a day: "versendet am", "expédié le"."""
_LINKING = ("", "s", "n", "es", "e")
_BLENDED = {
    "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "#": " no ", "°": " ",
}  # fmt: skip

Spoken = frozenset[Concept]


def plain(name: str) -> str:
    """ "shippingTrackingUrl", "Tracking_No." and "tracking no" in one form, letters of Latin script without marks."""
    parted = _CAMEL.sub(
        " ", unicodedata.normalize("NFKC", name[:_LONGEST_NAME].replace("№", " no ").replace("º", " "))
    )
    signs: list[str] = []
    for sign in unicodedata.normalize("NFD", parted.lower()):
        kind = unicodedata.category(sign)
        if kind == "Mn" and signs and ord(signs[-1][-1]) < 0x590:
            continue  # a mark on a Latin, Greek or Cyrillic letter
        signs.append(_BLENDED.get(sign) or (sign if kind[0] in "LNM" else " "))
    return unicodedata.normalize("NFC", " ".join("".join(signs).split()))


@lru_cache(maxsize=4096)
def spoken(name: str) -> tuple[Spoken, int, int]:
    """What a name speaks of, how many of its words are not known, and the count in it ("Address 2"), 0 for none."""
    found: list[Concept] = []
    unknown = count = 0
    words = _NUMBERED.sub(r"\1 \2", plain(name)).split()
    at = 0
    if len(words) > 1 and words[-1] in _SAID_LAST:
        words[-1] = "date"
    while at < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = "_".join(words[at : at + length])
            if concept := _BY_WORD.get(phrase):
                found.append(concept)
                at += length
                break
        else:
            word = words[at]
            at += 1
            if word in NEUTRAL:
                continue
            if word.isdigit():
                count = max(count, int(word[:3]))
            elif parts := _compound(word):
                found += parts
            else:
                inside, rest = _inside(word) if not word.isascii() else ([], 1)
                found += inside
                unknown += rest
    return frozenset(found), unknown, count


def known(names: Iterable[str]) -> int:
    """How many words of the names of a table are known, less those that are not; names in plain English letters are left
    out. Bytes that are read in the wrong encoding have few."""
    said = [spoken(name) for name in names if not name.isascii()]
    return sum(len(concepts) - unknown for concepts, unknown, _ in said)


@lru_cache(maxsize=4096)
def _compound(word: str) -> tuple[Concept, ...]:
    """The concepts of a word that is wholly made of known ones, as Germanic and Uralic languages join them."""
    if not _LATIN.fullmatch(word) or len(word) < 5:
        return ()
    if word.endswith("s") and (concept := _BY_WORD.get(word[:-1])):
        return (concept,)
    for length in range(len(word) - 2, 2, -1):
        first = _BY_WORD.get(word[:length])
        if first is None:
            continue
        for link in _LINKING:
            rest = word[length:]
            if not rest.startswith(link):
                continue
            rest = rest[len(link) :]
            if rest in _ENDINGS or (len(rest) > 2 and rest in _BY_WORD):
                return (first, _BY_WORD.get(rest, "number"))
            if len(rest) > 4 and (more := _compound(rest)):
                return (first, *more)
    return ()


def _inside(word: str) -> tuple[list[Concept], int]:
    """The concepts of a text in a script without blanks between words, longest first, and whether a part is not known."""
    found: list[Concept] = []
    unknown, at = 0, 0
    while at < len(word):
        for length in range(min(_LONGEST_SIGNS, len(word) - at), 0, -1):
            if concept := _BY_SIGNS.get(word[at : at + length]):
                found.append(concept)
                at += length
                break
        else:
            unknown = unknown or int(word[at] not in NEUTRAL)
            at += 1
    return found, unknown


_ENDINGS = {"nr", "no", "id"}
_BY_WORD: dict[str, Concept] = {}
for _concept, _words in WORDS:
    for _word in _words.split():
        _BY_WORD.setdefault("_".join(plain(_part) for _part in _word.split("_")).replace(" ", "_"), _concept)
_BY_SIGNS = {word.replace("_", ""): concept for word, concept in _BY_WORD.items() if not word.isascii()}
_LONGEST_SIGNS = max(map(len, _BY_SIGNS))
