"""The per-user folders: where they are, that they are private, and what is said when they are not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from console.store.files import StoreTrouble
from console.store.places import Places, find_places
from tests.support.checkout import ROOT
from tests.support.posix import mode_of, posix_only, root_only


def places_in(folder: Path) -> Places:
    return find_places({"ORDER_CONSOLE_HOME": str(folder)})


def test_one_variable_puts_all_files_under_one_folder(tmp_path: Path) -> None:
    places = places_in(tmp_path)
    assert {folder.parent for folder in (places.config, places.data, places.log)} == {tmp_path}


def test_without_the_variable_the_platform_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    places = find_places({})
    assert places.config.name == "order-console"
    assert places == find_places({"ORDER_CONSOLE_HOME": "  "})
    if os.name == "posix":
        assert places.config.parent == tmp_path / "elsewhere"


def test_finding_the_folders_makes_none(tmp_path: Path) -> None:
    places_in(tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.fault(70)
@posix_only
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o177])
def test_folders_are_made_private_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        assert places_in(tmp_path / "a" / "b").prepare() == []
    finally:
        os.umask(before)
    made = [tmp_path / "a", tmp_path / "a" / "b", *(tmp_path / "a" / "b").iterdir()]
    assert {mode_of(folder) for folder in made} == {0o700}
    assert len(made) == 5


@posix_only
def test_a_looser_folder_is_tightened_and_told_once(tmp_path: Path) -> None:
    places = places_in(tmp_path)
    places.config.mkdir()
    places.config.chmod(0o755)
    [notice] = places.prepare()
    assert str(places.config) in notice
    assert mode_of(places.config) == 0o700
    assert places.prepare() == []


@root_only
def test_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    places = places_in(tmp_path)
    places.config.mkdir(mode=0o700)
    os.chown(places.config, 12345, -1)
    with pytest.raises(StoreTrouble, match="another user"):
        places.prepare()


def test_a_file_in_place_of_the_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    with pytest.raises(StoreTrouble, match=r"in the way.*\.$"):
        places_in(tmp_path / "home").prepare()
    (tmp_path / "config").write_text("not a folder")
    with pytest.raises(StoreTrouble, match=r"in the way.*\.$"):
        places_in(tmp_path).prepare()


@pytest.mark.fault(72)
def test_preparing_sweeps_what_a_killed_writer_left(tmp_path: Path) -> None:
    places = places_in(tmp_path)
    places.prepare()
    left = places.config / ".environments.json.new"
    left.write_text("{ half")
    other = places.config / "notes.json.new"
    other.write_text("the operator's own")
    (told,) = places.prepare()
    assert not left.exists()
    assert other.exists()
    assert str(places.config / "environments.json") in told
    assert "your last change of it is not there; please make it again." in told
    assert "half" not in told, "it may hold a secret"
    assert places.prepare() == []


@pytest.mark.fault(72)
def test_what_a_killed_writer_left_of_a_text_is_kept_and_what_says_nothing_new_is_not_told(
    tmp_path: Path,
) -> None:
    places = places_in(tmp_path)
    places.prepare()
    text, same = places.config / ".carriers.toml.new", places.config / ".environments.json.new"
    text.write_text("[night]")
    same.write_text("{}")
    (places.config / "environments.json").write_text("{}")
    (places.data / ".other.json.new").write_text("")
    (told,) = places.prepare()
    assert told.endswith("what was being written is kept as carriers.toml.unsaved.")
    assert (places.config / "carriers.toml.unsaved").read_text() == "[night]"
    assert not [left for folder in (places.config, places.data) for left in folder.glob(".*.new")]


@pytest.mark.parametrize("home", ["/home/Zoë Müller", "/home/x/", "/", "relative", "", None])
@pytest.mark.parametrize("base", ["/somewhere/else", "not/absolute", "", "~/x", None])
def test_the_folders_are_those_that_platformdirs_finds(
    home: str | None, base: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False) if base is None else monkeypatch.setenv(name, base)
    monkeypatch.delenv("HOME") if home is None else monkeypatch.setenv("HOME", home)
    variables = {name: text for name, text in os.environ.items() if name != "ORDER_CONSOLE_HOME"}
    found = find_places(variables)
    theirs = platformdirs.PlatformDirs("order-console", appauthor=False)
    assert found[:3] == (theirs.user_config_path, theirs.user_data_path, theirs.user_log_path)


NOBODYS = """
import os
from console.store.files import StoreTrouble
from console.store.places import find_places
for name in ("HOME", "ORDER_CONSOLE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
    os.environ.pop(name, None)
find_places()  # what it loads may lie where the other account cannot read
os.setgroups([]), os.setgid(47_113), os.setuid(47_113)
try:
    print(find_places())
except StoreTrouble as trouble:
    print(trouble.sentence)
"""


@root_only
def test_an_account_that_nobody_lists_and_that_has_no_home_is_told_so() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NOBODYS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == (
        "Order Console cannot tell where your files are, because HOME names no folder: set it, or ORDER_CONSOLE_HOME.\n"
    )
