"""Secrets and tokens by their value: found in every form they travel in, and a short one spoils no text."""

from __future__ import annotations

import html
import json
import re
import reprlib
from base64 import b64encode, urlsafe_b64encode
from time import monotonic
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.runtime.hidden import MASK, Hidden
from tests.support.tries import tries

SECRET = 'Pa$$ "wörd"/\\+=%&<x>'
TOKEN = "9d5bd1f0-7c3a-4a55-8f6e-0123456789ab"
ID = "shop one"
FORMS = {
    "plain": SECRET,
    "repr": repr(SECRET),
    "ascii": ascii(SECRET),
    "bytes": repr(SECRET.encode()),
    "repr of a text that quotes": repr(f"{SECRET} isn't"),
    "JSON": json.dumps(SECRET),
    "JSON in JSON": json.dumps(json.dumps({"client_secret": SECRET})),
    "repr of an exception's repr": repr(repr(ValueError(SECRET))),
    "form": urlencode({"client_secret": SECRET}),
    "path": quote(SECRET),
    "lower-case percent": re.sub("%..", lambda code: code[0].lower(), quote(SECRET, safe="")),
    "HTML": html.escape(SECRET),
    "read as Latin-1": SECRET.encode().decode("latin-1"),
    "Basic": b64encode(f"{ID}:{SECRET}".encode()).decode(),
    "Basic as RFC 6749 has it": b64encode(f"{quote_plus(ID)}:{quote_plus(SECRET)}".encode()).decode(),
    "Base64 of a link": urlsafe_b64encode(SECRET.encode()).decode(),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_secret_is_taken_out_in_every_form(form: str) -> None:
    hidden = Hidden()
    hidden.secret(SECRET, ID)
    left = hidden(f"before {form} behind")
    assert left.startswith("before ")
    assert left.rstrip("=").endswith(" behind")
    assert MASK in left
    for piece in (form.strip("'\"b"), form[4:-4], SECRET, "wörd", "w%C3%B6rd"):
        assert piece not in left


@pytest.mark.parametrize(
    "cut",
    [
        TOKEN[:20] + "…",
        "…" + TOKEN[-14:],
        TOKEN[:16] + "..." + TOKEN[-16:],
        reprlib.repr(TOKEN),
    ],
)
def test_what_was_too_long_to_be_quoted_whole_is_taken_out_as_far_as_it_goes(cut: str) -> None:
    hidden = Hidden()
    hidden.token(TOKEN)
    left = hidden(f"it says {cut}, and so on")
    assert not any(TOKEN[at : at + 13] in left for at in range(len(TOKEN) - 12))
    assert left.startswith("it says ")
    assert left.endswith(", and so on")


def test_tokens_that_begin_alike_are_each_taken_out_whole() -> None:
    hidden = Hidden()
    first, second = "eyJhbGciOiJIUzI1NiJ9.first-one-x", "eyJhbGciOiJIUzI1NiJ9.second-one-y"
    hidden.token(first)
    hidden.token(second)
    assert hidden(f"{second} {first}") == f"{MASK} {MASK}"
    assert hidden(second[:-2]) == MASK
    assert hidden(f"{first}{second}") == MASK * 2


@pytest.mark.parametrize(
    ("secret", "text", "left"),
    [
        (
            "word",
            "the word is 'word', not a password or words",
            f"the {MASK} is '{MASK}', not a password or words",
        ),
        ("s3cr!", "ValueError: s3cr!", f"ValueError: {MASK}"),
        ("s3cr!", "xs3cr!x", "xs3cr!x"),
        ("12", "line 12 of 120 at 10:12:30", "line 12 of 120 at 10:12:30"),
        ("12", "ValueError: 12", f"ValueError: {MASK}"),
        ("12", "client_secret=12&x='12'", f"client_secret={MASK}&x='{MASK}'"),
        ("a", "a banana", "a banana"),
        ("", "nothing to hide", "nothing to hide"),
        ("longword", "alongwordy", f"a{MASK}y"),
    ],
)
def test_a_short_secret_does_not_make_a_text_unreadable(secret: str, text: str, left: str) -> None:
    hidden = Hidden()
    hidden.secret(secret)
    assert hidden(text) == left


def test_a_short_secret_is_found_where_basic_sends_it() -> None:
    hidden = Hidden()
    hidden.secret("ab", ID)
    assert hidden(f"Basic {b64encode(f'{ID}:ab'.encode()).decode()}") == f"Basic {MASK}"


def test_the_last_64_tokens_are_known_and_secrets_for_good() -> None:
    hidden = Hidden()
    hidden.secret(SECRET)
    tokens = [f"token-number-{number:03}-of-many" for number in range(65)]
    for token in tokens:
        hidden.token(token)
        hidden.token(token)
    assert hidden(tokens[64]) == hidden(tokens[1]) == hidden(SECRET) == MASK
    assert "000-of-many" not in hidden(tokens[1])
    assert Hidden()(tokens[0]) == tokens[0]


def test_it_does_not_show_what_it_holds() -> None:
    hidden = Hidden()
    hidden.secret(SECRET, ID)
    assert repr(hidden) == str(hidden) == "Hidden()"


@tries(200)
@given(st.text(min_size=8, max_size=40), st.text(max_size=30), st.text(max_size=30))
def test_any_text_of_eight_characters_is_taken_out_of_any_other(
    secret: str, before: str, behind: str
) -> None:
    hidden = Hidden()
    hidden.secret(secret, before)
    hidden.token(behind)
    if "•" not in secret:
        assert secret not in hidden(before + secret + behind)
        assert repr(secret)[1:-1] not in hidden(repr(before + secret + behind))


def test_a_long_text_full_of_beginnings_is_gone_through_in_no_time() -> None:
    hidden = Hidden()
    for number in range(64):
        hidden.token(f"eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.{number:064}")
    before = monotonic()
    assert hidden("eyJhbGciOiJS." * 5_000) == f"{MASK}." * 5_000
    assert monotonic() - before < 5
