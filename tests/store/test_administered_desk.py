"""The desk of a whole computer: its address from the system's file, never a password, nor a file of just anybody's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from console.store import administered_desk
from console.store.administered_desk import GivenDesk
from console.store.environments import Environments
from console.store.files import StoreTrouble
from console.store.places import Places

ADDRESS = "postgresql://db1.example.com/desk"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "etc-xdg" / "order-console" / "desk.json"
    made.parent.mkdir(parents=True)
    return made


def put(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    file.chmod(0o644)


def test_the_first_folder_that_has_one_counts(file: Path, tmp_path: Path) -> None:
    put(file, administered_desk.as_text(ADDRESS, "/etc/ssl/shop.pem"))
    found = GivenDesk(ADDRESS, "/etc/ssl/shop.pem", str(file))
    assert administered_desk.read([tmp_path / "none", file.parent]) == found
    assert administered_desk.read([tmp_path]) is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"order_console": "environments"}, "names no desk"),
        ({"format": 2}, "newer Order Console"),
        ({"format": "1"}, "names no desk"),
        ({"password": "typed-into-a-file-1"}, "holds a password"),
        ({"address": 7}, "has no address"),
        ({"address": "  "}, "has no address"),
        ({"ca_file": None}, "has no address"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_understood_is_left_aside_and_said_without_a_secret(
    file: Path, tmp_path: Path, more: dict[str, Any], said: str
) -> None:
    put(file, json.dumps(json.loads(administered_desk.as_text(ADDRESS, "")) | more))
    with pytest.raises(StoreTrouble, match=said) as caught:
        administered_desk.read([file.parent])
    assert str(file) in caught.value.sentence
    assert "typed-into" not in caught.value.sentence
    book = Environments(Places(tmp_path, tmp_path, tmp_path, system=(file.parent,))).load()
    assert (book.desk_given, book.notices) == (False, (caught.value.sentence,))


def test_a_start_is_told_that_there_is_one(file: Path, tmp_path: Path) -> None:
    known = Environments(Places(tmp_path, tmp_path, tmp_path, system=(file.parent,)))
    assert not known.load().desk_given
    put(file, administered_desk.as_text(ADDRESS, ""))
    assert known.load().desk_given
    file.chmod(0o666)
    [notice] = known.load().notices
    assert "every user of this computer can change it" in notice
