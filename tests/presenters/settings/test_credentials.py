"""What stands in the Connect dialog's fields becomes an environment; it must not need jobs, a disk or a screen."""

from __future__ import annotations

import pytest

from console.model.environment import Environment, Secret
from console.presenters.settings.credentials import ALL, CredentialsForm, form_of

STORED = Environment(
    "Shop",
    "https://rest.example.com",
    "https://auth.example.com/token",
    "console",
    Secret("stored-word"),
    "test",
    ca_file="/etc/ours.pem",
    proxy="http://proxy.example.com:3128",
    auth_method="basic",
    scope="orders carts",
)


def test_a_stored_environment_comes_back_as_it_was() -> None:
    assert form_of(STORED).environment(STORED) == STORED


def test_the_stored_secret_never_enters_the_form() -> None:
    assert not form_of(STORED).client_secret
    assert form_of(None) == CredentialsForm()


def test_no_secret_shows_in_a_repr() -> None:
    form = CredentialsForm(client_secret=Secret("typed-word"))
    assert "typed-word" not in repr(form)
    assert "typed-word" not in str(form)


def test_an_empty_secret_keeps_the_stored_one_and_a_typed_one_replaces_it() -> None:
    form = form_of(STORED)
    assert form.problems(STORED, ()) == {}
    assert form.environment(STORED).secret == STORED.secret
    typed = CredentialsForm(
        "Shop", "https://a.example", "https://b.example", "me", client_secret=Secret(" typed-word\n")
    )
    assert typed.environment(STORED).secret == Secret("typed-word")


def test_without_a_stored_one_the_secret_is_missing() -> None:
    assert form_of(STORED).problems(None, ()) == {"client_secret": "The client secret is missing."}


def test_every_field_of_an_empty_form_that_must_be_filled_is_wrong() -> None:
    assert CredentialsForm().problems(None, ()).keys() == ALL - {"proxy", "ca_file", "scope", "auth_method"}


@pytest.mark.parametrize("name", ["Shop", "sHOP "])
def test_a_taken_name_is_wrong(name: str) -> None:
    found = CredentialsForm(name=name).problems(None, {"Shop"})
    assert found["name"] == "Another environment has this name."
