"""A checkout that several accounts share: what one has set up the others run, and nobody changes what is another's.

Root tries it as two accounts of its own making; whoever is not root, on folders that are not to be written.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.posix import mode_of, posix_only, root_only

pytestmark = posix_only
FIRST, SECOND = 47_113, 47_114
PROVIDED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import dot_venv, saying, workplace
account, root, home, umask = int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4], int(sys.argv[5], 8)
if os.geteuid() == 0 != account:
    os.setgroups([]), os.setgid(account), os.setuid(account)
os.umask(umask)
os.environ.update(HOME=home, XDG_CACHE_HOME="")
def call(self, command, sentence, packages=0):
    print("step")
    if "venv" in command:
        self.python.parent.mkdir(parents=True)
        self.python.write_text("#!/bin/sh\\necho 3.11\\n")
        self.python.chmod(0o755)
dot_venv.DotVenv.call = call
try:
    print(dot_venv.DotVenv(root).provide("requirements.txt"))
except saying.Trouble as trouble:
    print(trouble)
"""


@pytest.fixture
def shared() -> Iterator[Path]:
    """A checkout that every account can reach and read; its parent is free for their homes."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        root = Path(folder) / "checkout"
        (root / "packaging").mkdir(parents=True)
        shutil.copy(ROOT / "pyproject.toml", root)
        for name in ("requirements.txt", "requirements-test.txt"):
            (root / "packaging" / name).write_text("# nothing\n")
        yield root
        root.chmod(0o755)


def provided(root: Path, account: int, *, umask: str = "022", home: str = "") -> list[str]:
    """What bootstrap says to this account, each step that it takes, and last the Python to use or why there is none."""
    home = home or str(root.parent / f"home-{account}")
    command = [sys.executable, "-c", PROVIDED, str(ROOT / "packaging"), str(account), str(root), home, umask]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


@root_only
@pytest.mark.parametrize("umask", ["022", "077"])
def test_what_root_has_set_up_every_account_runs_without_a_step(shared: Path, umask: str) -> None:
    assert provided(shared, 0, umask=umask).count("step") == 4
    assert provided(shared, FIRST) == [str(shared / ".venv/bin/python")]
    assert not (shared.parent / f"home-{FIRST}").exists()


@root_only
def test_what_an_account_has_set_up_others_run_and_root_too(shared: Path) -> None:
    os.chown(shared, FIRST, FIRST)
    assert provided(shared, FIRST, umask="077").count("step") == 4
    for account in (0, SECOND):
        assert provided(shared, account) == [str(shared / ".venv/bin/python")]


@root_only
@pytest.mark.parametrize("account", [0, SECOND])
def test_what_must_be_changed_is_let_be_by_all_but_its_owner(shared: Path, account: int) -> None:
    os.chown(shared, FIRST, FIRST)
    provided(shared, FIRST)
    (shared / "packaging" / "requirements.txt").write_text("other==1\n")
    said = provided(shared, account)
    assert said[0].startswith(f"{shared} is not for this account to change, so its environment is in ")
    assert said.count("step") == 4
    assert Path(said[-1]).is_relative_to(shared.parent / f"home-{account}" / ".cache" / "order-console")
    assert provided(shared, account) == said[-1:], "the second time nothing is done"
    assert {path.stat().st_uid for path in (shared / ".venv").rglob("*")} == {FIRST}
    assert provided(shared, FIRST)[-1] == str(shared / ".venv/bin/python")


@root_only
def test_an_environment_that_may_not_be_entered_is_let_be(shared: Path) -> None:
    provided(shared, 0)
    (shared / ".venv").chmod(0o700)
    assert "home-" in provided(shared, FIRST)[-1]


def test_a_checkout_that_cannot_be_written_gets_its_environment_elsewhere(shared: Path) -> None:
    shared.chmod(0o555)
    account = FIRST if os.geteuid() == 0 else os.geteuid()
    said = provided(shared, account)
    assert Path(said[-1]).is_relative_to(shared.parent / f"home-{account}" / ".cache")
    assert sorted(path.name for path in shared.iterdir()) == ["packaging", "pyproject.toml"]
    own = Path(said[-1]).parents[2]
    assert mode_of(own) == 0o700


def test_without_any_folder_it_is_said_which_one_is_needed(shared: Path) -> None:
    shared.chmod(0o555)
    account = FIRST if os.geteuid() == 0 else os.geteuid()
    said = provided(shared, account, home="/proc/nowhere")
    assert said[0].startswith(
        f"This account may not write to {shared}, nor to /proc/nowhere/.cache/order-console/"
    )
    assert said[1].endswith("set XDG_CACHE_HOME to one that you can write to.")
    assert len(said) == 2
