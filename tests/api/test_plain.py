"""Server text made safe to show, and the reason lifted out of its wrapping."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.api.plain import header_text, lifted, visible, without_addresses


def test_what_cannot_be_seen_is_written_out() -> None:
    assert visible("a\u202eb\u200bc\x00d") == "a⟨U+202E⟩b⟨U+200B⟩c⟨U+0000⟩d"


def test_lines_become_one() -> None:
    assert visible("one\r\ntwo\tthree\n") == "one  two three"


def test_markup_stays_the_text_that_it_is() -> None:
    assert visible('<a href="x">y</a>') == '<a href="x">y</a>'


@given(st.text(max_size=2_000))
def test_nothing_hidden_and_nothing_long_ever_passes(text: str) -> None:
    shown = visible(text)
    assert len(shown) <= 500
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in shown)


def test_what_is_cut_fills_its_room_and_ends_in_an_ellipsis() -> None:
    assert visible("x" * 20, 20) == "x" * 20
    assert visible("x" * 21, 20) == "x" * 19 + "…"
    assert visible("x" * 15 + "\x00" * 9, 20) == "x" * 15 + "…", "no half of a sign that is written out"


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Reason text here", "Reason text here"),
        (
            "ServiceExceptionMessage{siteId=00001, statusCode=400, reason=Reason text here}",
            "Reason text here",
        ),
        ("ServiceExceptionMessage{siteId=1, reason=a, b=c, reason=d}", "a, b=c, reason=d"),
        ("ServiceExceptionMessage{reason=only {this}}", "only {this}"),
        ("ServiceExceptionMessage{siteId=1}", "ServiceExceptionMessage{siteId=1}"),
        ("  ServiceExceptionMessage{statusCode=409, reason=}  ", ""),
        ("", ""),
    ],
)
def test_the_reason_is_lifted_out(raw: str, wanted: str) -> None:
    assert lifted(raw) == wanted


def test_headers_are_read_as_utf_8_where_they_are() -> None:
    assert header_text("requête".encode().decode("latin-1")) == "requête"
    assert header_text("requ\xeate") == "requête"


def test_addresses_are_masked_in_samples() -> None:
    assert without_addresses('{"emailAddress": "jo.doe+x@shop.example", "n": 1}') == (
        '{"emailAddress": "•••@•••", "n": 1}'
    )
