"""Number formats: what a spreadsheet shows of a number, as far as that makes it an ID, and which of them are dates."""

from __future__ import annotations

import pytest

from console.store.tables.formats import is_date, moment, plain, shown, shown_text


@pytest.mark.parametrize(
    ("value", "code", "look"),
    [
        (3105, "General", "3105"),
        (3105, "0000000", "0003105"),
        (3105, '"SO-"0', "SO-3105"),
        (3105, '"SO-"0000000', "SO-0003105"),
        (3105, "\\S\\O0000000", "SO0003105"),
        (3105, 'General"-A"', "3105-A"),
        (3105, '0"-A"0', "310-A5"),
        (3105, "00-000", "03-105"),
        (3105, "000\\ 000", "003 105"),
        (3105, "# ##0", "3105"),
        (3105, "###\\ ###\\ ###", "3105"),
        (3105, "[<=99999]00000;00000-0000", "03105"),
        (123456789, "[<=99999]00000;00000-0000", "12345-6789"),
        (5551234567, "[<=9999999]###-####;(###) ###-####", "(555) 123-4567"),
        (3105, "#,##0", "3105"),
        (3105, "0.00", "3105"),
        (3105.25, "0.00", "3105.25"),
        (3105, "0.00E+00", "3105"),
        (3105, "[Red]0", "3105"),
        (3105, "[$€-407] #,##0.00", "3105"),
        (3105, "_-* #,##0_-;-* #,##0_-", "3105"),
        (-3105, "0;-0", "-3105"),
        (0.1 + 0.2, "General", "0.3"),
        (3105, "0,", None),
        (0.5, "0%", None),
        (3105, ";;;", None),
        (3105, '"SO-"#,##0', None),
        (3105.5, "0000000", None),
        (3105.5, "# ?/?", None),
    ],
)
def test_a_number_is_what_the_sheet_shows_or_not_known(value: float, code: str, look: str | None) -> None:
    assert shown(value, code) == look


@pytest.mark.parametrize(
    ("text", "code", "look"),
    [
        ("x", "General", "x"),
        ("x", "@", "x"),
        ("3105", '0;0;0;"SO-"@', "SO-3105"),
        ("3105", '"SO-"@', "SO-3105"),
    ],
)
def test_a_text_may_have_something_around_it(text: str, code: str, look: str) -> None:
    assert shown_text(text, code) == look


def test_numbers_that_have_lost_digits_stand_in_powers_of_ten() -> None:
    assert plain(6.02677000000112e23) == "6.02677000000112E+23"
    assert plain(1e15) == "1E+15"
    assert plain(999_999_999_999_999) == "999999999999999"


@pytest.mark.parametrize(
    "code",
    ["yyyy-mm-dd", "[$-407]dd.mm.yyyy", "m/d/yy h:mm", "mmm-yy", "[h]:mm", "[$-411]ge.m.d", "yyyy年m月d日"],
)
def test_dates_are_known_by_their_code(code: str) -> None:
    assert is_date(code)


@pytest.mark.parametrize(
    "code",
    ["General", "0", "0.00E+00", "##0.0e+0", '"SO-"0', "[Red]0", '0" days"', "#,##0 [$Kč-405]", "\\d0", "@"],
)
def test_numbers_are_no_dates_by_the_letters_in_their_texts(code: str) -> None:
    assert not is_date(code)


def test_serials_are_dates_of_both_calendars() -> None:
    assert moment(46353) == "2026-11-27"
    assert moment(46353.584722) == "2026-11-27 14:02:00"
    assert moment(44891, since_1904=True) == "2026-11-27"
    assert (moment(1), moment(59), moment(61), moment(0.5)) == (
        "1900-01-01",
        "1900-02-28",
        "1900-03-01",
        "12:00:00",
    )
    assert moment(-1) is moment(1e9) is None
