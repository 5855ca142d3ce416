"""PySide6 and Python must suit each other: the pinned pair never aborts, and a harmful pair is refused.

What is lost can be counted before Python 3.12 only. Since then None and True are immortal: their counts mean nothing,
and an extension that was built for older Pythons may move them without harm.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import PySide6
import pytest
from PySide6.QtCore import QObject, Signal

from console.runtime.guard import check_pyside
from tests.support.checkout import ROOT

MANY_CALLS = """
from PySide6.QtCore import QObject, Signal
class Bell(QObject):
    rung = Signal()
    told = Signal(bool)
bell = Bell()
bell.told.connect(lambda _: None)
for _ in range(50_000):
    bell.setObjectName("bell")
    bell.rung.emit()
    bell.told.emit(True)
print(None, True)
"""


class Bell(QObject):
    rung = Signal()
    told = Signal(bool)


def references_lost(call: Callable[[], object], of: object) -> int:
    for _ in range(10):
        call()
    before = sys.getrefcount(of)
    for _ in range(1_000):
        call()
    return abs(sys.getrefcount(of) - before)


def test_the_interpreter_outlives_more_calls_than_none_and_true_have_references() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MANY_CALLS], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "None True\n", "")


@pytest.mark.fault(80)
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal from Python 3.12 on")
@pytest.mark.parametrize("of", [None, True], ids=["None", "True"])
def test_a_thousand_calls_and_emits_lose_no_references(of: object) -> None:
    bell = Bell()
    bell.told.connect(lambda _: None)
    assert references_lost(lambda: bell.setObjectName("bell"), of) < 50
    assert references_lost(bell.rung.emit, of) < 50
    assert references_lost(lambda: bell.told.emit(True), of) < 50


def test_the_installed_pair_is_allowed() -> None:
    assert check_pyside(PySide6.__version__) is None


@pytest.mark.fault(80)
@pytest.mark.parametrize(
    ("version", "python", "allowed"),
    [
        ("6.9.0", (3, 11), True),
        ("6.11.3", (3, 11), True),
        ("6.12.0", (3, 11), False),
        ("6.12.0a1", (3, 11), False),
        ("6.13.1", (3, 10), False),
        ("7.0.0", (3, 11), False),
        ("6.12.0", (3, 12), True),
        ("6.12.0", (3, 13), True),
        ("6.11.3", (3, 14), True),
        ("6.12.0", (3, 14), True),
        ("6.12.0", (3, 15), True),
        ("unknown", (3, 13), False),
    ],
)
def test_a_harmful_pair_is_refused_with_a_sentence(
    version: str, python: tuple[int, int], allowed: bool
) -> None:
    refusal = check_pyside(version, python)
    assert (refusal is None) == allowed
    if refusal:
        assert version in refusal
        assert refusal.endswith(".")
