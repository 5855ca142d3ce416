"""Environments below `build/` for what makes and tries packages: each filled with exactly what files of pins say.

It must not touch `.venv`, which people work with, and a half-made environment is made anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from dot_venv import clean_variables
from saying import Trouble, say

_QUIET = ("--disable-pip-version-check", "--no-input", "--progress-bar", "off", "-q")


class ToolVenv:
    """An environment in `folder`; what it holds is written into it last, so that nothing half-made looks whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = str(self.scripts / ("python.exe" if os.name == "nt" else "python"))
        self._stamp = folder / "order-console.pins"

    def provide(self, *pins: Path) -> None:
        """Make sure that exactly what the files pin is installed; takes seconds to minutes where it is not."""
        pinned = b"".join(one.read_bytes() for one in pins)
        wanted = hashlib.sha256(sys.version.encode() + bytes(self.folder) + pinned).hexdigest()
        if self._stamp.exists() and self._stamp.read_text(encoding="utf-8") == wanted:
            return
        named = " and ".join(one.name for one in pins)
        say(f"Making an environment with what is in {named}, in {self.folder}.")
        shutil.rmtree(self.folder, ignore_errors=True)
        base = getattr(sys, "_base_executable", sys.executable)
        call(
            [base, "-m", "venv", str(self.folder)],
            "The environment could not be made; Python said why above.",
        )
        self.install("--require-hashes", *(word for one in pins for word in ("-r", str(one))))
        self._stamp.write_text(wanted, encoding="utf-8")

    def install(self, *arguments: str) -> None:
        """Have its pip install what the arguments say."""
        call(
            [self.python, "-m", "pip", "install", *_QUIET, *arguments],
            "The packages could not be installed; pip said why above. Then run the same command again.",
        )


def call(command: list[str], sentence: str, *, folder: Path | None = None, **variables: str) -> None:
    """Run a step in the folder; raise `Trouble` with the sentence if it fails."""
    surroundings = clean_variables() | variables
    if subprocess.call(command, stdin=subprocess.DEVNULL, cwd=folder, env=surroundings):
        raise Trouble(sentence)
