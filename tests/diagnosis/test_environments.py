"""The environments are told without what signs in, and their file stays as it is, whatever it holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.diagnosis.environments import environments
from console.store.places import Places

SHOP = {
    "name": "Shop, live",
    "api_url": "https://rest.example.com/v1",
    "token_url": "https://user:pw@auth.example.com/token?tenant=t3nant",
    "client_id": "the-client-id",
    "client_secret": "the-s3cret-itself",
    "accent": "production",
    "auth_method": "basic",
    "read_only": True,
    "scope": "orders.write",
    "proxy": "http://me:pw@proxy.example.com:3128",
    "ca_file": "/nowhere/authority.pem",
}


def told(folder: Path, content: object) -> str:
    path = folder / "environments.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    path.chmod(0o644)
    before = path.stat()
    text = "\n".join(environments(Places(folder, folder, folder)))
    assert (path.stat().st_mode, path.stat().st_mtime_ns) == (before.st_mode, before.st_mtime_ns)
    assert [one.name for one in folder.iterdir()] == [path.name]
    return text


def test_each_is_a_line_without_secret_client_or_values(tmp_path: Path) -> None:
    text = told(tmp_path, {"format": 1, "environments": [SHOP], "last_used": "Shop, live"})
    assert text.splitlines()[0] == (
        "Shop, live: https://rest.example.com/v1, token https://auth.example.com/token, by basic, has a secret, production,"
        " read-only, with a scope, through http://proxy.example.com:3128, authority /nowhere/authority.pem (NOT THERE)"
    )
    assert "Last used: Shop, live" in text
    for hidden in ("the-client-id", "s3cret", "pw@", "t3nant", "orders.write"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ({"client_secret": "s3cret"}, "has a secret"),
        ({"secret_kept": "keyring", "keyring_item": "an item"}, "its secret in the keyring"),
        ({}, "NO SECRET"),
    ],
)
def test_one_that_an_administrator_set_up_is_told_with_where_its_secret_is(
    tmp_path: Path, kept: dict[str, str], said: str
) -> None:
    theirs = {key: SHOP[key] for key in ("name", "api_url", "client_id")} | {
        "token_url": "https://a.example.com/t"
    }
    system, own = tmp_path / "xdg", tmp_path / "own"
    for folder, content in (
        (system, {"format": 1, "environments": [theirs]}),
        (own, {"format": 1, "environments": [], "administered": [{"name": SHOP["name"], **kept}]}),
    ):
        folder.mkdir(mode=0o755)
        (folder / "environments.json").write_text(json.dumps(content), "utf-8")
    text = "\n".join(environments(Places(own, own, own, system=(system,))))
    assert f"token https://a.example.com/t, by post, {said}, production, set up for every account" in text
    assert "an item" not in text


@pytest.mark.parametrize("content", ["{", "[]", '{"environments": 7}', "\ufffd", "[" * 100_000])
def test_a_damaged_file_is_told_and_left(tmp_path: Path, content: str) -> None:
    assert "environments.json is damaged: it is no list of environments." in told(tmp_path, content)


@pytest.mark.parametrize("entry", [7, {}, {"name": None, "api_url": [], "proxy": 7, "ca_file": 7}])
def test_an_entry_that_is_none_hides_no_other(tmp_path: Path, entry: object) -> None:
    text = told(tmp_path, {"environments": [entry, SHOP]})
    assert "Shop, live: https://rest.example.com/v1" in text


def test_without_a_file_none_is_set_up(tmp_path: Path) -> None:
    assert next(iter(environments(Places(tmp_path, tmp_path, tmp_path)))) == "None is set up by this account."


def test_the_desk_is_told_without_password_or_the_name_of_who_works_there(tmp_path: Path) -> None:
    desk = {"address": "postgresql://anna@db1.example.com:5433/desk", "client_secret": "desk-s3cret"}
    text = told(tmp_path, {"environments": [SHOP], "desk": [desk]})
    assert "Desk: postgresql://db1.example.com:5433/desk, has a secret; psycopg " in text
    assert "desk-s3cret" not in text
    assert "anna" not in text
    assert "Desk: none is shared; psycopg " in told(tmp_path, {"environments": [SHOP], "desk": [7]})
