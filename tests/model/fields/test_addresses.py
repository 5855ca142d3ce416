"""What is said of a text that is no single e-mail address, and what it says to write instead.

It must not test what a server takes; `tests/contract/test_addresses.py` compares.
"""

from __future__ import annotations

import pytest

from console.model.fields.addresses import HOW_TO, refusal

ALONE = "Write the address alone: bob@example.com."
DOTS = "Two dots in a row are in no e-mail address."
ENDS = "No part of an e-mail address begins or ends with a dot."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("mailto:bob@example.com", ALONE),
        ("MAILTO:bob@example.com?subject=Hello", ALONE),
        ("bob@example.com,", ALONE),
        ("bob@example.com;", ALONE),
        ("(bob@example.com)", ALONE),
        ("'bob@example.com'", ALONE),
        ("Bob <bob@example.com>", ALONE),
        ('"Smith, Bob" <bob@example.com>', ALONE),
        ("<mailto:bob@example.com>", ALONE),
        ("Bob Smith bob@example.com", ALONE),
        ("bob@example.com.,", ALONE),
        (
            "a@example.com, b@example.com",
            "These are 2 addresses, and there is room for one, such as a@example.com.",
        ),
        (
            "a@example.com b@example.com",
            "These are 2 addresses, and there is room for one, such as a@example.com.",
        ),
        (
            "a@example.com\u061b b@example.com",
            "These are 2 addresses, and there is room for one, such as a@example.com.",
        ),
        (
            "a@example.com|b@example.com",
            "These are 2 addresses, and there is room for one, such as a@example.com.",
        ),
        (
            "A <a@x.example>; B <b@x.example>",
            "These are 2 addresses, and there is room for one, such as a@x.example.",
        ),
        ("bob..smith@example.com", f"{DOTS} Write bob.smith@example.com."),
        ("bob@example..com", f"{DOTS} Write bob@example.com."),
        (".bob@example.com", f"{ENDS} Write bob@example.com."),
        ("bob.@example.com", f"{ENDS} Write bob@example.com."),
        ("bob@example.com.", f"{ENDS} Write bob@example.com."),
        ("a@b@example.com", "An e-mail address has one @."),
        ("x" * 65 + "@example.com", "An e-mail address has at most 254 characters, 64 of them before the @."),
        ("bob,smith@example.com", HOW_TO),
        ("bob@exa mple.com", HOW_TO),
        ("bob@exa_mple.com", HOW_TO),
        ("bob@-example.com", HOW_TO),
        ("bob@example,com", HOW_TO),
        ("bob", HOW_TO),
        ("@example.com", HOW_TO),
        ("bob@", HOW_TO),
        ("..@..", DOTS),
    ],
)
def test_what_to_write_is_said(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "bob@example.com",
        "o'neil+1@example.co.uk",
        '"a..b"@example.com',
        "jörg@müller.example",
        "用户@例子.example",
        "bob@localhost",
    ],
)
def test_one_address_is_left_alone(text: str) -> None:
    assert refusal(text) == ""
