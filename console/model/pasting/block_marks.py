"""Whose marks a pasted block is written with: does its comma stand before the decimals, or between the thousands?

It must not guess: what neither the block nor the currency tells is asked, once for the block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from console.model.fields import money
from console.model.fields.field import Value
from console.model.fields.kinds import Amount, Number
from console.model.fields.numerals import Marks, readings, written
from console.model.lines.lines import COLUMNS
from console.runtime.giving_way import give_way

DecimalMark = Literal["", ".", ","]
"""What stands before the decimals; empty where it was not said."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A copied number that is two numbers: `pointed` where a point stands before the decimals, `commaed` where a comma does."""

    text: str
    pointed: str
    commaed: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """One text of a column in both readings."""

    pointed: Decimal | None
    commaed: Decimal | None
    whole: bool = False
    """Whether it would be ambiguous in a currency that has decimals."""
    shows: DecimalMark = ""
    """The decimal mark that this number can only be written with, whatever its currency; empty where it tells nothing."""

    @property
    def ambiguous(self) -> bool:
        return None not in (self.pointed, self.commaed) and self.pointed != self.commaed


@dataclass(frozen=True, slots=True)
class BlockMarks:
    """How the numbers of one block are read. `doubt` is the first that the block does not tell; None where it tells all."""

    marks: Marks
    currency: Value
    seen: Mapping[tuple[str, str], _Seen] = field(default_factory=dict)
    told: Mapping[str, tuple[DecimalMark, str]] = field(default_factory=dict)
    doubt: Doubt | None = None

    def read(self, column: str, text: str) -> str:
        """What a copied text becomes in a column of this API name: a number in its plain form, any other text as it is."""
        one = self.seen.get((column, text))
        if one is not None:
            number = one.pointed if self.told[column][0] == "." or one.commaed is None else one.commaed
            if number is not None and (not one.ambiguous or self.told[column][0]):
                return written(number)
            if one.ambiguous:
                return text  # until it is said which is meant
        return COLUMNS[column].kind.plain(text, self.marks, self.currency)

    def why(self, column: str, text: str) -> str:
        """Why a text that could be two numbers is read as it is; empty where there was nothing to decide."""
        one = self.seen.get((column, text))
        if one is None or not (one.whole or (one.ambiguous and self.told[column][0])):
            return ""
        because = f"{self.currency} has no decimals" if one.whole else self.told[column][1]
        return f"{text.strip()} is read as {self.read(column, text)}: {because}."


def of_block(
    columns: Mapping[str, Iterable[str]], marks: Marks, currency: Value, said: DecimalMark = ""
) -> BlockMarks:
    """How the numbers of a block are read; `columns` are the texts by API name, `said` is what was answered.

    `marks` are how the operator writes numbers, or with no group mark how the console itself does.
    """
    seen: dict[tuple[str, str], _Seen] = {}
    if marks.group:  # a plain number is written in one way only
        for column, texts in columns.items():
            kind = COLUMNS[column].kind
            if isinstance(kind, Number):
                for text in texts:
                    if text.strip() and (column, text) not in seen:
                        give_way()
                        seen[column, text] = _seen(kind, text, currency)
    shown: dict[str, dict[DecimalMark, str]] = {column: {} for column, _ in seen}
    for (column, text), one in seen.items():
        if one.shows:
            shown[column].setdefault(one.shows, text.strip())
    every: dict[DecimalMark, str] = {}
    for found in shown.values():
        every = found | every
    told = {column: _told(found, every) for column, found in shown.items()}
    asked = {column for column, (mark, _) in told.items() if not mark}
    doubt = next(
        (_doubt(text, one) for (column, text), one in seen.items() if one.ambiguous and column in asked), None
    )
    answered = dict.fromkeys(asked, (said, "as you said"))
    return BlockMarks(marks, currency, seen, told | answered, doubt)


def _seen(kind: Number, text: str, currency: Value) -> _Seen:
    whole = isinstance(kind, Amount) and money.digits(currency) == 0
    any_currency = _Seen(*readings(text, lambda _: isinstance(kind, Amount), whole=whole))
    read = kind.readings(text, currency) if isinstance(kind, Amount) else readings(text)
    shows: DecimalMark = ""
    if (any_currency.pointed is None) != (any_currency.commaed is None):
        shows = "," if any_currency.pointed is None else "."
    return _Seen(*read, whole and _Seen(*readings(text, lambda _: True)).ambiguous, shows)


def _told(own: Mapping[DecimalMark, str], every: Mapping[DecimalMark, str]) -> tuple[DecimalMark, str]:
    """The decimal mark of a column and what tells it: its own numbers, else those of the whole block."""
    found = own or every
    if len(found) != 1:
        return "", ""
    [(mark, text)] = found.items()
    return mark, f"{text} shows how this block writes numbers"


def _doubt(text: str, one: _Seen) -> Doubt:
    return Doubt(text.strip(), *(_short(number) for number in (one.pointed, one.commaed)))


def _short(number: Decimal | None) -> str:
    text = money.written(number or Decimal())
    return text.rstrip("0").rstrip(".") if "." in text else text
