"""How the panel reads a link: whether it is one, its host, and the parcel.

It must not judge which carriers there are; tests/model/carriers/test_links.py does.
"""

from __future__ import annotations

import pytest

from console.model.carriers.carriers import carriers
from console.presenters.shipping.link import host_of, is_link, read_back


def test_a_host_that_looks_like_another_shows_its_letters() -> None:
    assert host_of("https://www.üps.com/track?tracknum=1") == "www.xn--ps-wka.com"
    assert host_of("https://[half") == host_of("1Z999AA10123456784") == ""


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (" https://x.example/1 ", True),
        ("HTTP://x.example", True),
        ("see https://x.example", False),
        ("1Z", False),
    ],
)
def test_only_a_text_that_is_nothing_else_is_a_link(text: str, is_one: bool) -> None:
    assert is_link(text) is is_one


def test_a_link_is_read_back_with_its_check_digit() -> None:
    known = carriers()
    assert read_back(known.read_url("https://www.ups.com/track?tracknum=1Z999AA10123456784")) == (
        "UPS 1Z999AA10123456784, check digit fits"
    )
    assert read_back(known.read_url("https://shop.example.com/1")) == ""
