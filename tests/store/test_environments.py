"""Environments on disk: what is saved comes back, what is damaged is kept and told, and no secret leaves the file."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from console.model.environment import SANDBOX_NAME, Environment, environment_from_texts
from console.runtime import hidden
from console.store.environments import Environments
from console.store.files import StoreTrouble
from console.store.places import Places, find_places
from tests.support.posix import mode_of, posix_only, root_only
from tests.test_architecture import MODULES, imported

SECRET = "hush-hush-1f9d"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    found = find_places({"ORDER_CONSOLE_HOME": str(tmp_path)})
    found.prepare()
    return found


@pytest.fixture
def environments(places: Places) -> Environments:
    return Environments(places)


def shop(name: str = "Acme production", **changed: Any) -> Environment:
    texts = {
        "name": name,
        "api_url": "https://api.example.com",
        "token_url": "https://auth.example.com/oauth2/token",
        "client_id": "client-1",
        "client_secret": SECRET,
        "accent": "production",
    }
    return environment_from_texts(**{**texts, **changed})


def test_nothing_saved_is_an_empty_book_and_no_file(environments: Environments) -> None:
    book = environments.load()
    assert (book.environments, book.last_used, book.notices, book.read_only) == ((), None, (), None)
    assert not environments.path.exists()


def test_what_is_saved_comes_back_in_order(environments: Environments) -> None:
    first = shop()
    second = shop(
        "Ünïcode テスト",
        accent="test",
        ca_file="/etc/ca.pem",
        proxy="http://proxy.example:3128",
        auth_method="basic",
        scope="a b",
    )
    assert environments.save(first) == []
    assert environments.save(second) == []
    book = environments.load()
    assert book.environments == (first, second)
    assert book.find(" acme PRODUCTION ") == first
    assert book.find("nobody") is None
    if os.name == "posix":
        assert mode_of(environments.path) == 0o600


def test_what_is_read_or_saved_is_hidden_from_the_log_at_once(
    environments: Environments, monkeypatch: pytest.MonkeyPatch
) -> None:
    environments.save(shop())
    assert hidden.KNOWN(SECRET) == hidden.MASK
    useless = {"name": "Half", "client_id": "me", "client_secret": "of-an-entry-left-out"}
    content = json.loads(environments.path.read_bytes())
    content["environments"].append(useless)
    environments.path.write_text(json.dumps(content))
    monkeypatch.setattr(hidden, "KNOWN", hidden.Hidden())
    assert len(environments.load().environments) == 1
    assert hidden.KNOWN(f"{SECRET} {useless['client_secret']}") == f"{hidden.MASK} {hidden.MASK}"
    assert (
        hidden.KNOWN(f"Basic {b64encode(f'client-1:{SECRET}'.encode()).decode()}") == f"Basic {hidden.MASK}"
    )


def test_saving_makes_the_folder_if_it_is_missing(tmp_path: Path) -> None:
    environments = Environments(find_places({"ORDER_CONSOLE_HOME": str(tmp_path / "new")}))
    environments.save(shop())
    assert environments.load().environments == (shop(),)


def test_the_same_name_is_replaced_in_its_place_and_a_renamed_one_too(environments: Environments) -> None:
    for name in ("A", "B", "C"):
        environments.save(shop(name))
    environments.mark_used("B")
    environments.save(shop("b", accent="test"))
    assert [known.name for known in environments.load().environments] == ["A", "b", "C"]
    environments.mark_used("b")
    environments.save(shop("Beta"), replaces="b")
    book = environments.load()
    assert [known.name for known in book.environments] == ["A", "Beta", "C"]
    assert book.last_used == "Beta"


def test_a_forgotten_environment_leaves_no_secret_behind(environments: Environments) -> None:
    environments.save(shop())
    environments.mark_used("Acme production")
    environments.forget("ACME production")
    environments.forget("never was")
    book = environments.load()
    assert (book.environments, book.last_used) == ((), None)
    assert SECRET not in environments.path.read_text()


def test_the_last_used_one_is_remembered_if_it_is_still_known(environments: Environments) -> None:
    environments.mark_used(SANDBOX_NAME)
    assert environments.load().last_used == SANDBOX_NAME
    environments.mark_used("gone")
    assert environments.load().last_used is None


def test_the_sandbox_is_never_saved(environments: Environments) -> None:
    with pytest.raises(StoreTrouble, match="built in"):
        environments.save(shop(SANDBOX_NAME))
    assert not environments.path.exists()


@pytest.mark.fault(70)
@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"format": "1"}',
        b'{"format": true}',
        b'{"format": 0}',
        b'{"format": 1, "environments": {"Shop": {"client_secret": "by hand"}}}',
        b'{"environments": "Shop"}',
        b'{"environments": 7}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"format": ' + b"9" * 5_000 + b"}",
    ],
)
def test_a_damaged_file_is_kept_told_and_replaced(environments: Environments, damage: bytes) -> None:
    environments.path.write_bytes(damage)
    environments.path.chmod(0o600)
    book = environments.load()
    assert book.environments == ()
    assert book.read_only is None
    assert len(book.notices) == 1
    assert "environments.json.bad" in book.notices[0]
    assert environments.path.with_name("environments.json.bad").read_bytes() == damage
    environments.save(shop())
    assert environments.load().environments == (shop(),)


def test_damage_met_while_saving_is_told_too(environments: Environments) -> None:
    environments.path.write_bytes(b"{")
    environments.path.chmod(0o600)
    [notice] = environments.save(shop())
    assert "damaged" in notice
    assert environments.load().environments == (shop(),)


@pytest.mark.fault(70)
def test_a_newer_file_is_neither_used_nor_overwritten(environments: Environments) -> None:
    newer = b'{"format": 2, "vault": {"a": 1}}'
    environments.path.write_bytes(newer)
    environments.path.chmod(0o600)
    book = environments.load()
    assert book.environments == ()
    assert book.read_only is not None
    assert "newer" in book.read_only
    assert book.notices == (book.read_only,)
    with pytest.raises(StoreTrouble, match="newer"):
        environments.save(shop())
    with pytest.raises(StoreTrouble, match="newer"):
        environments.mark_used(SANDBOX_NAME)
    assert environments.path.read_bytes() == newer


def entry(**changed: object) -> dict[str, object]:
    good = {
        "name": "Good",
        "api_url": "https://api.example.com",
        "token_url": "https://auth.example.com",
        "client_id": "c",
        "client_secret": SECRET,
        "accent": "test",
    }
    return {**good, **changed}


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (entry(name="Bad", api_url="http://api.example.com"), "plain http"),
        (entry(name="Bad", accent="pink"), "accent"),
        (entry(name="Bad", client_secret=None), "client_secret"),
        (entry(name="Bad", auth_method="jwt"), "post or basic"),
        (entry(name="Bad", auth_method=7), "auth_method"),
        (entry(name="Bad", scope='"'), "scope"),
        (entry(name="Bad", scope=["a"]), "scope"),
        (entry(name="Bad", client_secret=[SECRET]), "client_secret"),
        (entry(name="Bad", client_secret=SECRET + "\x00"), "client_secret"),
        (entry(name=SANDBOX_NAME), "built-in"),
        (entry(name="GOOD"), "twice"),
        (entry(name=7), "name"),
        (entry(name="half \ud800 and\nmore"), "“half \ufffd and\ufffdmore”, name"),
        ({}, "without a name"),
        (SECRET, "without a name"),
        (None, "without a name"),
    ],
)
def test_a_bad_entry_is_left_out_told_and_kept_in_the_file(
    environments: Environments, bad: object, word: str
) -> None:
    environments.path.write_text(json.dumps({"format": 1, "environments": [entry(), bad], "later": 1}))
    environments.path.chmod(0o600)
    book = environments.load()
    assert [known.name for known in book.environments] == ["Good"]
    assert len(book.notices) == 1
    assert word in book.notices[0]
    assert SECRET not in book.notices[0]
    environments.save(shop())
    kept = json.loads(environments.path.read_text())
    assert kept["environments"][1] == bad
    assert kept["later"] == 1


@pytest.mark.parametrize("more", [{}, {"auth_method": None, "scope": None}])
def test_an_entry_of_before_signs_in_as_before(environments: Environments, more: dict[str, Any]) -> None:
    environments.path.write_text(json.dumps({"format": 1, "environments": [entry(**more)]}))
    environments.path.chmod(0o600)
    [known] = environments.load().environments
    assert (known.auth_method, known.scope) == ("post", "")
    assert environments.load().notices == ()


def test_a_token_address_is_kept_to_the_letter(environments: Environments) -> None:
    address = "https://auth.example.com/o/token/?tenant=1"
    environments.save(shop(token_url=address))
    assert environments.load().environments[0].token_url == address


@pytest.mark.parametrize("missing", ["accent", "ca_file", "proxy", "format"])
def test_a_missing_key_has_its_default(environments: Environments, missing: str) -> None:
    kept = {name: held for name, held in entry().items() if name != missing}
    content = {"format": 1, "environments": [kept, entry(name="Beside")]}
    environments.path.write_text(
        json.dumps({name: held for name, held in content.items() if name != missing})
    )
    environments.path.chmod(0o600)
    book = environments.load()
    assert [one.name for one in book.environments] == [entry()["name"], "Beside"]
    assert missing != "accent" or book.environments[0].accent == "production", "the careful one"
    assert book.notices == ()
    assert environments.save(shop("Third")) == []
    assert len(environments.load().environments) == 3


def test_unknown_keys_of_an_entry_survive_its_change(environments: Environments) -> None:
    odd = {"format": 1, "environments": [entry(colour_scheme="dark", note="\ud800")]}
    environments.path.write_text(json.dumps(odd))
    environments.path.chmod(0o600)
    environments.save(shop("Good"))
    [kept] = json.loads(environments.path.read_text())["environments"]
    assert kept["colour_scheme"] == "dark"
    assert kept["note"] == "\ud800"
    assert kept["accent"] == "production"


def test_no_list_at_all_is_an_empty_one(environments: Environments) -> None:
    environments.path.write_text(json.dumps({"format": 1, "environments": None, "last_used": ["x"]}))
    environments.path.chmod(0o600)
    assert environments.load().environments == ()
    environments.save(shop())
    assert environments.load().environments == (shop(),)


@posix_only
def test_a_file_that_others_could_read_is_tightened_and_told(environments: Environments) -> None:
    environments.save(shop())
    environments.path.chmod(0o644)
    [notice] = environments.load().notices
    assert "Other users" in notice
    assert mode_of(environments.path) == 0o600
    assert environments.load().notices == ()


@root_only
def test_a_file_of_another_user_is_not_used_and_not_replaced(environments: Environments) -> None:
    environments.save(shop())
    os.chown(environments.path, 12345, -1)
    book = environments.load()
    assert book.environments == ()
    assert book.read_only is not None
    with pytest.raises(StoreTrouble, match="another user"):
        environments.save(shop("Other"))


def test_a_disk_that_refuses_is_a_sentence_and_the_book_stays_readable(
    environments: Environments, monkeypatch: pytest.MonkeyPatch
) -> None:
    environments.save(shop())

    def refuse(self: Path, target: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StoreTrouble, match=r"could not save .*: you are not allowed to\.$"):
        environments.save(shop("Other"))
    assert environments.load().environments == (shop(),)


def test_no_trouble_carries_the_secret(places: Places, environments: Environments) -> None:
    environments.path.mkdir()
    (environments.path / "x").write_text("")
    with pytest.raises(StoreTrouble) as caught:
        environments.save(shop())
    assert SECRET not in caught.value.sentence
    assert caught.value.sentence == str(caught.value)


@pytest.mark.fault(76)
def test_no_keyring_is_asked_for_what_the_file_holds() -> None:
    asking = {"keyring", "secretstorage", "dbus", "jeepney", "PySide6.QtDBus"}
    asked = sorted(path.name for path in MODULES if asking & set(imported(path)))
    assert asked == ["notifying.py", "system_keyring.py"], (
        "what tells the desktop, and what asks it where chosen"
    )
