"""PySide6 and Python must suit each other: the pinned pair loses no references, and a harmful pair is refused."""

from __future__ import annotations

import sys
from collections.abc import Callable

import PySide6
import pytest
from PySide6.QtCore import QObject, Signal

from console.runtime.guard import check_pyside


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


@pytest.mark.parametrize("of", [None, True], ids=["None", "True"])
def test_a_thousand_calls_and_emits_lose_no_references(of: object) -> None:
    bell = Bell()
    bell.told.connect(lambda _: None)
    assert references_lost(lambda: bell.setObjectName("bell"), of) < 50
    assert references_lost(bell.rung.emit, of) < 50
    assert references_lost(lambda: bell.told.emit(True), of) < 50


def test_the_installed_pair_is_allowed() -> None:
    assert check_pyside(PySide6.__version__) is None


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
