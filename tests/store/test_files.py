"""Private files: old or new but never torn, readable by nobody else, and every refusal of the disk a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from console.store import files
from console.store.files import StoreTrouble
from tests.support.posix import mode_of, posix_only, root_only


def save(path: Path, content: bytes) -> None:
    with files.exclusive(path.parent):
        files.replace(path, content)


@posix_only
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277])
def test_a_file_is_private_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        save(tmp_path / "a.json", b"one")
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "a.json") == 0o600
    assert files.read(tmp_path / "a.json") == (b"one", [])


def test_a_missing_file_is_nothing(tmp_path: Path) -> None:
    assert files.read(tmp_path / "a.json") == (None, [])


def test_a_shorter_content_replaces_a_longer_one_whole(tmp_path: Path) -> None:
    save(tmp_path / "a.json", b"x" * 100_000)
    save(tmp_path / "a.json", b"y")
    assert files.read(tmp_path / "a.json")[0] == b"y"
    assert {path.name for path in tmp_path.iterdir()} == {"a.json", ".lock"}


@pytest.mark.fault(70)
@posix_only
def test_a_looser_file_is_tightened_and_told_once(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"one")
    path.chmod(0o644)
    content, notices = files.read(path)
    assert content == b"one"
    assert len(notices) == 1
    assert str(path) in notices[0]
    assert mode_of(path) == 0o600
    assert files.read(path) == (b"one", [])


@pytest.mark.fault(70)
@posix_only
def test_a_symbolic_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.json").symlink_to(tmp_path / "real" / "a.json")
    save(tmp_path / "link.json", b"one")
    save(tmp_path / "link.json", b"two")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real" / "a.json").read_bytes() == b"two"
    assert mode_of(tmp_path / "real" / "a.json") == 0o600
    kept = files.set_aside(tmp_path / "link.json")
    assert kept == tmp_path / "real" / "a.json.bad"
    save(tmp_path / "link.json", b"three")
    assert (tmp_path / "link.json").is_symlink()


@posix_only
def test_a_link_planted_as_the_temporary_file_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"mine")
    (tmp_path / ".a.json.new").symlink_to(tmp_path / "victim")
    save(tmp_path / "a.json", b"one")
    assert (tmp_path / "victim").read_bytes() == b"mine"
    assert not (tmp_path / "a.json").is_symlink()


@pytest.mark.fault(70)
@root_only
def test_a_file_of_another_user_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"theirs")
    path.chmod(0o644)
    os.chown(path, 12345, -1)
    with pytest.raises(StoreTrouble, match="another user"):
        files.read(path)
    assert mode_of(path) == 0o644


@posix_only
def test_a_pipe_a_folder_and_a_giant_are_sentences(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(StoreTrouble, match="plain file"):
        files.read(tmp_path / "pipe.json")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(StoreTrouble, match="plain file"):
        files.read(tmp_path / "folder.json")
    with (tmp_path / "giant.json").open("wb") as giant:
        giant.truncate(5 * 1024 * 1024)
    with pytest.raises(StoreTrouble, match="larger"):
        files.read(tmp_path / "giant.json")


def test_a_folder_in_the_way_is_a_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    with pytest.raises(StoreTrouble, match=r"a folder is in the way of a file\.$"):
        save(tmp_path / "a.json", b"one")
    assert {path.name for path in tmp_path.iterdir()} == {"a.json", ".lock"}


def test_a_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match=r"its folder is not there\.$"):
        save(tmp_path / "gone" / "a.json", b"one")


def test_damaged_files_are_set_aside_without_overwriting_one_another(tmp_path: Path) -> None:
    for expected in ("a.json.bad", "a.json.bad2", "a.json.bad3"):
        (tmp_path / "a.json").write_text(expected)
        assert files.set_aside(tmp_path / "a.json").name == expected
    assert (tmp_path / "a.json.bad2").read_text() == "a.json.bad2"


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB; needs root and a kernel that lets it mount."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs Linux and root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.fault(71)
def test_a_full_disk_leaves_the_old_file_and_no_rubbish(tiny_disk: Path) -> None:
    path = tiny_disk / "a.json"
    save(path, b"old")
    with pytest.raises(StoreTrouble, match="disk is full"):
        save(path, b"x" * 100_000)
    assert path.read_bytes() == b"old"
    assert not list(tiny_disk.glob(".*.new"))
    save(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_disk_that_keeps_less_than_it_was_given_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "a.json", b"old")
    monkeypatch.setattr(
        os, "fsync", lambda file: os.ftruncate(file, 1) if os.fstat(file).st_size > 1 else None
    )
    with pytest.raises(StoreTrouble, match="kept less"):
        save(tmp_path / "a.json", b"newer")
    monkeypatch.undo()
    assert files.read(tmp_path / "a.json")[0] == b"old"


WRITER = """
import itertools, sys
from pathlib import Path
from console.store import files
path = Path(sys.argv[1])
for number in itertools.count():
    with files.exclusive(path.parent):
        files.replace(path, (b"%08d" % number) * 20_000)
    if number == 2:
        print("writing", flush=True)
"""


@pytest.mark.fault(72)
@posix_only
def test_a_writer_killed_at_any_moment_tears_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    left_over = 0
    for _ in range(30):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"writing\n"
            writer.kill()
        content, _ = files.read(path)
        assert content is not None
        assert content == content[:8] * 20_000
        left_over += (tmp_path / ".a.json.new").exists()
    files.sweep(tmp_path)
    assert {found.name for found in tmp_path.iterdir()} == {"a.json", ".lock"}, left_over


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"

    def count_up(_: int) -> None:
        for _ in range(25):
            with files.exclusive(tmp_path):
                now = int(files.read(path)[0] or b"0")
                files.replace(path, b"%d" % (now + 1))

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(count_up, range(4)))
    assert files.read(path)[0] == b"100"
