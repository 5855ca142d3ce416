"""One console for each set of folders: killed ones leave nothing in the way.

It must not start the whole window; the claim is what is tested.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from console.app.single import Single
from console.store.places import Places
from tests.support.checkout import ROOT
from tests.support.posix import posix_only

HOLD = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from console.app.single import Single
from console.store.places import Places
qt = QCoreApplication([])
base = Path(sys.argv[1])
single = Single(Places(base / "config", base / "data", base / "log"))
print(single.claim(), flush=True)
sys.stdin.read()
"""


def places(base: Path) -> Places:
    return Places(base / "config", base / "data", base / "log")


def other(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_other_folders_are_another_console(tmp_path: Path) -> None:
    first, second = Single(places(tmp_path / "a")), Single(places(tmp_path / "b"))
    assert first.claim()
    assert second.claim()
    first.close()
    second.close()


@pytest.mark.fault(75)
def test_a_killed_console_leaves_no_lock_behind(tmp_path: Path) -> None:
    with other(str(tmp_path)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert not Single(places(tmp_path)).claim()
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait(10)
    single = Single(places(tmp_path))
    assert single.claim()
    single.close()


@pytest.mark.fault(75)
def test_a_lock_of_another_host_is_not_broken_however_old_it_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    lock = data / "instance.lock"
    lock.write_text("1\norder-console\nanother-host\n0123456789abcdef\n\n")
    os.utime(lock, (1_000_000_000, 1_000_000_000))
    before = lock.read_bytes()
    assert not Single(places(tmp_path)).claim()
    assert lock.read_bytes() == before


def test_the_claim_is_given_up_at_the_end(tmp_path: Path) -> None:
    first = Single(places(tmp_path))
    assert first.claim()
    assert not Single(places(tmp_path)).claim()
    first.close()
    second = Single(places(tmp_path))
    assert second.claim()
    second.close()


def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands where the folder should be")
    assert Single(places(tmp_path)).claim()


def lock_of(base: Path, content: bytes | None) -> Path:
    """A lock with this content in the folders below `base`; a folder in its place where there is none."""
    lock = base / "data" / "instance.lock"
    lock.parent.mkdir(parents=True)
    if content is None:
        lock.mkdir()
    else:
        lock.write_bytes(content)
    return lock


def own_lock(tmp_path: Path) -> list[str]:
    """The lines of a lock as a console of this computer writes it."""
    first = Single(places(tmp_path / "pattern"))
    assert first.claim()
    lines = first.path.read_text().split("\n")
    first.close()
    return lines


@pytest.mark.fault(75)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        bytes(64),
        b"hello\nworld\n",
        b"\xff\xfe\x00\n\n\n",
        b"-5\npython\nfaraway\n",
        b"1" * 100_000,
        "７７\npython\nfaraway\n".encode(),
        None,
    ],
    ids=["empty", "NULs", "words", "no text", "no process", "endless", "other digits", "a folder"],
)
def test_a_lock_that_nobody_can_read_is_taken_away_and_told(tmp_path: Path, content: bytes | None) -> None:
    lock = lock_of(tmp_path, content)
    single = Single(places(tmp_path))
    assert single.claim()
    (told,) = single.told
    assert str(lock) in told
    assert "taken away" in told
    assert not Single(places(tmp_path)).claim(), "it is this console's now"
    single.close()


@posix_only
@pytest.mark.parametrize("device", [False, True])
def test_a_pipe_or_a_device_in_place_of_the_lock_does_not_hang_the_start(
    tmp_path: Path, device: bool
) -> None:
    (tmp_path / "data").mkdir()
    lock = tmp_path / "data" / "instance.lock"
    lock.symlink_to("/dev/zero") if device else os.mkfifo(lock)
    single = Single(places(tmp_path))
    assert single.claim()
    (told,) = single.told
    assert "taken away" in told
    assert lock.is_file()
    assert not lock.is_symlink()
    single.close()


def test_a_lock_that_may_not_be_opened_is_taken_away_and_told(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, b"77\npython\nfaraway\n")
    lock.chmod(0)
    tell = (
        "import os, sys; from pathlib import Path; from console.store.holder import *; p = Path(sys.argv[1]);"
    )
    tell += (
        " os.geteuid() or (os.chown(p.parent, 65534, 65534), os.chown(p, 65534, 65534), os.setuid(65534));"
    )
    tell += " print(holder(p), is_held(p)); take_away(p); print(p.exists())"
    for folder in (lock.parent, tmp_path, *tmp_path.parents):
        if "pytest" in str(folder):
            folder.chmod(folder.stat().st_mode | 0o011)
    told = subprocess.run(
        [sys.executable, "-c", tell, str(lock)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["None", "False", "False"]


@pytest.mark.fault(75)
def test_a_process_that_got_the_number_of_a_dead_console_holds_nothing(tmp_path: Path) -> None:
    lines = own_lock(tmp_path)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        lock_of(tmp_path, "\n".join([str(stranger.pid), *lines[1:]]).encode())
        single = Single(places(tmp_path))
        assert single.claim(), "a program of the same name has that number, but not the lock"
        assert single.told == []
        single.close()
        stranger.communicate(b"\n")


def test_a_computer_that_was_renamed_is_no_other_one(tmp_path: Path) -> None:
    lines = own_lock(tmp_path)
    lock_of(tmp_path, "\n".join([*lines[:2], "its-old-name", *lines[3:]]).encode())
    single = Single(places(tmp_path))
    assert single.claim()
    assert single.elsewhere == ""
    single.close()


@pytest.mark.fault(75)
def test_a_lock_of_another_computer_names_it_and_is_taken_over_only_when_told_so(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, b"77\npython3.11\nfaraway\n0123\n4567\n")
    single = Single(places(tmp_path))
    assert not single.claim()
    assert single.elsewhere == "faraway"
    assert b"faraway" in lock.read_bytes()
    assert single.take_over()
    assert b"faraway" not in lock.read_bytes()
    assert not Single(places(tmp_path)).claim()
    single.close()


def test_a_cut_lock_of_a_console_that_is_open_is_left_to_it(tmp_path: Path) -> None:
    with other(str(tmp_path)) as open_:
        assert open_.stdout is not None
        assert open_.stdout.readline() == "True\n"
        lock = tmp_path / "data" / "instance.lock"
        os.truncate(lock, 0)
        single = Single(places(tmp_path))
        assert not single.claim()
        assert (single.elsewhere, single.told) == ("", [])
        assert lock.exists()
        open_.communicate("\n", timeout=10)
