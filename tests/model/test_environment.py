"""Environments: what is accepted, in which form, and that a secret never shows itself."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle

import pytest

from console.model.addresses import BadAddress
from console.model.environment import (
    SANDBOX_NAME,
    Environment,
    Secret,
    environment_from_texts,
    problems,
)

GOOD = {
    "name": "Acme production",
    "api_url": "https://api.example.com",
    "token_url": "https://auth.example.com/oauth2/token",
    "client_id": "client-1",
    "client_secret": "hush-hush",
}


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
    assert secret not in (Secret("hush-hus"), Secret("hush-hush!"), Secret(""), "hush-hush")
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


@pytest.mark.fault(60)
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


@pytest.mark.fault(60, 61)
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
        ("auth_method", "jwt", "post or basic"),
        ("auth_method", "", "post or basic"),
        ("scope", 'a "b"', "plain letters"),
        ("scope", "a\\b", "plain letters"),
        ("scope", "größe", "plain letters"),
        ("scope", "a\tb", "plain letters"),
        ("scope", "x" * 1_001, "1,000"),
    ],
)
def test_each_problem_stands_at_its_field(field: str, text: str, word: str) -> None:
    found = problems(**{**GOOD, field: text}, taken_names=["Acme test"])
    assert list(found) == [field]
    assert word in found[field]


def test_the_secret_goes_in_the_form_and_no_scope_is_asked_for_unless_it_is_said() -> None:
    plain = environment_from_texts(**GOOD, accent="test")
    assert (plain.auth_method, plain.scope) == ("post", "")
    chosen = environment_from_texts(
        **GOOD, accent="test", auth_method="basic", scope="  a:b   https://x/y~z! "
    )
    assert (chosen.auth_method, chosen.scope) == ("basic", "a:b https://x/y~z!")


@pytest.mark.parametrize(
    ("field", "value"), [("auth_method", "jwt"), ("scope", "a  b"), ("scope", " a"), ("scope", 'a"')]
)
def test_no_environment_with_another_method_or_an_odd_scope_can_exist(field: str, value: str) -> None:
    good = environment_from_texts(**GOOD, accent="test")
    with pytest.raises(ValueError, match=r"An environment holds|of an environment"):
        dataclasses.replace(good, **{field: value})
    if field == "auth_method":
        with pytest.raises(ValueError, match="post or basic"):
            environment_from_texts(**GOOD, accent="test", auth_method=value)


def test_a_token_address_is_kept_to_the_letter() -> None:
    texts = GOOD | {"token_url": " https://auth.example.com/o/token/?tenant=a%2fb "}
    assert problems(**texts) == {}
    assert (
        environment_from_texts(**texts, accent="test").token_url
        == "https://auth.example.com/o/token/?tenant=a%2Fb"
    )
