"""The environments of a whole computer: what of a system's file counts, what is left aside, and who has the last word."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.model.environment import Environment, Secret, environment_from_texts
from console.runtime import hidden
from console.store import administered, handed_on
from console.store.environments import Environments
from console.store.places import Places, find_places
from tests.support.posix import posix_only, root_only

SECRET = "hush-hush-4c1e"
NAME = "Shop, live"


def shop(**changed: Any) -> Environment:
    texts = {
        "name": NAME,
        "api_url": "https://api.example.com",
        "token_url": "https://auth.example.com/oauth2/token",
        "client_id": "client-1",
        "client_secret": SECRET,
        "accent": "production",
    }
    return environment_from_texts(**{**texts, **changed})


class Workbench:
    """An operator's folders and the system's file over them."""

    def __init__(self, base: Path) -> None:
        self.system = base / "etc-xdg" / "order-console"
        self.system.mkdir(parents=True)
        self.file = self.system / "environments.json"
        self.places = Places(base / "config", base / "data", base / "log", system=(self.system,))
        self.places.prepare()
        self.own = Environments(self.places)

    def roll_out(self, *environments: Environment) -> None:
        handed_on.write(self.file, *environments)
        self.file.chmod(0o644)

    def find(self, name: str = NAME) -> Environment:
        found = self.own.load().find(name)
        assert found is not None
        return found


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path)


def test_every_folder_of_the_standard_is_looked_into_and_the_first_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, client in ((first, "a"), (second, "b")):
        (folder / "order-console").mkdir(parents=True)
        known = [shop(client_id=client), shop(name=folder.name)]
        handed_on.write(folder / "order-console" / "environments.json", *known)
    monkeypatch.setenv("XDG_CONFIG_DIRS", f"{first}:relative:{second}")
    book = Environments(find_places(os.environ)).load()
    assert [one.name for one in book.environments] == [NAME, "first", "second"]
    assert book.environments[0].client_id == "a"
    monkeypatch.delenv("XDG_CONFIG_DIRS")
    assert find_places(os.environ).system == (Path("/etc/xdg/order-console"),)


def test_one_form_serves_both_one_environment_and_several(workbench: Workbench) -> None:
    for known in ([shop()], [shop(), shop(name="Test", accent="test", read_only=True)]):
        workbench.roll_out(*known)
        assert SECRET not in workbench.file.read_text()
        book = workbench.own.load()
        assert [one.name for one in book.environments] == [one.name for one in known]
        assert not any(one.has_secret for one in book.environments)
        assert book.notices == ()
    assert workbench.find("Test").read_only


def test_the_secret_is_typed_once_and_kept_in_the_operators_own_file(workbench: Workbench) -> None:
    workbench.roll_out(shop())
    workbench.own.save(replace(workbench.find(), secret=Secret(SECRET)))
    assert workbench.find().secret.reveal() == SECRET
    assert SECRET not in workbench.file.read_text()
    workbench.own.mark_used(NAME)
    assert workbench.own.load().last_used == NAME


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("api_url", "https://api.elsewhere.example"),
        ("token_url", "https://auth.elsewhere.example/token"),
        ("client_id", "client-2"),
    ],
)
def test_a_secret_goes_to_nobody_it_was_not_typed_for(workbench: Workbench, key: str, value: str) -> None:
    workbench.roll_out(shop())
    workbench.own.save(replace(workbench.find(), secret=Secret(SECRET)))
    workbench.roll_out(shop(**{key: value}))
    now = workbench.find()
    assert not now.has_secret
    assert now.administered is not None
    assert value in now.administered.asks
    assert getattr(shop(), key) in now.administered.asks
    workbench.roll_out(shop(scope="orders", proxy="http://proxy.example:3128", accent="production"))
    assert workbench.find().secret.reveal() == SECRET, "what it was typed for is as it was"
    assert workbench.find().scope == "orders"


def test_what_is_taken_away_goes_and_so_does_its_secret_but_not_where_the_file_cannot_be_read(
    workbench: Workbench,
) -> None:
    workbench.roll_out(shop(), shop(name="Other", client_id="o"))
    for name in (NAME, "Other"):
        workbench.own.save(replace(workbench.find(name), secret=Secret(SECRET + name)))
    workbench.file.write_text("{")
    workbench.own.mark_used("Practice sandbox")
    assert SECRET + "Other" in workbench.own.path.read_text()
    workbench.roll_out(shop())
    assert workbench.own.load().find("Other") is None
    workbench.own.mark_used(NAME)
    assert SECRET + "Other" not in workbench.own.path.read_text()
    assert workbench.find().secret.reveal() == SECRET + NAME
    workbench.file.unlink()
    assert workbench.own.load().environments == ()
    workbench.own.mark_used("Practice sandbox")
    assert SECRET not in workbench.own.path.read_text()


def test_of_one_name_for_two_servers_the_operators_own_counts_and_that_is_said(workbench: Workbench) -> None:
    mine = shop(api_url="https://mine.example.com", accent="test")
    workbench.own.save(mine)
    workbench.roll_out(shop())
    book = workbench.own.load()
    assert book.environments == (mine,)
    [told] = book.notices
    assert str(workbench.file) in told
    assert "your own counts" in told


def test_of_one_name_for_the_same_server_the_administrators_counts_with_the_secret_that_is_there(
    workbench: Workbench,
) -> None:
    workbench.own.save(shop(accent="test", scope="mine"))
    workbench.roll_out(shop(read_only=True, scope="orders"))
    now = workbench.find()
    assert (now.secret.reveal(), now.read_only, now.accent, now.scope) == (
        SECRET,
        True,
        "production",
        "orders",
    )
    workbench.own.save(replace(now, secret=Secret("another")))
    assert workbench.find().secret.reveal() == "another"
    workbench.file.unlink()
    assert workbench.find().secret.reveal() == "another", "it was the operator's own before"


def test_the_operator_can_be_more_careful_than_the_administrator_and_never_less(workbench: Workbench) -> None:
    workbench.roll_out(shop(read_only=True), shop(name="Test", client_id="t", accent="test"))
    strict = replace(workbench.find(), secret=Secret(SECRET), read_only=False, accent="test")
    workbench.own.save(strict)
    assert (workbench.find().read_only, workbench.find().accent) == (True, "production")
    workbench.own.save(replace(workbench.find("Test"), read_only=True, accent="production"))
    assert (workbench.find("Test").read_only, workbench.find("Test").accent) == (True, "production")
    workbench.own.save(replace(workbench.find("Test"), read_only=False, accent="test"))
    assert (workbench.find("Test").read_only, workbench.find("Test").accent) == (False, "test")


def test_a_copy_under_another_name_is_no_looser(workbench: Workbench) -> None:
    workbench.roll_out(shop(read_only=True))
    workbench.own.save(shop(name="Mine", accent="test"))
    mine = workbench.find("Mine")
    assert (mine.read_only, mine.accent) == (True, "production")
    assert mine.administered is not None
    assert not mine.administered.whole
    workbench.own.save(shop(name="Senior", accent="test", client_id="client-of-a-senior"))
    assert not workbench.find("Senior").read_only, "another client ID is somebody else's business"


def test_forgetting_an_administrators_takes_the_secret_and_leaves_the_environment(
    workbench: Workbench,
) -> None:
    workbench.roll_out(shop())
    workbench.own.save(replace(workbench.find(), secret=Secret(SECRET)))
    workbench.own.forget(NAME)
    assert not workbench.find().has_secret
    assert SECRET not in workbench.own.path.read_text()


def holding(content: object) -> Callable[[Path], object]:
    return lambda path: path.write_text(content if isinstance(content, str) else json.dumps(content))


def entry(**changed: object) -> dict[str, object]:
    return {
        "name": NAME,
        "api_url": "https://api.example.com",
        "token_url": "https://auth.example.com",
        "client_id": "c",
        **changed,
    }


def world_writable(path: Path) -> None:
    handed_on.write(path, shop())
    path.chmod(0o666)


def in_a_folder_for_all(path: Path) -> None:
    handed_on.write(path, shop())
    path.parent.chmod(0o777)


def linked(path: Path) -> None:
    handed_on.write(path.with_name("real.json"), shop())
    path.symlink_to(path.with_name("real.json"))


@posix_only
@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (holding("{"), "is not an environment"),
        (holding("[" * 100_000), "is not an environment"),
        (holding("\ud800".encode("utf-8", "surrogatepass").decode("latin-1")), "is not an environment"),
        (holding({"format": 1, "environments": "x"}), "is not an environment"),
        (holding({"format": 2, "environments": []}), "newer"),
        (holding({"environments": []}), 'does not say "format": 1'),
        (holding({"format": "1", "environments": []}), 'does not say "format": 1'),
        (holding({"format": 0, "environments": []}), 'does not say "format": 1'),
        (holding('{"format": 1, "environments": [], "environments": []}'), "environments stands in it twice"),
        (holding({"format": 1, "environments": [{}] * 201}), "more than 200"),
        (holding(" " * 300_000), "larger than 256 KiB"),
        (world_writable, "every user of this computer can change it"),
        (in_a_folder_for_all, "every user of this computer can change it"),
        (linked, "symbolic link"),
        (lambda path: path.symlink_to("nowhere"), "symbolic link"),
        (os.mkfifo, "not a plain file"),
        (lambda path: path.mkdir(), "not a plain file"),
    ],
)
def test_a_file_that_will_not_do_is_one_sentence_and_ones_own_go_on(
    workbench: Workbench, damage: Callable[[Path], object], word: str
) -> None:
    mine = shop(name="Mine", client_id="mine")
    workbench.own.save(mine)
    damage(workbench.file)
    book = workbench.own.load()
    assert book.environments == (mine,)
    [told] = book.notices
    assert word in told
    assert str(workbench.file) in told
    assert workbench.own.mark_used("Mine") == []


@root_only
def test_a_file_that_another_user_wrote_is_left_aside(workbench: Workbench) -> None:
    workbench.roll_out(shop())
    os.chown(workbench.file, 12345, -1)
    [told] = workbench.own.load().notices
    assert "another user" in told


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (entry(name="Bad", api_url="http://api.example.com"), "“Bad”: api_url: "),
        (entry(name="Bad", accent="pink"), "“Bad”: accent: "),
        (entry(name=NAME.upper()), "twice"),
        ({"client_secret": SECRET}, "one without a name"),
        (None, "one without a name"),
        (entry(name="Practice sandbox"), "built-in"),
        (entry(name="Bad", readOnly=True), "“Bad”: readOnly: it must be written read_only."),
        (entry(name="Bad", **{"Read-only": True}), "“Bad”: Read-only: it must be written read_only."),
        (entry(name="Bad", apiUrl="https://x.example"), "“Bad”: apiUrl: it must be written api_url."),
        (entry(name="Bad", colour="test"), "“Bad”: colour: it must be written accent."),
    ],
)
def test_of_several_entries_a_bad_one_is_left_out_and_told(
    workbench: Workbench, bad: object, word: str
) -> None:
    workbench.file.write_text(json.dumps({"format": 1, "environments": [entry(), bad]}))
    book = workbench.own.load()
    assert [one.name for one in book.environments] == [NAME]
    [told] = book.notices
    assert word in told
    assert SECRET not in told


def test_what_stands_twice_in_an_entry_is_not_chosen_from(workbench: Workbench) -> None:
    written = json.dumps({"format": 1, "environments": [entry(name="Bad", read_only=True)]})
    workbench.file.write_text(written.replace('"read_only": true', '"read_only": true, "read_only": false'))
    book = workbench.own.load()
    assert book.environments == ()
    assert "“Bad”: read_only stands in it twice; take one out." in book.notices[0]


@pytest.mark.parametrize("place", ["around", "deeper"])
def test_a_secret_beside_or_inside_an_entry_is_told_too(workbench: Workbench, place: str) -> None:
    secret = {"auth": {"client_secret": SECRET}}
    inside = entry(**secret) if place == "deeper" else entry()
    around = secret if place == "around" else {}
    workbench.file.write_text(json.dumps({"format": 1, "environments": [inside], **around}))
    book = workbench.own.load()
    assert [one.name for one in book.environments] == [NAME]
    [told] = book.notices
    assert "others may have read it" in told
    assert SECRET not in repr(handed_on.understood(workbench.file.read_bytes(), "x"))


@pytest.mark.parametrize(
    "key",
    [
        *("client_secret", "clientSecret", "Client-Secret", "password", "access_token"),
        *("passphrase", "pwd", "credentials", "Authorization", "private_key", "key"),
    ],
)
def test_a_secret_for_everybody_is_not_used_and_goes_no_further_than_the_file(
    workbench: Workbench, key: str
) -> None:
    workbench.file.write_text(
        json.dumps({"format": 1, "environments": [entry(**{key: SECRET, "token_url": "https://t"})]})
    )
    book = workbench.own.load()
    [known] = book.environments
    assert not known.has_secret
    [told] = book.notices
    assert "others may have read it" in told
    assert SECRET not in told
    assert hidden.KNOWN(SECRET) == SECRET, "nobody holds it, not even to hide it"
    assert SECRET not in repr(handed_on.understood(workbench.file.read_bytes(), "x"))


def test_a_folder_that_does_not_answer_is_left_aside_and_asked_again_only_after_it_did(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench.roll_out(shop())
    hang, asked = threading.Event(), []
    open_file = os.open

    def slow(path: Path, *given: Any) -> int:
        asked.append(path)
        hang.wait(30)
        return open_file(path, *given)

    monkeypatch.setattr(administered.os, "open", slow)
    for _ in range(3):
        found = administered.read([workbench.system], patience=0.01)
        assert found.environments == ()
        assert "does not answer" in found.notices[0]
        assert found.answered == frozenset(), "so nothing of it is forgotten"
    assert len(asked) == 1
    hang.set()
    assert administered._stuck[workbench.file].wait(10)
    assert [one.name for one in administered.read([workbench.system]).environments] == [NAME]
