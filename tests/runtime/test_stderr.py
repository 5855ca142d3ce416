"""Standard error shows no secret, whatever puts its text there; it must not change what else is written."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.checkout import ROOT

SECRET = "Pa$$-word-of-the-shop"
START = """
import logging, sys, threading, warnings
from console.runtime.stderr import mask_stderr
mask_stderr()
sys.stderr.write("before: nothing is known\\n")
from console.runtime import hidden
SECRET = sys.argv[1]
hidden.KNOWN.secret(SECRET)
"""
WAYS = {
    "a traceback": "raise ValueError(SECRET)",
    "a chain": "try:\n    raise KeyError(SECRET)\nexcept KeyError as e:\n    raise OSError(2, SECRET, SECRET) from e",
    "a worker": "def fall(): raise ValueError(SECRET)\nt = threading.Thread(target=fall); t.start(); t.join()",
    "a destructor": "class Gone:\n    def __del__(self):\n        raise ValueError(SECRET)\nGone()",
    "a log without a file": "logging.getLogger('console').error('it was %s', SECRET)",
    "a log line that cannot be made": "logging.basicConfig(); logging.error('%d', SECRET)",
    "a warning": "warnings.warn(SECRET)",
    "print": "print(SECRET, file=sys.stderr)",
    "lines": "sys.stderr.writelines([SECRET, SECRET])",
    "exit": "sys.exit('it was ' + SECRET)",
}


@pytest.mark.fault(67)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_way_to_standard_error_shows_a_known_secret(way: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", START + way, SECRET],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr.startswith("before: nothing is known\n")
    assert "•••" in done.stderr
    assert SECRET not in done.stderr


@pytest.mark.parametrize("arguments", [["connect", "--name"], ["check"], ["tour"], ["--nonsense"]])
def test_every_command_has_it_masked(arguments: list[str]) -> None:
    look = (
        "import sys; from console.__main__ import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(type(sys.stderr).__name__, sys.stderr.fileno())"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "MaskedStream 2\n"
    assert "usage: " in done.stderr
