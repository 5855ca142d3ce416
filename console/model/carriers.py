"""Parcel numbers and links: which carriers a text can be of, and the page on which the parcel is followed.

It must not choose: everything here is a hint with its reasons, and a check digit that does not fit is a warning.

The facts are in `resources/carriers.toml` with a source for each carrier (`console.model.carrier_table` says how it is
written), and the operator's own file may stand over it. Of random 12-digit numbers one in four fits some carrier's
check by chance, and every 14-digit number has some carrier's form; so `sure` tells whether the first candidate stands alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from console.model.carrier_table import Carrier, CarrierTable, CheckVerdict, Numbers, read_table, without_www
from console.model.number_shape import LONGEST_NUMBER
from console.runtime.assets import asset

_LONGEST_TEXT = 2_000
_MOST = 20
_LONG_WORD = 9
_TELLING = 1 / 20
_FAR_MORE = 50
_ORDER = {"fits": 0, "none": 1, "fails": 2}
_SAID: dict[CheckVerdict, str] = {
    "fits": "check digit fits",
    "fails": "does not fit: two digits may be swapped",
    "none": "has none",
}
_LINK = re.compile(r"""https?://[^\s<>"]+""", re.IGNORECASE)
_AFTER_LINK = ".,;:!?)]}'»”’"
_DASHES = re.compile("[\u2010-\u2015\u2212\u00b7_-]")
_STOP_INSIDE = re.compile(r"(?<=[0-9A-Za-z])\.(?=[0-9A-Za-z])")
_BARRIER = re.compile(r"[^0-9A-Za-z -]+")
_WORD = re.compile(r"[0-9A-Za-z]+")
_PLACE = "0PLACE0"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One carrier that a text can be of.

    `carrier` is its name and `key` its entry in the table; `number` is as the carrier's page takes it: no spaces, upper
    case, without what only leads the way (USPS's 420 and ZIP) and without DPD's check sign. `url` is the page, http or
    https; "" where the carrier has none; the very letters of a link that was pasted. `share` is which part of all
    numbers that look alike has this carrier's form, 0 to 1: the smaller, the more the form says; 0 for a link.
    """

    carrier: str
    number: str
    url: str
    check: CheckVerdict
    key: str
    share: float = 1.0

    @property
    def verdict(self) -> str:
        """What the check digit says, in words for the screen."""
        return _SAID[self.check]

    @property
    def rank(self) -> tuple[int, float]:
        """What candidates are ordered by, best first; two of one rank are equals."""
        return _ORDER[self.check], self.share


def sure(candidates: list[Candidate]) -> Candidate | None:
    """The first candidate where nothing else is as likely, otherwise None: then a person has to choose.

    It is alone at its rank and its check digit does not fail. If it has none, its form must say far more than those of
    others without one, and no other's check may fail: that other may be the right one with a slip in it. A link says
    its carrier itself.
    """
    if not candidates:
        return None
    first, others = candidates[0], candidates[1:]
    if not first.share:
        return first if all(other.share for other in others) else None
    equals = any(other.rank == first.rank for other in others)
    near = any(other.check == "fails" or other.share < first.share * _FAR_MORE for other in others)
    return None if equals or first.check == "fails" or (first.check == "none" and near) else first


class Carriers:
    """Tables of carriers, laid over one another: an entry of a later table replaces or hides that of an earlier one."""

    def __init__(self, *tables: CarrierTable) -> None:
        carriers: dict[str, Carrier] = {}
        for table in tables:
            carriers.update(table.carriers)
            for key in table.hidden:
                carriers.pop(key, None)
        self.all: tuple[Carrier, ...] = tuple(carriers.values())
        """Every carrier that is not hidden, in the order of the tables."""
        self.problems: tuple[str, ...] = tuple(problem for table in tables for problem in table.problems)
        """A sentence for each entry that could not be used."""
        self._by_key = carriers
        self._by_length: dict[int, list[tuple[Carrier, Numbers]]] = {}
        self._by_host: dict[str, list[Carrier]] = {}
        for carrier in sorted(self.all, key=lambda carrier: bool(carrier.countries)):  # the other posts last
            for numbers in carrier.numbers:
                for length in numbers.shape.lengths:
                    self._by_length.setdefault(length, []).append((carrier, numbers))
            for host in carrier.hosts:
                self._by_host.setdefault(host, []).append(carrier)
        self._longest = max(self._by_length, default=0)

    def candidates(self, text: str) -> list[Candidate]:
        """The carriers that a number, a link or a sentence with either can be of, best first, at most 20.

        Links come first; then check digits that fit, then numbers without one, then those that do not fit; among
        these the more telling form first. Spaces, dashes, full stops inside, invisible and full-width characters and
        lower case do not matter. Of a text beyond 2,000 characters the rest is not read.
        """
        text = text[:_LONGEST_TEXT]
        found = [one for link in _links(text) if (one := self.read_url(link))]
        for segment in _BARRIER.split(_plain(_LINK.sub("\n", text))):
            for part in self._numbers_in(segment):
                found += self._of(part)
        found.sort(key=lambda one: (bool(one.share), *one.rank))
        best: dict[tuple[str, str], Candidate] = {}
        for one in found:
            best.setdefault((one.key, one.number), one)
        return list(best.values())[:_MOST]

    def read_url(self, url: str) -> Candidate | None:
        """The carrier and number that a tracking link names; None where it is none of a known carrier's host.

        http or https, with or without `www.`, further parameters and percent-encoding do not matter. `url` of the
        candidate is the link to the letter.
        """
        url = url.strip()
        parts = _parts(url)
        if parts is None:
            return None
        for carrier in self._by_host.get(without_www((parts.hostname or "").lower()), ()):
            for said, at_place in _said(carrier, parts):
                number = _tidy(said)
                if not number.isalnum() or not number.isascii() or len(number) > LONGEST_NUMBER:
                    continue
                read = min(self._of(number, carrier), key=lambda one: one.rank, default=None)
                if read:
                    return replace(read, url=url, share=0.0)
                if at_place and not number.isalpha():
                    return Candidate(carrier.name, number, url, "none", carrier.key, 0.0)
        return None

    def link(self, key: str, number: str) -> str:
        """The page of a carrier that a person chose for a number as it was typed; "" where there is none."""
        carrier = self._by_key.get(key)
        return carrier.link(_tidy(number)) if carrier else ""

    def _forms(self, text: str, only: Carrier | None = None) -> list[tuple[Carrier, Numbers]]:
        """The carriers whose form a text without spaces, in upper case, has."""
        found: list[tuple[Carrier, Numbers]] = []
        for carrier, numbers in self._by_length.get(len(text), ()):
            if only in (None, carrier) and numbers.shape.fits(text):
                if carrier.countries and (found or text[-2:] not in carrier.countries):
                    continue
                found.append((carrier, numbers))
        return found

    def _of(self, text: str, only: Carrier | None = None) -> Iterator[Candidate]:
        """What a text without spaces, in upper case, can be: a candidate for each carrier and kind of number."""
        for carrier, numbers in self._forms(text, only):
            name = f"{carrier.name} ({text[-2:]})" if carrier.countries else carrier.name
            number = numbers.number(text)
            yield Candidate(
                name,
                number,
                carrier.link(number),
                numbers.verdict(text),
                carrier.key,
                numbers.shape.share(text),
            )

    def _numbers_in(self, segment: str) -> list[str]:
        """The texts in a stretch of words that have some carrier's form, joined and in upper case.

        A run of words with digits is taken whole where it has a form, with capitals beside it (`RB 123 456 785 GB`).
        A part of a run is taken where its form tells much and its check fits, and so is a long word between spaces,
        even in a run that was taken: two numbers may stand side by side.
        """
        words = list(_WORD.finditer(segment))
        alone = [len(word[0]) >= _LONG_WORD and _between_spaces(segment, word) for word in words]
        windows = sorted(self._windows(words, alone))
        chosen: list[tuple[int, int]] = []
        texts = []
        for _, _, start, end, text in windows:
            if all(end <= first or start >= last for first, last in chosen):
                chosen.append((start, end))
                texts.append(text)
        for _, _, start, end, text in windows:
            if end - start == 1 and alone[start]:
                around = next(
                    ((first, last) for first, last in chosen if first <= start < last), (start, end)
                )
                if sum(_has_digit(word) for word in words[slice(*around)]) > 1:
                    texts.append(text)
        return texts

    def _windows(
        self, words: list[re.Match[str]], alone: list[bool]
    ) -> Iterator[tuple[bool, int, int, int, str]]:
        """Every stretch of words that has a form, to be sorted: whether it cuts a run of digits, longest first, its
        first word and the one behind its last, its text."""
        digits = [_has_digit(word) for word in words]
        small = [word[0].isalpha() and not word[0].isupper() for word in words]
        for start in range(len(words)):
            text = ""
            for end in range(start + 1, len(words) + 1):
                text += words[end - 1][0].upper()
                if len(text) > self._longest:
                    break
                if len(text) not in self._by_length or not any(digits[start:end]):
                    continue
                forms = self._forms(text)
                before = start > 0 and digits[start - 1] and digits[start]
                behind = end < len(words) and digits[end - 1] and digits[end]
                if (before or behind) and not (end - start == 1 and alone[start]):
                    forms = [form for form in forms if _tells(form, text) and form[1].verdict(text) == "fits"]
                elif any(small[start:end]) and end - start < len(words):  # "at", "for": words of the sentence
                    forms = [form for form in forms if _tells(form, text) or form[1].verdict(text) == "fits"]
                if forms:
                    yield before or behind, -len(text), start, end, text


def _tells(form: tuple[Carrier, Numbers], text: str) -> bool:
    """Whether a text has the form by chance only rarely."""
    return form[1].shape.share(text) <= _TELLING


def _plain(text: str) -> str:
    """A text in compatible form, without invisible characters, with one kind of space and dash."""
    text = unicodedata.normalize("NFKC", text)
    if not text.isascii():
        text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return _STOP_INSIDE.sub("-", _DASHES.sub("-", text))


def _tidy(text: str) -> str:
    """A number as it is compared: in compatible form, no spaces and dashes, upper case."""
    return re.sub(r"[\s-]", "", _plain(text)).upper()


def _has_digit(word: re.Match[str]) -> bool:
    return not word[0].isalpha()


def _between_spaces(segment: str, word: re.Match[str]) -> bool:
    """Whether a word has a space or nothing on either side, not a dash."""
    return "-" not in segment[max(0, word.start() - 1) : word.start()] + segment[word.end() : word.end() + 1]


def _links(text: str) -> list[str]:
    """The links in a text; a text that is one link is given to the letter."""
    if _LINK.fullmatch(text.strip()):
        return [text.strip()]
    return [link.rstrip(_AFTER_LINK) for link in _LINK.findall(text)]


def _parts(url: str) -> SplitResult | None:
    """The parts of a link that a browser and this program are certain to read alike; None for any other."""
    if len(url) > _LONGEST_TEXT or "\\" in url or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        plain = "@" not in parts.netloc and parts.port in (None, 80, 443)
    except ValueError:
        return None
    return parts if plain and parts.scheme in ("http", "https") else None


def _said(carrier: Carrier, parts: SplitResult) -> Iterator[tuple[str, bool]]:
    """Every value in a link that could be a number, and whether it stands where the carrier's template has it.

    Those where the template has it come first, then those of the query, the fragment and the path.
    """
    template = urlsplit(carrier.template.replace("{n}", _PLACE))
    query = parse_qsl(parts.query)
    for place, value in parse_qsl(template.query):
        if _PLACE in value:
            yield from ((_first(said), True) for name, said in query if name.lower() == place.lower())
    for whole, given in ((template.path, parts.path), (template.fragment, parts.fragment)):
        before, place, _ = whole.partition(_PLACE)
        if place and given.lower().startswith(before.lower()):
            yield unquote(re.split("[/?&#]", given[len(before) :], maxsplit=1)[0]), True
    yield from ((_first(said), False) for _, said in query)
    yield from (
        (unquote(said), False) for said in reversed(re.split("[/?&=#]", f"{parts.path}/{parts.fragment}"))
    )


def _first(said: str) -> str:
    """The first of several numbers in one parameter."""
    return re.split("[,;\n]", said, maxsplit=1)[0]


@lru_cache(maxsize=1)
def shipped() -> CarrierTable:
    """The table that comes with the program."""
    return read_table(asset("carriers.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=4)
def carriers(own: str = "") -> Carriers:
    """The shipped carriers with the operator's own file, given as its text, over them."""
    return Carriers(shipped(), read_table(own))


def candidates(text: str) -> list[Candidate]:
    """`Carriers.candidates` of the shipped carriers."""
    return carriers().candidates(text)


def read_url(url: str) -> Candidate | None:
    """`Carriers.read_url` of the shipped carriers."""
    return carriers().read_url(url)
