"""What a text of the operator's own carriers comes to: who is known, what is not used and where, and a try of it.

It must not read or write the file, nor decide what a number is of; the model does.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from console.model.carriers.carriers import Carriers, shipped, sure
from console.model.carriers.table import read_table
from console.model.plural import counted
from console.runtime.assets import asset

if TYPE_CHECKING:
    from console.model.carriers.carriers import Candidate

EntryStanding = Literal["", "yours", "changed", "hidden", "hides nothing"]
STANDING_WORDS: dict[EntryStanding, str] = {
    "": "",
    "yours": "yours",
    "changed": "changed",
    "hidden": "hidden",
    "hides nothing": "hides nothing",
}

EXAMPLE = """\
[{key}]
name = "Courier of the town"
template = "https://courier.example/parcels/{{n}}"
numbers = [{{ pattern = 'TOWN\\d{{8}}' }}]
source = "the courier's letter of 2026-03-01"
"""
"""An entry to write over; `key` is one that is free."""
_AT_FIRST = re.compile(r"Line (\d+), ")
_AT_LAST = re.compile(r"\(at line (\d+), column \d+\)")
_PASTE = "Paste a number or a link, as you would when you mark an order shipped. Nothing is sent."


@dataclass(frozen=True, slots=True)
class KnownCarrier:
    """A carrier by its key in the file; `standing` says what the operator's text does to it, "" for nothing."""

    key: str
    name: str
    standing: EntryStanding = ""


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """What is not used and why, as a sentence, and the line of the text it is about, counted from 1."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class TriedCarrier:
    """One carrier that the tried text can be of. `host` is where its page `url` is; both are "" where it has none."""

    carrier: str
    verdict: str
    tone: Literal["good", "warn", "plain"]
    number: str
    url: str
    host: str


@dataclass(frozen=True, slots=True)
class CarriersReading:
    """A text understood: the carriers with it over those that come with the program, and how each of them stands."""

    carriers: Carriers
    known: tuple[KnownCarrier, ...]
    problems: tuple[EntryProblem, ...]

    @property
    def summary(self) -> str:
        """What the text does, in a sentence."""
        counts = Counter(one.standing for one in self.known)
        own: tuple[EntryStanding, ...] = ("yours", "changed")
        mine = [f"{counts[one]} {STANDING_WORDS[one]}" for one in own if counts[one]]
        used = len(self.known) - counts["hidden"] - counts["hides nothing"]
        told = f"{counted(used, 'carrier')} in use" + (
            f" ({', '.join(mine)})" if mine else ", none of them yours"
        )
        told += f", {counts['hidden']} {STANDING_WORDS['hidden']}" if counts["hidden"] else ""
        wrong = len(self.problems)
        return f"{told}. {counted(wrong, 'thing')} cannot be used:" if wrong else f"{told}."


def read(text: str) -> CarriersReading:
    """Understand a text; what is wrong in it is among the problems. Takes milliseconds for each hundred entries."""
    own, built_in = read_table(text), shipped()
    known = [
        KnownCarrier(key, one.name, "yours")
        for key, one in own.carriers.items()
        if key not in built_in.carriers
    ]
    known += [
        KnownCarrier(key, key, "hides nothing") for key in sorted(own.hidden - built_in.carriers.keys())
    ]
    for key, one in built_in.carriers.items():
        mine = own.carriers.get(key)
        standing: EntryStanding = "hidden" if key in own.hidden else "changed" if mine is not None else ""
        known.append(KnownCarrier(key, (mine or one).name, standing))
    problems = tuple(EntryProblem(_line(sentence, text), sentence) for sentence in own.problems)
    return CarriersReading(Carriers(built_in, own), tuple(known), problems)


def tried(carriers: Carriers, text: str) -> tuple[tuple[TriedCarrier, ...], str]:
    """The carriers that a text can be of, best first, and a sentence on what marking an order shipped makes of them."""
    if not text.strip():
        return (), _PASTE
    candidates = carriers.candidates(text)
    answers = tuple(_answer(one) for one in candidates)
    alone = sure(candidates)
    if alone is not None:
        return answers, f"{alone.carrier}: nothing else is as likely."
    if not candidates:
        return (), "No carrier has numbers or links like this."
    if len(candidates) == 1:
        return answers, "One carrier can have this, but it is not certain; you would be asked."
    return answers, f"{len(candidates)} carriers can have this; you would be asked which."


def with_example(text: str) -> tuple[str, int]:
    """The text with an example behind it, under a key that is free, and the line where that begins."""
    taken = read_table(text).carriers.keys() | shipped().carriers.keys()
    keys = ("courier", *(f"courier_{number}" for number in range(2, 10_000)))
    key = next(key for key in keys if key not in taken and not _heading(key, text))
    return _behind(text, EXAMPLE.format(key=key))


def with_entry(text: str, key: str) -> tuple[str, int]:
    """The text with the entry of this carrier in it, to be changed, and the line where that begins."""
    if found := _heading(key, text):
        return text, text.count("\n", 0, found.end()) + 1
    source = asset("carriers.toml").read_text(encoding="utf-8")
    entry = re.search(rf"^\[{re.escape(key)}\]\n.*?(?=^\[|\Z)", source, re.MULTILINE | re.DOTALL)
    return _behind(text, f"{entry[0].rstrip()}\n") if entry else (text, 1)


def _heading(key: str, text: str) -> re.Match[str] | None:
    return re.search(rf"^[ \t]*(\[[ \t]*)?[\"']?{re.escape(key)}[\"']?[ \t]*[\].=]", text, re.MULTILINE)


def _behind(text: str, entry: str) -> tuple[str, int]:
    kept = f"{text.rstrip()}\n\n" if text.strip() else ""
    return kept + entry, kept.count("\n") + 1


def _line(sentence: str, text: str) -> int:
    if found := _AT_FIRST.match(sentence):
        return int(found[1])
    places = _AT_LAST.findall(sentence)
    return int(places[-1]) if places else text.count("\n") + 1


def _answer(one: Candidate) -> TriedCarrier:
    tone: dict[str, Literal["good", "warn", "plain"]] = {"fits": "good", "fails": "warn", "none": "plain"}
    return TriedCarrier(
        one.carrier, one.verdict, tone[one.check], one.number, one.url, urlsplit(one.url).hostname or ""
    )
