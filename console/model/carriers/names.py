"""Carriers by their names as people write them: "DHL", "dhl_paket", "DPD UK", "RoyalMail", "Fed Ex", "USPS Priority".

It must not look at a number or choose within a family; a name that no carrier has finds nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from console.model.carriers.table import Carrier

_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\dA-Za-z_]+|\d+")
_SERVICES = re.compile(
    r"(express|priority|ground|standard|economy|eco|paket|parcel|parcels|expedited|overnight|nextday|2day|next|day|saver|"
    r"international|worldwide|domestic|home|delivery|tracked|signed|48|24|firstclass|mail|business|classic|courier|"
    r"shipping|service|services|gmbh|ag|ltd|limited|inc|llc|sa|srl|spa|bv|plc|kg|co|corp|"
    r"uk|gb|de|at|ch|fr|nl|be|es|it|pl|us|usa|ca|au|com|eu)+"
)
_ANYBODYS = frozenset({"post", "collect", "speedy"})
_BESIDE_THEM = frozenset(
    {"ag", "priority", "economy", "paket", "pakete", "packchen", "brief", "einschreiben"}
)
"""Names that are words of others' services, Parcel Post and Click and Collect, and what may stand beside them all the same."""
_LONGEST_TEXT, _MOST_KEPT = 200, 2_000


def squashed(text: str) -> str:
    """A name as names are compared: letters and digits only, small, without accents."""
    text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in text if sign.isalnum())


_COUNTRIES = {
    squashed(word): code
    for code, words in {
        "at": "österreich austria",
        "be": "belgië belgique belgien belgium",
        "ch": "schweiz suisse svizzera switzerland",
        "cz": "česko česká czechia czech",
        "de": "deutschland germany allemagne",
        "dk": "danmark denmark",
        "es": "españa spain espagne",
        "fr": "france frankreich francia",
        "gb": "uk england",
        "hu": "magyarország hungary",
        "ie": "ireland irland",
        "it": "italia italy italie italien",
        "lu": "luxembourg luxemburg",
        "nl": "nederland netherlands niederlande",
        "pl": "polska poland polen",
        "pt": "portugal",
        "ro": "românia romania",
        "se": "sverige sweden schweden",
        "sk": "slovensko slovakia",
        "us": "usa",
    }.items()
    for word in words.split()
}
"""What countries are called in shops' lists of carriers, in place of the two letters that a name may end with."""


class Names:
    """The names of some carriers: each one's own, its key, and the further ones that the table gives."""

    def __init__(self, carriers: Iterable[Carrier]) -> None:
        self._by_name: dict[str, list[Carrier]] = {}
        for carrier in carriers:
            for name in {squashed(said) for said in (carrier.name, carrier.key, *carrier.names)} - {""}:
                self._by_name.setdefault(name, []).append(carrier)
        self._longest = max(map(len, self._by_name), default=0)
        self._found: dict[str, tuple[Carrier, ...]] = {}

    def find(self, text: str) -> tuple[Carrier, ...]:
        """The carriers that a text names: one, the members of a family, or none where nobody has such a name.

        Words around the name do not matter (services, countries, legal forms), but one that makes a longer name of it
        does: "DPD" is a family, "DPD Next Day UK" is DPD UK. Of two names that share carriers those count, of others all.
        """
        text = text[:_LONGEST_TEXT]
        found = self._found.get(text)
        if found is None:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            found = self._found[text] = self._find(text)
        return found

    def _find(self, text: str) -> tuple[Carrier, ...]:
        if whole := self._by_name.get(squashed(text)):
            return tuple(whole)
        words = _WORD.findall(text)
        parts = [part for word in words for part in _PARTS.findall(word)]
        found = [*self._in(words)] or [*self._in(parts)] or [*self._glued(words)]
        if not found:
            return ()
        shared = [one for one in found[0] if all(one in others for others in found)]
        every = dict.fromkeys(one for carriers in found for one in carriers)
        return tuple(shared or every)

    def _in(self, words: Sequence[str]) -> Iterator[list[Carrier]]:
        """For each name among the words, longest first from the left, whose it is."""
        start = 0
        while start < len(words):
            for end in range(len(words), start, -1):
                name = squashed("".join(words[start:end]))
                if name in self._by_name:
                    rest = [squashed(word) for word in (*words[:start], *words[end:])]
                    rest += [code for word in rest if (code := _COUNTRIES.get(word))]
                    longer = next((name + word for word in rest if name + word in self._by_name), name)
                    if longer not in _ANYBODYS or _BESIDE_THEM.issuperset(rest):
                        yield self._by_name[longer]
                    start = end
                    break
            else:
                start += 1

    def _glued(self, words: Sequence[str]) -> Iterator[list[Carrier]]:
        """The same for words in which a service is written onto the name: "uspspriority", "dpdde"."""
        for word in map(squashed, words):
            for end in range(min(len(word), self._longest), 2, -1):
                if word[:end] in self._by_name and _SERVICES.fullmatch(word[end:]):
                    yield self._by_name[word[:end]]
                    break
