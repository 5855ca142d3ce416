"""requests is loaded without its detector of encodings, and has it as soon as somebody asks.

Each looks at a process of its own, for here others have loaded it already.
"""

from __future__ import annotations

import subprocess
import sys

import pytest


def said(code: str) -> str:
    """What this code prints in a new process."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()


def test_the_client_is_loaded_without_it() -> None:
    loaded = "import sys, console.api.client; print('requests' in sys.modules, 'charset_normalizer' in sys.modules)"
    assert said(loaded) == "True False"


@pytest.mark.parametrize(
    "asked",
    [
        "answer = requests.Response(); answer._content = 'dünn'.encode('utf-8'); print(answer.text)",
        "import charset_normalizer; print(charset_normalizer.from_bytes('dünn'.encode('utf-8')).best())",
        "from charset_normalizer.api import from_bytes; print(from_bytes('dünn'.encode('utf-8')).best())",
    ],
)
def test_who_asks_for_it_has_it(asked: str) -> None:
    assert said(f"from console.api.light_requests import requests; {asked}") == "dünn"
