"""Environments and their addresses: what is accepted, in which form, and that a secret never shows itself."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.environment import (
    SANDBOX_NAME,
    BadAddress,
    Environment,
    Secret,
    environment_from_texts,
    normalise_address,
    normalise_proxy,
    problems,
)

GOOD = {
    "name": "Acme production",
    "api_url": "https://api.example.com",
    "token_url": "https://auth.example.com/oauth2/token",
    "client_id": "client-1",
    "client_secret": "hush-hush",
}


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


def test_a_secret_shows_itself_only_by_name() -> None:
    secret = Secret("hush-hush")
    environment = environment_from_texts(**GOOD, accent="production")
    dumps = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret!r:>20}",
        repr(environment),
        repr(dataclasses.asdict(environment)),
        repr(copy.deepcopy(environment)),
    ]
    assert not [dump for dump in dumps if "hush" in dump]
    assert secret.reveal() == "hush-hush"
    assert environment.secret == secret
    assert len({secret, Secret("hush-hush"), Secret("other")}) == 2
    assert secret != "hush-hush"
    assert not Secret("")
    assert copy.copy(secret) is secret


def test_a_secret_is_neither_pickled_nor_dumped_nor_changed() -> None:
    secret = Secret("hush-hush")
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        json.dumps({"secret": secret})
    with pytest.raises(AttributeError):
        secret._text = "x"
    with pytest.raises(AttributeError):
        del secret._text


def test_no_environment_with_a_plain_http_address_can_exist() -> None:
    good = environment_from_texts(**GOOD, accent="test")
    with pytest.raises(BadAddress, match="plain http"):
        dataclasses.replace(good, api_url="http://api.example.com")
    with pytest.raises(BadAddress, match="normal form"):
        dataclasses.replace(good, api_url="https://api.example.com/")
    with pytest.raises(BadAddress, match="normal form"):
        dataclasses.replace(good, token_url="https://AUTH.example.com/")
    with pytest.raises(BadAddress, match="plain http"):
        dataclasses.replace(good, token_url="http://auth.example.com/")
    with pytest.raises(BadAddress, match="normal form"):
        dataclasses.replace(good, proxy="http://proxy.example/")
    with pytest.raises(ValueError, match="colour"):
        Environment(**{**{f.name: getattr(good, f.name) for f in dataclasses.fields(good)}, "accent": "pink"})


def test_a_good_form_has_no_problems_and_is_trimmed() -> None:
    texts = {field: f"  {text} " for field, text in GOOD.items()} | {"ca_file": " /etc/ca.pem ", "proxy": " "}
    assert problems(**texts) == {}
    environment = environment_from_texts(**texts, accent="test")
    assert environment.name == "Acme production"
    assert environment.client_id == "client-1"
    assert environment.secret.reveal() == "hush-hush"
    assert environment.ca_file == "/etc/ca.pem"
    assert environment.proxy is None


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("name", " ", "name"),
        ("name", "x" * 61, "60"),
        ("name", "a\u202eb", "cannot be shown"),
        ("name", "a\nb", "line break"),
        ("name", SANDBOX_NAME.upper(), "built-in"),
        ("name", "acme TEST", "Another"),
        ("api_url", "http://example.com", "plain http"),
        ("token_url", "", "missing"),
        ("client_id", "", "missing"),
        ("client_id", "id\u20ac", "plain letters"),
        ("client_secret", "", "missing"),
        ("client_secret", "a\nb", "plain letters"),
        ("client_secret", "x" * 1_001, "1,000"),
        ("ca_file", "a\nb", "cannot be shown"),
        ("proxy", "proxy:3128", "https://"),
    ],
)
def test_each_problem_stands_at_its_field(field: str, text: str, word: str) -> None:
    found = problems(**{**GOOD, field: text}, taken_names=["Acme test"])
    assert list(found) == [field]
    assert word in found[field]
