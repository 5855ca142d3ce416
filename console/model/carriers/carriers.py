"""Parcel numbers and links: which carriers a text can be of, and the page on which the parcel is followed.

It must not choose: everything here is a hint with its reasons, and a check digit that does not fit is a warning.

The facts are in `resources/carriers.toml` with a source for each carrier (its head says how it is written), and the
operator's own file may stand over it. Of random 12-digit numbers one in four fits some carrier's check by chance, and
every 14-digit number has some carrier's form; so `sure` tells whether the first candidate stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from console.model.carriers.forms import Form, Forms
from console.model.carriers.links import hosts_above, links_in, parts_of, values, without_links
from console.model.carriers.names import Names
from console.model.carriers.number_shape import LONGEST_NUMBER
from console.model.carriers.number_text import numbers_in, tidy
from console.model.carriers.table import Carrier, CarrierTable, CheckVerdict, read_table, without_www
from console.runtime.assets import asset

_LONGEST_TEXT = 2_000
_MOST = 20
_OTHER_DIGITS = 3
_RARE = 1 / 150
_FAR_MORE = 50
_ORDER = {"fits": 0, "none": 1, "fails": 2}
_SAID: dict[CheckVerdict, str] = {
    "fits": "check digit fits",
    "fails": "does not fit: two digits may be swapped",
    "none": "has none",
}
_SSCC = re.compile(r"00(\d{16}|\d{18})", re.ASCII)
_UNTRUSTED = re.compile(r"(?=(?:.*\d){6})[0-9A-Za-z-]{8,40}", re.ASCII)
_TRUSTED = re.compile(r"(?=.*\d)[0-9A-Za-z-]{4,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One carrier that a text can be of.

    `carrier` is its name and `key` its entry in the table; `number` is as the carrier's page takes it: no spaces, upper
    case, without what only leads the way (USPS's 420 and ZIP) and without DPD's check sign. `url` is the page, http or
    https; "" where the carrier has none; the very letters of a link that was pasted. `share` is which part of all
    numbers that look alike has this carrier's form, 0 to 1: the smaller, the more the form says; 0 for a link. `alone`
    says that no other carrier is known to have numbers that look alike.
    """

    carrier: str
    number: str
    url: str
    check: CheckVerdict
    key: str
    share: float = 1.0
    alone: bool = False

    @property
    def verdict(self) -> str:
        """What the check digit says, in words for the screen."""
        return _SAID[self.check]

    @property
    def rank(self) -> tuple[int, float]:
        """What candidates are ordered by, best first; two of one rank are equals."""
        return _ORDER[self.check], self.share

    @property
    def chance(self) -> float:
        """Which part of all numbers that look alike would be this carrier's just so, 0 to 1; a check fits one in ten."""
        return self.share / 10 if self.check == "fits" else self.share


def sure(candidates: list[Candidate]) -> Candidate | None:
    """The first candidate where nothing else is as likely, otherwise None: then a person has to choose.

    It is alone at its rank, its check digit does not fail, and either its form is distinctive or no other carrier has
    numbers that look alike. If it has no check digit, no other's check may fail: that other may be the right one with a
    slip in it. Nobody can be told from an SSCC, which senders number. A link says its carrier itself.
    """
    if not candidates:
        return None
    first, others = candidates[0], candidates[1:]
    if not first.share:
        return first if all(other.share for other in others) else None
    if first.check == "fails" or _SSCC.fullmatch(first.number) or not (first.alone or first.chance <= _RARE):
        return None
    return first if _stands_out(first, others) else None


def _stands_out(first: Candidate, others: Iterable[Candidate]) -> bool:
    """Whether no other is of the first one's rank, nor near to it where it has no check digit."""
    others = list(others)
    equals = any(other.rank == first.rank for other in others)
    near = any(other.check == "fails" or other.share < first.share * _FAR_MORE for other in others)
    return not equals and (first.check == "fits" or not near)


def best(candidates: Collection[Candidate]) -> Candidate | None:
    """Of candidates of which one is known to be right, the one that stands out; None where two are as likely."""
    standing = [one for one in candidates if one.check != "fails"] or list(candidates)
    if len({(one.key, one.number) for one in standing}) == 1:
        return standing[0]
    telling = [one for one in standing if one.check != "fails"]
    return telling[0] if telling and _stands_out(telling[0], telling[1:]) else None


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
        self._forms, self._names = Forms(self.all), Names(self.all)
        self._only: dict[frozenset[str], Carriers] = {}
        self._by_host: dict[str, list[Carrier]] = {}
        for carrier in self.all:
            for host in carrier.hosts:
                self._by_host.setdefault(host, []).append(carrier)

    def candidates(self, text: str) -> list[Candidate]:
        """The carriers that a number, a link or a sentence with either can be of, best first, at most 20.

        Links come first; then check digits that fit, then numbers without one, then those that do not fit; among
        these the more telling form first. Spaces, dashes, full stops inside, invisible and full-width characters and
        lower case do not matter. Of a text beyond 2,000 characters the rest is not read.
        """
        text = text[:_LONGEST_TEXT]
        found = [one for link in links_in(text) if (one := self.read_url(link))]
        for number in numbers_in(without_links(text), self._forms):
            found += self._made(number, self._forms.of(number))
        found.sort(key=lambda one: (bool(one.share), *one.rank))
        firsts: dict[tuple[str, str], Candidate] = {}
        for one in found:
            firsts.setdefault((one.key, one.number), one)
        return list(firsts.values())[:_MOST]

    def leaves_digits(self, text: str) -> bool:
        """Whether what is a number in a text has three digits or more beside it, which are then of another meaning."""
        if text.isascii() and text.isalnum():  # one word
            return False
        found = numbers_in(without_links(text[:_LONGEST_TEXT]), self._forms)
        bare = re.sub("[^0-9A-Z]", "", tidy(text[:_LONGEST_TEXT]))
        return bool(found) and all(
            sum(map(str.isdigit, bare.replace(number, ""))) >= _OTHER_DIGITS for number in found
        )

    def named(self, text: str) -> tuple[Carrier, ...]:
        """The carriers that a text names as people write them: one, those of a family, or none where it is unknown."""
        return self._names.find(text)

    def only(self, carriers: Collection[Carrier]) -> Carriers:
        """Only these of the carriers. Of a single one the forms count too that count only where it is named."""
        keys = frozenset(carrier.key for carrier in carriers)
        if keys not in self._only:
            kept = [carrier for carrier in self.all if carrier.key in keys]
            if len(kept) == 1:
                numbers = tuple(replace(one, named=False) for one in kept[0].numbers)
                kept = [replace(kept[0], numbers=numbers)]
            self._only[keys] = Carriers(CarrierTable({carrier.key: carrier for carrier in kept}))
        return self._only[keys]

    def of_host(self, url: str) -> list[Carrier]:
        """The carriers on whose hosts a link leads, those of the closest host first; none for a link that is not read."""
        parts = parts_of(url.strip())
        hosts = hosts_above(parts.hostname or "") if parts is not None else []
        found = [one for host in hosts for one in self._by_host.get(without_www(host), ())]
        return list(dict.fromkeys(found))

    def read_url(self, url: str) -> Candidate | None:
        """The carrier and number that a tracking link names; None where it is on no known carrier's host.

        http or https, any part of a carrier's host, further parameters and percent-encoding do not matter. Where
        several carriers share a host, the number's form tells which it is. `url` of the candidate is the link to the
        letter.
        """
        url = url.strip()
        carriers = self.of_host(url)
        parts = parts_of(url) if carriers else None
        if parts is None:
            return None
        found = list(values(parts, [carrier.template for carrier in carriers if carrier.template]))
        for said, _ in found:
            if read := self._read(said, carriers):
                return replace(read, url=url, share=0.0, alone=False)
        for said, trusted in found:
            if (_TRUSTED if trusted else _UNTRUSTED).fullmatch(number := re.sub(r"\s", "", said).upper()):
                return Candidate(carriers[0].name, number, url, "none", carriers[0].key, 0.0)
        return None

    def link(self, key: str, number: str) -> str:
        """The page of a carrier that a person chose for a number as it was typed; "" where there is none."""
        carrier = self._by_key.get(key)
        return carrier.link(tidy(number)) if carrier else ""

    def of_carrier(self, key: str, text: str) -> Candidate:
        """A text as a number of a carrier that a person chose, whatever its form; raises KeyError for an unknown key."""
        carrier = self._by_key[key]
        found = min(self._made(tidy(text), self._forms.named(tidy(text), carrier)), key=_rank, default=None)
        return found or Candidate(carrier.name, text.strip(), carrier.link(tidy(text)), "none", key)

    def _read(self, said: str, carriers: list[Carrier]) -> Candidate | None:
        """What a text in a link is a number of; what stands behind a dash counts only where the whole has a form."""
        whole, head = tidy(said), tidy(re.split(r"[\s-]", said.strip(), maxsplit=1)[0])
        if not any(sign.isdigit() for sign in whole) or len(whole) > LONGEST_NUMBER:
            return None
        both = [self._made(one, self._of_any(one, carriers)) for one in dict.fromkeys((whole, head))]
        firsts = [min(made, key=_rank, default=None) for made in both]
        right = [one for one in firsts if one is not None]
        return min(right, key=lambda one: (*one.rank, one is firsts[0]), default=None)

    def _of_any(self, text: str, carriers: list[Carrier]) -> list[Form]:
        return [form for carrier in carriers for form in self._forms.named(text, carrier)]

    def _made(self, text: str, forms: Iterable[Form]) -> Iterator[Candidate]:
        """What a text without spaces, in upper case, is of these forms: a candidate for each."""
        for carrier, numbers, share in forms:
            name = carrier.name
            if carrier.countries:  # the two letters at the end are this very country's
                name, share = f"{name} ({text[-2:]})", share / 26**2
            number = numbers.number(text)
            yield Candidate(
                name,
                number,
                carrier.link(number),
                numbers.verdict(text),
                carrier.key,
                share,
                self._forms.alone(text, carrier),
            )


def _rank(one: Candidate) -> tuple[int, float]:
    return one.rank


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
