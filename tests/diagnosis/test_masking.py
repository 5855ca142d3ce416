"""What must not stand in a ticket is taken out: the home and its owner, and whatever a log's line quotes."""

from __future__ import annotations

import ast
from time import monotonic

import pytest

from console.diagnosis.masking import HIDDEN, Home, own_words, place_of
from tests.support.checkout import ROOT


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


@pytest.mark.parametrize("variable", ["HOME", "USER", "LOGNAME"])
def test_who_uses_the_computer_is_hidden_wherever_the_folders_are(variable: str) -> None:
    named = {"HOME": "/srv/people/zoe.doe", "USER": "zoe.doe", "LOGNAME": "zoe.doe"}[variable]
    mask = Home({variable: named})
    assert mask("Data: /data/zoe.doe/share (mode 0700)") == f"Data: /data/{HIDDEN}/share (mode 0700)"
    assert mask("/usr/lib/zoe.doers") == "/usr/lib/zoe.doers"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://me:pass@rest.example.com:8443/a/b?key=s3cret#x", "https://rest.example.com:8443/a/b"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://user:pw@proxy:3128", "http://proxy:3128"),
        ("nonsense", "(no address)"),
        ("http://a:port/", "(no address)"),
        ("http://me:12/34@proxy:3128", "(no address)"),
        ("http://me:12#34@proxy:3128", "(no address)"),
        ("http://me:12?34@proxy:3128", "(no address)"),
        ("me:pass@proxy:3128", "(no address)"),
        ("http://m@e:p@ss@proxy:3128", "http://proxy:3128"),
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
        ("error of #1001 of Zoë Müller <zoe@example.com> is out", f"error of {HIDDEN} of {HIDDEN} is out"),
        ("nobody set “Jane's order”", f"nobody set {HIDDEN}"),
        ("cart C-2207, 12345678", HIDDEN),
        ("key='jane' and 'doe'", f"{HIDDEN} and {HIDDEN}"),
        ("no order for jane doe of elm street", f"{HIDDEN} for {HIDDEN} of {HIDDEN}"),
        ("correcthorsebatterystaple", HIDDEN),
    ],
)
def test_of_a_line_of_the_log_only_its_own_words_are_left(line: str, told: str) -> None:
    assert own_words(line) == told


def test_whatever_the_program_logs_as_a_warning_or_worse_is_told_in_its_own_words() -> None:
    messages = [
        call.args[0].value
        for path in sorted((ROOT / "console").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("warning", "error", "critical", "exception")
        and ast.unparse(call.func.value) != "parser"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert len(messages) >= 6
    for message in messages:
        first = str(message).partition("\n")[0].replace("%d", "612").replace("%s", "-")
        assert own_words(first) == first


@pytest.mark.parametrize("sign", ["“", "‘", "'", '"', "a@", "a%40", "bearer ", " '"])
def test_a_line_of_any_length_takes_no_time(sign: str) -> None:
    began = monotonic()
    assert HIDDEN in own_words(sign * 40_000)
    assert monotonic() - began < 0.3
