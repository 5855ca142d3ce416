"""A process that dies leaves its stacks beside the log, and the next start tells of it once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from console.runtime.crashes import Crashes
from tests.support.checkout import ROOT
from tests.support.posix import posix_only

ONE_START = """
import faulthandler, os, sys
from pathlib import Path
from console.runtime.crashes import Crashes
crashes = Crashes(Path(sys.argv[1]))
print(crashes.told)
def dying():
    faulthandler._sigabrt() if sys.argv[2] == "abort" else faulthandler._sigsegv()
if sys.argv[2] != "end":
    dying()
crashes.close()
"""


def start(folder: Path, how: str) -> tuple[int, str]:
    """One start of the program that ends like this; its code, and what it told of the one before."""
    done = subprocess.run(
        [sys.executable, "-c", ONE_START, str(folder), how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.strip()


@pytest.mark.parametrize(("how", "why"), [("abort", "Aborted"), ("fault", "Segmentation fault")])
def test_a_crash_is_told_by_the_next_start_and_by_no_other(tmp_path: Path, how: str, why: str) -> None:
    code, told = start(tmp_path, how)
    assert code in (-signal.SIGABRT, -signal.SIGSEGV)
    assert told == ""
    code, told = start(tmp_path, "end")
    assert code == 0
    assert why in told
    assert str(tmp_path / "crash-last.log") in told
    assert "dying" in (tmp_path / "crash-last.log").read_text()
    assert (tmp_path / "crash-last.log").stat().st_mode & 0o777 == 0o600
    assert start(tmp_path, "end") == (0, "")


def test_an_end_as_it_should_be_leaves_no_file(tmp_path: Path) -> None:
    assert start(tmp_path, "end") == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_stays_small(tmp_path: Path) -> None:
    (tmp_path / "crash.log").write_bytes(b"Fatal Python error: " + b"x" * 1_000_000)
    _, told = start(tmp_path, "end")
    assert len(told) < 600
    assert (tmp_path / "crash-last.log").stat().st_size == 64 * 1024


@posix_only
def test_a_pipe_in_place_of_its_file_does_not_hang_the_start(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "crash.log")
    with pytest.raises(OSError, match="No such device or address"):
        Crashes(tmp_path)
