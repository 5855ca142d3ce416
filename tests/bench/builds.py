"""The two builds that are compared: this checkout, and an earlier commit set up beside it with its own pinned packages.

It must not touch this checkout's own environment, and it keeps what it set up, by commit, under build/.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_KEPT = ROOT / "build" / "bench"


@dataclass(frozen=True, slots=True)
class Build:
    """A checkout whose packages are installed. `name` is the commit, or "here"."""

    name: str
    root: Path
    python: str

    def has(self, path: str) -> bool:
        """Whether the checkout holds this file; tells how its rooms are laid out."""
        return (self.root / path).exists()


@dataclass(frozen=True, slots=True)
class Builds:
    """What a run of the bench measures, and how thoroughly: `effort` is "whole", "quick" or "once"."""

    here: Build
    earlier: Build | None = None
    effort: str = "whole"

    @property
    def all(self) -> tuple[Build, ...]:
        """Both, in the order in which they take turns."""
        return (self.here,) if self.earlier is None else (self.earlier, self.here)

    def rounds(self, whole: int, quick: int) -> int:
        """So many rounds of something."""
        return {"whole": whole, "quick": quick}.get(self.effort, 1)


def here() -> Build:
    """This checkout, with the Python that runs the bench."""
    return Build("here", ROOT, sys.executable)


def earlier(commit: str) -> Build:
    """That commit, checked out and set up; the first time takes half a minute.

    Raises `subprocess.CalledProcessError` where there is no such commit or its packages cannot be installed.
    """
    full = _said("git", "-C", str(ROOT), "rev-parse", "--verify", f"{commit}^{{commit}}")
    folder = _KEPT / full[:12]
    done = folder / ".venv" / "bench.done"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _said("git", "clone", "-q", "--shared", "--no-checkout", str(ROOT), str(folder))
        _said("git", "-C", str(folder), "checkout", "-q", full)
        _said(sys.executable, str(folder / "packaging" / "bootstrap.py"), "run", "--version")
        done.touch()
    return Build(full[:7], folder, str(folder / ".venv" / "bin" / "python"))


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
