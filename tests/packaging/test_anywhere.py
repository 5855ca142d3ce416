"""A checkout works wherever it lies: below a folder with a blank and an umlaut, and called as the program is.

It must not repeat the whole suite there; it takes the tests that start processes, read the checkout or make files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.checkout import ROOT, tracked_files

SENSITIVE = (
    "tests/model/test_light_imports.py",
    "tests/packaging/test_bootstrap.py",
    "tests/packaging/test_pins.py",
    "tests/test_architecture.py",
    "tests/app/test_connect.py",
    "tests/runtime/test_loading.py",
    "tests/app/test_practice.py::test_ready_brings_an_environment_that_works",
    "tests/test_readme.py",
    "tests/app/test_single.py",
)


def test_what_depends_on_where_it_lies_works_below_any_folder(tmp_path: Path) -> None:
    home = tmp_path / "Zoë Müller"
    copy = home / "order-console"
    for file in tracked_files():
        (copy / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / file, copy / file)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=copy, check=True)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"--basetemp={home / 'temporary'}", *SENSITIVE],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
