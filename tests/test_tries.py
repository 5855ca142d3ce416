"""Where hypothesis looks: no example depends on chance, on what else is loaded, or on the order of a set."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.checkout import ROOT

DRAW = """
import sys
from hypothesis import given, strategies
from tests.support.tries import load_profile, tries
if "more" in sys.argv:
    import console.model.carriers.carriers, console.model.drafts.kept
load_profile()
seen = []
@tries(20)
@given(strategies.text(), strategies.integers(), strategies.sets(strategies.text()))
def look(text, number, texts):
    seen.append((text, number, sorted(texts)))
look()
print(len(seen), ascii(seen))
"""


def drawn(*arguments: str, **variables: str) -> str:
    plain = {name: value for name, value in os.environ.items() if name != "HYPOTHESIS_PROFILE"}
    done = subprocess.run(
        [sys.executable, "-", *arguments],
        input=DRAW,
        cwd=ROOT,
        env={**plain, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_same_examples_are_tried_every_time() -> None:
    once = drawn(PYTHONHASHSEED="1")
    assert once.startswith("20 ")
    assert drawn("more", PYTHONHASHSEED="2") == once


def test_a_search_tries_others_and_more_of_them() -> None:
    found = drawn(HYPOTHESIS_PROFILE="search")
    assert found.startswith("400 ")
    assert drawn(HYPOTHESIS_PROFILE="search") != found
