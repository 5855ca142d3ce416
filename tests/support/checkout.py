"""Which files belong to the project, as git tells; for tests about the checkout itself.

It must not guess: without git, or outside a checkout, the test that asks is skipped with the reason.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def tracked_files() -> list[Path]:
    """Return the files of the project that are there, relative to `ROOT`."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("without git and a checkout it cannot be told which files belong to the project")
    trusting = ["git", "-c", f"safe.directory={ROOT}"]  # a checkout may be another user's, as in a container
    listed = subprocess.run(
        [*trusting, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    files = [Path(name) for name in listed.split("\0") if name]
    return [file for file in files if (ROOT / file).is_file()]
