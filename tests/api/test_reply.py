"""Bytes into values: exact numbers, and one kind of refusal for everything that is not sane JSON (faults 42-49)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.api.limits import Limits
from console.api.outgoing import to_json
from console.api.reply import UnreadableAnswer, read_json, sample
from tests.support.tries import tries

LIMITS = Limits()


def read(body: bytes | str) -> Any:
    return read_json(body.encode() if isinstance(body, str) else body, LIMITS)


@pytest.mark.parametrize(
    "digits",
    [
        "4.10",
        "0.30",
        "0",
        "-0.0",
        "15",
        "0.0000000",
        "0.0000001",
        "1E+2",
        "1e15",
        "1.0E7",
        "1.0E-7",
        "9" * 300,
    ],
)
def test_numbers_keep_their_digits(digits: str) -> None:
    [number] = read(f"[{digits}]")
    assert isinstance(number, Decimal)
    assert number == Decimal(digits)
    assert to_json(number) == str(number) == digits, "sent back as it came"


def test_a_number_may_have_a_thousand_digits_and_no_more() -> None:
    least = "0." + "0" * 300 + "1" * 698
    assert str(read(f"[{least}]")[0]) == least
    with pytest.raises(UnreadableAnswer, match="a number of 1,002 digits"):
        read(f"[{least}11]")


def test_levels_are_counted_and_not_brackets() -> None:
    assert len(read("[" + "[[]]," * 300 + "[]]")) == 301
    assert read("[" * 200 + "]" * 200)


BROKEN = {
    "empty": b"",
    "blank": b"  ",
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "latin-1": b'{"a": "\xe9"}',
    "trailing bytes": b'{"a": 1} x',
    "two values": b'{"a": 1}{"a": 1}',
    "cut": b'{"a": [1, 2',
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": -Infinity}',
    "1e400": b'{"a": 1e400}',
    "1e-400": b'{"a": 1e-400}',
    "exponent bomb": b'{"a": 1e999999999999999999}',
    "zero with an exponent bomb": b'{"a": 0e999999}',
    "5,000 digits": b'{"a": ' + b"7" * 5_000 + b"}",
    "4 MB of digits": b'{"a": ' + b"7" * 4_000_000 + b"}",
    "same name twice": b'{"a": 1, "a": 2}',
    "same name twice, deep": b'{"x": [{"a": 1, "a": 1}]}',
    "depth 100,000": b"[" * 100_000 + b"]" * 100_000,
    "depth 201": b"[" * 201 + b"]" * 201,
    "raw NUL": b'{"a": "\x00"}',
    "web page": b"<!DOCTYPE html><title>Sign in</title>",
    "20,001 lines": json.dumps({"lineItems": [{}] * 20_001}).encode(),
    "20,001 lines in a list": json.dumps([{"lineItems": [{}] * 20_001}]).encode(),
}


@pytest.mark.fault(44)
@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_everything_else_is_refused_in_one_way(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer) as caught:
        read(body)
    assert str(caught.value).startswith("it ")


def test_what_is_odd_but_sane_is_read() -> None:
    assert read(b"\xef\xbb\xbf" + b'{"a": 1}') == {"a": Decimal(1)}
    assert read("[" * 200 + "]" * 200)
    assert read('"text"') == "text"
    assert read("null") is None
    assert read('{"a": "\\u0000"}') == {"a": "\x00"}


def test_lone_surrogates_are_replaced_and_pairs_are_kept() -> None:
    assert read('{"a\\ud800": ["\\uDC00 \\ud83d\\ude00"]}') == {"a\ufffd": ["\ufffd \U0001f600"]}


def test_a_token_answer_may_hold_nan() -> None:
    assert read_json(b'{"expires_in": NaN}', LIMITS, nan_is_null=True) == {"expires_in": None}


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(body: bytes) -> None:
    try:
        read(body)
    except UnreadableAnswer:
        return


@tries(50)
@given(
    st.recursive(st.none() | st.booleans() | st.text(), lambda i: st.lists(i) | st.dictionaries(st.text(), i))
)
def test_values_without_numbers_come_back_as_they_were(value: Any) -> None:
    assert read(json.dumps(value)) == value


def test_a_sample_hides_addresses_and_controls_and_is_short() -> None:
    shown = sample(b'{"emailAddress": "jo@shop.example", "x": "\xe2\x80\xae"}' + b" x" * 1000, str)
    assert "jo@" not in shown
    assert "⟨U+202E⟩" in shown
    assert len(shown) <= 200
