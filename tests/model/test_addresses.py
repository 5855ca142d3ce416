"""Addresses: what is accepted, in which form, and that a token address is kept to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.addresses import (
    BadAddress,
    normalise_address,
    normalise_proxy,
    normalise_token_address,
)


@pytest.mark.fault(61)
@pytest.mark.parametrize(
    ("given_text", "normal"),
    [
        ("https://api.example.com", "https://api.example.com"),
        ("  https://api.example.com/\n", "https://api.example.com"),
        ("HTTPS://API.Example.COM.", "https://api.example.com"),
        ("https://api.example.com:443/", "https://api.example.com"),
        ("https://api.example.com:8443/shop//", "https://api.example.com:8443/shop"),
        ("https://api.example.com/a%20b/c", "https://api.example.com/a%20b/c"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
        ("https://аpple.com", "https://xn--pple-43d.com"),
        ("https://xn--pple-43d.com", "https://xn--pple-43d.com"),
        ("https://192.0.2.7:9000", "https://192.0.2.7:9000"),
        ("https://[2001:DB8::0:1]", "https://[2001:db8::1]"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://LOCALHOST:80/", "http://localhost"),
        ("http://127.0.0.1:5/x", "http://127.0.0.1:5/x"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:5", "http://[::1]:5"),
        ("https://my_host.internal", "https://my_host.internal"),
    ],
)
def test_an_address_has_one_normal_form(given_text: str, normal: str) -> None:
    assert normalise_address(given_text) == normal
    assert normalise_address(normal) == normal


@pytest.mark.fault(60, 61)
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("api.example.com", "https://"),
        ("ftp://api.example.com", "https://"),
        ("https:api.example.com", "https://"),
        ("https:///orders", "no host"),
        ("https://:443", "no host"),
        ("http://rest.example.com", "plain http"),
        ("http://localhost.example.com", "plain http"),
        ("http://[::ffff:127.0.0.1]", "plain http"),
        ("http://127.0.0.1.nip.example", "plain http"),
        ("https://user@example.com", "password"),
        ("https://user:hush@example.com", "password"),
        ("https://example.com@evil.example", "password"),
        ("https://example.com?x=1", "before any"),
        ("https://example.com?", "before any"),
        ("https://example.com/#", "before any"),
        ("https://exa mple.com", "blank"),
        ("https://example.com\nHost: evil", "blank"),
        ("https://example.com\\@evil.example", "backslash"),
        ("https://exam\u202eple.com", "cannot be shown"),
        ("https://exa\uff0fmple.com", "cannot be read"),
        ("https://[::1", "cannot be read"),
        ("https://[zz]", "IPv6|cannot be read"),
        ("https://[fe80::1%25eth0]", "zone"),
        ("http://127.1", "four plain numbers"),
        ("http://2130706433", "four plain numbers"),
        ("http://0x7f000001", "four plain numbers"),
        ("https://1.2.3.999", "four plain numbers"),
        ("https://-bad.example", "valid name"),
        ("https://a..b", "valid name"),
        ("https://" + "a" * 64 + ".example", "valid name"),
        ("https://xn--zzzzzzzz--.example", "valid"),
        ("https://example.com:0", "port"),
        ("https://example.com:99999", "port"),
        ("https://example.com:x", "port"),
        ("https://example.com/a/../b", "'..'"),
        ("https://example.com/a/%2e%2E/b", "'..'"),
        ("https://example.com/a//b", "empty part"),
        ("https://example.com/a|b", "not allowed"),
        ("https://example.com/%zz", "not allowed"),
        ("https://example.com/é", "not allowed"),
        ("https://example.com/" + "a" * 2_000, "longer"),
    ],
)
def test_a_bad_address_is_refused_with_a_sentence(text: str, word: str) -> None:
    with pytest.raises(BadAddress, match=word.replace("..", r"\.\.")) as caught:
        normalise_address(text)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "hush" not in sentence


@given(
    st.text(max_size=60)
    | st.text(alphabet="htps:/.@?#[]01x%a-\\é ", max_size=40).map(lambda rest: "https://" + rest)
)
def test_any_text_is_normalised_for_good_or_refused(text: str) -> None:
    try:
        normal = normalise_address(text)
    except BadAddress:
        return
    assert normal.isascii()
    assert normalise_address(normal) == normal


def test_a_proxy_may_be_plain_http_but_holds_no_path_and_no_password() -> None:
    assert normalise_proxy("http://proxy.example:3128/") == "http://proxy.example:3128"
    with pytest.raises(BadAddress, match="no path"):
        normalise_proxy("http://proxy.example:3128/x")
    with pytest.raises(BadAddress, match="password"):
        normalise_proxy("http://me:hush@proxy.example:3128")
    with pytest.raises(BadAddress, match="no path"):
        normalise_proxy("http://proxy.example:3128?x=1")


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("https://auth.example.com/o/token/", "https://auth.example.com/o/token/"),
        ("https://auth.example.com/o/token", "https://auth.example.com/o/token"),
        ("https://auth.example.com/o/token//", "https://auth.example.com/o/token//"),
        ("https://auth.example.com/a//token", "https://auth.example.com/a//token"),
        ("https://auth.example.com", "https://auth.example.com"),
        ("https://auth.example.com/", "https://auth.example.com/"),
        (" HTTPS://Auth.Example.com.:443/O/Token/ \n", "https://auth.example.com/O/Token/"),
        ("https://auth.example.com/token?tenant=a", "https://auth.example.com/token?tenant=a"),
        ("https://auth.example.com/token/?a=1&b=/?:@", "https://auth.example.com/token/?a=1&b=/?:@"),
        ("https://auth.example.com?p=1", "https://auth.example.com?p=1"),
        ("https://auth.example.com/token?", "https://auth.example.com/token"),
        ("https://auth.example.com/%7eme/a%2fb?x=%c3%a9%41", "https://auth.example.com/~me/a%2Fb?x=%C3%A9A"),
        ("https://auth.example.com/t;v=1/token", "https://auth.example.com/t;v=1/token"),
    ],
)
def test_a_token_address_is_kept_to_the_letter(given_text: str, kept: str) -> None:
    assert normalise_token_address(given_text) == kept
    assert normalise_token_address(kept) == kept


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("http://auth.example.com/token/", "plain http"),
        ("https://auth.example.com//token", "two slashes"),
        ("https://auth.example.com/token#part", "before any #"),
        ("https://auth.example.com/token?a=é", "after the"),
        ("https://auth.example.com/token?a=%zz", "after the"),
        ("https://auth.example.com/token?a=[1]", "after the"),
        ("https://auth.example.com/a/../token", "'..'"),
        ("https://auth.example.com/./token", "'.'"),
        ("https://me:hush@auth.example.com/token", "password"),
    ],
)
def test_a_bad_token_address_is_refused_with_a_sentence(text: str, word: str) -> None:
    with pytest.raises(BadAddress, match=word.replace(".", r"\.")) as caught:
        normalise_token_address(text)
    assert "hush" not in str(caught.value)


@given(
    st.text(alphabet="htps:/.@?#[]01x%a-\\é ;&=~", max_size=40).map(lambda rest: "https://a.example" + rest)
)
def test_any_token_address_is_kept_for_good_or_refused(text: str) -> None:
    try:
        kept = normalise_token_address(text)
    except BadAddress:
        return
    assert kept.isascii()
    assert normalise_token_address(kept) == kept
