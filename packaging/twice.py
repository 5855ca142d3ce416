"""Builds the committed state twice, in two clean clones at two places, and names each file that is not the same.

It must not look at time stamps, which are the commit's by intention, nor at what is not committed.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from saying import Trouble, say


def build_twice(root: Path, make: Callable[[Path, Path], object]) -> int:
    """Build with `make(checkout, dist)` in two clones of `root`; say what differs; return 1 if anything does."""
    if subprocess.run(
        ["git", "-C", str(root), "status", "--porcelain"], capture_output=True, check=True
    ).stdout:
        raise Trouble("Commit first: what is compared are two builds of one commit.")
    with tempfile.TemporaryDirectory(prefix="order-console-twice-") as folder:
        contents = []
        for name in ("first", "a longer way to the second"):
            clone = Path(folder) / name / "order-console"
            subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(root), str(clone)], check=True)
            make(clone, clone / "build" / "dist")
            contents.append(contents_of(clone / "build" / "dist"))
        differing = different(*contents)
    for path in differing:
        say(f"differs: {path}")
    say(f"{len(contents[0])} files built twice, {len(differing)} of them differ.")
    return 1 if differing else 0


def contents_of(dist: Path) -> dict[str, str]:
    """Return what each file below is: a digest of its content with its mode, or where a link leads."""
    found = {}
    for path in sorted(dist.rglob("*")):
        name = path.relative_to(dist).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[name] = f"{path.stat().st_mode:o} {digest}"
    return found


def different(first: dict[str, str], second: dict[str, str]) -> list[str]:
    """Return the names that only one has, or that are not the same in both."""
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
