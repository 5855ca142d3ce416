"""Each finding keeps to the form of findings/README.md: it runs by itself, on pinned packages, without the program."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.checkout import ROOT

FOLDER = ROOT / "findings"
SCRIPTS = sorted(FOLDER.glob("*.sh"))
PROGRAM = re.compile(r"\b(?:from|import) console\b|-m console\b|order.console", re.IGNORECASE)
INSTALLED = re.compile(r"\b(?:pip\"?|npm) install (?:-\S+ )*(.+)")


def test_there_is_nothing_else() -> None:
    assert SCRIPTS
    assert {path.name for path in FOLDER.iterdir()} == {"README.md", *(path.name for path in SCRIPTS)}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_finding_keeps_to_the_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert os.access(path, os.X_OK)
    assert text.startswith("#!/bin/sh\n# ")
    assert subprocess.run(["sh", "-n", path], check=False).returncode == 0
    assert not PROGRAM.search(text), "it must hold without the program"
    assert "://" not in text
    assert "set -eu\nfolder=$(mktemp -d)\ntrap 'rm -rf \"$folder\"' EXIT\n" in text
    words = [word for line in INSTALLED.findall(text) for word in line.split()]
    installed = [word for word in words if not word.startswith(('"$', ">"))]
    assert installed
    assert not [package for package in installed if "==" not in package and "@" not in package]
    told = " ".join(line for line in text.splitlines() if line.startswith("#"))
    assert re.search(r"\bSeen\b", told, re.IGNORECASE), "what was seen"
    assert re.search(r"\d+\.\d+", told), "with which version"
