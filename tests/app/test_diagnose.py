"""`order-console --diagnose`, as it is started from a terminal: it always comes, whatever is broken, and ends with 0."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.checkout import ROOT

HEADINGS = (
    "Program",
    "Session",
    "Screen",
    "Input method",
    "Language and time",
    "Folders",
    "Environments",
    "Database",
    "Last errors",
    "Last crash",
)


def diagnosis(home: Path, **variables: str | None) -> str:
    """What is printed, with the operator's folders below `home`; nothing may be said elsewhere."""
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "ORDER_CONSOLE_HOME": str(home),
        **variables,
    }
    done = subprocess.run(
        [sys.executable, "-m", "console", "--diagnose"],
        cwd=ROOT,
        env={name: value for name, value in surroundings.items() if value is not None},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def parts(text: str) -> dict[str, str]:
    """Each heading with what stands under it."""
    head, *rest = text.split("\n== ")
    assert head == "Order Console diagnosis (no secrets, no customers' data)"
    return dict(part.split(" ==\n", 1) for part in rest)


def test_a_first_start_is_told_in_full_and_leaves_nothing_behind(tmp_path: Path) -> None:
    home = tmp_path / "none yet"
    told = parts(diagnosis(home, HOME=str(tmp_path)))
    assert tuple(told) == HEADINGS
    assert "Order Console: 0.1.0" in told["Program"]
    assert "platform plugin offscreen" in told["Screen"]
    assert "None is set up." in told["Environments"]
    assert "could not be told" not in str(told)
    assert list(tmp_path.iterdir()) == []
