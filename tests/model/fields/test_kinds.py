"""What each kind of field makes of a typed text: its value, its error, its advice.

It must not involve a record; what a draft adds is for the tests of drafts.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.fields import kinds
from console.model.fields.field import Kind, Raw, Value
from console.model.fields.kinds import MOMENT, ORDER_MOMENT, TEXT, OrderMoment, dated
from console.model.fields.numerals import Marks
from console.model.records import PHASE
from tests.support.tries import tries

PLAIN = "Write a plain number, such as 12.50."
NO_ADDRESS = "An e-mail address looks like name@example.com."
NO_IP = "Write an IPv4 or IPv6 address, such as 203.0.113.7."
NO_CODE = "A currency is three letters, such as USD."
INVISIBLE = "There is an invisible character in it (U+200B); was it pasted along?"


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (kinds.TEXT, "", ""),
        (kinds.TEXT, "  as it is\n\ttyped ", "  as it is\n\ttyped "),
        (kinds.TEXT, "👩‍👩‍👧 é \u202e", "👩‍👩‍👧 é \u202e"),
        (kinds.EMAIL, " jane@example.com ", "jane@example.com"),
        (kinds.EMAIL, "a@b.test", "a@b.test"),
        (kinds.EMAIL, '"odd"@example.com', '"odd"@example.com'),
        (kinds.EMAIL, "josé@müller.example", "josé@müller.example"),
        (kinds.EMAIL, "उदाहरण@उदाहरण.भारत", "उदाहरण@उदाहरण.भारत"),
        (kinds.LINK, " https://shop.example.com/t?n=1&m=ü#x ", "https://shop.example.com/t?n=1&m=ü#x"),
        (kinds.LINK, "", ""),
        (kinds.LINK, "  ", ""),
        (kinds.IP, "203.0.113.7", "203.0.113.7"),
        (kinds.IP, " 2001:DB8::1 ", "2001:DB8::1"),
        (kinds.CURRENCY, "usd", "USD"),
        (kinds.CURRENCY, "XAU", "XAU"),
        (kinds.FLAG, "yes", True),
        (kinds.FLAG, "no", False),
        (PHASE, "ORDER_REVIEW", "ORDER_REVIEW"),
        (kinds.AMOUNT, "3.99", Decimal("3.99")),
        (kinds.AMOUNT, " +3.9900 ", Decimal("3.9900")),
        (kinds.AMOUNT, "３．９９", Decimal("3.99")),
        (kinds.AMOUNT, "٣", Decimal("3")),
        (kinds.AMOUNT, "-0.00", Decimal("0.00")),
        (kinds.AMOUNT, "00012.50", Decimal("12.50")),
        (kinds.AMOUNT, "-3.99", Decimal("-3.99")),
        (kinds.AMOUNT, "0.125", Decimal("0.125")),
        (kinds.QUANTITY, "2", Decimal("2")),
        (kinds.QUANTITY, "0", Decimal("0")),
        (kinds.QUANTITY, "-0", Decimal("0")),
        (kinds.AMOUNT, "\u22123.99", Decimal("-3.99")),
        (kinds.NUMBER, ".5", Decimal("0.5")),
        (kinds.NUMBER, "5.", Decimal("5")),
        (kinds.NUMBER, "123456789012345678901234567890", Decimal("123456789012345678901234567890")),
        (kinds.MOMENT, "2026-11-21", "2026-11-21"),
    ],
)
def test_good_texts(kind: Kind, typed: str, value: Value) -> None:
    reading = kind.read(typed)
    assert (reading.error, reading.advice) == ("", "")
    assert reading.value == value
    assert str(reading.value) == str(value)  # digit for digit


@pytest.mark.fault(52)
@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        (kinds.AMOUNT, "12,50", "Write the decimals after a point: 12.50."),
        (kinds.AMOUNT, "1.234,56", "Write the decimals after a point: 1234.56."),
        (kinds.AMOUNT, "-0,5", "Write the decimals after a point: -0.5."),
        (kinds.AMOUNT, "1,234", "Write 1234 or 1.234; the comma could mean either."),
        (kinds.AMOUNT, "1,234.56", "Leave out the marks between the thousands: 1234.56."),
        (kinds.AMOUNT, "12.345.678", "Leave out the marks between the thousands: 12345678."),
        (kinds.AMOUNT, "1 234 567", "Leave out the marks between the thousands: 1234567."),
        (kinds.AMOUNT, "NaN", f"NaN cannot be sent. {PLAIN}"),
        (kinds.AMOUNT, "-sNaN", f"-sNaN cannot be sent. {PLAIN}"),
        (kinds.AMOUNT, "Infinity", f"Infinity cannot be sent. {PLAIN}"),
        (kinds.AMOUNT, "\u2212∞", f"-∞ cannot be sent. {PLAIN}"),
        (kinds.AMOUNT, "1e3", "Write it out, without an exponent: 1000."),
        (kinds.AMOUNT, "1E+2", "Write it out, without an exponent: 100."),
        (kinds.AMOUNT, "-2.50e-3", "Write it out, without an exponent: -0.00250."),
        (kinds.AMOUNT, "1e29", f"Write it out, without an exponent: 1{'0' * 29}."),
        (kinds.AMOUNT, "1e30", "Write it out, without an exponent."),
        (kinds.AMOUNT, "1e999", "Write it out, without an exponent."),
        (kinds.AMOUNT, "1e99999999999999999999", PLAIN),
        (kinds.AMOUNT, "1.2.3", PLAIN),
        (kinds.AMOUNT, "(12.50)", "Write the number alone: -12.50."),
        (kinds.AMOUNT, "(12,50)", "Write the decimals after a point: -12.50."),
        (kinds.QUANTITY, "5 EUR", "A quantity has no currency; write the number alone, such as 2."),
        (kinds.AMOUNT, "--1", PLAIN),
        (kinds.AMOUNT, "1²", PLAIN),
        (kinds.AMOUNT, "½", PLAIN),
        (kinds.AMOUNT, "Ⅻ", PLAIN),
        (kinds.AMOUNT, "1_000", PLAIN),
        (kinds.AMOUNT, "12.50 USD", PLAIN),
        (kinds.AMOUNT, "$3.99", PLAIN),
        (kinds.AMOUNT, ".", PLAIN),
        (kinds.AMOUNT, "-", PLAIN),
        (kinds.AMOUNT, "", PLAIN),
        (kinds.AMOUNT, "1" * 31, "A number has at most 30 digits here."),
        (kinds.AMOUNT, "0." + "1" * 30, "A number has at most 30 digits here."),
        (kinds.AMOUNT, "1" * 100_000, "A number has at most 30 digits here."),
        (kinds.EMAIL, "jane", NO_ADDRESS),
        (kinds.EMAIL, "jane@", NO_ADDRESS),
        (kinds.EMAIL, "@example.com", NO_ADDRESS),
        (kinds.EMAIL, "jane @example.com", NO_ADDRESS),
        (
            kinds.EMAIL,
            "jane\0@example.com",
            "There is a control character in it (U+0000); please remove it.",
        ),
        (kinds.TEXT, "a\x07b", "There is a control character in it (U+0007); please remove it."),
        (kinds.TEXT, "\ud800", "There is a control character in it (U+D800); please remove it."),
        (kinds.LINK, "https://example.com/a b", "A link has no spaces or control characters in it."),
        (kinds.LINK, "https://example.com/\x01", "A link has no spaces or control characters in it."),
        (kinds.LINK, "https://[bad", "This is not a link; the part after // cannot be read."),
        (kinds.IP, "256.1.1.1", NO_IP),
        (kinds.IP, "127.0.0.01", NO_IP),
        (kinds.IP, "１27.0.0.1", NO_IP),
        (kinds.IP, "localhost", NO_IP),
        (kinds.IP, "fe80::1%eth0", "Leave out the % and what follows it; only one computer knows that part."),
        (kinds.CURRENCY, "US", NO_CODE),
        (kinds.CURRENCY, "US$", NO_CODE),
        (kinds.CURRENCY, "ＵＳＤ", NO_CODE),
        (kinds.FLAG, "true", "Choose yes or no."),
        (
            PHASE,
            "PACKING",
            "Choose one of: SHOPPING, BILLING, PAYMENT, SHIPPING_INFO, SHIPPING_METHOD, ORDER_REVIEW, ORDER_COMPLETE.",
        ),
        (kinds.MOMENT, "soon", "Write a date as 2026-11-21, or with a time as 2026-11-21 14:02."),
    ],
)
def test_bad_texts_keep_their_text_and_say_why(kind: Kind, typed: str, error: str) -> None:
    reading = kind.read(typed)
    assert reading.error == error
    assert isinstance(reading.value, str)


@pytest.mark.fault(52)
@pytest.mark.parametrize(
    ("kind", "typed", "advice"),
    [
        (kinds.AMOUNT, "1.234", "Sent as 1.234; for thousands write 1234."),
        (kinds.QUANTITY, "-12.345", "A negative quantity; is it meant as a return?"),
        (kinds.QUANTITY, "12.345", "Sent as 12.345; for thousands write 12345."),
        (kinds.QUANTITY, "-2", "A negative quantity; is it meant as a return?"),
        (kinds.EMAIL, "jane@localhost", "localhost has no dot; is the address complete?"),
        (kinds.EMAIL, "jane@example.com\u200b", INVISIBLE),
        (kinds.LINK, "https://example.com/1\u200b2", INVISIBLE),
        (kinds.LINK, "shop.example.com/1", "A link that customers can open starts with https:// and a host."),
        (
            kinds.LINK,
            "javascript:alert(1)",
            "A link that customers can open starts with https:// and a host.",
        ),
        (kinds.LINK, "http:example.com", "A link that customers can open starts with https:// and a host."),
        (kinds.LINK, "https:///x", "A link that customers can open starts with https:// and a host."),
        (
            kinds.LINK,
            "https://ups.com@evil.example/1",
            "What stands before the @ is a user name; this link leads to evil.example.",
        ),
        (kinds.CURRENCY, "usx", "USX is not in ISO 4217."),
        (kinds.CURRENCY, "hrk", "HRK is no longer in ISO 4217."),
    ],
)
def test_doubtful_texts_are_sent_with_advice(kind: Kind, typed: str, advice: str) -> None:
    reading = kind.read(typed)
    assert (reading.error, reading.advice) == ("", advice)


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        (kinds.TEXT, None, "", True),
        (kinds.TEXT, "a", "A", False),
        (kinds.AMOUNT, Decimal("4.1"), Decimal("4.10"), True),
        (kinds.AMOUNT, Decimal(0), None, False),
        (kinds.AMOUNT, Decimal("3.99"), Raw("3.99"), True),
        (kinds.FLAG, False, None, False),
        (kinds.MOMENT, "2015-01-02", "2015-01-02T00:00:00.000Z", True),
        (kinds.MOMENT, "2015-01-02T01:00:00+01:00", "2015-01-02T00:00:00Z", True),
        (kinds.MOMENT, "2015-01-02T00:00:00.001Z", "2015-01-02T00:00:00Z", False),
        (kinds.MOMENT, "0001-01-01T00:30:00+10:00", "2015-01-02", False),
        (kinds.MOMENT, "soon", "soon", True),
        (kinds.MOMENT, None, "", True),
        (kinds.LINK, Raw([1]), Raw([1]), True),
    ],
)
def test_what_means_the_same(kind: Kind, one: Value, other: Value, same: bool) -> None:
    assert kind.same(one, other) is same
    assert kind.same(other, one) is same


@pytest.mark.parametrize(
    ("kind", "value", "places", "text"),
    [
        (kinds.TEXT, None, 2, ""),
        (kinds.NUMBER, Decimal("1E+2"), 2, "100"),
        (kinds.AMOUNT, Decimal("4.1"), 2, "4.10"),
        (kinds.AMOUNT, Decimal("4.1"), None, "4.1"),
        (kinds.AMOUNT, Raw("4.1"), 2, '"4.1"'),
        (kinds.FLAG, True, None, "yes"),
        (kinds.FLAG, False, None, "no"),
        (kinds.FLAG, None, None, ""),
        (kinds.FLAG, Raw(1), None, "1"),
        (kinds.MOMENT, Raw(3), None, "3"),
        (PHASE, "PACKING", None, "PACKING"),
        (PHASE, None, None, ""),
    ],
)
def test_shown(kind: Kind, value: Value, places: int | None, text: str) -> None:
    assert kind.show(value, places) == text


@pytest.mark.parametrize(
    ("ordered", "read_at", "refused"),
    [
        ("2000-01-01", "2026-11-21", ""),
        ("1999-12-31T23:59:59.999Z", "2026-11-21", "The service refuses order dates before 2000-01-01."),
        ("1999-12-31T23:00:00-05:00", "2026-11-21", ""),
        ("2031-11-21", "2026-11-21", ""),
        ("2031-11-22", "2026-11-21", "The service refuses order dates more than five years ahead."),
        ("2033-02-28", "2028-02-29", ""),
        ("2033-03-01", "2028-02-29", "The service refuses order dates more than five years ahead."),
    ],
)
def test_the_window_for_order_dates(ordered: str, read_at: str, refused: str) -> None:
    as_of = datetime.fromisoformat(read_at).replace(tzinfo=UTC)
    assert OrderMoment().outside(ordered, as_of) == refused


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("3.99", ""),
        ("-3.990", ""),
        (" 3.99", "Sent as 3.99."),
        ("+3.99", "Sent as 3.99."),
        ("３．９９", "Sent as 3.99."),
        (".5", "Sent as 0.5."),
        ("5.", "Sent as 5."),
        ("007", "Sent as 7."),
        ("-0", "Sent as 0."),
    ],
)
def test_a_number_that_is_sent_in_another_form_says_so(typed: str, meaning: str) -> None:
    assert kinds.AMOUNT.read(typed).meaning == meaning


ASSUMED = "Without a currency 2 digits after the point are assumed;"
THOUSANDS = "Sent as 1.234; for thousands write 1234."


@pytest.mark.parametrize(
    ("typed", "currency", "advice", "meaning"),
    [
        ("12.50", "USD", "", ""),
        ("12.5", "USD", "", ""),
        ("12.505", "EUR", "EUR has 2 digits after the point; this is sent with 3. {}", ""),
        ("0.505", "USD", "USD has 2 digits after the point; this is sent with 3.", ""),
        ("1.5", "JPY", "JPY has no digits after the point; this is sent with 1.", ""),
        ("1.234", "JPY", f"JPY has no digits after the point; this is sent with 3. {THOUSANDS}", ""),
        ("1.234", "KWD", "", "Sent as 1.234."),
        ("1.2345", "KWD", "KWD has 3 digits after the point; this is sent with 4.", ""),
        ("1.234", None, f"{ASSUMED} this is sent with 3. {THOUSANDS}", ""),
        ("1.234", "", f"{ASSUMED} this is sent with 3. {THOUSANDS}", ""),
        ("12.345", "HRK", "HRK has 2 digits after the point; this is sent with 3. {}", ""),
        ("1.234", "ZZZ", THOUSANDS, ""),
        ("1.234", Raw(1), THOUSANDS, ""),
    ],
)
def test_an_amount_in_its_currency(typed: str, currency: Value, advice: str, meaning: str) -> None:
    reading = kinds.AMOUNT.in_currency(kinds.AMOUNT.read(typed), currency)
    thousands = f"Sent as {typed}; for thousands write {typed.replace('.', '')}."
    assert (reading.error, reading.advice, reading.meaning) == ("", advice.format(thousands), meaning)
    assert str(reading.value) == typed


def test_what_is_wrong_is_wrong_in_any_currency() -> None:
    wrong = kinds.AMOUNT.read("12,50")
    assert kinds.AMOUNT.in_currency(wrong, "JPY") == wrong


@pytest.mark.parametrize(
    ("typed", "currency", "kept"),
    [
        ("CHF 1'234.50", "CHF", "1234.50"),
        ("CHF\u00a01’234.50", "CHF", "1234.50"),
        ("CHF-1’234.50", "CHF", "-1234.50"),
        ("Fr. 12.–", "CHF", "12"),
        ("1 234,50 zł", "PLN", "1234.50"),
        ("1\u202f234,50\u00a0zł", "PLN", "1234.50"),
        ("12,50 EUR", "EUR", "12.50"),
        ("eur 12.50", "EUR", "12.50"),
        ("-12,50 €", "EUR", "-12.50"),
        ("12,50- €", "EUR", "-12.50"),
        ("12,- €", "EUR", "12"),
        ("1 250:-", "SEK", "1250"),
        ("Rs. 500/-", "INR", "500"),
        ("12,50zł", "PLN", "12.50"),
        ("-   €", "EUR", "0"),
        ("($12.50)", "USD", "-12.50"),
        ("$(1,234.50)", "USD", "-1234.50"),
        ("$12.50-", "USD", "-12.50"),
        (" $ -   ", "USD", "0"),
        ("$.50", "USD", "0.50"),
        ("US$ 3.99", "USD", "3.99"),
        ("$3.99 USD", "USD", "3.99"),
        ("12.50 US Dollars", "USD", "12.50"),
        ("CA$12.50", "CAD", "12.50"),
        ("$12.50", "CAD", "12.50"),
        ("R$ 1.234,50", "BRL", "1234.50"),
        ("1.250,00 kr.", "DKK", "1250.00"),
        ("12,50 kr", "SEK", "12.50"),
        ("125,00 Kč", "CZK", "125.00"),
        ("1 250 Ft", "HUF", "1250"),
        ("12,50 lei", "RON", "12.50"),
        ("₺12,50", "TRY", "12.50"),
        ("Rs.1,23,456.50", "INR", "123456.50"),
        ("Rs 500", "PKR", "500"),
        ("￥1,234", "JPY", "1234"),
        ("¥12.50", "CNY", "12.50"),
        ("د.إ. 12.50", "AED", "12.50"),
        ("12,50 kn", "HRK", "12.50"),
        ("35,000", "KRW", "35000"),
        ("35.000", "KRW", "35000"),
        ("₩35,000", "KRW", "35000"),
        ("1234.56", "JPY", "1234.56"),
        ("$3.99", None, "3.99"),
        ("ZZZ 3.99", "ZZZ", "3.99"),
    ],
)
@pytest.mark.parametrize("marks", [Marks(".", ","), Marks(",", ".")], ids=["English", "German"])
def test_an_amount_is_read_beside_its_own_currency(
    typed: str, currency: str | None, kept: str, marks: Marks
) -> None:
    assert kinds.AMOUNT.plain(typed, marks, currency) == kept


@pytest.mark.parametrize(
    ("typed", "currency", "error"),
    [
        (
            "CHF 1'234.50",
            "EUR",
            "CHF is the Swiss Franc, and this record is in EUR. Write the amount in EUR.",
        ),
        ("$12.50", "EUR", "$ is the sign of the US Dollar and 29 others, and this record is in EUR. {}"),
        (
            "¥1,234",
            "EUR",
            "¥ is the sign of the Japanese Yen and the Chinese Yuan, and this record is in EUR. {}",
        ),
        ("CA$12.50", "USD", "CA$ is the sign of the Canadian Dollar, and this record is in USD. {}"),
        ("12,50 €", "HRK", "€ is the sign of the Euro, and this record is in HRK. Write the amount in HRK."),
        ("€12.50 USD", "EUR", "USD is the US Dollar, and this record is in EUR. Write the amount in EUR."),
        ("12.50 SKU", "EUR", PLAIN),
        ("12k", "EUR", PLAIN),
        ("5 %", "EUR", PLAIN),
        ("-", "EUR", PLAIN),
    ],
)
@pytest.mark.parametrize("marks", [Marks(".", ","), Marks(",", ".")], ids=["English", "German"])
def test_an_amount_in_another_currency_is_refused_by_its_name(
    typed: str, currency: str, error: str, marks: Marks
) -> None:
    kept = kinds.AMOUNT.plain(typed, marks, currency)
    assert kept == typed
    reading = kinds.AMOUNT.in_currency(kinds.AMOUNT.read(kept), currency)
    assert reading.error == error.format(f"Write the amount in {currency}.")


def test_an_amount_whose_currency_came_later_says_what_to_leave_out() -> None:
    kept = kinds.AMOUNT.plain("CHF 12.50", Marks(), "EUR")
    assert (
        kinds.AMOUNT.in_currency(kinds.AMOUNT.read(kept), "CHF").error
        == "Write the number alone, without CHF."
    )


def test_only_numbers_are_taken_in_the_marks_of_a_language() -> None:
    german = Marks(",", ".")
    assert [kind.plain("1.234,50", german) for kind in (kinds.AMOUNT, kinds.NUMBER, kinds.QUANTITY)] == [
        "1234.50"
    ] * 3
    assert [kind.plain("1.234,50", german) for kind in (kinds.TEXT, kinds.ID, kinds.MOMENT)] == [
        "1.234,50"
    ] * 3


def test_a_moment_says_what_is_sent() -> None:
    assert kinds.MOMENT.read("2026-11-21").meaning == "A bare date; the service reads it as midnight UTC."
    meaning = kinds.MOMENT.read("2026-11-21 14:02:03 +01:00").meaning
    assert meaning == "Sent as 2026-11-21T14:02:03+01:00, which is 2026-11-21 13:02:03 UTC."


EVERY = [value for value in vars(kinds).values() if isinstance(value, Kind)] + [PHASE]


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: type(kind).__name__)
@given(text=st.text(max_size=40))
@tries(60)
def test_any_text_has_a_reading(kind: Kind, text: str) -> None:
    reading = kind.read(text)
    for sentence in (reading.error, reading.advice, reading.meaning):
        assert not sentence or sentence.endswith((".", "?"))
    if not reading.error:
        assert isinstance(reading.value, kind.holds)
        assert kind.same(reading.value, kind.read(text).value)


@pytest.mark.parametrize("number", [st.integers(), st.decimals(allow_nan=False), st.floats()])
def test_any_number_of_an_answer_can_be_shown(number: st.SearchStrategy[object]) -> None:
    @given(number)
    @tries(60)
    def check(came: object) -> None:
        assert len(kinds.AMOUNT.show(kinds.AMOUNT.accept(came), 2)) < 2_000

    check()


def test_kinds_are_values() -> None:
    assert len(set(EVERY)) == len(EVERY)
    with pytest.raises(dataclasses.FrozenInstanceError):
        kinds.TEXT.clearable = False  # type: ignore[misc]


def test_dates_are_typed_as_people_of_many_countries_write_them_and_slips_are_told() -> None:
    assert MOMENT.read("21.11.2026").value == "2026-11-21"
    assert MOMENT.read("Nov 21, 2026").value == "2026-11-21"
    assert MOMENT.read("03/04/2026").error == "03/04/2026 could be two dates; write 2026-03-04 or 2026-04-03."
    assert MOMENT.read("0026-11-21").error == "The year 0026 is far off; is it a slip?"
    assert MOMENT.read("2099-11-21").error == "The year 2099 is far off; is it a slip?"


def test_today_is_a_date_in_fields_that_hold_dates() -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert dated(MOMENT, "today", now) == dated(ORDER_MOMENT, " Heute ", now) == "2026-11-21"
    assert dated(TEXT, "today", now) == "today"
    assert dated(MOMENT, "soon", now) == "soon"
