"""Which desk is shared, as it is kept beside the environments; its password in the file or in the keyring.

It must not reach a database; tests/desk does.
"""

from __future__ import annotations

import dataclasses
import json
import stat
from typing import Any

import pytest

from console.model.environment import Secret
from console.runtime import hidden
from console.store import desk_entry, moving_secrets
from console.store.desk_entry import DeskEntry
from console.store.environments import Environments
from console.store.files import StoreTrouble
from tests.store.test_environments import environments as environments
from tests.store.test_environments import places as places
from tests.store.test_environments import shop
from tests.support.keyrings import HeldKeyring
from tests.support.keyrings import held_keyring as held_keyring

PASSWORD = "a-desk-password-7c1"
ANNA = DeskEntry("postgresql://anna@db1.example.com/desk", "/etc/own.pem", Secret(PASSWORD))


def kept(environments: Environments) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(environments.path.read_text())
    return content


def test_it_comes_back_beside_the_environments_and_only_the_operator_can_read_it(
    environments: Environments,
) -> None:
    environments.save(shop())
    assert not environments.load().shares_desk
    assert desk_entry.load(environments) is None
    assert desk_entry.save(environments, ANNA) == []
    assert environments.load().shares_desk
    assert desk_entry.load(environments) == ANNA
    assert [one.name for one in environments.load().environments] == [shop().name]
    assert stat.S_IMODE(environments.path.stat().st_mode) == 0o600


def test_an_empty_password_leaves_the_one_of_the_same_address_and_of_no_other(
    environments: Environments,
) -> None:
    desk_entry.save(environments, ANNA)
    desk_entry.save(environments, dataclasses.replace(ANNA, ca_file="", password=Secret("")))
    assert desk_entry.load(environments) == dataclasses.replace(ANNA, ca_file="")
    elsewhere = DeskEntry("postgresql://anna@db2.example.com/desk")
    desk_entry.save(environments, elsewhere)
    assert desk_entry.load(environments) == elsewhere, "a password goes to nobody it was not typed for"
    assert PASSWORD not in environments.path.read_text()


def test_who_leaves_a_desk_takes_the_password_along_and_nothing_else(environments: Environments) -> None:
    environments.save(shop())
    desk_entry.save(environments, ANNA)
    desk_entry.forget(environments)
    assert (desk_entry.load(environments), environments.load().shares_desk) == (None, False)
    assert PASSWORD not in environments.path.read_text()
    assert environments.load().find(shop().name) is not None


def test_the_password_goes_to_the_keyring_and_back_with_the_other_secrets(
    environments: Environments, held_keyring: HeldKeyring
) -> None:
    environments.save(shop())
    desk_entry.save(environments, ANNA)
    assert moving_secrets.move(environments, "keyring") == (2, [])
    assert PASSWORD not in environments.path.read_text()
    found = desk_entry.load(environments)
    assert found is not None
    assert (found.has_password, bool(found.password)) == (True, False)
    assert desk_entry.with_password(found).password == ANNA.password
    desk_entry.save(environments, dataclasses.replace(ANNA, password=Secret("another-desk-password")))
    assert "another-desk-password" in held_keyring.secrets
    assert PASSWORD not in held_keyring.secrets, "the one of before is taken out"
    assert moving_secrets.move(environments, "file") == (2, [])
    assert held_keyring.secrets == []
    found = desk_entry.load(environments)
    assert found is not None
    assert found.password.reveal() == "another-desk-password"


def test_a_password_that_the_keyring_lost_is_a_sentence(
    environments: Environments, held_keyring: HeldKeyring
) -> None:
    desk_entry.save(environments, ANNA)
    moving_secrets.move(environments, "keyring")
    held_keyring.items.clear()
    found = desk_entry.load(environments)
    assert found is not None
    with pytest.raises(StoreTrouble, match="no longer has the desk's password"):
        desk_entry.with_password(found)


def test_no_log_line_can_hold_the_password(environments: Environments) -> None:
    desk_entry.save(environments, dataclasses.replace(ANNA, password=Secret("never-in-a-log-line")))
    assert "never-in-a-log-line" not in hidden.KNOWN("connecting with never-in-a-log-line now")
    assert "never-in-a-log-line" not in repr(desk_entry.load(environments))


@pytest.mark.parametrize("odd", ["text", 7, {}, {"address": 3}, {"address": "  "}, {"address": "x" * 5_000}])
def test_what_cannot_be_understood_is_no_desk_and_stays_as_it_is(
    environments: Environments, odd: object
) -> None:
    environments.save(shop())
    environments.change(lambda content: content.update(desk=[odd]))
    assert desk_entry.load(environments) is None
    environments.mark_used(shop().name)
    assert kept(environments)["desk"] == [odd]
