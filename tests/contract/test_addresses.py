"""The form, the sandbox and the contract agree on what an e-mail address is, in any script.

It must not hold addresses that only one of them could judge.
"""

from __future__ import annotations

import pytest

from console.model.fields.kinds import EMAIL
from console.sandbox import forms
from console.sandbox.answers import RefusalError
from tests.contract.contract import formats

GOOD = [
    "bob@example.com",
    "o'neil+1@example.co.uk",
    '"odd"@example.com',
    "jörg@example.com",
    "bob@müller.example",
    "用户@例子.example",
    "उदाहरण@उदाहरण.भारत",
    "bob@xn--mller-kva.example",
]
BAD = [
    "bob",
    "@example.com",
    "bob@",
    "mailto:bob@example.com",
    "bob@example.com,",
    "bob@example.com.",
    "a@example.com, b@example.com",
    "Bob <bob@example.com>",
    "bob..smith@example.com",
    "bob@example..com",
    ".bob@example.com",
    "bob.@example.com",
    "a@b@example.com",
    "bob @example.com",
    "bob@exa_mple.com",
    "bob@-example.com",
    "bob@mü_ller.example",
]


def verdicts(address: str) -> dict[str, bool]:
    """Who of the three takes it."""
    try:
        taken = forms.email("emailAddress", address) == address
    except RefusalError:
        taken = False
    return {
        "form": not EMAIL.read(address).error,
        "sandbox": taken,
        "contract": formats.conforms(address, "idn-email"),
    }


@pytest.mark.parametrize("address", GOOD)
def test_all_three_take_an_address(address: str) -> None:
    assert set(verdicts(address).values()) == {True}, verdicts(address)


@pytest.mark.parametrize("address", BAD)
def test_none_of_the_three_takes_what_is_none(address: str) -> None:
    assert set(verdicts(address).values()) == {False}, verdicts(address)
