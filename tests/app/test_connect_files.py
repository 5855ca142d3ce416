"""`order-console connect --export` and `--import`: what goes out has no secret, what comes in overwrites nothing unasked."""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from console.app import connect
from console.model.environment import Environment, Secret
from console.store import handed_on, moving_secrets
from console.store.environments import Environments
from console.store.places import find_places
from tests.support.keyrings import HeldKeyring
from tests.support.keyrings import held_keyring as held_keyring
from tests.support.posix import mode_of, posix_only

HUSH = "hush-hush-51"
SHOP = Environment("Shop", "https://a.example", "https://b.example/token", "id", Secret(HUSH), "production")
ADDRESSES = ("--api-url", "https://a.example", "--token-url", "https://a.example")
TEST = replace(SHOP, name="Test", client_id="t", accent="test", read_only=True, secret=Secret(HUSH + "t"))


@pytest.fixture
def saved() -> Environments:
    """What is set up on this computer: Shop and Test."""
    made = Environments(find_places())
    for one in (SHOP, TEST):
        made.save(one)
    return made


class Typed(io.TextIOWrapper):
    """Standard input that holds this."""

    def __init__(self, content: str) -> None:
        super().__init__(io.BytesIO(content.encode()), encoding="utf-8")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, typed: str = "") -> int:
    monkeypatch.setattr(sys, "stdin", Typed(typed))
    return connect.main(list(arguments))


def rolled_out(tmp_path: Path, *environments: Environment) -> Path:
    file = Path(os.environ["XDG_CONFIG_DIRS"]) / "order-console" / "environments.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    handed_on.write(file, *environments)
    return file


@posix_only
def test_an_administrator_exports_to_where_every_user_reads_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, saved: Environments
) -> None:
    Path(os.environ["XDG_CONFIG_DIRS"]).mkdir(parents=True)
    file = Path(os.environ["XDG_CONFIG_DIRS"]) / "order-console" / "environments.json"
    assert run(monkeypatch, "--export", str(file)) == 0
    assert capsys.readouterr().out == f"Wrote 2 environments to {file}, without the secret.\n"
    assert mode_of(file) == 0o644
    assert HUSH not in file.read_text()
    monkeypatch.setenv("ORDER_CONSOLE_HOME", str(tmp_path / "somebody-else"))
    theirs = Environments(find_places()).load()
    assert [(one.name, one.read_only, one.has_secret) for one in theirs.environments] == [
        ("Shop", False, False),
        ("Test", True, False),
    ]
    assert theirs.notices == ()


def test_a_file_that_is_there_is_written_over_only_when_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, saved: Environments
) -> None:
    file = tmp_path / "out.json"
    file.write_text("mine")
    assert run(monkeypatch, "--export", str(file)) == 2
    assert "--replace" in capsys.readouterr().err
    assert file.read_text() == "mine"
    assert run(monkeypatch, "--export", str(file), "--name", "test", "--replace") == 0
    assert json.loads(file.read_text())["name"] == "Test", "one alone is as the window exports it"
    assert run(monkeypatch, "--export", str(tmp_path / "no" / "such" / "out.json")) == 2
    assert run(monkeypatch, "--export", "-", "--name", "Nobody") == 2
    assert "no environment called “Nobody”" in capsys.readouterr().err


def test_what_goes_to_standard_output_comes_in_by_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, saved: Environments
) -> None:
    assert run(monkeypatch, "--export", "-") == 0
    text = capsys.readouterr().out
    assert HUSH not in text
    monkeypatch.setenv("ORDER_CONSOLE_HOME", str(tmp_path / "elsewhere"))
    assert run(monkeypatch, "--import", "-", "--preview", typed=text) == 0
    said = capsys.readouterr()
    assert "Adds “Shop”: https://a.example, id, production." in said.out
    assert "Nothing was saved" in said.err
    assert Environments(find_places()).load().environments == ()
    assert run(monkeypatch, "--import", "-", typed=text) == 0
    assert "The secret of “Test” is asked for at its first use." in capsys.readouterr().out
    taken = Environments(find_places()).load().environments
    assert [replace(one, secret=Secret("")) for one in (SHOP, TEST)] == list(taken)


def test_nothing_here_is_changed_without_replace_and_a_secret_goes_to_no_other_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, saved: Environments
) -> None:
    file = tmp_path / "in.json"
    handed_on.write(
        file,
        replace(SHOP, api_url="https://c.example"),
        replace(TEST, scope="orders"),
        replace(TEST, name="N"),
    )
    before = saved.path.read_bytes()
    assert run(monkeypatch, "--import", str(file)) == 2
    said = capsys.readouterr()
    assert "API address: https://a.example becomes https://c.example" in said.out
    assert "only with --replace" in said.err
    assert saved.path.read_bytes() == before
    assert run(monkeypatch, "--import", str(file), "--replace") == 0
    shop, test, new = saved.load().environments
    assert (shop.api_url, shop.has_secret) == ("https://c.example", False)
    assert (test.scope, test.secret) == ("orders", TEST.secret)
    assert not new.has_secret


def test_one_alone_asks_for_its_secret_and_nothing_typed_leaves_that_for_later(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, saved: Environments
) -> None:
    file = tmp_path / "one.json"
    handed_on.write(file, replace(SHOP, name="New"))
    assert run(monkeypatch, "--import", str(file)) == 0
    assert "its secret is asked for at the first use" in capsys.readouterr().out
    new = saved.load().find("New")
    assert new is not None
    assert not new.has_secret
    assert run(monkeypatch, "--name", "new", typed="typed-later\n") == 0
    assert saved.load().environments[2] == replace(new, secret=Secret("typed-later"))
    handed_on.write(file, replace(SHOP, accent="test"))
    assert run(monkeypatch, "--import", str(file), typed="x\n") == 2
    assert run(monkeypatch, "--import", str(file), "--replace") == 0
    assert saved.load().find("Shop") == replace(SHOP, accent="test"), "with the secret that it had"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("{", "is not an environment"),
        ('{"order_console": "environments", "format": 2, "environments": []}', "newer"),
        ('{"order_console": "environments", "format": 1, "environments": []}', "holds no environment"),
        ('{"order_console": "environments", "format": 1, "environments": [{"name": "A"}]}', "“A”: api_url"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_nothing_is_taken_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: str, word: str
) -> None:
    assert run(monkeypatch, "--import", "-", typed=content) == 2
    assert word in capsys.readouterr().err
    assert not Environments(find_places()).path.exists()


def test_a_secret_in_the_file_is_not_used_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = {**json.loads(handed_on.as_text([SHOP])), "client_secret": HUSH}
    assert run(monkeypatch, "--import", "-", typed=json.dumps(entry)) == 0
    said = capsys.readouterr()
    assert "others may have read it" in said.err
    assert HUSH not in said.out + said.err
    assert HUSH not in Environments(find_places()).path.read_text()


def test_of_an_administrators_only_the_secret_can_be_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = rolled_out(tmp_path, SHOP)
    full = [
        "--name",
        "Shop",
        "--api-url",
        "https://x.example",
        "--token-url",
        "https://x.example",
        "--client-id",
        "x",
    ]
    assert run(monkeypatch, *full, typed="s\n") == 2
    assert str(file) in capsys.readouterr().err
    handed_on.write(tmp_path / "in.json", replace(SHOP, scope="x"))
    assert run(monkeypatch, "--import", str(tmp_path / "in.json"), "--replace") == 2
    assert run(monkeypatch, "--name", "Shop", typed="\n") == 2
    assert "the client secret: " in capsys.readouterr().err
    assert run(monkeypatch, "--name", "Shop", typed=f"{HUSH}\n") == 0
    assert "is set up; its credentials are in" in capsys.readouterr().out
    [known] = Environments(find_places()).load().environments
    assert known.secret.reveal() == HUSH


def test_the_choice_of_the_keyring_counts_here_too(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    saved: Environments,
    held_keyring: HeldKeyring,
) -> None:
    moving_secrets.move(saved, "keyring")
    assert run(monkeypatch, "--name", "Shop", typed="a-newer-one\n") == 0
    assert "its secret is in the system's keyring" in capsys.readouterr().out
    assert held_keyring.secrets == ["a-newer-one", TEST.secret.reveal()]
    assert "a-newer-one" not in saved.path.read_text()
    held_keyring.locked = True
    assert run(monkeypatch, "--name", "Shop", typed="never\n") == 2
    assert "locked" in capsys.readouterr().err
    assert run(monkeypatch, "--export", "-") == 0, "which needs no secret"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--name", "A", "--name", "B"],
        ["--import", "-", "--preview", "--scope", "x"],
        ["--import", "-", "--test"],
        ["--import", "-", "--read-only"],
        ["--import", "-", "--colour", "test"],
        ["--preview", "--name", "New", "--client-id", "x", *ADDRESSES],
        ["--name", "Shop", "--replace"],
        ["--export", "out.json", "--preview"],
        ["--export", "out.json", "--import", "-"],
        ["--export", "out.json", "--read-only"],
    ],
)
def test_what_does_not_go_together_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], saved: Environments, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, *arguments, typed=handed_on.as_text([SHOP, TEST]))
    assert ended.value.code == 2
    assert [one.name for one in saved.load().environments] == ["Shop", "Test"]
    assert not Path("out.json").exists()


@posix_only
def test_whatever_the_umask_every_user_can_look_into_the_folder_that_was_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, saved: Environments
) -> None:
    file = tmp_path / "order-console" / "environments.json"
    before = os.umask(0o077)
    try:
        assert run(monkeypatch, "--export", str(file)) == 0
    finally:
        os.umask(before)
    assert (mode_of(file.parent), mode_of(file)) == (0o755, 0o644)


@posix_only
@pytest.mark.parametrize("replace", [[], ["--replace"]])
def test_what_is_no_plain_file_is_not_put_away_for_one(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    saved: Environments,
    replace: list[str],
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for target in (tmp_path, tmp_path / "pipe"):
        assert run(monkeypatch, "--export", str(target), *replace) == 2
        assert capsys.readouterr().err == f"{target} is no plain file; name one, or - for standard output.\n"
    assert (tmp_path / "pipe").is_fifo()


def test_standard_input_is_called_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--import", "-", typed='{"format": 1, "environments": []}') == 2
    assert capsys.readouterr().err == "Standard input holds no environment.\n"
