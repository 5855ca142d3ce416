"""The table of carriers as its data file says it: names, templates of tracking pages, shapes of numbers and their checks.

It must not guess carriers, and an entry that is wrong must not take the others with it.

A data file is TOML with one table for each carrier, by its key; the head of `resources/carriers.toml` says how it is
written. `pattern` is in the language of `number_shape`, `check` one of `check_digits.CHECKS`.
An entry with `countries` is for the posts that have none of their own: it takes a number that no other carrier takes, if
it ends in one of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, urlsplit

from console.model.carriers.check_digits import CHECKS, CheckDigit
from console.model.carriers.number_shape import LONGEST_NUMBER, BadShape, Shape, shape

CheckVerdict = Literal["fits", "fails", "none"]

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_TEMPLATE = re.compile(r"https?://(?P<host>[a-z0-9-]+(\.[a-z0-9-]+)+)(?=[/?#])[!-~]*")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_KNOWN = {
    "name",
    "names",
    "template",
    "hosts",
    "numbers",
    "more",
    "source",
    "checked",
    "countries",
    "enabled",
}
_OF_NUMBERS = {"pattern", "check", "skip", "lead", "tail", "named"}
_LONGEST_FILE, _LONGEST_NAME, _LONGEST_TEMPLATE, _MOST_NUMBERS = 200_000, 60, 500, 40


class BadEntry(ValueError):
    """What is wrong with one entry, as a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """One kind of number of a carrier.

    The carrier's page takes neither the first `skip` characters, which the check leaves out too, nor the next `lead` and
    the last `tail`, which it counts. A kind that is `named` is so common in form that it counts only where the carrier
    is named.
    """

    shape: Shape
    check: CheckDigit | None = None
    skip: int = 0
    lead: int = 0
    tail: int = 0
    named: bool = False

    def verdict(self, text: str) -> CheckVerdict:
        """Whether the check digit of a text of this shape fits; "none" where it has none."""
        if self.check is None:
            return "none"
        return "fits" if self.check(text[self.skip :]) else "fails"

    def number(self, text: str) -> str:
        """What the carrier's page takes, of a text of this shape."""
        return text[self.skip + self.lead : len(text) - self.tail]


@dataclass(frozen=True, slots=True)
class Carrier:
    """One carrier: `template` holds `{n}` once, or is empty where there is no public page.

    `names` are further ways in which people write it; one that several carriers have is that of a family. `more` says
    that the carrier has other numbers than these. `checked` is when the entry was last compared with its source.
    `countries` is empty but for the entry of all other posts, which takes an S10 number by its last two letters.
    """

    key: str
    name: str
    template: str
    hosts: frozenset[str]
    numbers: tuple[Numbers, ...]
    source: str = ""
    countries: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    more: bool = False
    checked: str = ""

    @property
    def takes_any(self) -> bool:
        """Whether a number of no known form may be this carrier's."""
        return self.more or not self.numbers

    def link(self, number: str) -> str:
        """The carrier's page for a number, percent-encoded; "" where there is none or the number is no number.

        Whatever the number is, the scheme and the host of the link are those of the template.
        """
        if not self.template or len(number) > LONGEST_NUMBER:
            return ""
        if number.isascii() and number.isalnum() and _is_behind_host(self.template):
            return self.template.replace("{n}", number)
        if not any(map(str.isalnum, number)):
            return ""
        try:
            url = self.template.replace("{n}", quote(number, safe=""))
        except UnicodeEncodeError:  # half of a surrogate pair
            return ""
        return url if urlsplit(url)[:2] == urlsplit(self.template)[:2] else ""


@lru_cache(maxsize=2_000)
def _is_behind_host(template: str) -> bool:
    """Whether a number of letters and digits leaves the scheme and the host of a template as they are."""
    return urlsplit(template.replace("{n}", "0"))[:2] == urlsplit(template)[:2]


@dataclass(frozen=True, slots=True)
class CarrierTable:
    """What a data file said: its carriers by key, the keys it hides, and a sentence for each entry that is wrong."""

    carriers: Mapping[str, Carrier]
    hidden: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()


def read_table(text: str) -> CarrierTable:
    """Read a data file. Nothing is raised: what is wrong is among the problems, and the rest of it still counts."""
    import tomllib  # not before the first number: the window opens without it

    if len(text) > _LONGEST_FILE:
        return CarrierTable(
            {}, problems=(f"The file is longer than {_LONGEST_FILE:,} characters; none of it is used.",)
        )
    try:
        entries = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return CarrierTable({}, problems=(f"The file cannot be read, so none of it is used: {error}.",))
    carriers, hidden, problems = {}, set(), []
    for key, entry in entries.items():
        try:
            if isinstance(entry, dict) and entry.get("enabled") is False:
                hidden.add(key)
            else:
                carriers[key] = _carrier(key, entry)
        except BadEntry as error:
            problems.append(f"Line {_line(text, key)}, [{key}]: {error} The entry is not used.")
    return CarrierTable(carriers, frozenset(hidden), tuple(problems))


def _line(text: str, key: str) -> int:
    """The line in which an entry begins, counted from 1."""
    heading = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(key)}[\"']?\s*[\].=]")
    return next((line for line, said in enumerate(text.splitlines(), 1) if heading.match(said)), 1)


def _carrier(key: str, entry: object) -> Carrier:
    if not _KEY.fullmatch(key):
        raise BadEntry("The key may have small letters, digits, - and _ only.")
    if not isinstance(entry, dict):
        raise BadEntry("A carrier is a table with a name, a template and numbers.")
    if unknown := entry.keys() - _KNOWN:
        raise BadEntry(f"There is no setting named {min(unknown)!r}.")
    name = _text(entry, "name", _LONGEST_NAME)
    if not name.strip() or not name.isprintable():
        raise BadEntry("The name is missing.")
    template = _text(entry, "template", _LONGEST_TEMPLATE)
    host = _host(template)
    others = _texts(entry, "hosts")
    if bad := [other for other in others if not _HOST.fullmatch(other)]:
        raise BadEntry(f"{bad[0]!r} is not the name of a host.")
    numbers = entry.get("numbers", [])
    if not isinstance(numbers, list) or len(numbers) > _MOST_NUMBERS:
        raise BadEntry(f"numbers is a list of at most {_MOST_NUMBERS}.")
    return Carrier(
        key=key,
        name=name,
        template=template,
        hosts=frozenset({without_www(other) for other in [*([host] if host else []), *others]}),
        numbers=tuple(_numbers(said) for said in numbers),
        source=_text(entry, "source", _LONGEST_TEMPLATE),
        countries=frozenset(_texts(entry, "countries")),
        names=tuple(_texts(entry, "names")),
        more=_flag(entry, "more"),
        checked=_text(entry, "checked", _LONGEST_NAME),
    )


def _host(template: str) -> str:
    """The host of a template, "" for none; raises BadEntry unless the number can only come behind the host."""
    if not template:
        return ""
    found = _TEMPLATE.fullmatch(template)
    if not found or "\\" in template:
        raise BadEntry(
            "The template must begin with https:// or http:// and a host in small letters, and have no spaces."
        )
    if template.count("{n}") != 1 or template.count("{") != 1 or template.count("}") != 1:
        raise BadEntry("The template must have {n} once, where the number goes.")
    return found["host"]


def _numbers(said: object) -> Numbers:
    if not isinstance(said, dict) or said.keys() - _OF_NUMBERS:
        raise BadEntry(
            "Each of the numbers is a pattern, and may have a check, skip, lead and tail, and be named."
        )
    check = said.get("check")
    if check is not None and (not isinstance(check, str) or check not in CHECKS):
        raise BadEntry(f"There is no check named {check!r}; there are {', '.join(CHECKS)}.")
    try:
        found = shape(_text(said, "pattern", 200))
    except BadShape as error:
        raise BadEntry(str(error)) from None
    around = [said.get(setting, 0) for setting in ("skip", "lead", "tail")]
    if not all(type(count) is int and count >= 0 for count in around) or sum(around) >= found.lengths.start:
        raise BadEntry(
            "skip, lead and tail are how many characters in front and behind are no part of the number."
        )
    skip, lead, tail = around
    return Numbers(found, CHECKS[check] if check else None, skip, lead, tail, _flag(said, "named"))


def _text(entry: Mapping[str, object], setting: str, longest: int) -> str:
    text = entry.get(setting, "")
    if not isinstance(text, str) or len(text) > longest:
        raise BadEntry(f"{setting} is a text of at most {longest} characters.")
    return text


def _texts(entry: Mapping[str, object], setting: str) -> list[str]:
    texts = entry.get(setting, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadEntry(f"{setting} is a list of texts.")
    return texts


def _flag(entry: Mapping[str, object], setting: str) -> bool:
    flag = entry.get(setting, False)
    if not isinstance(flag, bool):
        raise BadEntry(f"{setting} is true or false.")
    return flag


def without_www(host: str) -> str:
    """A host as links are compared: carriers answer with and without `www.`."""
    return host.removeprefix("www.")
