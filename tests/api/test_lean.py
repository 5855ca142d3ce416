"""`requests` is loaded without what guesses letters, and says nothing about it.

It must not run in this process, where it is loaded already.
"""

from __future__ import annotations

import json
import subprocess
import sys

from tests.support.checkout import ROOT

LOADED = """
import json, sys
from console.api.lean import load_requests
load_requests()
load_requests()
import requests
from requests.models import Response
import console.api.client
answer = Response()
answer._content, answer.encoding = "Zoë".encode(), None
guessing = [name for name in sys.modules if name.partition(".")[0] in ("charset_normalizer", "chardet")]
import charset_normalizer
print(json.dumps([guessing, answer.text, charset_normalizer.__name__]))
"""


def test_nothing_that_guesses_letters_is_loaded_or_kept_from_others() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOADED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    assert json.loads(done.stdout) == [[], "Zoë", "charset_normalizer"]
