"""Numbers in the marks of many languages come out as the very same digits, and nothing else becomes a number.

It must not test what a field says of a number; the tests of the kinds do.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from console.model.fields import money, numerals
from console.model.fields.kinds import AMOUNT
from console.model.fields.numerals import Marks, plain
from tests.support.tries import tries

ENGLISH = Marks(".", ",")
GERMAN = Marks(",", ".")
FRENCH = Marks(",", "\u202f")
AUSTRIAN = Marks(",", "\u00a0")
SWISS = Marks(".", "\u2019")
SWISS_BY_QT = Marks(".", "'")
ARABIC = Marks("\u066b", "\u066c")

LANGUAGES = {
    "en_US": (ENGLISH, "0", 3, "-"),
    "de_DE": (GERMAN, "0", 3, "-"),
    "fr_FR": (FRENCH, "0", 3, "-"),
    "de_CH": (SWISS, "0", 3, "-"),
    "hi_IN": (ENGLISH, "0", 2, "-"),
    "mr_IN": (ENGLISH, "\u0966", 2, "-"),
    "ja_JP": (ENGLISH, "\uff10", 3, "\uff0d"),
    "ar_EG": (ARABIC, "\u0660", 3, "\u061c-"),
    "fa_IR": (ARABIC, "\u06f0", 3, "\u200e\u2212"),
    "sv_SE": (AUSTRIAN, "0", 3, "\u2212"),
}
"""The marks, the zero, how many digits stand together above the first thousand, and the minus (Unicode CLDR)."""

CURRENCIES = ("CLF", "JPY", "KWD", "USD")  # four digits after the point, none, three, two
EITHER = re.compile(r"-?\d{1,3}\.\d{3}")
"""Where a point parts thousands, this is a number in two ways."""


def in_language(number: Decimal, language: str, *, grouped: bool) -> str:
    """A number as it is written in a language, made by hand: Qt writes doubles, which have fewer digits."""
    marks, zero, together, minus = LANGUAGES[language]
    whole, _, fraction = format(number.copy_abs(), "f").partition(".")
    text = _grouped(whole, marks.group, together) if grouped else whole
    text += f"{marks.decimal}{fraction}" if fraction else ""
    moved = str.maketrans("0123456789", "".join(chr(ord(zero) + digit) for digit in range(10)))
    return (minus if number < 0 else "") + text.translate(moved)


def _grouped(whole: str, mark: str, together: int) -> str:
    rest, last = whole[:-3], whole[-3:]
    parts = [last]
    while rest:
        rest, part = rest[:-together], rest[-together:]
        parts.insert(0, part)
    return mark.join(parts)


@st.composite
def amounts(draw: st.DrawFn) -> tuple[Decimal, int]:
    """An amount with all the digits of its currency, as long as a number may be."""
    places = money.digits(draw(st.sampled_from(CURRENCIES)))
    assert places is not None
    minor = draw(st.integers(-(10**29), 10**29) | st.integers(-(10**7), 10**7))
    return Decimal((minor < 0, tuple(map(int, str(abs(minor)))), -places)), places


def test_the_hand_made_forms_are_those_of_the_languages() -> None:
    number = Decimal("-1234567.50")
    assert {name: in_language(number, name, grouped=True) for name in LANGUAGES} == {
        "en_US": "-1,234,567.50",
        "de_DE": "-1.234.567,50",
        "fr_FR": "-1\u202f234\u202f567,50",
        "de_CH": "-1’234’567.50",
        "hi_IN": "-12,34,567.50",
        "mr_IN": "-१२,३४,५६७.५०",
        "ja_JP": "－１,２３４,５６７.５０",
        "ar_EG": "\u061c-١٬٢٣٤٬٥٦٧٫٥٠",
        "fa_IR": "\u200e\u2212۱٬۲۳۴٬۵۶۷٫۵۰",
        "sv_SE": "\u22121\u00a0234\u00a0567,50",
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("grouped", [True, False], ids=["grouped", "bare"])
def test_money_of_any_language_is_read_digit_for_digit(language: str, grouped: bool) -> None:
    @given(amounts())
    @example((Decimal("-1234567.50"), 2))
    @example((Decimal("1234"), 0))
    @example((Decimal("0.050"), 3))
    @tries(150)
    def check(amount: tuple[Decimal, int]) -> None:
        number, places = amount
        typed = in_language(number, language, grouped=grouped)
        kept = plain(typed, LANGUAGES[language][0])
        if LANGUAGES[language][0] == GERMAN and EITHER.fullmatch(typed):
            assert (kept, AMOUNT.read(kept).advice[:8]) == (typed, "Sent as "), (
                "not silently one or the other"
            )
            return
        assert kept == money.written(number, places)
        assert str(AMOUNT.read(kept).value) == str(number)
        assert plain(kept, LANGUAGES[language][0]) == kept, "what is kept stays as it is"

    check()


@pytest.mark.parametrize(
    ("typed", "marks", "kept"),
    [
        ("1234.50", GERMAN, "1234.50"),
        ("1.234,50", GERMAN, "1234.50"),
        ("1.234.567", GERMAN, "1234567"),
        ("1.234", GERMAN, "1.234"),
        ("1,234", GERMAN, "1.234"),
        ("12,5", GERMAN, "12.5"),
        ("-12,50", GERMAN, "-12.50"),
        (",5", GERMAN, "0.5"),
        ("5,", GERMAN, "5"),
        ("1 234,50", GERMAN, "1234.50"),
        ("1 234.50", GERMAN, "1234.50"),
        ("1'234.50", GERMAN, "1234.50"),
        ("1,234", ENGLISH, "1234"),
        ("1,234.5", ENGLISH, "1234.5"),
        ("12,34,567.50", ENGLISH, "1234567.50"),
        ("1 234", ENGLISH, "1234"),
        ("1\u202f234,50", FRENCH, "1234.50"),
        ("1\u00a0234,50", FRENCH, "1234.50"),
        ("1\u2009234,50", FRENCH, "1234.50"),
        ("1.234,50", FRENCH, "1234.50"),
        ("1.234,50", AUSTRIAN, "1234.50"),
        ("1’234.50", SWISS, "1234.50"),
        ("1'234.50", SWISS, "1234.50"),
        ("1’234.50", SWISS_BY_QT, "1234.50"),
        ("1,234.50", SWISS_BY_QT, "1234.50"),
        ("１，２３４．５０", ENGLISH, "1234.50"),
        ("１２，５０", GERMAN, "12.50"),
        ("\u22123.99", ENGLISH, "-3.99"),
        ("\u20133.99", ENGLISH, "-3.99"),
        ("3.99\u20134.99", ENGLISH, "3.99\u20134.99"),
        ("+3.990", ENGLISH, "3.990"),
        (" 3.99\t", ENGLISH, "3.99"),
        ("-0.00", ENGLISH, "0.00"),
        ("007", ENGLISH, "7"),
        ("0.0000001", ENGLISH, "0.0000001"),
        ("(3.99)", ENGLISH, "-3.99"),
        ("3.99-", ENGLISH, "-3.99"),
        ("- 3.99", ENGLISH, "-3.99"),
        ("(1.234,50)", GERMAN, "-1234.50"),
        ("12.–", SWISS, "12"),
        ("12,--", GERMAN, "12"),
        ("1\u2005234,50", FRENCH, "1234.50"),
        ("1´234.50", SWISS, "1234.50"),
        ("1234", Marks("", ""), "1234"),
        ("1.234,50", Marks(",", ","), "1234.50"),
    ],
)
def test_what_is_one_number_becomes_its_plain_form(typed: str, marks: Marks, kept: str) -> None:
    assert plain(typed, marks) == kept


@pytest.mark.parametrize(
    ("typed", "marks"),
    [
        ("", ENGLISH),
        (" ", ENGLISH),
        ("-", ENGLISH),
        ("$", ENGLISH),
        ("-€", GERMAN),
        (".", ENGLISH),
        (",", GERMAN),
        ("12,50", ENGLISH),
        ("1,23", ENGLISH),
        ("0,123", ENGLISH),
        ("1,2345", ENGLISH),
        ("1234,567", ENGLISH),
        ("1,234,56", ENGLISH),
        ("1,234,", ENGLISH),
        (",123", ENGLISH),
        ("1.234,50", ENGLISH),
        ("1,234.50", GERMAN),
        ("1.23,50", GERMAN),
        ("1,234", SWISS),
        ("1,5", SWISS),
        ("12 50", ENGLISH),
        ("1 234'567", ENGLISH),
        ("1  234", ENGLISH),
        ("1.234 567,00", GERMAN),
        ("1\n234", ENGLISH),
        ("12x345", ENGLISH),
        ("1-234", ENGLISH),
        ("--3", ENGLISH),
        ("-3-", ENGLISH),
        ("(-3)", ENGLISH),
        ("(3", ENGLISH),
        ("$3.99", ENGLISH),
        ("$ -", ENGLISH),
        ("€3€", ENGLISH),
        ("3.99 USD", ENGLISH),
        ("50%", ENGLISH),
        ("1e3", ENGLISH),
        ("NaN", ENGLISH),
        ("Infinity", ENGLISH),
        ("1_000", ENGLISH),
        ("0x10", ENGLISH),
        ("1²", ENGLISH),
        ("½", ENGLISH),
        ("九", ENGLISH),
        ("1" * 100_000, ENGLISH),
    ],
)
def test_what_is_none_or_could_be_two_stays_as_typed_and_is_refused(typed: str, marks: Marks) -> None:
    assert plain(typed, marks) == typed
    assert numerals.exact(typed) is None
    assert numerals.refusal(typed).endswith(".")


@pytest.mark.parametrize(
    ("text", "pointed", "commaed"),
    [
        ("2,400", "2400", "2.400"),
        ("1.500", "1.500", "1500"),
        ("(2,400)", "-2400", "-2.400"),
        ("75.50", "75.50", None),
        ("12,50", None, "12.50"),
        ("0,125", None, "0.125"),
        ("1,234,567", "1234567", None),
        ("1.234,50", None, "1234.50"),
        ("1 234", "1234", "1234"),
        ("1'234.50", "1234.50", None),
        ("12", "12", "12"),
        ("12 EUR", None, None),
        ("A-12", None, None),
    ],
)
def test_a_copied_number_is_read_with_either_mark(
    text: str, pointed: str | None, commaed: str | None
) -> None:
    found = [None if one is None else numerals.written(one) for one in numerals.readings(text)]
    assert found == [pointed, commaed]


@given(st.text(max_size=30) | st.text("0123456789.,'+- \u202f\u066b\u0663３eE$", max_size=20))
@tries(500)
def test_any_text_becomes_a_plain_number_or_stays(typed: str) -> None:
    for marks in (ENGLISH, GERMAN, FRENCH, SWISS, ARABIC):
        kept = plain(typed, marks)
        if kept != typed:
            assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", kept, re.ASCII), "as JSON writes numbers"
            assert plain(kept, marks) == kept
        elif numerals.exact(kept) is None:
            assert len(numerals.refusal(kept)) < 200
