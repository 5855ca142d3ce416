"""Numbers as people write them: read in the marks of their language, and written in the plain form that is sent.

It must not guess: a text that could be two numbers, or none, is left as it was typed.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

LONGEST = 30
"""How many digits a number may have here; more than any amount needs, and fewer than would upset a service."""
_LONGEST_TEXT = 200  # thirty digits with all their marks are shorter; a pasted novel is not looked through
_LIKE_ASCII = str.maketrans(
    "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2010\u2011\u2012\u2013\u2212－＋．，（）＇’‘ʼ′´`",
    " " * 13 + "-" * 6 + "+.,()" + "'" * 7,
    "\u061c\u200e\u200f\u2066\u2067\u2069\u202a\u202b\u202c",  # right-to-left languages write them around the sign
)
_GAPS = " '"
"""Marks between thousands in one language or another, and decimal marks in none."""
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_GROUPED = re.compile(
    r"[1-9]\d{0,2}(?P<mark>[^\d+-])\d{3}((?P=mark)\d{3})*"  # 1,234,567
    r"|[1-9]\d?(?P<pairs>[^\d+-])\d\d((?P=pairs)\d\d)*(?P=pairs)\d{3}",  # 12,34,567, as in India
    re.ASCII,
)
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_EITHER = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_NO_CENTS = re.compile(r"[.,:/](?:--?|[–—])(?!\d)")
"""12.– and 12,-- as in Switzerland and the Netherlands, 12:- as in Sweden, 12/- as in India."""
_NOTHING = re.compile(r"(?:--?|[–—])(?:[.,](?:--?|[–—]))?")
"""How an accounting format writes zero beside its currency."""
_EXPONENT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)e[+-]?\d{1,3}", re.ASCII | re.IGNORECASE)
_NO_NUMBER = re.compile(r"[+-]?(s?nan|inf(inity)?|∞)", re.IGNORECASE)
_EXAMPLE = "Write a plain number, such as 12.50."


@dataclass(frozen=True, slots=True)
class Marks:
    """What a language puts before the decimals and between the thousands."""

    decimal: str = "."
    group: str = ","


class Spelled(Decimal):
    """A number that says itself as it was spelled: 0.0000001 or 1e2, where other Decimals would say 1E-7 or 1E+2."""

    __slots__ = ("_text",)
    _text: str

    def __new__(cls, text: str) -> Self:
        number = super().__new__(cls, text)
        number._text = text
        return number

    def __str__(self) -> str:
        return self._text


POINTED, _COMMAED = Marks(".", ","), Marks(",", ".")


@dataclass(frozen=True, slots=True)
class Apart:
    """A text taken apart: its number with a minus in front, and the words or signs around it, a currency mostly."""

    number: str
    words: tuple[str, ...] = ()


def _none(_: str) -> bool:
    return False


def plain(text: str, marks: Marks, own: Callable[[str], bool] = _none, *, whole: bool = False) -> str:
    """The plain form ("-1234.50") of a text that is one number in plain form or in these marks; else the text itself.

    Digits of any script, spaces and apostrophes between thousands, and a minus in front, behind or as parentheses are
    understood as well. What is a plain number already stays that number, also where "1.234" might have meant thousands.
    `own` says whether a word or sign may stand beside the number; `whole` that there are no decimals to be meant.
    """
    bare = _ascii(text)
    number: Decimal | None = None if whole and _EITHER.fullmatch(bare) else _decimal(bare)
    if number is None:
        apart = taken_apart(text)
        if apart is None or not all(map(own, apart.words)):
            return text
        number = _whole(apart.number) if whole else None
        number = _read(apart.number, marks) if number is None else number
        if number is None and (apart.words or whole):  # from elsewhere, so its marks may be others
            found = {one for one in readings(text, own, whole=whole) if one is not None}
            number = found.pop() if len(found) == 1 else None
    return text if number is None else written(number)


def readings(
    text: str, own: Callable[[str], bool] = _none, *, whole: bool = False
) -> tuple[Decimal | None, Decimal | None]:
    """What a text is where the decimal mark is a point, and where it is a comma; the other one can only part thousands.

    None where it is no number so written, or words stand beside it that are not `own`.
    """
    apart = taken_apart(text)
    if apart is None or not all(map(own, apart.words)):
        return None, None
    either = bool(whole and _EITHER.fullmatch(apart.number))
    return (
        None if either and "." in apart.number else _strictly(apart.number, POINTED),
        None if either and "," in apart.number else _strictly(apart.number, _COMMAED),
    )


def taken_apart(text: str) -> Apart | None:
    """The number in a text and what stands around it; None where there is none, or more than one.

    "($12.50)", "12.50-", "CHF-12.50" and "-12,50 €" are below zero; "$ -" is zero, as spreadsheets write it.
    """
    bare = _ascii(text)
    if len(bare) > _LONGEST_TEXT:
        return None
    places = [place for place, character in enumerate(bare) if character in "0123456789"]
    if not places:
        return _zero(bare)
    head, body, tail = bare[: places[0]], bare[places[0] : places[-1] + 1], bare[places[-1] + 1 :]
    if cents := _NO_CENTS.match(tail):
        tail = tail[cents.end() :]
    elif tail[:1] in (".", ",", "\u066b"):
        body, tail = body + tail[0], tail[1:]
    if head[-1:] in (".", ",", "\u066b") and not head[-2:-1].isalpha():  # $.50, but Rs.50
        head, body = head[:-1], head[-1] + body
    signs = [character for character in head + tail if character in "+-"]
    opened, closed = head.count("("), tail.count(")")
    if opened != closed or opened + len(signs) > 1 or "+" in tail or ")" in head or "(" in tail:
        return None
    words = tuple(filter(None, (re.sub(r"[+\-()]", "", part).strip() for part in (head, tail))))
    return Apart(("-" if opened or "-" in signs else "") + body, words)


def _zero(bare: str) -> Apart | None:
    found = _NOTHING.search(bare)
    words = tuple(filter(None, map(str.strip, (bare[: found.start()], bare[found.end() :])))) if found else ()
    return Apart("0", words) if len(words) == 1 else None


def exact(text: str) -> Spelled | None:
    """The number that a text in plain form is, digit for digit, a zero without its minus; None where it is none.

    It says itself as it is sent, so that JSON has the digits that were typed.
    """
    return _decimal(_ascii(text))


def written(number: Decimal) -> str:
    """A number as it is sent: all its digits, no exponent, no plus, a digit on both sides of the point."""
    return format(number, "f")


def digits(number: Decimal) -> int:
    """How many digits a number is written with."""
    return len(written(number).replace(".", "").removeprefix("-"))


def refusal(text: str) -> str:
    """Why a text that is no plain number cannot be sent, and what to write instead."""
    bare = _ascii(text)
    if len(bare) > _LONGEST_TEXT:
        return f"A number has at most {LONGEST} digits here."
    if _NO_NUMBER.fullmatch(bare):
        return f"{bare} cannot be sent. {_EXAMPLE}"
    if _EXPONENT.fullmatch(bare):
        meant = Decimal(bare)
        return "Write it out, without an exponent" + (
            f": {written(meant)}." if digits(meant) <= LONGEST else "."
        )
    apart = taken_apart(text)
    bare = apart.number if apart is not None and not apart.words else bare
    pointed, commaed = _read(bare, POINTED), _read(bare, _COMMAED)
    if pointed is not None and commaed is not None and pointed != commaed:
        return f"Write {written(pointed)} or {written(commaed)}; the comma could mean either."
    if pointed is None and commaed is not None and "," in bare:
        return f"Write the decimals after a point: {written(commaed)}."
    number = commaed if pointed is None else pointed
    if number is None:
        return _EXAMPLE
    if re.search(r"\d\D+\d{3}", bare.replace(".", "") if "." in bare[-3:] else bare):
        return f"Leave out the marks between the thousands: {written(number)}."
    return f"Write the number alone: {written(number)}."


def doubt(sent: str) -> str:
    """What to say of a plain number that looks like thousands with a point between them; empty where it does not."""
    if not _THOUSANDS.fullmatch(sent):
        return ""
    return f"Sent as {sent}; for thousands write {sent.replace('.', '')}."


def _ascii(text: str) -> str:
    """The same text with ASCII digits, spaces and signs, as far as there are such."""
    if text.isascii() or len(text) > _LONGEST_TEXT:
        return text.strip()  # as nearly all are, in tens of thousands of cells
    return "".join(map(_digit, text.translate(_LIKE_ASCII))).strip()


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _decimal(bare: str) -> Spelled | None:
    if len(bare) > _LONGEST_TEXT or not _PLAIN.fullmatch(bare):
        return None
    number = Decimal(bare)
    return Spelled(written(number if number else number.copy_abs()))


def _read(bare: str, marks: Marks) -> Decimal | None:
    """The number with the point that every form here understands, or else with the language's own marks."""
    sign, rest = (bare[0], bare[1:]) if bare[:1] in ("+", "-") else ("", bare)
    own, group = (mark.translate(_LIKE_ASCII) for mark in (marks.decimal, marks.group))
    for point, groups in ((".", _GAPS), (own, _GAPS + group + _other(own, rest))):
        whole, _, fraction = rest.partition(point or ".")
        number = _decimal(sign + _ungrouped(whole, groups) + (f".{fraction}" if fraction else ""))
        if number is not None:
            return number
    return None


def _strictly(text: str, marks: Marks) -> Decimal | None:
    """The number with just this decimal mark; the other one parts thousands, as a space or an apostrophe does."""
    sign, rest = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = rest.partition(marks.decimal)
    whole = _ungrouped(whole, _GAPS + marks.group)
    if "." in whole:
        return None
    return _decimal(sign + whole + (f".{fraction}" if fraction else ""))


def _whole(text: str) -> Decimal | None:
    """Thousands, where the text could also be read as decimals."""
    return Decimal(re.sub("[.,]", "", text)) if _EITHER.fullmatch(text) else None


def _other(point: str, rest: str) -> str:
    """The one of point and comma that is not the decimal mark; where both stand, it can only part thousands."""
    return {",": ".", ".": ","}.get(point, "") if point in rest else ""


def _ungrouped(whole: str, groups: str) -> str:
    """The digits of a whole part whose thousands are well parted by one of these marks; otherwise as it is."""
    found = _GROUPED.fullmatch(whole)
    mark = (found["mark"] or found["pairs"]) if found else ""
    return whole.replace(mark, "") if mark and mark in groups else whole
