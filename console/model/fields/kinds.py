"""The kinds of value a field can have, each with its own way of being shown, typed and compared.

It must not know any field by name, and it never rounds or trims what the server holds.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from console.model.date_form import DATE_FORMS, written
from console.model.fields import addresses, moment, money, numerals
from console.model.fields.dates import is_today
from console.model.fields.field import NO, YES, Kind, Raw, Reading, Value, counted_as, unprintable
from console.model.fields.numerals import Marks

_FARTHEST = 308  # powers of ten; beyond it a number without exponent would fill the screen, or the memory
_FIRST_YEAR, _LAST_YEAR = 1970, 2080
"""Dates of other years are slips."""


class Text(Kind):
    """One line or more of text; the server may hold anything in it."""


class Address(Kind):
    """An e-mail address. The server is the judge, so only what can never be one is an error."""

    def read(self, text: str) -> Reading:
        text = text.strip()
        plain = "".join(character for character in text if unicodedata.category(character)[0] != "C")
        if error := unprintable(text) or addresses.refusal(plain):
            return Reading(text, error=error)
        host = text.rpartition("@")[2]
        dotless = "" if "." in host else f"{host} has no dot; is the address complete?"
        return Reading(text, advice=_invisible(text) or dotless)


class Link(Kind):
    """A web address, sent exactly as typed."""

    def read(self, text: str) -> Reading:
        text = text.strip()
        if not text:
            return Reading(text)
        if re.search(r"\s", text) or unprintable(text):
            return Reading(text, error="A link has no spaces or control characters in it.")
        try:
            parts = urlsplit(text)
            host = parts.hostname
        except ValueError:
            return Reading(text, error="This is not a link; the part after // cannot be read.")
        if parts.scheme not in ("http", "https") or not host:
            return Reading(text, advice="A link that customers can open starts with https:// and a host.")
        if parts.username is not None:
            return Reading(
                text, advice=f"What stands before the @ is a user name; this link leads to {host}."
            )
        return Reading(text, advice=_invisible(text))


class Ip(Kind):
    """An IPv4 or IPv6 address."""

    def read(self, text: str) -> Reading:
        text = text.strip()
        try:
            ipaddress.ip_address(text)
        except ValueError:
            return Reading(text, error="Write an IPv4 or IPv6 address, such as 203.0.113.7.")
        if "%" in text:
            return Reading(
                text, error="Leave out the % and what follows it; only one computer knows that part."
            )
        return Reading(text)


class Currency(Kind):
    """An ISO-4217 currency code."""

    def read(self, text: str) -> Reading:
        code = text.strip().upper()
        if not re.fullmatch(r"[A-Z]{3}", code):
            return Reading(text, error="A currency is three letters, such as USD.")
        gone = "no longer" if money.withdrawn(code) else "not"
        advice = "" if money.known(code) else f"{code} is {gone} in ISO 4217."
        return Reading(code, advice=advice)


@dataclass(frozen=True, slots=True)
class OneOf(Kind):
    """One of a few words, each with what it is called here."""

    options: Mapping[str, str] | None = None

    def read(self, text: str) -> Reading:
        allowed = self.options or {}
        if text in allowed:
            return Reading(text)
        return Reading(text, error=f"Choose one of: {', '.join(allowed)}.")

    __hash__ = object.__hash__


class YesNo(Kind):
    """Yes or no. Typed as "yes" and "no"."""

    def show(self, value: Value, places: int | None = None) -> str:
        if isinstance(value, bool):
            return YES if value else NO
        return Kind.show(self, value)

    def read(self, text: str) -> Reading:
        if text in (YES, NO):
            return Reading(text == YES)
        return Reading(text, error="Choose yes or no.")

    def same(self, one: Value, other: Value) -> bool:
        return one == other


class Number(Kind):
    """A number with the digits it came with. What is typed is sent digit for digit."""

    def accept(self, json: Any) -> Value:
        number = json
        if type(json) is Decimal:
            pass
        elif isinstance(json, int) and not isinstance(json, bool):
            number = Decimal(json)
        elif isinstance(json, float):
            number = Decimal(str(json))
        workable = isinstance(number, Decimal) and number.is_finite() and abs(number.adjusted()) <= _FARTHEST
        return number if workable else Raw(json)

    def show(self, value: Value, places: int | None = None) -> str:
        return money.written(value) if isinstance(value, Decimal) else Kind.show(self, value)

    def plain(self, text: str, marks: Marks, currency: Value = None) -> str:
        return numerals.plain(text, marks)

    def read(self, text: str) -> Reading:
        number = numerals.exact(text)
        if number is None:
            return Reading(text, error=numerals.refusal(text))
        sent = str(number)
        if len(sent) > numerals.LONGEST and numerals.digits(number) > numerals.LONGEST:
            return Reading(text, error=f"A number has at most {numerals.LONGEST} digits here.")
        meaning = "" if sent == text else f"Sent as {sent}."
        return Reading(number, advice=numerals.doubt(sent), meaning=meaning)

    def same(self, one: Value, other: Value) -> bool:
        first, second = counted_as(one), counted_as(other)
        return one == other if first is None or second is None else first == second


class Amount(Number):
    """Money: a number shown with at least its currency's digits."""

    def show(self, value: Value, places: int | None = None) -> str:
        return money.written(value, places) if isinstance(value, Decimal) else Kind.show(self, value)

    def plain(self, text: str, marks: Marks, currency: Value = None) -> str:
        """Without the record's own currency, as spreadsheets and people write it at either end."""
        return numerals.plain(text, marks, partial(_own, currency), whole=money.digits(currency) == 0)

    def readings(self, text: str, currency: Value) -> tuple[Decimal | None, Decimal | None]:
        """What a copied amount is where its decimal mark is a point, and where it is a comma."""
        return numerals.readings(text, partial(_own, currency), whole=money.digits(currency) == 0)

    def in_currency(self, reading: Reading, currency: Value) -> Reading:
        """What a typed amount means where the record's currency is this code; how many digits that has is said."""
        if reading.error:
            return replace(reading, error=_foreign(reading.value, currency) or reading.error)
        if not isinstance(reading.value, Decimal):
            return reading
        if beyond := money.beyond(reading.value, currency):
            return replace(reading, advice=f"{beyond} {reading.advice}".rstrip())
        if reading.advice and money.digits(currency) is not None:  # its own digits, so no thousands
            return replace(reading, advice="", meaning=f"Sent as {reading.value}.")
        return reading


class Quantity(Number):
    """How many of a thing. Fewer than none is taken, since a return may be written so, but asked about."""

    def read(self, text: str) -> Reading:
        reading = Number.read(self, text)
        if reading.error and _currencies_in(text):
            return replace(reading, error="A quantity has no currency; write the number alone, such as 2.")
        if isinstance(reading.value, Decimal) and reading.value < 0:
            return replace(reading, advice="A negative quantity; is it meant as a return?")
        return reading


class Moment(Kind):
    """A date, or a date with a time. Shown in local time with the zone named; UTC stands beside it."""

    def show(self, value: Value, places: int | None = None) -> str:
        return moment.shown(value) if isinstance(value, str) else Kind.show(self, value)

    def shows(self, text: str, value: Value, places: int | None = None) -> bool:
        """In either form, since the operator may have changed it while the text stood there."""
        if not isinstance(value, str):
            return Kind.shows(self, text, value, places)
        return any(text == moment.shown(value, form) for form in DATE_FORMS)

    def read(self, text: str) -> Reading:
        try:
            sent = moment.typed(text)
        except moment.NotAMoment as error:
            return Reading(text, error=str(error))
        if not _FIRST_YEAR <= int(sent[:4]) <= _LAST_YEAR:
            return Reading(text, error=f"The year {sent[:4]} is far off; is it a slip?")
        if len(sent) == 10:
            return Reading(sent, meaning="A bare date; the service reads it as midnight UTC.")
        return Reading(sent, meaning=f"Sent as {sent}, which is {moment.in_utc(sent)}.")

    def same(self, one: Value, other: Value) -> bool:
        if not (isinstance(one, str) and isinstance(other, str)):
            return Kind.same(self, one, other)
        try:
            return moment.instant(one) == moment.instant(other)
        except moment.NotAMoment:
            return one == other


def dated(kind: Kind, text: str, now: datetime) -> str:
    """A typed text with today's date for the word where the field is a date's."""
    return written(now.astimezone().date()) if isinstance(kind, Moment) and is_today(text) else text


@dataclass(frozen=True, slots=True)
class OrderMoment(Moment):
    """The order date, which the service takes from 2000-01-01 to five years ahead (Update Order page)."""

    def outside(self, value: Value, as_of: datetime) -> str:
        """Why the service would refuse this moment, seen from `as_of`; empty where it would not."""
        if not isinstance(value, str):
            return ""
        when = moment.instant(value)
        if when.year < 2000:
            return "The service refuses order dates before 2000-01-01."
        latest = as_of.replace(year=as_of.year + 5, day=min(as_of.day, 28) if as_of.month == 2 else as_of.day)
        return "" if when <= latest else "The service refuses order dates more than five years ahead."


def _own(currency: Value, word: str) -> bool:
    """Whether a word beside an amount is the record's currency; where there is none, any currency's is no contradiction."""
    from console.model.fields import currencies

    if money.is_none(currency):
        return bool(currencies.meaning(word))
    return isinstance(currency, str) and currencies.denotes(word, currency)


def _foreign(text: Value, currency: Value) -> str:
    """What to say of an amount that still has a currency beside it; empty where it has none that is known."""
    said = _currencies_in(text)
    foreign = next((meant for word, meant in said.items() if not _own(currency, word)), "")
    if foreign:
        return f"{foreign}, and this record is in {currency}. Write the amount in {currency}."
    return f"Write the number alone, without {' and '.join(said)}." if said else ""


def _currencies_in(text: Value) -> dict[str, str]:
    """The words beside a number, each with the currency that it means, as a clause; none where one means no currency."""
    from console.model.fields import currencies

    apart = numerals.taken_apart(text) if isinstance(text, str) else None
    said = {word: currencies.meaning(word) for word in apart.words} if apart is not None else {}
    return said if all(said.values()) else {}


def _invisible(text: str) -> str:
    if text.isprintable():
        return ""
    for character in text:
        if unicodedata.category(character) == "Cf":
            return f"There is an invisible character in it (U+{ord(character):04X}); was it pasted along?"
    return ""


TEXT = Text()
ID = Text(clearable=False)
EMAIL = Address(clearable=False)
LINK = Link()
IP = Ip(clearable=False)
CURRENCY = Currency(clearable=False)
AMOUNT = Amount(holds=Decimal, clearable=False, right_aligned=True)
NUMBER = Number(holds=Decimal, clearable=False, right_aligned=True)
QUANTITY = Quantity(holds=Decimal, clearable=False, right_aligned=True)
FLAG = YesNo(holds=bool, clearable=False)
MOMENT = Moment(clearable=False)
ORDER_MOMENT = OrderMoment(clearable=False)
