"""The forms of all carriers' numbers: who can have a text, and who else has numbers that look alike.

It must not take numbers out of a sentence or rank carriers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from console.model.carriers.table import Carrier, Numbers

_TELLING = 1 / 20
_MASK = str.maketrans(dict.fromkeys("123456789", "0") | dict.fromkeys("BCDEFGHIJKLMNOPQRSTUVWXYZ", "A"))
_MOST_MASKS = 5_000


class Form(NamedTuple):
    """One carrier's kind of number, and which part of all texts that look alike has this form, 0 to 1."""

    carrier: Carrier
    numbers: Numbers
    share: float

    @property
    def tells(self) -> bool:
        """Whether a text has the form by chance only rarely."""
        return self.share <= _TELLING

    def fits(self, text: str) -> bool:
        """Whether the check digit of a text of this form fits."""
        return self.numbers.verdict(text) == "fits"


class Alike(NamedTuple):
    """The forms that texts can have with letters and digits in the same places; `unasked` count without a name."""

    forms: list[Form]
    unasked: list[Form]
    users: frozenset[str]


class Forms:
    """The forms of some carriers. Texts are without spaces, in upper case."""

    def __init__(self, carriers: Iterable[Carrier]) -> None:
        self._by_length: dict[int, list[tuple[Carrier, Numbers]]] = {}
        for carrier in sorted(carriers, key=lambda carrier: bool(carrier.countries)):  # the other posts last
            for numbers in carrier.numbers:
                for length in numbers.shape.lengths:
                    self._by_length.setdefault(length, []).append((carrier, numbers))
        unasked = {
            length for length, kinds in self._by_length.items() if not all(one.named for _, one in kinds)
        }
        self.longest = max(unasked, default=0)
        """How long a number can be that has a form without its carrier being named."""
        self._alike: dict[str, Alike] = {}
        self._last: tuple[str, list[Form]] = ("", [])

    def of(self, text: str) -> list[Form]:
        """The forms that a text has where no carrier is named; one sign over and over is no number."""
        last, found = self._last  # whoever finds a number in a text asks again of whom it is
        if last == text:
            return found
        found = self._of(text)
        self._last = text, found
        return found

    def _of(self, text: str) -> list[Form]:
        found: list[Form] = []
        if len(text) not in self._by_length or len(set(text)) < 2:
            return found
        for form in self._looking_like(text).unasked:
            if form.numbers.shape.fits(text):
                if form.carrier.countries and (found or text[-2:] not in form.carrier.countries):
                    continue
                found.append(form)
        return found

    def named(self, text: str, carrier: Carrier) -> list[Form]:
        """The forms of this carrier that a text has, those that count only by its name too."""
        if len(text) not in self._by_length:
            return []
        return [
            form
            for form in self._looking_like(text).forms
            if form.carrier is carrier
            and form.numbers.shape.fits(text)
            and (not carrier.countries or text[-2:] in carrier.countries)
        ]

    def alone(self, text: str, carrier: Carrier) -> bool:
        """Whether no other carrier has numbers with letters and digits where this text has them."""
        return self._looking_like(text).users <= {carrier.key}

    def _looking_like(self, text: str) -> Alike:
        """What texts can be that have letters and digits in the same places; reckoned once for all of them."""
        mask = text.translate(_MASK)
        known = self._alike.get(mask)
        if known is None:
            if len(self._alike) >= _MOST_MASKS:
                self._alike.clear()
            forms = [
                Form(carrier, numbers, share)
                for carrier, numbers in self._by_length.get(len(text), ())
                if (share := numbers.shape.share(mask)) > 0
            ]
            unasked = [form for form in forms if not form.numbers.named]
            users = frozenset(form.carrier.key for form in forms)
            known = self._alike[mask] = Alike(forms, unasked, users)
        return known
