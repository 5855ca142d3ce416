"""What must not stand in a ticket is taken out: the home and its owner, and whatever a log's line quotes."""

from __future__ import annotations

import pytest

from console.diagnosis.masking import HIDDEN, Home, own_words, place_of


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("/home/zoe/.config/order-console (mode 0700)", "~/.config/order-console (mode 0700)"),
        ("/home/zoe", "~"),
        ("/home/zoeller/x", f"/home/{HIDDEN}/x"),
        ("/media/zoe/stick/x and /home/other/y", f"/media/{HIDDEN}/stick/x and /home/{HIDDEN}/y"),
        ("XAUTHORITY=/home/zoe/.Xauthority, x", "XAUTHORITY=~/.Xauthority, x"),
        ("/usr/lib/order-console", "/usr/lib/order-console"),
    ],
)
def test_the_home_is_a_tilde_and_others_have_no_name(text: str, masked: str) -> None:
    assert Home({"HOME": "/home/zoe"})(text) == masked


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://me:pass@rest.example.com:8443/a/b?key=s3cret#x", "https://rest.example.com:8443/a/b"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://user:pw@proxy:3128", "http://proxy:3128"),
        ("nonsense", "(no address)"),
        ("http://a:port/", "(no address)"),
        ("", "(no address)"),
    ],
)
def test_an_address_has_neither_user_nor_values(address: str, told: str) -> None:
    assert place_of(address) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("the window has not answered for 612 ms", "the window has not answered for 612 ms"),
        ("POST /orders/0ad24370-96de-4922-9a53-954530fcbb64: 200", f"POST {HIDDEN} 200"),
        ("order #1001 of Zoë Müller <zoe@example.com> is late", f"order {HIDDEN} of {HIDDEN} is late"),
        ("could not read “Jane's order”", f"could not read {HIDDEN}"),
        ("cart C-2207, 12345678", f"cart {HIDDEN}"),
        ("key='jane' and 'doe'", f"{HIDDEN} and {HIDDEN}"),
    ],
)
def test_of_a_line_of_the_log_only_its_own_words_are_left(line: str, told: str) -> None:
    assert own_words(line) == told
