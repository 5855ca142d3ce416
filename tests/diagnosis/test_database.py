"""The health of the database, told from a copy: nothing is written, locked or opened beside the console that has it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from console.diagnosis.database import database, in_use
from console.store.database import Database
from console.store.drafts import Drafts
from console.store.places import Places
from console.store.schema import STEPS
from tests.support.checkout import ROOT
from tests.support.posix import posix_only

KNOWN = len(STEPS)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "config", tmp_path / "data", tmp_path / "log")


@pytest.fixture
def path(places: Places) -> Path:
    """A database with a row in it, closed."""
    kept = Database(places)
    Drafts(kept)
    kept.write(lambda connection: connection.execute("INSERT INTO tabs VALUES ('Shop', '[]')"))
    kept.close()
    return places.data / "console.db"


def state(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Each file with its inode, size and time of change."""
    found = {one.name: one.stat() for one in folder.iterdir()}
    return {name: (one.st_ino, one.st_size, one.st_mtime_ns) for name, one in found.items()}


def test_a_whole_one_is_told_with_its_version_and_nothing_is_touched(places: Places, path: Path) -> None:
    before = state(path.parent)
    told = "\n".join(database(places))
    assert f"Version: {KNOWN}, this program's {KNOWN}" in told
    assert "tabs 1" in told
    assert "Whole: yes" in told
    assert "Set aside: none" in told
    assert state(path.parent) == before


OPEN = """
import sys
from pathlib import Path
from console.store.database import Database
from console.store.places import Places
kept = Database(Places(Path(sys.argv[1]), Path(sys.argv[1]), Path(sys.argv[1])))
kept.write(lambda connection: connection.execute("INSERT INTO tabs VALUES ('Other', '[]')"))
print("open", flush=True)
sys.stdin.readline()
kept.write(lambda connection: connection.execute("INSERT INTO tabs VALUES ('Third', '[]')"))
print("kept", flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has a file locked")
def test_what_another_process_has_open_is_read_with_its_log_and_named(places: Places, path: Path) -> None:
    command = [sys.executable, "-c", OPEN, str(places.data)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        before = state(path.parent)
        told = "\n".join(database(places))
        assert "tabs 2" in told, "what stands in the log alone is read too"
        assert "Whole: yes" in told
        assert f"process {other.pid} (" in told
        assert state(path.parent) == before
        assert other.communicate("go on\n")[0] == "kept\n"


@pytest.mark.parametrize("damage", ["no database", "torn", "empty", "newer"])
def test_a_damaged_one_is_told(places: Places, path: Path, damage: str) -> None:
    raw = path.read_bytes()
    path.write_bytes(
        {
            "no database": b"x" * 5_000,
            "torn": raw[: len(raw) // 2],
            "empty": b"",
            "newer": raw[:60] + (99).to_bytes(4, "big") + raw[64:],
        }[damage]
    )
    told = "\n".join(database(places))
    if damage == "newer":
        assert f"Version: 99, this program's {KNOWN}" in told
    elif damage == "empty":
        assert f"Version: 0, this program's {KNOWN}" in told
    else:
        assert "Whole: NO" in told


@posix_only
def test_what_is_no_file_or_is_not_there_is_told(places: Places) -> None:
    places.data.mkdir()
    assert "console.db: not there" in list(database(places))
    os.mkfifo(places.data / "console.db")
    assert any("console.db 0 B" in line for line in database(places))


def test_what_was_set_aside_is_named(places: Places, path: Path) -> None:
    (path.parent / "console.db.bad-1").touch()
    assert any(line.startswith("Set aside: console.db.bad-1 of ") for line in database(places))


def test_a_lock_of_another_computer_is_told_without_its_name(places: Places) -> None:
    places.data.mkdir()
    (places.data / "instance.lock").write_text("47113\norder-console\nzoes-laptop\n\n\n")
    assert in_use(places) == "process 47113 on another computer, as the lock says"
