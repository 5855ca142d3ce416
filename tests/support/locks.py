"""Another program that holds a database: a process of its own with a real lock. It must not hold tests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
if sys.argv[2] == "all":
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(database: Path, *, from_readers: bool = False) -> Iterator[None]:
    """Hold the file from other writers, and `from_readers` too, until the block ends; nobody else may have it open then."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(database), "all" if from_readers else "writers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait()
