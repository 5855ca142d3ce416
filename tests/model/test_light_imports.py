"""What the look-up field needs before the first paint is light.

It must not run in this process, where other tests have loaded everything already.
"""

import subprocess
import sys

import pytest

HEAVY = ("pydantic", "pydantic_core", "iso4217", "console.model.records")


@pytest.mark.parametrize(
    "name",
    [
        *(f"fields.{name}" for name in ("field", "kinds", "moment", "money", "numerals")),
        *("question", "remembered", "settings"),
    ],
)
def test_importing_it_loads_nothing_heavy(name: str) -> None:
    code = f"import sys, console.model.{name}; print(*[heavy for heavy in {HEAVY!r} if heavy in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
