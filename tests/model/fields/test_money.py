"""How many digits currencies have, and that amounts are only ever padded.

It must not compute anything; sums are for the tests of the checks.
"""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iso4217 import Currency

from console.model.fields import currencies, money
from console.model.fields.iso_table import exponents
from tests.support import currency_table
from tests.support.checkout import ROOT
from tests.support.tries import tries


@pytest.mark.parametrize(
    ("currency", "digits", "known"),
    [
        ("JPY", 0, True),
        ("USD", 2, True),
        ("KWD", 3, True),
        ("CLF", 4, True),
        (" usd ", 2, True),
        ("XAU", None, True),
        ("ZZZ", None, False),
        ("", 2, False),
        (None, 2, False),
        *((code, 2, False) for code in ("HRK", "LTL", "EEK", "LVL", "BGN", "SKK", "VEF", "ZWL")),
        *((code, 0, False) for code in ("BYR", "MRO", "STD", "ITL", "TRL")),
        (["USD"], None, False),
    ],
)
def test_digits_of_a_currency(currency: object, digits: int | None, known: bool) -> None:
    assert (money.digits(currency), money.known(currency)) == (digits, known)


@pytest.mark.parametrize(
    ("amount", "places", "text"),
    [
        ("4.1", 2, "4.10"),
        ("4.100", 2, "4.100"),
        ("4.129", 2, "4.129"),
        ("4", 0, "4"),
        ("4.5", 0, "4.5"),
        ("4", 3, "4.000"),
        ("4", None, "4"),
        ("4.10", None, "4.10"),
        ("1E+2", 2, "100.00"),
        ("1E-7", 2, "0.0000001"),
        ("-0", 2, "-0.00"),
        ("0.30000000000000004", 2, "0.30000000000000004"),
        ("123456789012345678901234567890.12", 2, "123456789012345678901234567890.12"),
    ],
)
def test_amounts_are_padded_and_never_cut(amount: str, places: int | None, text: str) -> None:
    assert money.written(Decimal(amount), places) == text


@pytest.mark.parametrize(
    ("amount", "currency", "sentence"),
    [
        ("4.129", "USD", "USD has 2 digits after the point; this is sent with 3."),
        ("4.100", "USD", "USD has 2 digits after the point; this is sent with 3."),
        ("4.12", "USD", ""),
        ("4", "USD", ""),
        ("-4.1", "JPY", "JPY has no digits after the point; this is sent with 1."),
        ("4", "JPY", ""),
        ("4.123", "KWD", ""),
        ("4.1234", "KWD", "KWD has 3 digits after the point; this is sent with 4."),
        ("1E-7", "USD", "USD has 2 digits after the point; this is sent with 7."),
        ("1E+2", "JPY", ""),
        ("4.1234567", "XAU", ""),
        ("4.129", "ZZZ", ""),
        ("4.129", None, "Without a currency 2 digits after the point are assumed; this is sent with 3."),
        ("4.129", "LTL", "LTL has 2 digits after the point; this is sent with 3."),
    ],
)
def test_more_digits_than_the_currency_has_are_told(amount: str, currency: object, sentence: str) -> None:
    assert money.beyond(Decimal(amount), currency) == sentence


def test_the_table_of_currencies_is_what_cldr_has() -> None:
    assert currency_table.FILE.read_text(encoding="utf-8") == currency_table.table()


@pytest.mark.parametrize("currency", sorted(one.code for one in Currency))
def test_a_currency_of_now_has_the_digits_of_iso_and_a_name(currency: str) -> None:
    exponent = Currency(currency).exponent
    assert money.digits(currency) == (None if exponent is None else int(exponent))
    assert currencies.meaning(currency).startswith(f"{currency} is the ")


def test_iso_is_read_as_its_package_reads_it_without_loading_it() -> None:
    assert exponents() == {one.code: one.exponent for one in Currency}
    code = "import sys; from console.model.fields import money; money.digits('JPY'); print('iso4217' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@given(st.decimals(min_value=-(10**20), max_value=10**20, allow_nan=False), st.none() | st.integers(0, 4))
@tries(200)
def test_written_is_the_same_number_without_an_exponent(amount: Decimal, places: int | None) -> None:
    text = money.written(amount, places)
    assert Decimal(text) == amount
    assert "E" not in text.upper()
    assert len(text.partition(".")[2]) >= (places or 0)
